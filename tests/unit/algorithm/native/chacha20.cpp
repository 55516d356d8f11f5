#include <hawser/algorithm/native/chacha20.hpp>

// Each width is tested, also those this processor would not choose.
#include <hawser/algorithm/cryptopp/chacha20.hpp>
#include <hawser/algorithm/native/impl/chacha20_kernels.hpp>
#include <hawser/algorithm/native/little_endian.hpp>

#include "support/own_stack.hpp"
#include "support/primitive_cases.hpp"

using namespace hawser;

namespace {

/// The algorithm as a processor with the given features runs it.
template <bool Avx2, bool Avx512>
class as_on {
  public:
    static constexpr std::size_t key_size = 32;
    static constexpr std::size_t nonce_size = 8;

    result<void> start(byte_view key) noexcept {
        if (key.size() != key_size) return usage_error::invalid_argument;
        const byte_view constants = as_bytes("expand 32-byte k");
        for (std::size_t i = 0; i < 4; ++i) state_[i] = native::load_little_u32(constants.data() + 4 * i);
        for (std::size_t i = 0; i < 8; ++i) state_[4 + i] = native::load_little_u32(key.data() + 4 * i);
        return {};
    }
    bool restart(byte_view nonce) noexcept {
        state_[12] = state_[13] = 0;
        state_[14] = native::load_little_u32(nonce.data());
        state_[15] = native::load_little_u32(nonce.data() + 4);
        return true;
    }
    bool apply(byte_span data) noexcept {
        native::cpu_features cpu;
        cpu.avx2 = Avx2;
        cpu.avx512 = Avx512;
        native::detail::chacha20_apply(native::detail::chacha20_kernel_for(cpu), state_, data);
        return true;
    }
    /// As if this many blocks had been used.
    void skip_to(std::uint64_t block) noexcept {
        state_[12] = static_cast<std::uint32_t>(block);
        state_[13] = static_cast<std::uint32_t>(block >> 32);
    }

  private:
    native::detail::chacha20_state state_{};
};

} // namespace

BOOST_AUTO_TEST_SUITE(native_chacha20)

BOOST_AUTO_TEST_CASE(known_answers) { testing::chacha20_answers<native::chacha20>(); }
BOOST_AUTO_TEST_CASE(nonces_give_streams_of_their_own) { testing::chacha20_nonces<native::chacha20>(); }
BOOST_AUTO_TEST_CASE(sizes_that_do_not_fit_are_refused) { testing::chacha20_refusals<native::chacha20>(); }

BOOST_AUTO_TEST_CASE(agrees_with_cryptopp) {
    testing::chacha20_agrees_with<native::chacha20, cryptopp::chacha20>();
}
BOOST_AUTO_TEST_CASE(every_width_agrees_with_cryptopp) {
    testing::chacha20_agrees_with<as_on<false, false>, cryptopp::chacha20>();
    if (native::this_cpu().avx2)
        testing::chacha20_agrees_with<as_on<true, false>, cryptopp::chacha20>();
    else
        BOOST_TEST_MESSAGE("skipped: no AVX2 here");
    if (native::this_cpu().avx512)
        testing::chacha20_agrees_with<as_on<true, true>, cryptopp::chacha20>();
    else
        BOOST_TEST_MESSAGE("skipped: no AVX-512 here");
}

// The counter has 64 bits: within a group of blocks it goes from one half into the other.
BOOST_AUTO_TEST_CASE(the_block_counter_carries) {
    const auto from = [](auto stream, std::size_t first) {
        byte_vector data(64 * 40);
        BOOST_TEST_REQUIRE(stream.start(byte_vector(32, std::byte{7})).has_value());
        BOOST_TEST_REQUIRE(stream.restart(byte_vector(8)));
        stream.skip_to(0xfffffff5 + first);
        byte_span left = data;
        // by single blocks, which are computed in another way than groups
        if (first != 0)
            for (; !left.empty(); left = left.subspan(64)) BOOST_TEST(stream.apply(left.first(64)));
        else
            BOOST_TEST(stream.apply(left));
        return data;
    };
    const auto check = [&](auto stream) {
        const byte_vector together = from(stream, 0), apart = from(stream, 3);
        BOOST_TEST(equal(byte_view{together}.subspan(3 * 64), byte_view{apart}.first(37 * 64)));
        BOOST_TEST(!equal(byte_view{together}.subspan(16 * 64, 64), byte_view{together}.first(64)));
    };
    check(as_on<false, false>{});
    if (native::this_cpu().avx2) check(as_on<true, false>{});
    if (native::this_cpu().avx512) check(as_on<true, true>{});
}

BOOST_AUTO_TEST_CASE(the_key_does_not_stay_on_the_stack,
                     *boost::unit_test::precondition(testing::has_plain_stack)) {
    testing::fixed_random random{22};
    const byte_vector key = random.bytes(32), nonce = random.bytes(8);
    for (const std::size_t size : {40u, 200u, 5000u}) {
        byte_vector data(size);
        const byte_vector stack = testing::stack_after([&] {
            native::chacha20 stream;
            BOOST_TEST((stream.start(key).has_value() && stream.restart(nonce) && stream.apply(data)));
        });
        BOOST_TEST(testing::words_left(key, stack) == 0u, size << " bytes");
    }
}

BOOST_AUTO_TEST_SUITE_END()
