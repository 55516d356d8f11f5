// New keys in the middle of everything: nothing is lost, nothing changes places, the session stays the same.

#include "support/checking_memory.hpp"
#include "support/full_run.hpp"
#include "support/story.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t often = 64 * 1024;

/// Data in both directions on four channels, each with a pattern of its own.
void load(story& s, std::uint64_t size) {
    for (std::uint64_t i = 0; i < 4; ++i) s.both(10 * i, size);
}

void check_rekeyed(story& s, unsigned at_least) {
    BOOST_TEST(s.is_happy());
    BOOST_TEST(s.client.key_exchanges() >= at_least);
    BOOST_TEST(s.server.key_exchanges() == s.client.key_exchanges());
    // The host key is shown to the owner once, whatever happens later.
    BOOST_TEST(s.host_keys_shown == 1);
}

/// Begins a key exchange on both sides in the same turn whenever the one before is over, `times` times.
class both_at_once {
  public:
    both_at_once(story& s, unsigned times) : story_{s} {
        story_.also_before_client_output = [this, times] {
            if (!story_.logged_in || story_.client.key_exchanges() != story_.server.key_exchanges() ||
                story_.client.key_exchanges() > times || story_.client.is_closed())
                return;
            if (before_.empty()) before_ = to_vector(story_.client.session_id());
            story_.client.rekey();
            servers_turn_ = true;
        };
        story_.link.before_server_output = [this] {
            if (std::exchange(servers_turn_, false)) story_.server.rekey();
            story_.app.before_output();
        };
        story_.may_leave = [this, times] { return story_.client.key_exchanges() > times; };
    }
    byte_view session_id_before() const { return before_; }

  private:
    story& story_;
    bool servers_turn_ = false;
    byte_vector before_;
};

} // namespace

BOOST_AUTO_TEST_SUITE(stories_rekey)

BOOST_AUTO_TEST_CASE(under_load_asked_for_by_either_side_or_both) {
    for (const int who : {1, 2, 3}) {
        BOOST_TEST_CONTEXT("sides that ask: " << who) {
            story_options options;
            if ((who & 1) != 0) options.client.transport.rekey_bytes = often;
            if ((who & 2) != 0) options.server.transport.rekey_bytes = often;
            story s{std::move(options)};
            load(s, 1024 * 1024);
            s.run();
            // Output already laid out goes out under the old keys, so an exchange covers more than its bound.
            check_rekeyed(s, 4);
        }
    }
}

