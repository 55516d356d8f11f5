#pragma once
// What a cipher is (RFC 4253, section 6.3; RFC 4344; RFC 5647): a descriptor with a sealer and an opener.

#include <hawser/algorithm/grade.hpp>
#include <hawser/core/bytes.hpp>
#include <hawser/core/result.hpp>

#include <concepts>

namespace hawser::inline HAWSER_ABI {

/// How many bytes one key may encrypt (RFC 4344, section 3.2): 1 GB with small blocks, 2^(L/4) blocks of L >=
/// 128 bits.
constexpr std::uint64_t bytes_per_key_of(std::size_t block_size) noexcept {
    return block_size < 16 ? std::uint64_t{1} << 30 : (std::uint64_t{1} << (block_size * 8 / 4)) * block_size;
}

/// Sizes in bytes. Keys are exchanged anew before `bytes_per_key` bytes in a direction.
template <class C>
concept cipher_descriptor = algorithm<C> && requires {
    { C::key_size } -> std::convertible_to<std::size_t>;
    { C::iv_size } -> std::convertible_to<std::size_t>;
    { C::block_size } -> std::convertible_to<std::size_t>;
    { C::bytes_per_key } -> std::convertible_to<std::uint64_t>;
    typename C::sealer;
    typename C::opener;
};

/// A cipher that authenticates by itself. Direction objects are default-constructed, then keyed once by
/// `start(key, iv)`; keys are wiped by destruction.
/// - `sealer::seal(sequence, packet, tag)`: `packet` is the 4-byte length and what it counts, encrypted in
/// place.
/// - `opener::length(sequence, first)`: the packet length from the first four bytes, which stay as they are.
/// - `opener::open(sequence, packet, tag)`: checks, then decrypts in place; false means forged, and nothing
/// of it may be
///   used. The length field is left unspecified.
/// False from seal, like an error from start, means that the backend failed. After any false nothing works
/// any more. `prefix_attack` tells whether the cipher by itself needs strict key exchange (CVE-2023-48795).
template <class C>
concept aead_cipher = cipher_descriptor<C> && requires(typename C::sealer& sealer, typename C::opener& opener,
                                                       std::uint32_t sequence, byte_view in, byte_span out) {
    { C::tag_size } -> std::convertible_to<std::size_t>;
    { C::prefix_attack } -> std::convertible_to<bool>;
    { sealer.start(in, in) } -> std::same_as<result<void>>;
    { opener.start(in, in) } -> std::same_as<result<void>>;
    { sealer.seal(sequence, out, out) }
    noexcept->std::same_as<bool>;
    { opener.length(sequence, in) }
    noexcept->std::same_as<std::uint32_t>;
    { opener.open(sequence, out, in) }
    noexcept->std::same_as<bool>;
};

/// A cipher that needs a MAC beside it. Data comes in whole blocks, in order; false means that the backend
/// failed. `cbc` tells whether blocks are chained: with an encrypt-then-MAC MAC such a cipher needs strict
/// key exchange, and beside any other MAC its length field must not become an oracle (CVE-2008-5161).
template <class C>
concept paired_cipher = cipher_descriptor<C> &&
    requires(typename C::sealer& sealer, typename C::opener& opener, byte_view in, byte_span out) {
    { C::cbc } -> std::convertible_to<bool>;
    { sealer.start(in, in) } -> std::same_as<result<void>>;
    { opener.start(in, in) } -> std::same_as<result<void>>;
    { sealer.encrypt(out) }
    noexcept->std::same_as<bool>;
    { opener.decrypt(out) }
    noexcept->std::same_as<bool>;
};

/// Whether a cipher's name must be agreed as MAC too (RFC 5647, section 5.1); it says so by a constant `named_as_mac`. Its
/// name then stands in the list of MACs by itself.
template <class C>
inline constexpr bool is_named_as_mac = [] {
    if constexpr (requires { C::named_as_mac; })
        return bool{C::named_as_mac};
    else
        return false;
}();

template <class C>
concept cipher_algorithm = aead_cipher<C>
!= paired_cipher<C>;

} // namespace hawser::inline HAWSER_ABI
