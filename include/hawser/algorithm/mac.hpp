#pragma once
// What a MAC is (RFC 4253, section 6.4; OpenSSH PROTOCOL, section 1.2).

#include <hawser/algorithm/grade.hpp>
#include <hawser/core/bytes.hpp>
#include <hawser/core/result.hpp>

#include <concepts>

namespace hawser::inline HAWSER_ABI {

/// Whether the MAC covers the plaintext packet (RFC 4253) or its encrypted form with the length in clear (-etm).
enum class mac_order : unsigned char { encrypt_and_mac, encrypt_then_mac };

/// `state` is default-constructed, keyed once by `start(key)`, and computes the tag over the sequence number and bytes.
/// `verify` compares in constant time. False from sign means that the backend failed, and the tag is not to be used.
template <class M>
concept mac_algorithm = algorithm<M> &&
    requires(typename M::state& state, std::uint32_t sequence, byte_view in, byte_span out) {
    { M::key_size } -> std::convertible_to<std::size_t>;
    { M::tag_size } -> std::convertible_to<std::size_t>;
    { M::order } -> std::convertible_to<mac_order>;
    { state.start(in) } -> std::same_as<result<void>>;
    { state.sign(sequence, in, out) }
    noexcept->std::same_as<bool>;
    { state.verify(sequence, in, in) }
    noexcept->std::same_as<bool>;
};

} // namespace hawser::inline HAWSER_ABI
