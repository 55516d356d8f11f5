#include <hawser/auth/keyboard_interactive.hpp>
#include <hawser/auth/none.hpp>
#include <hawser/auth/public_key.hpp>
#include <hawser/client/basic_client.hpp>
#include <hawser/client/remote_command.hpp>
#include <hawser/client/sftp.hpp>

#include "unit/client/served_client.hpp"

#include <functional>
#include <new>
#include <stdexcept>

using namespace hawser;
using namespace hawser::testing;
using namespace std::chrono_literals;

namespace {

keys::private_key copy_of(const keys::private_key& key) {
    return {key.format, key.public_blob, key.fields.copy(), key.comment};
}

/// Judges as it is told, and remembers what it saw.
struct noting_verifier {
    std::error_code answer;
    bool throws = false;
    std::vector<std::string> formats = {};
    int* calls;
    std::string* algorithm;

    std::error_code operator()(const shown_host_key& key, diagnostic& details) {
        ++*calls;
        *algorithm = key.algorithm;
        BOOST_TEST(key.host == "server.example");
        details = subject{"as told", "by the verifier"};
        if (throws) throw 1;
        return answer;
    }
    std::vector<std::string> known_formats(std::string_view, std::uint16_t) const { return formats; }
};

failure log_in(served_client& s, std::string_view user, std::vector<auth::any_method> methods) {
    failure out;
    s.client.authenticate(user, std::move(methods), out);
    return out;
}

template <class... Methods>
std::vector<auth::any_method> list_of(Methods... methods) {
    std::vector<auth::any_method> out;
    (out.emplace_back(std::move(methods)), ...);
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(basic_clients)

BOOST_AUTO_TEST_CASE(the_verifier_is_asked_once_and_its_yes_lets_us_in) {
    served_client s;
    int calls = 0;
    std::string algorithm;
    s.client.handshake(noting_verifier{{}, false, {}, &calls, &algorithm});
    BOOST_TEST(calls == 1);
    BOOST_TEST(algorithm == "ssh-ed25519");
    BOOST_TEST(s.client.session().is_encrypted());
    BOOST_TEST(!s.client.session().is_authenticated());
}

BOOST_AUTO_TEST_CASE(a_refused_host_key_ends_the_session_with_the_verifiers_reason) {
    served_client s;
    int calls = 0;
    std::string algorithm;
    failure out;
    s.client.handshake(noting_verifier{security_error::host_key_changed, false, {}, &calls, &algorithm}, out);
    BOOST_TEST((out.code == security_error::host_key_changed));
    BOOST_TEST(out.details.as<subject>()->what == "as told");
    BOOST_TEST(s.client.session().is_closed());
    BOOST_TEST(static_cast<bool>(log_in(s, "alice", list_of(auth::none{}))));
    BOOST_TEST(s.server.app.logins_refused == 0u);
}

BOOST_AUTO_TEST_CASE(a_verifier_that_throws_has_refused, *boost::unit_test::label("K13")) {
    served_client s;
    int calls = 0;
    std::string algorithm;
    BOOST_TEST(throws(security_error::host_key_rejected, [&] {
        s.client.handshake(noting_verifier{{}, true, {}, &calls, &algorithm});
    }));
    BOOST_TEST(s.client.session().is_closed());
}

BOOST_AUTO_TEST_CASE(a_verifier_that_could_not_do_its_work_has_refused, *boost::unit_test::label("K13")) {
    struct {
        std::function<std::error_code()> answer;
        std::error_code told;
    } const cases[] = {
        {[]() -> std::error_code { throw std::bad_alloc{}; }, security_error::host_key_rejected},
        {[]() -> std::error_code { throw std::runtime_error{"no name server"}; },
         security_error::host_key_rejected},
        {[] { return std::make_error_code(std::errc::not_enough_memory); },
         std::make_error_code(std::errc::not_enough_memory)},
        {[] { return std::make_error_code(std::errc::io_error); }, std::make_error_code(std::errc::io_error)},
    };
    for (const auto& one : cases) {
        served_client s;
        failure out;
        s.client.handshake([&](const shown_host_key&, diagnostic&) { return one.answer(); }, out);
        BOOST_TEST(out.code == one.told, out.text());
        BOOST_TEST(s.client.session().is_closed());
        BOOST_TEST(!s.client.session().is_encrypted());
        // and no credential follows
        BOOST_TEST(static_cast<bool>(log_in(s, "alice", list_of(auth::password{"secret"}))));
        BOOST_TEST(!s.server.session.is_authenticated());
        BOOST_TEST(s.server.app.logins_refused == 0u);
    }
}

BOOST_AUTO_TEST_CASE(a_host_is_asked_for_the_keys_it_is_known_by) {
    served_options how;
    how.host_keys = {"ssh-ed25519", "ecdsa-sha2-nistp256"};
    served_client s{std::move(how)};
    int calls = 0;
    std::string algorithm;
    s.client.handshake(noting_verifier{{}, false, {"ecdsa-sha2-nistp256"}, &calls, &algorithm});
    BOOST_TEST(algorithm == "ecdsa-sha2-nistp256");
}

BOOST_AUTO_TEST_CASE(a_silent_server_times_out_after_the_given_time,
                     *boost::unit_test::label("ER-301") * boost::unit_test::label("ER-10060")) {
    served_options how;
    how.client.timeout = 7s;
    served_client s{std::move(how)};
    s.silence();
    const time_point begun = s.clock.now();
    failure out;
    s.client.handshake(accept_any_dangerously{}, out);
    BOOST_TEST((out.code == std::errc::timed_out));
    BOOST_TEST((s.clock.now() - begun == 7s));
    BOOST_TEST(out.details.as<subject>()->name == "server.example");
}

BOOST_AUTO_TEST_CASE(who_says_nothing_may_be_no_ssh_server, *boost::unit_test::label("IS-E-002")) {
    const auto handshake = [](served_client& s) {
        failure out;
        s.client.handshake(accept_any_dangerously{}, out);
        return out;
    };
    served_client silent;
    silent.silence();
    const failure none = handshake(silent);
    BOOST_TEST((none.code == std::errc::timed_out));
    BOOST_TEST(none.text().find("speaks SSH has answered at port 22") != std::string::npos, none.text());

    served_client hangs_up;
    hangs_up.server.stream.reset();
    const failure reset = handshake(hangs_up);
    BOOST_TEST((reset.code == std::errc::connection_reset));
    BOOST_TEST(reset.text().find("speaks SSH has answered at port 22") != std::string::npos, reset.text());

    // whoever has identified itself is no such case
    served_client later;
    later.client.stream().on_idle(
        [&] { return later.client.session().peer_identification().empty() && later.server.run(); });
    const failure stalled = handshake(later);
    BOOST_TEST((stalled.code == std::errc::timed_out));
    BOOST_TEST(stalled.text().find("speaks SSH") == std::string::npos, stalled.text());
}

BOOST_AUTO_TEST_CASE(a_person_may_take_long_over_a_host_key) {
    served_options how;
    how.client.timeout = 7s;
    // The server's NEWKEYS is still to be read when the key is shown.
    how.pipe.client_reads.at_most = 1;
    served_client s{std::move(how)};
    failure out;
    const auto slow = [&](const shown_host_key&, diagnostic&) {
        s.clock.advance(10min);
        return std::error_code{};
    };
    s.client.handshake(slow, out);
    BOOST_TEST(out.text() == "");
    BOOST_TEST(s.client.session().is_encrypted());
}

BOOST_AUTO_TEST_CASE(a_password_lets_in) {
    served_client s;
    s.handshake();
    s.client.authenticate("alice", auth::password{"secret"});
    BOOST_TEST(s.client.session().is_authenticated());
}

BOOST_AUTO_TEST_CASE(methods_are_tried_in_order_and_what_is_left_is_told,
                     *boost::unit_test::label("ER-1032") * boost::unit_test::label("A04")) {
    served_client s;
    s.handshake();
    const failure out = log_in(s, "alice", list_of(auth::password{"one"}, auth::password{"two"}));
    BOOST_TEST((out.code == remote_error::authentication_failed));
    const auto& report = *out.details.as<auth_exhausted>();
    BOOST_TEST(report.tried == std::vector<std::string>{"password"}, boost::test_tools::per_element());
    BOOST_TEST(report.methods_left.size() == 3u);
    BOOST_TEST(s.server.app.logins_refused == 2u);
    BOOST_TEST(s.client.session().is_closed());
}

BOOST_AUTO_TEST_CASE(a_method_that_the_server_does_not_offer_is_passed_over) {
    served_options how;
    how.server.server_login.methods = "password";
    served_client s{std::move(how)};
    s.handshake();
    int asked = 0;
    const auto answer = [&](const wire::userauth_info_request&) {
        ++asked;
        return std::optional<std::vector<secret_bytes>>{};
    };
    const failure out = log_in(
        s, "alice", list_of(auth::none{}, auth::keyboard_interactive{answer}, auth::password{"secret"}));
    BOOST_TEST(out.text() == "");
    BOOST_TEST(asked == 0);
}

BOOST_AUTO_TEST_CASE(a_vector_of_keys_stands_for_all_of_them) {
    served_options how;
    how.user.key = story_key("ssh-ed25519", 2).public_blob;
    served_client s{std::move(how)};
    s.handshake();
    std::vector<auth::public_key> keys;
    keys.emplace_back(copy_of(story_key("ssh-ed25519", 1)));
    keys.emplace_back(copy_of(story_key("ssh-ed25519", 2)));
    s.client.authenticate("alice", std::move(keys), auth::password{"wrong"});
    BOOST_TEST(s.client.session().is_authenticated());
    BOOST_TEST(s.server.app.logins_refused == 1u);
}

BOOST_AUTO_TEST_CASE(a_key_whose_signer_fails_is_told_and_the_login_goes_on) {
    const byte_vector blob = story_key("ssh-ed25519", 2).public_blob;
    const auto agent = [&](std::error_code why) {
        return auth::public_key{
            keys::public_key{"ssh-ed25519", blob, {}},
            [why](std::string_view, byte_view, byte_view) -> result<byte_vector> { return why; }};
    };
    const std::error_code slow = std::make_error_code(std::errc::timed_out);
    {
        served_client s;
        s.handshake();
        const failure out = log_in(s, "alice", list_of(agent(slow), auth::password{"wrong"}));
        BOOST_TEST((out.code == remote_error::authentication_failed));
        const auto& report = *out.details.as<auth_exhausted>();
        BOOST_TEST_REQUIRE(report.unusable_keys.size() == 1u);
        BOOST_TEST(report.unusable_keys.front().fingerprint == keys::fingerprint_sha256(blob));
        BOOST_TEST(report.unusable_keys.front().why == slow);
        BOOST_TEST(report.tried == std::vector<std::string>{"password"}, boost::test_tools::per_element());
        BOOST_TEST(out.text().find("could not be used: " + slow.message()) != std::string::npos, out.text());
    }
    served_client s;
    s.handshake();
    s.client.authenticate("alice", agent(remote_error::agent_refused), agent(slow), auth::password{"secret"});
    BOOST_TEST(s.client.session().is_authenticated());
}

BOOST_AUTO_TEST_CASE(a_key_signs_only_with_the_algorithms_it_may_be_used_with) {
    const auto used = [](std::string names) {
        served_options how;
        how.user.key = story_key("ssh-rsa").public_blob;
        how.client.user_key_algorithms = std::move(names);
        served_client s{std::move(how)};
        s.handshake();
        std::string algorithm;
        s.server.app.script = [&](const session_event& e) {
            if (const auto* given = e.as<auth::key_signed>()) algorithm = given->algorithm;
            return false;
        };
        const failure out = log_in(s, "alice", list_of(auth::public_key{copy_of(story_key("ssh-rsa"))}));
        return out ? out.code.message() : algorithm;
    };
    BOOST_TEST(used("") == "rsa-sha2-512");
    BOOST_TEST(used("ssh-ed25519,rsa-sha2-256") == "rsa-sha2-256");
    BOOST_TEST(used("ssh-ed25519") == make_error_code(remote_error::authentication_failed).message());
}

BOOST_AUTO_TEST_CASE(partial_success_goes_back_to_a_method_that_stood_earlier) {
    served_options how;
    how.server.server_login.methods = "password";
    how.user.key = story_key("ssh-ed25519", 2).public_blob;
    served_client s{std::move(how)};
    s.handshake();
    s.server.app.script = [&](const session_event& e) {
        if (!e.is<auth::password_given>()) return false;
        s.server.session.login().reject(true, "publickey");
        return true;
    };
    // "none" learns what is offered, so that the key must wait for its turn.
    const failure out = log_in(s, "alice",
                               list_of(auth::none{}, auth::public_key{copy_of(story_key("ssh-ed25519", 2))},
                                       auth::password{"secret"}));
    BOOST_TEST(out.text() == "");
    BOOST_TEST(s.client.session().is_authenticated());
}

BOOST_AUTO_TEST_CASE(who_gives_up_answering_has_cancelled_the_login) {
    served_client s;
    s.handshake();
    s.server.app.script = [&](const session_event& e) {
        if (!e.is<auth::interaction_requested>()) return false;
        const wire::prompt prompts[] = {{"Code: ", false}};
        (void)s.server.session.login().ask("", "", prompts);
        return true;
    };
    const auto answer = [](const wire::userauth_info_request&) {
        return std::optional<std::vector<secret_bytes>>{};
    };
    const failure out =
        log_in(s, "alice", list_of(auth::keyboard_interactive{answer}, auth::password{"secret"}));
    BOOST_TEST((out.code == remote_error::authentication_cancelled));
    BOOST_TEST(!s.client.session().is_authenticated());
}

BOOST_AUTO_TEST_CASE(a_person_may_take_long_over_an_answer_and_the_server_may_not) {
    for (const bool server_answers : {true, false}) {
        served_options how;
        how.client.timeout = 7s;
        served_client s{std::move(how)};
        s.handshake();
        s.server.app.script = [&](const session_event& e) {
            const wire::prompt prompts[] = {{"Code: ", false}};
            if (e.is<auth::interaction_requested>()) {
                (void)s.server.session.login().ask("", "", prompts);
            } else if (e.is<auth::responses_given>()) {
                if (server_answers) (void)s.server.session.login().accept();
            } else {
                return false;
            }
            return true;
        };
        time_point answered{};
        const auto answer = [&](const wire::userauth_info_request&) {
            s.clock.advance(1min);
            answered = s.clock.now();
            std::vector<secret_bytes> said;
            said.emplace_back(as_bytes("123456"));
            return std::optional{std::move(said)};
        };
        const failure out = log_in(s, "alice", list_of(auth::keyboard_interactive{answer}));
        if (server_answers) {
            BOOST_TEST(out.text() == "");
            BOOST_TEST(s.client.session().is_authenticated());
        } else {
            BOOST_TEST((out.code == std::errc::timed_out));
            BOOST_TEST((s.clock.now() - answered == 7s));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_channel_that_came_with_the_login_serves_the_first_user) {
    for (const bool known : {true, false}) {
        for (const bool waits : {true, false}) {
            served_options how;
            how.client.pipeline_after_login = true;
            how.server.transport.identification =
                known ? "SSH-2.0-OpenSSH_9.9 not really" : "SSH-2.0-Other_1";
            served_client s{std::move(how)};
            s.log_in();
            // The confirmation may come before anybody has asked for a channel, or after.
            if (waits) (void)s.client.drive(s.clock.now() + 1s, [] { return false; });
            if (waits) BOOST_TEST(s.server.session.connection().channel_count() == (known ? 1u : 0u));
            for (int i = 0; i < 2; ++i) {
                remote_command run{s.client};
                std::string out;
                run.on_output = [&](connection::data_stream, byte_view bytes) {
                    out += as_text(bytes);
                    return bytes.size();
                };
                run.input = [](byte_span) -> result<std::size_t> { return std::size_t{0}; };
                const connection::channel_options wide{50'000'000, 50'000'000, 1000};
                BOOST_TEST(run.start(command_channel::kind::command, "echo hi", wide).text() == "");
                BOOST_TEST(s.client.session().connection().find(run.id())->incoming.credit() >= 49'000'000u);
                BOOST_TEST(run.wait().text() == "");
                BOOST_TEST(run.exit().status.has_value());
            }
            BOOST_TEST(s.client.session().connection().channel_count() == 0u);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_refused_login_is_told_though_a_channel_was_asked_for) {
    served_options how;
    how.client.pipeline_after_login = true;
    how.server.transport.identification = "SSH-2.0-OpenSSH_9.9 not really";
    served_client s{std::move(how)};
    s.handshake();
    const failure out = log_in(s, "alice", list_of(auth::password{"wrong"}));
    BOOST_TEST((out.code == remote_error::authentication_failed));
}

BOOST_AUTO_TEST_CASE(no_channel_goes_ahead_of_compression_that_starts_with_the_login) {
    negotiated_names agreed;
    agreed.compression_client_to_server = "none";
    BOOST_TEST(takes_pipelined_channel("SSH-2.0-OpenSSH_9.2p1 Debian-2", agreed));
    BOOST_TEST(!takes_pipelined_channel("SSH-2.0-dropbear_2022.83", agreed));
    agreed.compression_client_to_server = "zlib@openssh.com";
    BOOST_TEST(!takes_pipelined_channel("SSH-2.0-OpenSSH_9.2p1 Debian-2", agreed));
}

BOOST_AUTO_TEST_CASE(a_login_waits_for_the_service_where_the_server_needs_that) {
    for (const char* identification :
         {"SSH-2.0-libssh_0.10.6", "SSH-2.0-libssh-0.7", "SSH-2.0-OpenSSH_9.2p1"}) {
        served_options how;
        how.server.transport.identification = identification;
        served_client s{std::move(how)};
        s.handshake();
        s.silence();
        const failure out = log_in(s, "alice", list_of(auth::none{}));
        BOOST_TEST((out.code == std::errc::timed_out));
        BOOST_TEST(s.client.session().login().tried().empty() == !takes_pipelined_login(identification));
        BOOST_TEST(takes_pipelined_login(identification) == (identification[8] == 'O'));
    }
}

BOOST_AUTO_TEST_CASE(the_log_is_told_a_readable_story) {
    struct {
        std::string text;
        bool enabled(log_level level) const { return level <= log_level::debug; }
        void write(log_level, std::string_view line) { text.append(line).append("\n"); }
    } story;
    {
        served_options how;
        how.client.log = story;
        served_client s{std::move(how)};
        s.log_in();
        sftp_client files{s.client};
        files.write_file("/a", "what is in it is nobody's business");
        failure refused;
        files.stat("/none", refused);
    }
    // In this order, and not the password nor the data.
    std::size_t at = 0;
    for (const char* part :
         {"the peer is SSH-2.0-", "its host key is for ssh-ed25519", "agreed on ",
          "client to server: ", "trying password", "logged in by password", "channel 0: open",
          "channel 0: the peer did as asked", "sftp version 3, extensions:"}) {
        const std::size_t found = story.text.find(part, at);
        BOOST_TEST(found != std::string::npos, part << " is not told after " << story.text.substr(0, at));
        if (found != std::string::npos) at = found;
    }
    BOOST_TEST(story.text.find("secret") == std::string::npos);
    BOOST_TEST(story.text.find("business") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_banner_is_shown_as_it_came, *boost::unit_test::label("T05")) {
    std::string shown;
    served_options how;
    how.server.server_login.banner = "no \x1b trespassing\n";
    how.client.on_banner = [&](std::string_view text) { shown = text; };
    served_client s{std::move(how)};
    s.log_in();
    BOOST_TEST(shown == "no \x1b trespassing\n");
}

BOOST_AUTO_TEST_CASE(a_login_before_the_handshake_is_refused_at_once) {
    served_client s;
    BOOST_TEST(static_cast<bool>(log_in(s, "alice", list_of(auth::none{}))));
    BOOST_TEST(!s.client.session().is_authenticated());
}

BOOST_AUTO_TEST_CASE(closing_tells_the_server_and_may_be_done_twice) {
    served_client s;
    s.log_in();
    s.client.close();
    s.client.close();
    while (s.server.run()) {
    }
    BOOST_TEST(s.server.ended);
    BOOST_TEST((s.server.session.error() == remote_error::disconnected));
    BOOST_TEST((s.client.session_failure().code == usage_error::session_closed));
}

BOOST_AUTO_TEST_CASE(an_interrupt_ends_a_wait_and_not_the_session) {
    served_client s;
    s.log_in();
    s.client.stream().interrupt();
    const failure out = s.client.drive({}, [] { return false; });
    BOOST_TEST((out.code == std::errc::operation_canceled));
    BOOST_TEST(!s.client.session().is_closed());
}

BOOST_AUTO_TEST_SUITE_END()
