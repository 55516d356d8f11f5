// Every algorithm against published or independently made answers.

#include "algorithms/lists.hpp"
#include "support/vectors.hpp"

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(known_answers)

namespace {

template <class Cipher>
void aead_answers() {
    const std::string file = "cipher/" + std::string{Cipher::name} + ".txt";
    std::size_t count = 0;
    for (const vector_record& answer : records_in(own_vector_path(file))) {
        BOOST_TEST_CONTEXT("answer " << ++count) {
            const byte_vector key = answer.bytes("key"), iv = answer.bytes("iv");
            const byte_vector packet = answer.bytes("packet"), sealed = answer.bytes("sealed");
            const std::uint32_t sequence = answer.number("sequence");

            typename Cipher::sealer sealer;
            BOOST_TEST_REQUIRE(sealer.start(key, iv).has_value());
            sealed_packet ours = seal_copy(sealer, sequence, packet, Cipher::tag_size);
            BOOST_TEST(to_hex(ours.packet) + to_hex(ours.tag) == to_hex(sealed));

            typename Cipher::opener opener;
            BOOST_TEST_REQUIRE(opener.start(key, iv).has_value());
            byte_vector theirs{sealed.begin(), sealed.end() - Cipher::tag_size};
            const byte_vector tag{sealed.end() - Cipher::tag_size, sealed.end()};
            BOOST_TEST(opener.length(sequence, byte_view{theirs}.first(4)) == packet.size() - 4);
            BOOST_TEST(opener.open(sequence, theirs, tag));
            BOOST_TEST(to_hex(byte_view{theirs}.subspan(4)) == to_hex(byte_view{packet}.subspan(4)));
        }
    }
}

template <class Cipher>
void paired_answers() {
    const std::string file = "cipher/" + std::string{Cipher::name} + ".txt";
    for (const vector_record& answer : records_in(own_vector_path(file))) {
        const byte_vector plain = answer.bytes("plaintext"), encrypted = answer.bytes("ciphertext");
        // in one piece, and block by block
        for (const std::size_t piece : {plain.size(), Cipher::block_size}) {
            typename Cipher::sealer sealer;
            typename Cipher::opener opener;
            BOOST_TEST_REQUIRE(sealer.start(answer.bytes("key"), answer.bytes("iv")).has_value());
            BOOST_TEST_REQUIRE(opener.start(answer.bytes("key"), answer.bytes("iv")).has_value());
            byte_vector there = plain, back = encrypted;
            for (std::size_t at = 0; at < plain.size(); at += piece) {
                BOOST_TEST_REQUIRE(sealer.encrypt(byte_span{there}.subspan(at, piece)));
                BOOST_TEST_REQUIRE(opener.decrypt(byte_span{back}.subspan(at, piece)));
            }
            BOOST_TEST(to_hex(there) == to_hex(encrypted));
            BOOST_TEST(to_hex(back) == to_hex(plain));
        }
    }
}

template <class Mac>
void mac_answers() {
    const std::string file = "mac/" + std::string{Mac::name} + ".txt";
    for (const vector_record& answer : records_in(own_vector_path(file))) {
        const std::uint32_t sequence = answer.number("sequence");
        const byte_vector message = answer.bytes("message"), expected = answer.bytes("tag");
        typename Mac::state state;
        BOOST_TEST_REQUIRE(state.start(answer.bytes("key")).has_value());
        // twice: a state serves any number of messages
        for (int turn = 0; turn < 2; ++turn) {
            byte_vector tag(Mac::tag_size);
            BOOST_TEST(state.sign(sequence, message, tag));
            BOOST_TEST(to_hex(tag) == to_hex(expected));
            BOOST_TEST(state.verify(sequence, message, expected));
        }
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(aes128_gcm, *boost::unit_test::label("AL-C-015")) { aead_answers<cipher::aes128_gcm>(); }
BOOST_AUTO_TEST_CASE(aes256_gcm, *boost::unit_test::label("AL-C-014")) { aead_answers<cipher::aes256_gcm>(); }
BOOST_AUTO_TEST_CASE(chacha20_poly1305, *boost::unit_test::label("AL-C-016")) {
    aead_answers<cipher::chacha20_poly1305>();
}
BOOST_AUTO_TEST_CASE(aes128_ctr, *boost::unit_test::label("AL-C-003")) {
    paired_answers<cipher::aes128_ctr>();
}
BOOST_AUTO_TEST_CASE(aes192_ctr, *boost::unit_test::label("AL-C-002")) {
    paired_answers<cipher::aes192_ctr>();
}
BOOST_AUTO_TEST_CASE(aes256_ctr, *boost::unit_test::label("AL-C-001")) {
    paired_answers<cipher::aes256_ctr>();
}
BOOST_AUTO_TEST_CASE(hmac_sha2_256, *boost::unit_test::label("AL-M-001")) {
    mac_answers<mac::hmac_sha2_256>();
}
BOOST_AUTO_TEST_CASE(hmac_sha2_512, *boost::unit_test::label("AL-M-002")) {
    mac_answers<mac::hmac_sha2_512>();
}
BOOST_AUTO_TEST_CASE(hmac_sha2_256_etm, *boost::unit_test::label("AL-M-003")) {
    mac_answers<mac::hmac_sha2_256_etm>();
}
BOOST_AUTO_TEST_CASE(hmac_sha2_512_etm, *boost::unit_test::label("AL-M-004")) {
    mac_answers<mac::hmac_sha2_512_etm>();
}

BOOST_AUTO_TEST_CASE(every_listed_algorithm_has_answers) {
    const auto has = [](const char* kind) {
        return [kind]<class A>(std::type_identity<A>) {
            BOOST_TEST(!records_in(own_vector_path(std::string{kind} + "/" + std::string{A::name} + ".txt"))
                            .empty());
        };
    };
    for_each_algorithm<aead_ciphers>(has("cipher"));
    for_each_algorithm<paired_ciphers>(has("cipher"));
    for_each_algorithm<macs>(has("mac"));
}

BOOST_AUTO_TEST_SUITE_END()
