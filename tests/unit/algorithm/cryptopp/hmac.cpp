#include <hawser/algorithm/cryptopp/hmac.hpp>
#include <hawser/algorithm/cryptopp/sha1.hpp>
#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/primitive.hpp>

#include "support/failing.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;

namespace {

template <class Digest>
std::string tag_of(byte_view key, byte_view message, std::size_t piece = 1000) {
    cryptopp::hmac<Digest> h;
    BOOST_TEST_REQUIRE(h.start(key).has_value());
    for (std::size_t at = 0; at < message.size(); at += piece)
        BOOST_TEST(h.update(message.subspan(at, std::min(piece, message.size() - at))));
    byte_vector out(Digest::size);
    BOOST_TEST(h.final(out));
    return to_hex(out);
}

/// Answers of MacTest files; those for shorter tags compare the beginning.
template <class Digest>
void wycheproof(const char* file) {
    const json all = vector_json(file);
    std::int64_t count = 0;
    for (const json& group : all["testGroups"]) {
        for (const json& test : group["tests"]) {
            ++count;
            const std::string ours = tag_of<Digest>(test["key"].bytes(), test["msg"].bytes());
            const std::string theirs = test["tag"].text();
            BOOST_TEST((ours.substr(0, theirs.size()) == theirs) == (test["result"].text() == "valid"),
                       "tcId " << test["tcId"].number());
        }
    }
    BOOST_TEST(count == all["numberOfTests"].number());
}

} // namespace

BOOST_AUTO_TEST_SUITE(cryptopp_hmac)

// RFC 4231, sections 4.2, 4.3 and 4.7 (a key longer than a block)
BOOST_AUTO_TEST_CASE(rfc4231) {
    const byte_vector twenty(20, std::byte{0x0b}), long_key(131, std::byte{0xaa});
    BOOST_TEST(tag_of<cryptopp::sha256>(twenty, as_bytes("Hi There")) ==
               "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    BOOST_TEST(tag_of<cryptopp::sha512>(as_bytes("Jefe"), as_bytes("what do ya want for nothing?")) ==
               "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e"
               "6fdcaeab1a34d"
               "4a6b4b636e070a38bce737");
    BOOST_TEST(tag_of<cryptopp::sha256>(long_key,
                                        as_bytes("Test Using Larger Than Block-Size Key - Hash Key First")) ==
               "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    BOOST_TEST(tag_of<cryptopp::sha512>(long_key,
                                        as_bytes("Test Using Larger Than Block-Size Key - Hash Key First")) ==
               "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1"
               "e5295e64f73f6"
               "3f0aec8b915a985d786598");
}

BOOST_AUTO_TEST_CASE(wycheproof_sha1, *boost::unit_test::precondition(needs_vectors{"wycheproof"})) {
    wycheproof<cryptopp::sha1>("wycheproof/hmac_sha1.json");
}
BOOST_AUTO_TEST_CASE(wycheproof_sha256, *boost::unit_test::precondition(needs_vectors{"wycheproof"})) {
    wycheproof<cryptopp::sha256>("wycheproof/hmac_sha256.json");
}
BOOST_AUTO_TEST_CASE(wycheproof_sha512, *boost::unit_test::precondition(needs_vectors{"wycheproof"})) {
    wycheproof<cryptopp::sha512>("wycheproof/hmac_sha512.json");
}

BOOST_AUTO_TEST_CASE(pieces_do_not_matter) {
    const std::string text(200, 'y');
    for (const std::size_t piece : {1u, 63u, 64u, 65u})
        BOOST_TEST(tag_of<cryptopp::sha256>(as_bytes("k"), as_bytes(text), piece) ==
                   tag_of<cryptopp::sha256>(as_bytes("k"), as_bytes(text)));
}

BOOST_AUTO_TEST_CASE(a_key_serves_many_messages_and_may_be_replaced) {
    cryptopp::hmac<cryptopp::sha256> h;
    byte_vector out(32);
    for (const char* key : {"one", "two"}) {
        BOOST_TEST_REQUIRE(h.start(as_bytes(key)).has_value());
        for (const char* message : {"a", "", "b"}) {
            BOOST_TEST(h.update(as_bytes(message)));
            BOOST_TEST(h.final(out));
            BOOST_TEST(to_hex(out) == tag_of<cryptopp::sha256>(as_bytes(key), as_bytes(message)));
        }
    }
    // a new key drops what was hashed under the old one
    BOOST_TEST(h.update(as_bytes("unfinished")));
    BOOST_TEST_REQUIRE(h.start(as_bytes("one")).has_value());
    BOOST_TEST(h.update(as_bytes("a")));
    BOOST_TEST(h.final(out));
    BOOST_TEST(to_hex(out) == tag_of<cryptopp::sha256>(as_bytes("one"), as_bytes("a")));
}

BOOST_AUTO_TEST_CASE(without_a_key_nothing_works) {
    cryptopp::hmac<cryptopp::sha256> h;
    byte_vector out(32);
    BOOST_TEST(!h.update(as_bytes("a")));
    BOOST_TEST(!h.final(out));
    BOOST_TEST_REQUIRE(h.start({}).has_value());
    out.resize(31);
    BOOST_TEST(!h.final(out));
    out.resize(32);
    BOOST_TEST(!h.final(out));
}

BOOST_AUTO_TEST_CASE(a_failing_digest_fails_until_the_next_start, *boost::unit_test::label("C13")) {
    using digest = failing<cryptopp::sha256>;
    const byte_vector long_key(100, std::byte{1});
    for (std::size_t nth = 1; nth < 9; ++nth) {
        BOOST_TEST_CONTEXT("call " << nth) {
            crypto_fault::arm(nth);
            cryptopp::hmac<digest> h;
            byte_vector out(32);
            const auto started = h.start(long_key);
            if (!started) BOOST_TEST(started.error() == security_error::backend_failed);
            const bool updated = h.update(as_bytes("m"));
            const bool finished = h.final(out);
            BOOST_TEST((!updated || started));
            BOOST_TEST((!finished || updated));
            BOOST_TEST(finished == !crypto_fault::fired());
            if (!finished) BOOST_TEST(!h.update(as_bytes("m")));
            BOOST_TEST(h.start(long_key).has_value());
            BOOST_TEST((h.update(as_bytes("m")) && h.final(out)));
            BOOST_TEST(to_hex(out) == tag_of<cryptopp::sha256>(long_key, as_bytes("m")));
        }
    }
    crypto_fault::arm(crypto_fault::never);
}

BOOST_AUTO_TEST_SUITE_END()
