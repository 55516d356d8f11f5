#include <hawser/algorithm/cryptopp/poly1305.hpp>

#include <hawser/algorithm/cryptopp/chacha20.hpp>
#include <hawser/algorithm/primitive.hpp>

#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;

static_assert(one_time_mac_primitive<cryptopp::poly1305>);

BOOST_AUTO_TEST_SUITE(cryptopp_poly1305)

// RFC 8439, section 2.5.2
BOOST_AUTO_TEST_CASE(known_answer) {
    const auto key = from_hex("85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b");
    const byte_view message = as_bytes("Cryptographic Forum Research Group");
    for (const std::size_t piece : {1u, 15u, 16u, 17u, 34u}) {
        cryptopp::poly1305 mac;
        BOOST_TEST_REQUIRE(mac.start(*key));
        for (std::size_t at = 0; at < message.size(); at += piece)
            BOOST_TEST(mac.update(message.subspan(at, std::min(piece, message.size() - at))));
        byte_vector tag(16);
        BOOST_TEST(mac.final(tag));
        BOOST_TEST(to_hex(tag) == "a8061dc1305136c6c22b8baf0c0127a9");
    }
}

// The primitive beneath the AEAD of RFC 8439. Where nonces begin with four zero bytes our ChaCha20 is theirs, for the other
// nonces the first block cannot be made with it; edge cases of the arithmetic are in both kinds.
BOOST_AUTO_TEST_CASE(wycheproof, *boost::unit_test::precondition(needs_vectors{"wycheproof"})) {
    int checked = 0;
    for (const json& group : vector_json("wycheproof/chacha20_poly1305.json")["testGroups"]) {
        if (group["ivSize"].number() != 96) continue;
        for (const json& test : group["tests"]) {
            const byte_vector iv = test["iv"].bytes(), aad = test["aad"].bytes(), sealed = test["ct"].bytes();
            if (load_u32(iv.data()) != 0) continue;
            ++checked;
            cryptopp::chacha20 stream;
            BOOST_TEST_REQUIRE(stream.start(test["key"].bytes()).has_value());
            BOOST_TEST_REQUIRE(stream.restart(byte_view{iv}.subspan(4)));
            byte_vector block(64), data = sealed, tag(16);
            BOOST_TEST((stream.apply(block) && stream.apply(data)));

            cryptopp::poly1305 mac;
            BOOST_TEST_REQUIRE(mac.start(byte_view{block}.first(32)));
            const byte_vector zeros(15);
            const auto padded = [&](byte_view bytes) {
                BOOST_TEST(mac.update(bytes));
                BOOST_TEST(mac.update(byte_view{zeros}.first((16 - bytes.size() % 16) % 16)));
            };
            padded(aad);
            padded(sealed);
            byte_vector lengths(16);
            lengths[0] = static_cast<std::byte>(aad.size());
            lengths[1] = static_cast<std::byte>(aad.size() >> 8);
            lengths[8] = static_cast<std::byte>(sealed.size());
            lengths[9] = static_cast<std::byte>(sealed.size() >> 8);
            BOOST_TEST((mac.update(lengths) && mac.final(tag)));
            const bool valid = test["result"].text() == "valid";
            BOOST_TEST(equal(tag, test["tag"].bytes()) == valid, "tcId " << test["tcId"].number());
            if (valid) BOOST_TEST(equal(data, test["msg"].bytes()));
        }
    }
    BOOST_TEST_MESSAGE(checked << " answers");
    BOOST_TEST(checked > 50);
}

BOOST_AUTO_TEST_CASE(each_start_begins_a_message) {
    cryptopp::poly1305 mac;
    byte_vector key(32, std::byte{9}), first(16), second(16);
    BOOST_TEST((mac.start(key) && mac.update(as_bytes("left over"))));
    BOOST_TEST((mac.start(key) && mac.update(as_bytes("m")) && mac.final(first)));
    BOOST_TEST((mac.start(key) && mac.update(as_bytes("m")) && mac.final(second)));
    BOOST_TEST(equal(first, second));
}

BOOST_AUTO_TEST_CASE(sizes_that_do_not_fit_are_refused) {
    cryptopp::poly1305 mac;
    for (const std::size_t size : {0u, 16u, 31u, 33u}) BOOST_TEST(!mac.start(byte_vector(size)));
    BOOST_TEST_REQUIRE(mac.start(byte_vector(32)));
    byte_vector tag(15);
    BOOST_TEST(!mac.final(tag));
}

BOOST_AUTO_TEST_SUITE_END()
