#include <hawser/algorithm/cryptopp/aes_block.hpp>
#include <hawser/algorithm/native/umac.hpp>

#include "support/failing.hpp"
#include "support/fixed_random.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(umac)

namespace {

template <std::size_t Size>
using of_size = native::umac<cryptopp::aes_block<16>, Size>;

/// Texts of the set are plain, or hexadecimal after "#".
byte_vector nonce_of(const std::string& text) {
    return text.starts_with('#') ? *from_hex(text.substr(1)) : to_vector(as_bytes(text));
}

byte_vector message_of(const json& answer) {
    if (answer.has("data")) return to_vector(as_bytes(answer["data"].text()));
    const byte_view unit = as_bytes(answer["data_repeated"].text());
    byte_vector out(std::stoul(answer["msg_length"].text()));
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = unit[i % unit.size()];
    return out;
}

template <std::size_t Size>
std::string tag_of(byte_view key, byte_view nonce, byte_view message) {
    of_size<Size> mac;
    BOOST_TEST_REQUIRE(mac.start(key).has_value());
    byte_vector tag(Size);
    BOOST_TEST(mac.compute(nonce, message, tag));
    return to_hex(tag);
}

} // namespace

// Up to 32 MiB: one block, several, and what lies behind the change from POLY-64 to POLY-128; nonces of 1 to 16 bytes.
BOOST_AUTO_TEST_CASE(answers_of_rfc_4418, *boost::unit_test::precondition(needs_vectors{"umac"})) {
    const json set = vector_json("umac/rfc4418.json");
    const byte_vector key = to_vector(as_bytes(set["key_ascii"].text()));
    BOOST_TEST(set["vectors"].size() > 50U);
    for (const json& answer : set["vectors"]) {
        BOOST_TEST_CONTEXT(answer["msg_length"].text() << " bytes, nonce " << answer["nonce"].text()) {
            const byte_vector message = message_of(answer), nonce = nonce_of(answer["nonce"].text());
            BOOST_TEST(tag_of<4>(key, nonce, message) == answer["tag32"].text());
            BOOST_TEST(tag_of<8>(key, nonce, message) == answer["tag64"].text());
            BOOST_TEST(tag_of<12>(key, nonce, message) == answer["tag96"].text());
            BOOST_TEST(tag_of<16>(key, nonce, message) == answer["tag128"].text());
        }
    }
}

// RFC 4418, appendix: key "abcdefghijklmnop", nonce "bcdefghi".
BOOST_AUTO_TEST_CASE(answers_without_a_file) {
    const byte_view key = as_bytes("abcdefghijklmnop"), nonce = as_bytes("bcdefghi");
    BOOST_TEST(tag_of<8>(key, nonce, {}) == "6e155fad26900be1");
    BOOST_TEST(tag_of<8>(key, nonce, as_bytes("aaa")) == "44b5cb542f220104");
    BOOST_TEST(tag_of<8>(key, nonce, byte_vector(1024, std::byte{'a'})) == "26bf2f5d60118bd9");
    BOOST_TEST(tag_of<8>(key, nonce, byte_vector(32768, std::byte{'a'})) == "27f8ef643b0d118d");
    BOOST_TEST(tag_of<16>(key, nonce, as_bytes("aaa")) == "185e4fe905cba7bd85e4c2dc3d117d8d");
}

BOOST_AUTO_TEST_CASE(both_code_paths_agree) {
    fixed_random random{4};
    for (const std::size_t streams : {2U, 4U}) {
        native::umac_hash portable{streams, native::cpu_features{}}, quick{streams};
        byte_vector first = random.bytes(native::umac_hash::first_key_size(streams)),
                    second = random.bytes(native::umac_hash::second_key_size(streams)),
                    third = random.bytes(native::umac_hash::third_key_size(streams)),
                    masks = random.bytes(native::umac_hash::mask_size(streams));
        portable.start(first, second, third, masks);
        quick.start(first, second, third, masks);
        for (std::size_t size = 0; size < 2200; size += size < 200 ? 1 : 37) {
            // not aligned, as a packet may lie
            const byte_vector text = random.bytes(size + 3);
            for (std::size_t from = 0; from < 4; ++from) {
                const byte_view message = byte_view{text}.subspan(from == 3 ? 3 : from, size);
                byte_vector a(4 * streams), b(4 * streams);
                portable.digest(message, a);
                quick.digest(message, b);
                BOOST_TEST(to_hex(a) == to_hex(b));
            }
        }
    }
}

