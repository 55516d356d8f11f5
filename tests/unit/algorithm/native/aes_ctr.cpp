#include <hawser/algorithm/native/aes_ctr.hpp>
#include <hawser/algorithm/primitive.hpp>

#include "support/aes_engines.hpp"
#include "support/fixed_random.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;

static_assert(stream_primitive<native::aes_ctr<16>> && stream_primitive<native::aes_ctr<24>> &&
              stream_primitive<native::aes_ctr<32>>);

namespace {

std::size_t size_below(fixed_random& random, std::size_t end) {
    return static_cast<std::size_t>(random.below(end));
}

template <std::size_t KeySize>
void known_answers(const aes_engine& engine) {
    const auto answers = records_in(own_vector_path("cipher/aes" + std::to_string(8 * KeySize) + "-ctr.txt"));
    BOOST_TEST_REQUIRE(!answers.empty());
    for (const vector_record& answer : answers) {
        for (const std::size_t piece : {1u, 5u, 16u, 17u, 48u, 100u, 1000u}) {
            native::aes_ctr<KeySize> stream;
            BOOST_TEST_REQUIRE(
                stream.start(answer.bytes("key"), answer.bytes("iv"), engine.kernel).has_value());
            byte_vector data = answer.bytes("plaintext");
            for (std::size_t at = 0; at < data.size(); at += piece)
                BOOST_TEST(stream.apply(byte_span{data}.subspan(at, std::min(piece, data.size() - at))));
            BOOST_TEST(to_hex(data) == answer.text("ciphertext"));
        }
    }
}

/// The bytes of one stream in pieces, held against another engine's in one piece. Pieces lie at every place relative to a
/// register, between bytes that must not be touched.
template <std::size_t KeySize>
void same_stream(const native::aes_kernel& kernel, fixed_random& random, byte_view iv, std::size_t size) {
    const byte_vector key = random.bytes(KeySize);
    native::aes_ctr<KeySize> ours, other;
    BOOST_TEST_REQUIRE(ours.start(key, iv, &kernel).has_value());
    BOOST_TEST_REQUIRE(other.start(key, iv, nullptr).has_value());
    const byte_vector plain = random.bytes(size);
    byte_vector expected = plain;
    BOOST_TEST_REQUIRE(other.apply(expected));

    const bool whole_blocks = random.below(2) == 0;
    byte_vector got;
    while (got.size() < size) {
        std::size_t piece = 1 + size_below(random, 2 + size_below(random, size));
        if (whole_blocks) piece = 16 * piece;
        piece = std::min(piece, size - got.size());
        const std::size_t before = size_below(random, 65);
        byte_vector memory(before + piece + 64, std::byte{0xee});
        std::ranges::copy(byte_view{plain}.subspan(got.size(), piece),
                          memory.begin() + static_cast<std::ptrdiff_t>(before));
        const byte_span place = byte_span{memory}.subspan(before, piece);
        BOOST_TEST_REQUIRE(ours.apply(place));
        got.insert(got.end(), place.begin(), place.end());
        std::ranges::fill(place, std::byte{0xee});
        BOOST_TEST_REQUIRE(std::ranges::all_of(memory, [](std::byte b) { return b == std::byte{0xee}; }));
    }
    BOOST_TEST(equal(got, expected));
}

} // namespace

BOOST_AUTO_TEST_SUITE(native_aes_ctr)

BOOST_AUTO_TEST_CASE(pieces_of_any_size_give_the_published_stream) {
    for (const aes_engine& engine : aes_engines()) {
        BOOST_TEST_CONTEXT(engine.name) {
            known_answers<16>(engine);
            known_answers<24>(engine);
            known_answers<32>(engine);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_kernel_makes_the_stream_that_cryptopp_makes) {
    fixed_random random{7};
    for (const native::aes_kernel& kernel : native::aes_kernels()) {
        BOOST_TEST_CONTEXT(kernel.name) {
            for (std::size_t size = 0; size <= 1100; size += 1 + size_below(random, 9)) {
                same_stream<16>(kernel, random, random.bytes(16), size);
                same_stream<24>(kernel, random, random.bytes(16), size);
                same_stream<32>(kernel, random, random.bytes(16), size);
            }
            for (int i = 0; i < 20; ++i)
                same_stream<32>(kernel, random, random.bytes(16), size_below(random, 70'000));
        }
    }
}

// 8 bytes of ones carry into the upper half, 16 start again at zero; at every distance from the beginning of a group.
BOOST_AUTO_TEST_CASE(the_counter_is_the_whole_block_and_wraps) {
    fixed_random random{8};
    for (const native::aes_kernel& kernel : native::aes_kernels()) {
        BOOST_TEST_CONTEXT(kernel.name) {
            for (const std::size_t ones : {4u, 8u, 16u}) {
                for (unsigned distance = 1; distance <= 70; ++distance) {
                    byte_vector iv = random.bytes(16 - ones);
                    iv.resize(16, std::byte{0xff});
                    iv.back() = static_cast<std::byte>(0x100 - distance);
                    same_stream<16>(kernel, random, iv, 16 * 80);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_new_start_begins_a_new_stream) {
    for (const aes_engine& engine : aes_engines()) {
        BOOST_TEST_CONTEXT(engine.name) {
            native::aes_ctr<16> stream;
            byte_vector first(41), second(41);
            for (byte_vector* data : {&first, &second}) {
                BOOST_TEST_REQUIRE(stream.start(byte_vector(16), byte_vector(16), engine.kernel).has_value());
                BOOST_TEST(stream.apply(*data));
            }
            BOOST_TEST(equal(first, second));
            // AES-128 of the zero block under the zero key
            BOOST_TEST(to_hex(byte_view{first}.first(16)) == "66e94bd4ef8a2c3b884cfa59ca342b2e");
        }
    }
}

BOOST_AUTO_TEST_CASE(without_a_start_that_succeeded_nothing_works) {
    for (const aes_engine& engine : aes_engines()) {
        BOOST_TEST_CONTEXT(engine.name) {
            native::aes_ctr<24> stream;
            byte_vector data(16);
            BOOST_TEST(!stream.apply(data));
            const auto start = [&](std::size_t key, std::size_t iv) {
                return stream.start(byte_vector(key), byte_vector(iv), engine.kernel);
            };
            for (const std::size_t size : {0u, 16u, 23u, 25u, 32u})
                BOOST_TEST(start(size, 16).error() == usage_error::invalid_argument);
            for (const std::size_t size : {0u, 8u, 15u, 17u})
                BOOST_TEST(start(24, size).error() == usage_error::invalid_argument);
            BOOST_TEST_REQUIRE(start(24, 16).has_value());
            BOOST_TEST(stream.apply(data));
            BOOST_TEST(!start(23, 16).has_value());
            BOOST_TEST(!stream.apply(data));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
