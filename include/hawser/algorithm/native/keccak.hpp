#pragma once
// SHA-3 and SHAKE (FIPS 202), which ML-KEM is built on. Constant-time in what is hashed. Crypto++'s SHAKE gives out its
// bytes in one piece of a length named beforehand, and allocates; sampling needs one block after the other.

#include <hawser/core/bytes.hpp>

#include <array>

namespace hawser::inline HAWSER_ABI::native {

/// The permutation of 24 rounds on 25 lanes; lane x + 5y.
void keccak_permute(std::array<std::uint64_t, 25>& lanes) noexcept;

/// A sponge: `absorb` any number of times, then `squeeze` any number of times. Wiped when it ends.
class keccak_sponge {
  public:
    /// `rate` in bytes, a multiple of 8; `suffix` holds the domain bits and the first bit of the padding.
    keccak_sponge(std::size_t rate, std::uint8_t suffix) noexcept : rate_{rate}, suffix_{suffix} {}
    keccak_sponge(const keccak_sponge&) = delete;
    keccak_sponge& operator=(const keccak_sponge&) = delete;
    ~keccak_sponge();

    keccak_sponge& absorb(byte_view bytes) noexcept;
    /// Before the first call the input is ended; nothing is absorbed afterwards.
    keccak_sponge& squeeze(byte_span out) noexcept;

  private:
    void add(std::uint64_t byte) noexcept { lanes_[at_ / 8] ^= byte << (8 * (at_ % 8)); }

    std::array<std::uint64_t, 25> lanes_{};
    std::size_t rate_;
    std::size_t at_ = 0;
    std::uint8_t suffix_;
    bool squeezing_ = false;
};

/// Hashes of a fixed size: `squeeze` as many bytes, once.
struct sha3_256 : keccak_sponge {
    static constexpr std::size_t size = 32;
    sha3_256() noexcept : keccak_sponge{136, 0x06} {}
};
struct sha3_512 : keccak_sponge {
    static constexpr std::size_t size = 64;
    sha3_512() noexcept : keccak_sponge{72, 0x06} {}
};

/// Hashes of any size.
struct shake128 : keccak_sponge {
    static constexpr std::size_t rate = 168;
    shake128() noexcept : keccak_sponge{rate, 0x1f} {}
};
struct shake256 : keccak_sponge {
    static constexpr std::size_t rate = 136;
    shake256() noexcept : keccak_sponge{rate, 0x1f} {}
};

} // namespace hawser::inline HAWSER_ABI::native

#if HAWSER_HEADER_ONLY
#include <hawser/algorithm/native/impl/keccak.ipp>
#endif