// POLY-64 and POLY-128 treat large words in a way of their own, which messages meet once in 2^32: keys of zero for NH
// leave what the test wants.
BOOST_AUTO_TEST_CASE(large_words_of_the_second_layer) {
    // With K = 0 for NH the hash of a block is the sum of the products of its words and the length in bits.
    native::umac_hash hash{1};
    byte_vector first(native::umac_hash::first_key_size(1)), third(native::umac_hash::third_key_size(1)),
        masks(native::umac_hash::mask_size(1)), second(native::umac_hash::second_key_size(1));
    second[7] = std::byte{
        1}; // k = 1: the hash is 1 + the sum of the words, each large one counting as p - 1 and m - 59
    for (std::size_t i = 0; i < 4; ++i)
        third[64 - 8 * (i + 1) + 7] = std::byte{1}; // adds up the four lower words
    hash.start(first, second, third, masks);
    const auto digest_with = [&](std::uint32_t left, std::uint32_t right) {
        // (left * right) + 8192, then an empty-looking byte: 0 * 0 + 8
        byte_vector message(1025);
        for (unsigned i = 0; i < 4; ++i) {
            message[i] = static_cast<std::byte>(left >> 8 * i);
            message[16 + i] = static_cast<std::byte>(right >> 8 * i);
        }
        byte_vector out(4);
        hash.digest(message, out);
        return load_u32(out.data());
    };
    const auto expected = [](std::uint64_t y) {
        return static_cast<std::uint32_t>((y >> 48) + (y >> 32 & 0xffff) + (y >> 16 & 0xffff) + (y & 0xffff));
    };
    BOOST_TEST(digest_with(1, 1) == expected(1 + 8193 + 8));
    // 0xffffffff * 0xffffffff + 8192 = 2^64 - 2^33 + 8193 is below the range, and above half of it
    BOOST_TEST(digest_with(0xffffffff, 0xffffffff) == expected(1 + 0xfffffffe00002001 + 8));
    // two such products would be above: made of four words
    byte_vector message(1025);
    for (unsigned i = 0; i < 4; ++i) message[i] = message[16 + i] = std::byte{0xff};
    message[4] = message[20] = std::byte{0xff}; // + 255 * 255
    message[8] = message[9] = message[10] = message[11] = message[24] = std::byte{0xff};
    message[25] = std::byte{0};
    message[24] = std::byte{1}; // + 2^32 - 1: the word is 2^64 - 2^33 + 8193 + 65025 + 2^32 - 1
    message[12] = message[13] = message[14] = message[15] = std::byte{0xff};
    message[28] = std::byte{1}; // + 2^32 - 1
    byte_vector out(4);
    hash.digest(message, out);
    // m = 2^64 + 8193 + 65025 - 2 has wrapped to a small number
    BOOST_TEST(load_u32(out.data()) == expected(1 + 8193 + 65025 - 2 + 8));
    message[4] = message[20] = std::byte{0};
    message[15] = std::byte{0x7f}; // now 2^64 - 2^31 + 8191, which is large
    hash.digest(message, out);
    constexpr std::uint64_t p = 0xffffffffffffffc5, m = 0xffffffff80001fff;
    // y = 1; y = y + (p - 1) = 0 modulo p; y = y + (m - 59); then the 8
    static_assert(m >= 0xffffffff00000000 && m - 59 + 8 < p);
    BOOST_TEST(load_u32(out.data()) == expected(m - 59 + 8));
}

BOOST_AUTO_TEST_CASE(neighbouring_nonces_share_a_block) {
    using counted = native::umac<failing<cryptopp::aes_block<16>>, 8>;
    counted mac;
    crypto_fault::arm(crypto_fault::never);
    BOOST_TEST_REQUIRE(mac.start(byte_vector(16)).has_value());
    std::array<std::byte, 8> nonce{};
    byte_vector even(8), odd(8), again(8);
    crypto_fault::arm(crypto_fault::never);
    BOOST_TEST(mac.compute(nonce, {}, even));
    BOOST_TEST(crypto_fault::calls() == 1U);
    nonce[7] = std::byte{1};
    BOOST_TEST(mac.compute(nonce, {}, odd));
    BOOST_TEST(crypto_fault::calls() == 1U);
    BOOST_TEST(to_hex(even) != to_hex(odd));
    nonce[7] = std::byte{2};
    BOOST_TEST(mac.compute(nonce, {}, again));
    BOOST_TEST(crypto_fault::calls() == 2U);
    // a new key does not use the pad of the old one
    nonce[7] = std::byte{3};
    BOOST_TEST_REQUIRE(mac.start(byte_vector(16, std::byte{1})).has_value());
    BOOST_TEST(mac.compute(nonce, {}, odd));
    BOOST_TEST(to_hex(odd) == tag_of<8>(byte_vector(16, std::byte{1}), nonce, {}));
}

BOOST_AUTO_TEST_CASE(what_is_out_of_range_is_refused) {
    of_size<16> mac;
    byte_vector tag(16), nonce(8);
    BOOST_TEST(!mac.compute(nonce, {}, tag)); // not keyed
    BOOST_TEST(mac.start(byte_vector(15)).error() == usage_error::invalid_argument);
    BOOST_TEST(!mac.compute(nonce, {}, tag));
    BOOST_TEST_REQUIRE(mac.start(byte_vector(16)).has_value());
    BOOST_TEST(!mac.compute({}, {}, tag));
    BOOST_TEST(!mac.compute(byte_vector(17), {}, tag));
    BOOST_TEST(!mac.compute(nonce, {}, byte_span{tag}.first(15)));
    BOOST_TEST(mac.compute(nonce, {}, tag));
}

BOOST_AUTO_TEST_CASE(a_failing_cipher_ends_it, *boost::unit_test::label("C13")) {
    using mac_of_failing = native::umac<failing<cryptopp::aes_block<16>>, 16>;
    crypto_fault::arm(crypto_fault::never);
    mac_of_failing whole;
    byte_vector tag(16);
    BOOST_TEST_REQUIRE(whole.start(byte_vector(16)).has_value());
    BOOST_TEST_REQUIRE(whole.compute(byte_vector(8), {}, tag));
    const std::size_t calls = crypto_fault::calls();
    for (std::size_t nth = 1; nth <= calls; ++nth) {
        mac_of_failing mac;
        crypto_fault::arm(nth);
        const auto started = mac.start(byte_vector(16));
        if (!started) BOOST_TEST(started.error() == security_error::backend_failed);
        BOOST_TEST(!(started.has_value() && mac.compute(byte_vector(8), {}, tag)));
        BOOST_TEST(!mac.compute(byte_vector(8), {}, tag));
    }
    crypto_fault::arm(crypto_fault::never);
}

BOOST_AUTO_TEST_SUITE_END()
