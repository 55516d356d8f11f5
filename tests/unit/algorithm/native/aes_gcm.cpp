#include <hawser/algorithm/native/aes_gcm.hpp>
#include <hawser/algorithm/primitive.hpp>
#include <hawser/core/constant_time.hpp>

#include "support/aes_engines.hpp"
#include "support/fixed_random.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;

static_assert(aead_primitive<native::aes_gcm<16>> && aead_primitive<native::aes_gcm<32>>);

namespace {

std::size_t size_below(fixed_random& random, std::size_t end) {
    return static_cast<std::size_t>(random.below(end));
}

template <std::size_t KeySize>
void answer(const json& test, const aes_engine& engine) {
    using gcm = native::aes_gcm<KeySize>;
    const byte_vector key = test["key"].bytes(), iv = test["iv"].bytes(), aad = test["aad"].bytes();
    const byte_vector message = test["msg"].bytes(), sealed = test["ct"].bytes(), tag = test["tag"].bytes();
    const bool valid = test["result"].text() == "valid";
    BOOST_TEST_CONTEXT(engine.name << ", tcId " << test["tcId"].number()) {
        typename gcm::sealer sealer;
        BOOST_TEST_REQUIRE(sealer.start(key, engine.kernel).has_value());
        byte_vector data = message, our_tag(gcm::tag_size);
        BOOST_TEST(sealer.seal(iv, aad, data, our_tag));
        BOOST_TEST((equal(data, sealed) && equal(our_tag, tag)) == valid);

        typename gcm::opener opener;
        BOOST_TEST_REQUIRE(opener.start(key, engine.kernel).has_value());
        // an opener is as good as new after a forgery
        for (int i = 0; i < 2; ++i) {
            data = sealed;
            BOOST_TEST(opener.open(iv, aad, data, tag) == valid);
            if (valid)
                BOOST_TEST(equal(data, message));
            else
                BOOST_TEST(constant_time_is_zero(data));
        }
    }
}

/// One message sealed by a kernel and by Crypto++, and opened by the kernel; between bytes that must not be touched.
template <std::size_t KeySize>
void same_message(const native::aes_kernel& kernel, fixed_random& random, std::size_t size,
                  std::size_t associated_size) {
    using gcm = native::aes_gcm<KeySize>;
    const byte_vector key = random.bytes(KeySize), nonce = random.bytes(12),
                      aad = random.bytes(associated_size);
    const byte_vector plain = random.bytes(size);
    typename gcm::sealer ours, other;
    typename gcm::opener opener;
    BOOST_TEST_REQUIRE(ours.start(key, &kernel).has_value());
    BOOST_TEST_REQUIRE(other.start(key, nullptr).has_value());
    BOOST_TEST_REQUIRE(opener.start(key, &kernel).has_value());

    byte_vector expected = plain, expected_tag(16), tag(16);
    BOOST_TEST_REQUIRE(other.seal(nonce, aad, expected, expected_tag));
    const std::size_t before = size_below(random, 65);
    byte_vector memory(before + size + 64, std::byte{0xee});
    const byte_span place = byte_span{memory}.subspan(before, size);
    std::ranges::copy(plain, place.begin());
    BOOST_TEST_REQUIRE(ours.seal(nonce, aad, place, tag));
    BOOST_TEST(equal(place, expected));
    BOOST_TEST(equal(tag, expected_tag));
    BOOST_TEST_REQUIRE(opener.open(nonce, aad, place, tag));
    BOOST_TEST(equal(place, plain));
    std::ranges::fill(place, std::byte{0xee});
    BOOST_TEST(std::ranges::all_of(memory, [](std::byte b) { return b == std::byte{0xee}; }));
}

} // namespace

BOOST_AUTO_TEST_SUITE(native_aes_gcm)

BOOST_AUTO_TEST_CASE(wycheproof, *boost::unit_test::precondition(needs_vectors{"wycheproof"})) {
    const json all = vector_json("wycheproof/aes_gcm.json");
    for (const aes_engine& engine : aes_engines()) {
        std::int64_t count = 0;
        for (const json& group : all["testGroups"]) {
            for (const json& test : group["tests"]) {
                ++count;
                if (group["keySize"].number() == 128)
                    answer<16>(test, engine);
                else if (group["keySize"].number() == 256)
                    answer<32>(test, engine);
                else
                    --count;
            }
        }
        BOOST_TEST(count == all["numberOfTests"].number());
    }
}

