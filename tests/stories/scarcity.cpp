// Memory and random bytes run out at every moment; and what is left in memory afterwards.

#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/cryptopp/x25519.hpp>
#include <hawser/transport/key_derivation.hpp>

#include "support/checking_memory.hpp"
#include "support/full_run.hpp"
#include "support/story.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace hawser;
using namespace hawser::testing;

namespace {

/// Looks for secrets in whatever is given back, and in what is still held.
class searching_memory final : public std::pmr::memory_resource {
  public:
    std::vector<byte_vector> secrets;
    std::size_t found = 0;

    void look_at_everything() {
        for (const auto& [block, size] : held_) look_at({static_cast<const std::byte*>(block), size});
    }

  private:
    void look_at(byte_view block) {
        for (const byte_vector& secret : secrets)
            if (std::search(block.begin(), block.end(), secret.begin(), secret.end()) != block.end()) ++found;
    }
    void* do_allocate(std::size_t size, std::size_t alignment) override {
        void* block = std::pmr::new_delete_resource()->allocate(size, alignment);
        std::memset(block, 0, size);
        held_[block] = size;
        return block;
    }
    void do_deallocate(void* block, std::size_t size, std::size_t alignment) override {
        look_at({static_cast<const std::byte*>(block), size});
        held_.erase(block);
        std::pmr::new_delete_resource()->deallocate(block, size, alignment);
    }
    bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override {
        return this == &other;
    }

    std::map<void*, std::size_t> held_;
};

/// The random bytes of both sides, from which the secrets of their key exchanges are computed a second time, before either
/// side has done so: the memory then looks for them.
class watched_exchanges {
  public:
    explicit watched_exchanges(searching_memory& memory) : memory_{memory} {}

    class source {
      public:
        source(watched_exchanges& all, std::vector<byte_vector>& keys, std::uint64_t seed)
            : all_{all},
              keys_{keys},
              random_{seed} {}
        result<void> fill(byte_span out) {
            auto filled = random_.fill(out);
            // Nothing else takes as many bytes as a private key.
            if (out.size() == cryptopp::x25519::size) {
                keys_.push_back(to_vector(out));
                all_.memory_.secrets.push_back(to_vector(out));
                all_.agree();
            }
            return filled;
        }

      private:
        watched_exchanges& all_;
        std::vector<byte_vector>& keys_;
        fixed_random random_;
    };

    source client{*this, client_keys_, 2}, server{*this, server_keys_, 3};
    /// The shared secrets as they are hashed.
    std::vector<byte_vector> secrets;

    /// From the first exchange on: the keys that are made of it.
    void watch_keys(byte_view exchange_hash) {
        for (char letter = 'C'; letter <= 'F'; ++letter) {
            byte_vector key(16);
            BOOST_REQUIRE((transport::derive_key<cryptopp::sha256>(secrets.front(), exchange_hash, letter,
                                                                   exchange_hash, key)));
            memory_.secrets.push_back(std::move(key));
        }
    }

  private:
    void agree() {
        const std::size_t n = secrets.size();
        if (client_keys_.size() <= n || server_keys_.size() <= n) return;
        byte_vector value(cryptopp::x25519::size), shared(cryptopp::x25519::size);
        BOOST_REQUIRE(cryptopp::x25519::public_value(server_keys_[n], value));
        BOOST_REQUIRE(cryptopp::x25519::agree(client_keys_[n], value, shared));
        byte_buffer hashed;
        wire::writer{hashed}.mpint(shared);
        secrets.push_back(to_vector(hashed.view()));
        // Without the bytes that the encoding may add or leave out.
        memory_.secrets.push_back(to_vector(byte_view{shared}.last(24)));
    }

