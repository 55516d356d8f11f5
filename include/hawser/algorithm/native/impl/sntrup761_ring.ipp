#pragma once

#include <hawser/algorithm/native/impl/sntrup761_modulus.hpp>
#include <hawser/algorithm/native/impl/vectors.hpp>
#include <hawser/algorithm/native/sntrup761_ring.hpp>
#include <hawser/core/constant_time.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>
#include <utility>

namespace hawser::inline HAWSER_ABI::native {

namespace detail::sntrup761 {

static_assert(p == sntrup761_degree && q == sntrup761_modulus);

/// The product of two polynomials before it is reduced by x^761 - x - 1. Both factors lie in their rooms with zeros around
/// them, so that every loop has the same length, a multiple of any register's.
struct product {
    static constexpr std::size_t rows = 12; // 12 * 2295 + 2296 is below 2^15
    static constexpr std::size_t blocks = sntrup761_polynomial::room / rows;
    static constexpr std::size_t margin = 16;
    static constexpr std::size_t width = margin + sntrup761_polynomial::room;
    static_assert(blocks * rows == sntrup761_polynomial::room && rows <= margin);

    alignas(32) std::array<std::int16_t, margin + sntrup761_polynomial::room + margin> a{};
    alignas(32) std::array<std::int16_t, (blocks - 1) * rows + width> sums{};

    product() noexcept = default;
    product(const product&) = delete;
    product& operator=(const product&) = delete;
    ~product() { wipe(std::as_writable_bytes(std::span{this, 1})); }
};

/// sums[j] += a[j] * b[0] + a[j - 1] * b[1] + ..., kept small; `a` begins with its margin.
template <std::size_t... Row>
[[gnu::always_inline]] inline void add_rows(std::int16_t* __restrict sums, const std::int16_t* __restrict a,
                                            const std::int16_t* __restrict b,
                                            std::index_sequence<Row...>) noexcept {
    for (std::size_t j = 0; j < product::width; ++j)
        sums[j] = shrink(narrow(sums[j] + (narrow(a[product::margin + j - Row] * b[Row]) + ...)));
}

[[gnu::always_inline]] inline void multiply(product& work, const sntrup761_polynomial& b) noexcept {
    for (std::size_t block = 0; block < product::blocks; ++block)
        add_rows(work.sums.data() + block * product::rows, work.a.data(),
                 b.coefficients.data() + block * product::rows, std::make_index_sequence<product::rows>{});
}
inline void multiply_portable(product& work, const sntrup761_polynomial& b) noexcept { multiply(work, b); }
#if HAWSER_VECTORS && defined(__x86_64__)
[[gnu::target("avx2")]] inline void multiply_avx2(product& work, const sntrup761_polynomial& b) noexcept {
    multiply(work, b);
    leave_wide_registers();
}
#endif

/// The product, its upper half folded by x^761 = x + 1: within three times +-2296.
inline void multiply_folded(product& work, const sntrup761_polynomial& a, const sntrup761_polynomial& b,
                            [[maybe_unused]] const cpu_features& cpu) noexcept {
    std::ranges::copy(a.coefficients, work.a.begin() + product::margin);
#if HAWSER_VECTORS && defined(__x86_64__)
    if (cpu.avx2)
        multiply_avx2(work, b);
    else
#endif
        multiply_portable(work, b);
    for (std::size_t i = 2 * p - 2; i >= p; --i) {
        work.sums[i - p] = narrow(work.sums[i - p] + work.sums[i]);
        work.sums[i - p + 1] = narrow(work.sums[i - p + 1] + work.sums[i]);
    }
}

} // namespace detail::sntrup761

HAWSER_DECL sntrup761_polynomial::~sntrup761_polynomial() {
    wipe(std::as_writable_bytes(std::span{coefficients}));
}

HAWSER_DECL void sntrup761_multiply(sntrup761_polynomial& out, const sntrup761_polynomial& a,
                                    const sntrup761_polynomial& b, const cpu_features& cpu) noexcept {
    using namespace detail::sntrup761;
    product work;
    multiply_folded(work, a, b, cpu);
    for (std::size_t i = 0; i < p; ++i) out[i] = freeze_16(work.sums[i]);
}

HAWSER_DECL void sntrup761_multiply_small(sntrup761_polynomial& out, const sntrup761_polynomial& a,
                                          const sntrup761_polynomial& b, const cpu_features& cpu) noexcept {
    using namespace detail::sntrup761;
    product work;
    multiply_folded(work, a, b, cpu); // no sum of 761 passes what shrink leaves alone, so these are integers
    for (std::size_t i = 0; i < p; ++i) out[i] = freeze_3(work.sums[i]);
}

HAWSER_DECL void sntrup761_round(sntrup761_polynomial& p) noexcept {
    using namespace detail::sntrup761;
    for (std::int16_t& c : p.coefficients) c = narrow(c - freeze_3(c));
}

HAWSER_DECL void sntrup761_triple_modulo_3(sntrup761_polynomial& p) noexcept {
    using namespace detail::sntrup761;
    for (std::int16_t& c : p.coefficients) c = freeze_3(freeze_16(narrow(3 * c)));
}

HAWSER_DECL void sntrup761_replace_unless_short(sntrup761_polynomial& p) noexcept {
    std::int32_t weight = 0;
    for (const std::int16_t c : p.coefficients) weight += c & 1;
    const std::int32_t difference = weight - static_cast<std::int32_t>(sntrup761_weight);
    // all ones when they differ
    const auto mask = static_cast<std::int16_t>(value_barrier((difference | -difference) >> 31));
    for (std::size_t i = 0; i < sntrup761_degree; ++i) {
        const auto instead = static_cast<std::int16_t>(i < sntrup761_weight ? 1 : 0);
        p[i] = static_cast<std::int16_t>(p[i] ^ (mask & (p[i] ^ instead)));
    }
}

} // namespace hawser::inline HAWSER_ABI::native