BOOST_AUTO_TEST_CASE(under_load_with_every_form_of_protection) {
    for (std::string_view cipher :
         {"aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com", "aes128-ctr"}) {
        for (std::string_view mac : {"hmac-sha2-256-etm@openssh.com", "hmac-sha2-512"}) {
            for (std::string_view compression : {"none", "zlib@openssh.com"}) {
                BOOST_TEST_CONTEXT(cipher << ' ' << mac << ' ' << compression) {
                    story_options options;
                    options.offer(algorithm_kind::cipher, cipher)
                        .offer(algorithm_kind::mac, mac)
                        .offer(algorithm_kind::compression, compression);
                    options.client.transport.rekey_bytes = options.server.transport.rekey_bytes = often;
                    story s{std::move(options)};
                    load(s, 300'000);
                    s.run();
                    check_rekeyed(s, 3);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(both_sides_begin_at_the_same_time, *boost::unit_test::label("K18")) {
    const unsigned times = is_full_run() ? 10'000 : 500;
    story s;
    both_at_once again{s, times};
    load(s, times * 4096);
    s.run();
    check_rekeyed(s, times);
    BOOST_TEST(equal(s.client.session_id(), again.session_id_before()));
}

BOOST_AUTO_TEST_CASE(both_sides_begin_at_the_same_time_with_random_splits) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        BOOST_TEST_CONTEXT("seed " << seed) {
            story_options options;
            options.link.seed = options.seed = seed;
            options.link.pipe.capacity = static_cast<std::size_t>(1 + 997 * seed);
            options.client.transport.rekey_bytes = options.server.transport.rekey_bytes = often;
            story s{std::move(options)};
            both_at_once again{s, 20};
            load(s, 100'000);
            s.run();
            check_rekeyed(s, 20);
        }
    }
}

BOOST_AUTO_TEST_CASE(channels_come_and_go_meanwhile) {
    story_options options;
    options.client.transport.rekey_bytes = options.server.transport.rekey_bytes = 2048;
    options.link.pipe.capacity = 4096;
    options.client.connection.channel.window = options.server.connection.channel.window = 20'000;
    options.client.connection.channel.window_maximum = options.server.connection.channel.window_maximum = 0;
    story s{std::move(options)};
    for (int i = 0; i < 150; ++i) s.exec("echo " + std::to_string(i));
    load(s, 100'000);
    s.run();
    check_rekeyed(s, 6);
    for (int i = 0; i < 150; ++i) BOOST_TEST(s.jobs[static_cast<std::size_t>(i)].out == std::to_string(i));
}

BOOST_AUTO_TEST_CASE(after_so_many_packets) {
    story_options options;
    options.client.transport.rekey_packets = 50;
    options.link.pipe.capacity = 1000;
    story s{std::move(options)};
    for (int i = 0; i < 100; ++i) s.exec("echo hello");
    s.run();
    check_rekeyed(s, 2);
}

BOOST_AUTO_TEST_CASE(after_a_time) {
    story_options options;
    options.server.transport.rekey_time = 10min;
    story s{std::move(options)};
    s.exec("cat").keep_open = true;
    s.run();
    BOOST_TEST(s.client.key_exchanges() == 1u);
    s.link.run_for(599s);
    BOOST_TEST(s.client.key_exchanges() == 1u);
    s.link.run_for(1s);
    BOOST_TEST(s.client.key_exchanges() == 2u);
    s.link.run_for(60min);
    BOOST_TEST(s.client.key_exchanges() == 8u);
    BOOST_TEST(!s.client.is_closed());
}

BOOST_AUTO_TEST_CASE(to_other_algorithms, *boost::unit_test::label("K19")) {
    // kex, cipher, MAC, compression; the hash of the method and the sizes of the keys change too.
    const std::array<std::string_view, 4> steps[] = {
        {"diffie-hellman-group14-sha256", "aes256-ctr", "hmac-sha2-512", "zlib@openssh.com"},
        {"ecdh-sha2-nistp521", "chacha20-poly1305@openssh.com", "hmac-sha2-512", "none"},
        {"curve25519-sha256", "aes128-ctr", "hmac-sha2-256-etm@openssh.com", "zlib@openssh.com"},
        {"ecdh-sha2-nistp384", "aes256-gcm@openssh.com", "hmac-sha2-256", "zlib@openssh.com"},
        {"diffie-hellman-group14-sha256", "aes192-ctr", "hmac-sha2-512-etm@openssh.com", "none"},
    };
    story s;
    load(s, 3'000'000);
    byte_vector first_id;
    std::size_t step = 0;
    s.also_before_client_output = [&] {
        if (!s.logged_in || step == std::size(steps) || s.client.key_exchanges() != step + 1 ||
            s.server.key_exchanges() != step + 1 || s.jobs[0].received < step * 500'000)
            return;
        if (first_id.empty()) first_id = to_vector(s.client.session_id());
        BOOST_REQUIRE(s.client.offer(algorithm_kind::kex, steps[step][0]));
        BOOST_REQUIRE(s.client.offer(algorithm_kind::cipher, steps[step][1]));
        BOOST_REQUIRE(s.client.offer(algorithm_kind::mac, steps[step][2]));
        BOOST_REQUIRE(s.client.offer(algorithm_kind::compression, steps[step][3]));
        step % 2 == 0 ? s.client.rekey() : s.server.rekey();
        ++step;
    };
    int seen = 0;
    s.also_on_client_event = [&](session_event& e) {
        if (!e.is<transport::keys_changed>() || step == 0) return;
        const negotiated_names names = s.client.negotiated();
        BOOST_TEST(names.kex == steps[step - 1][0]);
        BOOST_TEST(names.cipher_server_to_client == steps[step - 1][1]);
        BOOST_TEST((names.mac_server_to_client == steps[step - 1][2] || names.mac_server_to_client.empty()));
        BOOST_TEST(names.compression_client_to_server == steps[step - 1][3]);
        BOOST_TEST(equal(s.client.session_id(), first_id));
        ++seen;
    };
    s.run();
    BOOST_TEST(seen == 5);
    check_rekeyed(s, 6);
    BOOST_TEST(equal(s.server.session_id(), first_id));
}

BOOST_AUTO_TEST_CASE(another_host_key_ends_the_session, *boost::unit_test::label("K20")) {
    story_options options;
    options.host_keys = {"ssh-ed25519", "ecdsa-sha2-nistp256"};
    story s{std::move(options)};
    s.exec("cat").keep_open = true;
    s.run();
    BOOST_REQUIRE(s.client.offer(algorithm_kind::host_key, "ecdsa-sha2-nistp256"));
    s.client.rekey();
    s.run();
    BOOST_TEST((s.client_end.error == security_error::host_key_changed));
    BOOST_TEST(s.host_keys_shown == 1);
    BOOST_TEST(s.jobs[0].ends == 1);
    BOOST_TEST((s.jobs[0].error == security_error::host_key_changed));
    BOOST_TEST((s.server_end.error == remote_error::disconnected));
}

BOOST_AUTO_TEST_CASE(a_peer_that_only_rekeys_is_thrown_out, *boost::unit_test::label("K21")) {
    story s;
    s.exec("hang").keep_open = true;
    s.run();
    unsigned rounds = 0;
    while (!s.client.is_closed() && rounds < 2000) {
        s.client.rekey();
        s.run();
        ++rounds;
    }
    BOOST_TEST(rounds <= limits::peer_rekeys_without_progress + 2);
    BOOST_TEST((s.server_end.error == protocol_error::rekey_flood));
    BOOST_TEST(s.jobs[0].ends == 1);
}

BOOST_AUTO_TEST_CASE(a_peer_that_never_answers_while_data_waits, *boost::unit_test::label("K17")) {
    constexpr std::uint64_t enough = 512 * 1024;
    const auto make = [](std::optional<std::uint64_t> stall, checking_memory& memory) {
        story_options options;
        options.client_memory = &memory;
        options.client.connection.channel.window = options.server.connection.channel.window = 64 << 20;
        options.link.pipe.faults.server_to_client.stall_at = stall;
        return options;
    };
    checking_memory memory;
    std::uint64_t stall = 0;
    {
        story s{make({}, memory)};
        s.sink(1, std::uint64_t{1} << 30);
        s.link.run_until([&] { return s.jobs[0].sent > enough; });
        stall = s.link.server_end().bytes_sent();
    }
    memory.most_held = 0;
    // The same again, but from there on the server is not heard any more.
    story s{make(stall, memory)};
    s.sink(1, std::uint64_t{1} << 30);
    s.link.run_until([&] { return s.jobs[0].sent > enough; });
    s.client.rekey();
    const std::uint64_t sent = s.jobs[0].sent;
    const time_point begun = s.clock.now();
    s.run();
    BOOST_TEST(!s.client.is_closed());
    BOOST_TEST(s.jobs[0].sent == sent);
    s.link.run_to(begun + 1h, [&] { return s.client_end.times != 0; });
    BOOST_TEST((s.clock.now() - begun == s.options.client.transport.handshake_timeout));
    BOOST_TEST((s.client_end.error == std::errc::timed_out));
    BOOST_TEST(s.jobs[0].sent == sent);
    BOOST_TEST(s.jobs[0].ends == 1);
    BOOST_TEST((s.jobs[0].error == std::errc::timed_out));
    BOOST_TEST(memory.most_held < 4u * 1024 * 1024);
}

BOOST_AUTO_TEST_SUITE_END()
