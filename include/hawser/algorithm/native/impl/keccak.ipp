#pragma once

#include <hawser/algorithm/native/keccak.hpp>
#include <hawser/algorithm/native/little_endian.hpp>
#include <hawser/core/secret.hpp>

#include <bit>
#include <utility>

namespace hawser::inline HAWSER_ABI::native {

namespace detail {

/// Where rho and pi move lane x + 5y, and by how many bits they turn it (FIPS 202, sections 3.2.2 and 3.2.3).
struct keccak_move {
    std::size_t to = 0;
    int turn = 0;
};
constexpr std::array<keccak_move, 25> keccak_moves = [] {
    std::array<keccak_move, 25> moves{};
    std::size_t x = 1, y = 0;
    for (int t = 0; t < 24; ++t) {
        moves[x + 5 * y].turn = (t + 1) * (t + 2) / 2 % 64;
        x = std::exchange(y, (2 * x + 3 * y) % 5);
    }
    for (x = 0; x < 5; ++x)
        for (y = 0; y < 5; ++y) moves[x + 5 * y].to = y + 5 * ((2 * x + 3 * y) % 5);
    return moves;
}();

/// The constants of iota from their shift register (FIPS 202, section 3.2.5).
constexpr std::array<std::uint64_t, 24> keccak_constants = [] {
    std::array<std::uint64_t, 24> constants{};
    unsigned bits = 1;
    for (std::uint64_t& constant : constants) {
        for (int j = 0; j < 7; ++j) {
            if ((bits & 1) != 0) constant |= std::uint64_t{1} << ((1 << j) - 1);
            bits = bits << 1 ^ ((bits >> 7 & 1) != 0 ? 0x171U : 0U);
        }
    }
    return constants;
}();

} // namespace detail

HAWSER_DECL void keccak_permute(std::array<std::uint64_t, 25>& lanes) noexcept {
    std::array<std::uint64_t, 25> a = lanes;
    // unrolled, so that every index and turn is a constant in the code
    const auto round = [&a]<std::size_t... I, std::size_t... X>(
        std::uint64_t constant, std::index_sequence<I...>, std::index_sequence<X...>) {
        const std::array<std::uint64_t, 5> column{(a[X] ^ a[X + 5] ^ a[X + 10] ^ a[X + 15] ^ a[X + 20])...};
        const std::array<std::uint64_t, 5> theta{
            (column[(X + 4) % 5] ^ std::rotl(column[(X + 1) % 5], 1))...};
        std::array<std::uint64_t, 25> b;
        ((b[detail::keccak_moves[I].to] = std::rotl(a[I] ^ theta[I % 5], detail::keccak_moves[I].turn)), ...);
        ((a[I] = b[I] ^ (~b[I - I % 5 + (I + 1) % 5] & b[I - I % 5 + (I + 2) % 5])), ...);
        a[0] ^= constant;
    };
    for (const std::uint64_t constant : detail::keccak_constants)
        round(constant, std::make_index_sequence<25>{}, std::make_index_sequence<5>{});
    lanes = a;
}

HAWSER_DECL keccak_sponge::~keccak_sponge() { wipe(std::as_writable_bytes(std::span{lanes_})); }

HAWSER_DECL keccak_sponge& keccak_sponge::absorb(byte_view bytes) noexcept {
    HAWSER_ASSERT(!squeezing_);
    while (!bytes.empty()) {
        if (at_ % 8 == 0 && bytes.size() >= 8) {
            lanes_[at_ / 8] ^= load_little_u64(bytes.data());
            at_ += 8;
            bytes = bytes.subspan(8);
        } else {
            add(std::to_integer<std::uint64_t>(bytes[0]));
            ++at_;
            bytes = bytes.subspan(1);
        }
        if (at_ == rate_) {
            keccak_permute(lanes_);
            at_ = 0;
        }
    }
    return *this;
}

HAWSER_DECL keccak_sponge& keccak_sponge::squeeze(byte_span out) noexcept {
    if (!std::exchange(squeezing_, true)) {
        add(suffix_);
        at_ = rate_ - 1;
        add(0x80);
        at_ = rate_;
    }
    while (!out.empty()) {
        if (at_ == rate_) {
            keccak_permute(lanes_);
            at_ = 0;
        }
        const std::uint64_t lane = lanes_[at_ / 8];
        if (at_ % 8 == 0 && out.size() >= 8) {
            store_little_u64(out.data(), lane);
            at_ += 8;
            out = out.subspan(8);
        } else {
            out[0] = static_cast<std::byte>(lane >> (8 * (at_ % 8)) & 0xff);
            ++at_;
            out = out.subspan(1);
        }
    }
    return *this;
}

} // namespace hawser::inline HAWSER_ABI::native
