#pragma once
// What a cipher is (RFC 4253, section 6.3; RFC 4344; RFC 5647): a descriptor with a sealer and an opener.

#include <hawser/algorithm/grade.hpp>
#include <hawser/core/bytes.hpp>
#include <hawser/core/result.hpp>

#include <concepts>

namespace hawser::inline HAWSER_ABI {

/// Sizes in bytes. `prefix_attack` tells whether the cipher by itself needs strict key exchange (CVE-2023-48795).
template <class C>
concept cipher_descriptor = algorithm<C> && requires {
    { C::key_size } -> std::convertible_to<std::size_t>;
    { C::iv_size } -> std::convertible_to<std::size_t>;
    { C::block_size } -> std::convertible_to<std::size_t>;
    typename C::sealer;
    typename C::opener;
};

/// A cipher that authenticates by itself. Direction objects are default-constructed, then keyed once by
/// `start(key, iv)`; keys are wiped by destruction.
/// - `sealer::seal(sequence, packet, tag)`: `packet` is the 4-byte length and what it counts, encrypted in place.
/// - `opener::length(sequence, first)`: the packet length from the first four bytes, which stay as they are.
/// - `opener::open(sequence, packet, tag)`: checks, then decrypts in place; false means forged, and nothing of it may be
///   used. The length field is left unspecified.
/// False from seal, like an error from start, means that the backend failed.
template <class C>
concept aead_cipher = cipher_descriptor<C> && requires(typename C::sealer& sealer, typename C::opener& opener,
                                                       std::uint32_t sequence, byte_view in, byte_span out) {
    { C::tag_size } -> std::convertible_to<std::size_t>;
    { sealer.start(in, in) } -> std::same_as<result<void>>;
    { opener.start(in, in) } -> std::same_as<result<void>>;
    { sealer.seal(sequence, out, out) } noexcept -> std::same_as<bool>;
    { opener.length(sequence, in) } noexcept -> std::same_as<std::uint32_t>;
    { opener.open(sequence, out, in) } noexcept -> std::same_as<bool>;
};

/// A cipher that needs a MAC beside it. Data comes in whole blocks, in order; false means that the backend failed.
template <class C>
concept paired_cipher = cipher_descriptor<C> && requires(typename C::sealer& sealer, typename C::opener& opener,
                                                         byte_view in, byte_span out) {
    { C::cbc } -> std::convertible_to<bool>;
    { sealer.start(in, in) } -> std::same_as<result<void>>;
    { opener.start(in, in) } -> std::same_as<result<void>>;
    { sealer.encrypt(out) } noexcept -> std::same_as<bool>;
    { opener.decrypt(out) } noexcept -> std::same_as<bool>;
};

template <class C>
concept cipher_algorithm = aead_cipher<C> != paired_cipher<C>;

} // namespace hawser::inline HAWSER_ABI
