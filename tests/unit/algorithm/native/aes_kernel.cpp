#include <hawser/algorithm/native/aes_kernel.hpp>
#include <hawser/algorithm/native/cpu.hpp>

#include "support/aes_engines.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(native_aes_kernel)

BOOST_AUTO_TEST_CASE(what_the_processor_has_is_used) {
    const auto kernels = native::aes_kernels();
#if defined(__x86_64__) && defined(__GNUC__)
    const native::cpu_features& cpu = native::this_cpu();
    const std::size_t expected = !cpu.aes ? 0 : !cpu.wide_aes ? 1 : !cpu.avx512 ? 2 : 3;
    BOOST_TEST(kernels.size() == expected);
#else
    BOOST_TEST(kernels.empty());
#endif
    BOOST_TEST((native::widest_aes_kernel() == nullptr) == kernels.empty());
    if (!kernels.empty()) BOOST_TEST(native::widest_aes_kernel() == kernels.data());
    // every one of them is tried, and those that are missing are named
    BOOST_TEST(aes_engines().size() == kernels.size() + 1);
}

// FIPS 197, appendix A: the last round key of each size.
BOOST_AUTO_TEST_CASE(keys_are_expanded) {
    struct {
        std::string_view key, last;
        int rounds;
    } const answers[] = {
        {"2b7e151628aed2a6abf7158809cf4f3c", "d014f9a8c9ee2589e13f0cc8b6630ca6", 10},
        {"8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b", "e98ba06f448c773c8ecc720401002202", 12},
        {"603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
         "fe4890d1e6188d0b046df344706c631e", 14},
    };
    for (const native::aes_kernel& kernel : native::aes_kernels()) {
        for (const auto& answer : answers) {
            native::aes_round_keys keys;
            kernel.expand(*from_hex(answer.key), keys);
            BOOST_TEST(keys.rounds == answer.rounds);
            const std::size_t last = 16 * static_cast<std::size_t>(answer.rounds);
            BOOST_TEST(to_hex(keys.keys.view().subspan(last, 16)) == answer.last);
            BOOST_TEST(to_hex(keys.keys.view().first(answer.key.size() / 2)) == answer.key);
        }
    }
}

// FIPS 197, appendix C, as the first block of a key stream.
BOOST_AUTO_TEST_CASE(a_block_is_encrypted) {
    const byte_vector key = *from_hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    const std::string_view answers[] = {"69c4e0d86a7b0430d8cdb78070b4c55a",
                                        "dda97ca4864cdfe06eaf70a0ec0d7191",
                                        "8ea2b7ca516745bfeafc49904b496089"};
    for (const native::aes_kernel& kernel : native::aes_kernels()) {
        for (const std::size_t words : {4u, 6u, 8u}) {
            native::aes_round_keys keys;
            kernel.expand(byte_view{key}.first(4 * words), keys);
            byte_vector counter = *from_hex("00112233445566778899aabbccddeeff"), block(16);
            kernel.ctr(keys, counter, block);
            BOOST_TEST(to_hex(block) == answers[words / 2 - 2]);
            BOOST_TEST(to_hex(counter) == "00112233445566778899aabbccddef00");
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
