#pragma once

#include <hawser/algorithm/native/cpu.hpp>

#if defined(__x86_64__) && defined(__GNUC__)
#include <cpuid.h>
#elif defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#endif

namespace hawser::inline HAWSER_ABI::native {

namespace detail {

#if defined(__x86_64__) && defined(__GNUC__)
constexpr bool has_bit(unsigned word, int bit) noexcept { return (word >> bit & 1u) != 0; }

inline cpu_features ask_cpu() noexcept {
    cpu_features out;
    unsigned a = 0, b = 0, c = 0, d = 0;
    if (__get_cpuid(1, &a, &b, &c, &d) == 0) return out;
    out.aes = has_bit(c, 25) && has_bit(c, 1) && has_bit(c, 19);
    // which registers the operating system saves (XCR0): xgetbv may be run only where OSXSAVE is set
    unsigned saved = 0;
    if (has_bit(c, 27)) {
        unsigned high = 0;
        __asm__("xgetbv" : "=a"(saved), "=d"(high) : "c"(0));
    }
    const bool saves_ymm = (saved & 0x06u) == 0x06u, saves_zmm = (saved & 0xe6u) == 0xe6u;
    const bool avx = has_bit(c, 28) && saves_ymm;
    if (__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0) return out;
    out.avx2 = avx && has_bit(b, 5);
    out.avx512 = avx && saves_zmm && has_bit(b, 16) && has_bit(b, 30) && has_bit(b, 31);
    out.avx512_ifma = out.avx512 && has_bit(b, 21);
    out.wide_aes = out.aes && out.avx2 && has_bit(c, 9) && has_bit(c, 10);
    return out;
}
#elif defined(__aarch64__) && defined(__linux__)
inline cpu_features ask_cpu() noexcept {
    cpu_features out;
    constexpr unsigned long aes = 1ul << 3, pmull = 1ul << 4;
    out.aes = (getauxval(AT_HWCAP) & (aes | pmull)) == (aes | pmull);
    return out;
}
#elif defined(__aarch64__) && defined(__APPLE__)
inline cpu_features ask_cpu() noexcept { return {.aes = true}; }
#else
inline cpu_features ask_cpu() noexcept { return {}; }
#endif

} // namespace detail

HAWSER_DECL const cpu_features& this_cpu() noexcept {
    static const cpu_features features = detail::ask_cpu();
    return features;
}

} // namespace hawser::inline HAWSER_ABI::native
