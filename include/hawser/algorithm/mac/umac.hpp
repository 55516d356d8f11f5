#pragma once
// umac-64@openssh.com and umac-128@openssh.com, and their encrypt-then-MAC forms (draft-miller-secsh-umac-01; OpenSSH
// PROTOCOL, section 1.1): UMAC of the packet, with the sequence number as nonce.

#include <hawser/algorithm/cryptopp/aes_block.hpp>
#include <hawser/algorithm/mac.hpp>
#include <hawser/algorithm/native/umac.hpp>
#include <hawser/core/constant_time.hpp>

namespace hawser::inline HAWSER_ABI::mac {

/// The state of a mac_algorithm. A sequence number serves one packet of a key; the transport changes keys before they
/// come again.
template <block_primitive Block, std::size_t TagSize>
class umac_state {
  public:
    umac_state() = default;
    umac_state(const umac_state&) = delete;
    umac_state& operator=(const umac_state&) = delete;

    /// Errors: usage_error::invalid_argument for a key of another size, and those of the backend.
    result<void> start(byte_view key) { return umac_.start(key); }

    /// `out` has exactly TagSize bytes; when it fails they are zero.
    bool sign(std::uint32_t sequence, byte_view bytes, byte_span out) noexcept {
        const bool made = compute(sequence, bytes, out);
        if (!made) wipe(out);
        return made;
    }
    bool verify(std::uint32_t sequence, byte_view bytes, byte_view tag) noexcept {
        secret_array<TagSize> expected;
        return compute(sequence, bytes, expected.span()) && constant_time_equal(expected.view(), tag);
    }

  private:
    bool compute(std::uint32_t sequence, byte_view bytes, byte_span tag) noexcept {
        std::array<std::byte, 8> nonce;
        store_u64(nonce.data(), sequence);
        return umac_.compute(nonce, bytes, tag);
    }

    native::umac<Block, TagSize> umac_;
};

namespace detail {

template <block_primitive Block, std::size_t TagSize, mac_order Order, grade Rank>
struct umac {
    static constexpr grade rank = Rank;
    static constexpr std::size_t key_size = 16;
    static constexpr std::size_t tag_size = TagSize;
    static constexpr mac_order order = Order;
    using state = umac_state<Block, TagSize>;
};

} // namespace detail

template <class Block>
struct basic_umac_128 : detail::umac<Block, 16, mac_order::encrypt_and_mac, grade::preferred> {
    static constexpr std::string_view name = "umac-128@openssh.com";
};
template <class Block>
struct basic_umac_128_etm : detail::umac<Block, 16, mac_order::encrypt_then_mac, grade::preferred> {
    static constexpr std::string_view name = "umac-128-etm@openssh.com";
};

using umac_128 = basic_umac_128<cryptopp::aes_block<16>>;
using umac_128_etm = basic_umac_128_etm<cryptopp::aes_block<16>>;

} // namespace hawser::inline HAWSER_ABI::mac

namespace hawser::inline HAWSER_ABI::legacy::mac {

// A tag of 64 bits is short: a forger who may try 2^32 packets has about one chance in 2^28.

template <class Block>
struct basic_umac_64 : hawser::mac::detail::umac<Block, 8, mac_order::encrypt_and_mac, grade::legacy> {
    static constexpr std::string_view name = "umac-64@openssh.com";
};
template <class Block>
struct basic_umac_64_etm : hawser::mac::detail::umac<Block, 8, mac_order::encrypt_then_mac, grade::legacy> {
    static constexpr std::string_view name = "umac-64-etm@openssh.com";
};

using umac_64 = basic_umac_64<cryptopp::aes_block<16>>;
using umac_64_etm = basic_umac_64_etm<cryptopp::aes_block<16>>;

} // namespace hawser::inline HAWSER_ABI::legacy::mac