BOOST_AUTO_TEST_CASE(every_kernel_seals_as_cryptopp_does) {
    fixed_random random{9};
    for (const native::aes_kernel& kernel : native::aes_kernels()) {
        BOOST_TEST_CONTEXT(kernel.name) {
            // packets: whole blocks, four bytes of associated data
            for (std::size_t size = 0; size <= 1600; size += 16) {
                same_message<16>(kernel, random, size, 4);
                same_message<32>(kernel, random, size, 4);
            }
            // anything
            for (std::size_t size = 0; size <= 1100; size += 1 + size_below(random, 4))
                same_message<32>(kernel, random, size, size_below(random, 70));
            for (int i = 0; i < 20; ++i) same_message<16>(kernel, random, size_below(random, 70'000), 4);
        }
    }
}

// A flip in any byte of nonce, associated data, data or tag.
BOOST_AUTO_TEST_CASE(what_was_touched_is_refused_and_wiped) {
    fixed_random random{10};
    for (const aes_engine& engine : aes_engines()) {
        BOOST_TEST_CONTEXT(engine.name) {
            native::aes_gcm<32>::sealer sealer;
            native::aes_gcm<32>::opener opener;
            const byte_vector key = random.bytes(32);
            BOOST_TEST_REQUIRE(sealer.start(key, engine.kernel).has_value());
            BOOST_TEST_REQUIRE(opener.start(key, engine.kernel).has_value());
            for (const std::size_t size : {0u, 16u, 48u, 64u, 528u, 1040u}) {
                byte_vector nonce = random.bytes(12), aad = random.bytes(4), data = random.bytes(size),
                            tag(16);
                BOOST_TEST_REQUIRE(sealer.seal(nonce, aad, data, tag));
                for (byte_vector* part : {&nonce, &aad, &data, &tag}) {
                    for (std::byte& byte : *part) {
                        const std::byte flip = std::byte{1} << static_cast<int>(random.below(8));
                        byte ^= flip;
                        byte_vector opened = data;
                        BOOST_TEST(!opener.open(nonce, aad, opened, tag));
                        BOOST_TEST(constant_time_is_zero(opened));
                        byte ^= flip;
                    }
                }
                BOOST_TEST(opener.open(nonce, aad, data, tag));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(sizes_that_do_not_fit_are_refused) {
    using gcm = native::aes_gcm<32>;
    for (const aes_engine& engine : aes_engines()) {
        BOOST_TEST_CONTEXT(engine.name) {
            gcm::sealer sealer;
            gcm::opener opener;
            byte_vector data(16, std::byte{1}), tag(16);
            // unkeyed
            BOOST_TEST(!sealer.seal(byte_vector(12), {}, data, tag));
            BOOST_TEST(!opener.open(byte_vector(12), {}, data, tag));
            BOOST_TEST(constant_time_is_zero(data));
            for (const std::size_t size : {0u, 16u, 24u, 31u, 33u}) {
                BOOST_TEST(sealer.start(byte_vector(size), engine.kernel).error() ==
                           usage_error::invalid_argument);
                BOOST_TEST(opener.start(byte_vector(size), engine.kernel).error() ==
                           usage_error::invalid_argument);
            }
            BOOST_TEST_REQUIRE(sealer.start(byte_vector(32), engine.kernel).has_value());
            BOOST_TEST_REQUIRE(opener.start(byte_vector(32), engine.kernel).has_value());
            for (const std::size_t size : {0u, 8u, 11u, 13u, 16u}) {
                BOOST_TEST(!sealer.seal(byte_vector(size), {}, data, tag));
                BOOST_TEST(!opener.open(byte_vector(size), {}, data, tag));
            }
            tag.resize(12);
            BOOST_TEST(!sealer.seal(byte_vector(12), {}, data, tag));
            BOOST_TEST(!opener.open(byte_vector(12), {}, data, tag));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
