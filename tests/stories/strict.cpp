// Strict key exchange at every level of either side (OpenSSH PROTOCOL, section 1.10; CVE-2023-48795).

#include "support/story.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;
using transport::strict_kex_level;

namespace {

constexpr strict_kex_level every_level[] = {strict_kex_level::off, strict_kex_level::offer,
                                            strict_kex_level::safe, strict_kex_level::require};

/// What a side of this level says of a connection that did not become strict.
std::error_code complaint(strict_kex_level level, bool endangered) {
    if (level == strict_kex_level::require) return security_error::strict_kex_required;
    if (level == strict_kex_level::safe && endangered) return security_error::prefix_attack_possible;
    return {};
}

} // namespace

BOOST_AUTO_TEST_SUITE(stories_strict)

BOOST_AUTO_TEST_CASE(every_level_with_every_other, *boost::unit_test::label("CM-C-031") *
                                                       boost::unit_test::label("SX-A-003") *
                                                       boost::unit_test::label("SF-C-040")) {
    for (const bool endangered : {false, true}) {
        for (strict_kex_level ours : every_level) {
            for (strict_kex_level theirs : every_level) {
                BOOST_TEST_CONTEXT(name_of(ours) << " and " << name_of(theirs)
                                                 << (endangered ? " with chacha20-poly1305" : "")) {
                    story_options options;
                    options.client.transport.strict_kex = ours;
                    options.server.transport.strict_kex = theirs;
                    options.offer(algorithm_kind::cipher,
                                  endangered ? "chacha20-poly1305@openssh.com" : "aes128-gcm@openssh.com");
                    story s{std::move(options)};
                    s.exec("echo hello");
                    s.run();
                    const bool strict = ours != strict_kex_level::off && theirs != strict_kex_level::off;
                    const std::error_code client = strict ? std::error_code{} : complaint(ours, endangered);
                    const std::error_code server = strict ? std::error_code{} : complaint(theirs, endangered);
                    if (!client && !server) {
                        BOOST_TEST(s.is_happy());
                        BOOST_TEST(s.client.negotiated().strict_kex == strict);
                        BOOST_TEST(s.server.negotiated().strict_kex == strict);
                        continue;
                    }
                    BOOST_TEST(!s.logged_in);
                    BOOST_TEST(s.host_keys_shown == 0);
                    BOOST_TEST((!client || s.client_end.error == client));
                    BOOST_TEST((!server || s.server_end.error == server));
                    if (!client) BOOST_TEST((s.client_end.error == remote_error::disconnected));
                    if (!server) BOOST_TEST((s.server_end.error == remote_error::disconnected));
                }
            }
        }
    }
}

// The ciphers and MACs that the attack does not reach need no strict key exchange at level safe.
BOOST_AUTO_TEST_CASE(only_what_is_endangered_is_refused, *boost::unit_test::label("K01")) {
    for (std::string_view cipher : client_session::table().ciphers.names) {
        BOOST_TEST_CONTEXT(cipher) {
            story_options options;
            options.server.transport.strict_kex = strict_kex_level::off;
            options.offer(algorithm_kind::cipher, cipher);
            story s{std::move(options)};
            s.exec("echo hello");
            s.run();
            if (cipher != "chacha20-poly1305@openssh.com") {
                BOOST_TEST(s.is_happy());
                continue;
            }
            BOOST_TEST((s.client_end.error == security_error::prefix_attack_possible));
            const auto* why = s.client.details().as<prefix_attack>();
            BOOST_REQUIRE(why != nullptr);
            BOOST_TEST(why->level == "safe");
            BOOST_TEST(why->cipher == cipher);
            BOOST_TEST(why->mac == "");
            const std::string text = describe(s.client.error(), s.client.details());
            BOOST_TEST_INFO(text);
            for (std::string_view part : {"safe", "chacha20-poly1305@openssh.com", "offer"})
                BOOST_TEST(text.find(part) != std::string::npos);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
