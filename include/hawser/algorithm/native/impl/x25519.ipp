#pragma once

#include <hawser/algorithm/native/impl/ladder25519_ifma.hpp>
#include <hawser/algorithm/native/wiped_stack.hpp>
#include <hawser/algorithm/native/x25519.hpp>
#include <hawser/core/constant_time.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>
#include <array>

namespace hawser::inline HAWSER_ABI::native {

#if HAWSER_VECTORS && defined(__x86_64__)
namespace detail::curve25519 {

/// More than the ladder and what it calls take, unoptimised too.
inline constexpr std::size_t ladder_stack_size = 12288;

inline void multiply_by_ladder(byte_view secret, byte_view u, byte_span out) noexcept {
    secret_array<x25519::size> scalar;
    std::copy(secret.begin(), secret.end(), scalar.span().begin());
    // RFC 7748, section 5; the highest bit, which is to be zero, is never looked at
    scalar.span()[0] &= std::byte{248};
    scalar.span()[31] |= std::byte{64};
    (void)on_wiped_stack<ladder_stack_size>([&] {
        climb(scalar.view(), load_element(u), out);
        return true;
    });
}

} // namespace detail::curve25519
#endif

HAWSER_DECL result<void> x25519::generate(random_ref random, byte_span secret, byte_span value,
                                          const cpu_features& cpu) {
    if (auto filled = random.fill(secret); !filled) return filled;
    return public_value(secret, value, cpu);
}

HAWSER_DECL result<void> x25519::public_value(byte_view secret, byte_span value,
                                              [[maybe_unused]] const cpu_features& cpu) {
    HAWSER_ASSERT(secret.size() == size && value.size() == size);
#if HAWSER_VECTORS && defined(__x86_64__)
    if (cpu.avx512_ifma) {
        constexpr std::array<std::byte, size> base{std::byte{9}};
        detail::curve25519::multiply_by_ladder(secret, base, value);
        return {};
    }
#endif
    return cryptopp::x25519::public_value(secret, value);
}

HAWSER_DECL result<void> x25519::agree(byte_view secret, byte_view peer, byte_span shared,
                                       [[maybe_unused]] const cpu_features& cpu) {
    HAWSER_ASSERT(secret.size() == size && shared.size() == size);
#if HAWSER_VECTORS && defined(__x86_64__)
    if (cpu.avx512_ifma && peer.size() == size) {
        detail::curve25519::multiply_by_ladder(secret, peer, shared);
        if (constant_time_is_zero(shared)) return security_error::kex_value_weak;
        return {};
    }
#endif
    return cryptopp::x25519::agree(secret, peer, shared);
}

} // namespace hawser::inline HAWSER_ABI::native