    searching_memory& memory_;
    std::vector<byte_vector> client_keys_, server_keys_;
};

/// A story with everything that allocates: more than a packet each way, several channels, new keys.
void fill(story& s) {
    s.exec("cat").input_text = "hello";
    s.both(1, 50'000);
    s.exec("stderr oh");
}
story_options plain() {
    story_options options;
    options.client.transport.rekey_bytes = 20'000;
    return options;
}

/// Counts its calls; those after `calls_left` fail.
struct counting_random {
    static constexpr std::size_t never = static_cast<std::size_t>(-1);

    result<void> fill(byte_span out) {
        if (calls == calls_left) return security_error::random_failed;
        ++calls;
        return good.fill(out);
    }

    std::size_t calls_left = never;
    std::size_t calls = 0;
    fixed_random good{4};
};

/// What must be true of a story in which something ran out, whatever it was.
void check_honest(story& s) {
    BOOST_TEST(s.client_end.times == 1);
    BOOST_TEST(s.server_end.times == 1);
    BOOST_TEST((!s.logged_in || s.server.is_authenticated()));
    BOOST_TEST((!s.client.is_encrypted() || s.host_keys_shown == 1));
    for (const story_job& job : s.jobs) {
        BOOST_TEST(job.is_as_expected);
        BOOST_TEST(job.ends == (job.begun ? 1 : 0));
        if (job.ends == 1 && !job.error) BOOST_TEST(job.status.has_value());
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(stories_scarcity)

BOOST_AUTO_TEST_CASE(long_lived_memory_runs_out_at_every_allocation, *boost::unit_test::label("R01")) {
    for (const bool client : {true, false}) {
        std::size_t failures = 0;
        for (std::size_t n = 0;; ++n) {
            BOOST_REQUIRE(n < 100'000u);
            BOOST_TEST_CONTEXT((client ? "client" : "server") << ", allocation " << n) {
                checking_memory memory;
                bool ran_out = false;
                {
                    story_options options = plain();
                    (client ? options.client_memory : options.server_memory) = &memory;
                    story s{std::move(options)};
                    memory.allocations_left = n;
                    fill(s);
                    s.run();
                    ran_out = memory.allocations_left == 0 && !s.is_happy();
                    if (ran_out) {
                        check_honest(s);
                        const std::error_code error = client ? s.client_end.error : s.server_end.error;
                        BOOST_TEST((error == std::errc::not_enough_memory));
                    }
                }
                BOOST_TEST(memory.bytes_held == 0u);
                if (!ran_out) break;
                ++failures;
            }
        }
        BOOST_TEST(failures > 10u);
    }
}

BOOST_AUTO_TEST_CASE(the_random_source_fails_at_every_call, *boost::unit_test::label("C16")) {
    for (const bool client : {true, false}) {
        // What it takes when nothing fails: cookies of KEXINIT, key pairs of two exchanges, padding for many packets.
        const auto run = [&](std::size_t calls, auto&& look) {
            counting_random random{calls};
            story_options options = plain();
            (client ? options.client_random : options.server_random).emplace(random);
            story s{std::move(options)};
            fill(s);
            s.run();
            look(s);
            return random.calls;
        };
        const std::size_t all =
            run(counting_random::never, [](story& s) { BOOST_TEST_REQUIRE(s.is_happy()); });
        BOOST_TEST_REQUIRE(all >= 5u);
        std::size_t goodbyes = 0;
        for (std::size_t n = 0; n < all; ++n) {
            BOOST_TEST_CONTEXT((client ? "client" : "server") << ", call " << n << " of " << all) {
                run(n, [&](story& s) {
                    BOOST_TEST(!s.is_happy());
                    check_honest(s);
                    // The one who cannot go on is told why. But a client that has said goodbye has its answer: that word alone
                    // is lost.
                    const std::error_code own = client ? s.client_end.error : s.server_end.error;
                    const bool after_goodbye = client && own == usage_error::session_closed;
                    BOOST_TEST((own == security_error::random_failed || after_goodbye), own.message());
                    BOOST_TEST(s.jobs_done_well() == after_goodbye);
                    goodbyes += after_goodbye ? 1 : 0;
                    // The other that there is nobody any more; or it was writing still.
                    const std::error_code other = client ? s.server_end.error : s.client_end.error;
                    const bool mute = client ? s.server.peer_identification().empty()
                                             : s.client.peer_identification().empty();
                    const std::error_code gone = mute
                                                     ? std::error_code{protocol_error::identification_missing}
                                                     : std::error_code{remote_error::connection_closed};
                    BOOST_TEST((other == gone || other == std::errc::broken_pipe), other.message());
                });
            }
        }
        BOOST_TEST(goodbyes <= 1u);
    }
}

BOOST_AUTO_TEST_CASE(nothing_secret_is_left_in_memory) {
    const std::string password = "correct horse battery staple";
    const std::string said = "what was said is nobody's business";
    for (const bool goodbye : {true, false}) {
        searching_memory memory;
        memory.secrets = {to_vector(as_bytes(password)), to_vector(as_bytes(said))};
        const byte_view fields = story_key("ssh-ed25519").fields.view();
        memory.secrets.push_back(to_vector(fields.last(64).first(32)));
        story_options options = plain();
        options.client_memory = options.server_memory = &memory;
        options.user.password = options.password = password;
        options.goodbye = goodbye;
        watched_exchanges exchanges{memory};
        options.client_random.emplace(exchanges.client);
        options.server_random.emplace(exchanges.server);
        options.offer(algorithm_kind::kex, "curve25519-sha256");
        {
            story s{std::move(options)};
            s.also_on_client_event = [&](session_event& e) {
                if (e.is<transport::host_key_offered>()) {
                    // Both sides hold the shared secret now: the right one is looked for.
                    memory.look_at_everything();
                    BOOST_TEST(memory.found >= 1u);
                    memory.found = 0;
                    exchanges.watch_keys(s.client.session_id());
                } else if (e.is<transport::keys_changed>()) {
                    BOOST_TEST(memory.found == 0u);
                }
            };
            fill(s);
            s.exec("echo " + said);
            story_job& silent = s.exec("hang");
            silent.input_text = said;
            silent.keep_open = true;
            s.run();
            BOOST_TEST(s.jobs[3].out == said);
            BOOST_TEST(exchanges.secrets.size() == s.client.key_exchanges());
            BOOST_TEST(exchanges.secrets.size() >= 2u);
            // The whole of it lies in the server's backlog now: the search does find what is there.
            memory.look_at_everything();
            BOOST_TEST(memory.found >= 1u);
            memory.found = 0;
            s.client.disconnect("bye");
            s.run();
            BOOST_TEST(s.server_end.times == 1);
            for (served_channel& c : s.app.channels) (void)s.server.connection().close(c.id);
            memory.look_at_everything();
            BOOST_TEST(memory.found == 0u);
        }
        BOOST_TEST(memory.found == 0u);
    }
}

BOOST_AUTO_TEST_SUITE_END()
