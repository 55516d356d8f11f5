#include <hawser/session/host_verifier.hpp>
#include <hawser/wire/writer.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;

/// An Ed25519 key blob; not a point anybody signs with.
byte_vector key(char fill) {
    byte_buffer out;
    wire::writer{out}.string("ssh-ed25519").string(std::string(32, fill));
    return to_vector(out.view());
}
std::string encoded(char fill) {
    // base64 of key(fill), computed elsewhere
    return fill == 'a' ? "AAAAC3NzaC1lZDI1NTE5AAAAIGFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFh"
                       : "AAAAC3NzaC1lZDI1NTE5AAAAIGJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJi";
}

static_assert(host_verifier<accept_known>);
static_assert(host_verifier<accept_fingerprint>);
static_assert(host_verifier<accept_any_dangerously>);
static_assert(!host_verifier<int>);

accept_known known() {
    keys::known_hosts hosts;
    BOOST_REQUIRE(hosts
                      .read("good.example ssh-ed25519 " + encoded('a') + "\n@revoked * ssh-ed25519 " +
                                encoded('b') + "\n",
                            "a file")
                      .has_value());
    return accept_known{std::move(hosts)};
}

BOOST_AUTO_TEST_SUITE(session_host_verifier)

BOOST_AUTO_TEST_CASE(a_known_key_is_accepted_without_a_word) {
    diagnostic details;
    const byte_vector a = key('a');
    BOOST_TEST(!known()({"good.example", 22, "ssh-ed25519", a}, details));
    BOOST_TEST(details.index() == 0u);
    BOOST_TEST(known().known_formats("good.example", 22).size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_unknown_host_a_changed_and_a_revoked_key_are_told_apart) {
    diagnostic details;
    const byte_vector a = key('a'), b = key('b'), c = key('c');
    BOOST_TEST(known()({"other.example", 2222, "ssh-ed25519", a}, details) ==
               security_error::host_key_unknown);
    const auto* problem = details.as<host_key_problem>();
    BOOST_REQUIRE(problem != nullptr);
    BOOST_TEST(problem->host == "[other.example]:2222");
    BOOST_TEST(problem->fingerprint == keys::fingerprint_sha256(a));
    BOOST_TEST(problem->known.empty());

    BOOST_TEST(known()({"good.example", 22, "ssh-ed25519", c}, details) == security_error::host_key_changed);
    problem = details.as<host_key_problem>();
    BOOST_TEST(problem->known.find(keys::fingerprint_sha256(a)) == 0u);
    BOOST_TEST(problem->known.find("a file") != std::string::npos);

    BOOST_TEST(known()({"good.example", 22, "ssh-ed25519", b}, details) == security_error::host_key_revoked);
}

BOOST_AUTO_TEST_CASE(a_fingerprint_accepts_its_key_and_no_other) {
    diagnostic details;
    const byte_vector a = key('a'), b = key('b');
    const accept_fingerprint verify{keys::fingerprint_sha256(a)};
    BOOST_TEST(!verify({"any.example", 22, "ssh-ed25519", a}, details));
    BOOST_TEST(verify({"any.example", 22, "ssh-ed25519", b}, details) == security_error::host_key_rejected);
    BOOST_TEST(details.as<host_key_problem>()->known == keys::fingerprint_sha256(a));
}

BOOST_AUTO_TEST_CASE(a_fingerprint_that_is_none_accepts_nothing) {
    diagnostic details;
    const byte_vector a = key('a');
    for (std::string_view text : {"", "SHA256:", "SHA256:AAAA", "yes", "\x1b[2J"}) {
        BOOST_TEST(accept_fingerprint{text}({"h", 22, "ssh-ed25519", a}, details) ==
                   security_error::host_key_rejected);
        BOOST_TEST(describe(security_error::host_key_rejected, details).find('\x1b') == std::string::npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
