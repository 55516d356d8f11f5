#include <hawser/algorithm/cryptopp/poly1305.hpp>
#include <hawser/algorithm/primitive.hpp>

#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>
#include <cryptopp/chacha.h>

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

// The MAC within the AEAD of RFC 8439. Its key comes from the ChaCha20 of that RFC, which is not the one of
// SSH, so the library's own class makes it here.
BOOST_AUTO_TEST_CASE(wycheproof, *boost::unit_test::precondition(needs_vectors{"wycheproof"})) {
    const json all = vector_json("wycheproof/chacha20_poly1305.json");
    std::int64_t count = 0;
    for (const json& group : all["testGroups"]) {
        for (const json& test : group["tests"]) {
            ++count;
            const byte_vector key = test["key"].bytes(), iv = test["iv"].bytes();
            const byte_vector aad = test["aad"].bytes(), sealed = test["ct"].bytes();
            const bool valid = test["result"].text() == "valid";
            if (iv.size() != 12) { // answers that only say that the size is wrong
                BOOST_TEST(!valid);
                continue;
            }
            CryptoPP::ChaChaTLS::Encryption stream{reinterpret_cast<const CryptoPP::byte*>(key.data()),
                                                   key.size(),
                                                   reinterpret_cast<const CryptoPP::byte*>(iv.data())};
            byte_vector block(64), tag(16);
            const auto at = reinterpret_cast<CryptoPP::byte*>(block.data());
            stream.ProcessData(at, at, block.size());

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
            BOOST_TEST(equal(tag, test["tag"].bytes()) == valid, "tcId " << test["tcId"].number());
        }
    }
    BOOST_TEST(count == all["numberOfTests"].number());
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
