#pragma once
// What a signature algorithm of hosts and users is (RFC 4253, section 6.6; RFC 8332; RFC 5656; RFC 8709).

#include <hawser/algorithm/grade.hpp>
#include <hawser/algorithm/key_policy.hpp>
#include <hawser/core/byte_buffer.hpp>
#include <hawser/core/random.hpp>
#include <hawser/core/result.hpp>

#include <concepts>

namespace hawser::inline HAWSER_ABI {

/// `name` is the signature algorithm, `key_format` the name inside key blobs (several algorithms may share it).
/// - `check_key(blob, policy)`: the public key blob is whole, of this format, and acceptable.
/// - `verify(blob, message, signature, policy)`: the signature blob (its algorithm name first) is right. Errors:
///   host_key_malformed, key_too_small, signature_algorithm_mismatch, signature_invalid, backend_failed. One code path for
///   every wrong signature.
/// - `sign(fields, message, random, out)`: appends the signature blob made with the private fields of openssh-key-v1 (what
///   follows the key type there); it has been verified before it is returned. Errors: key_malformed, backend_failed.
template <class H>
concept host_key_algorithm = algorithm<H> &&
    requires(byte_view in, key_policy policy, random_ref random, byte_buffer& out) {
    { H::key_format } -> std::convertible_to<std::string_view>;
    { H::check_key(in, policy) } -> std::same_as<result<void>>;
    { H::verify(in, in, in, policy) } -> std::same_as<result<void>>;
    { H::sign(in, in, random, out) } -> std::same_as<result<void>>;
};

/// Optional: keys for servers and tests.
/// - `generate(random, fields)`: appends the private fields of a new key, as `sign` takes them.
/// - `public_blob(fields, out)`: appends the public key blob that belongs to private fields. Errors: key_malformed.
template <class H>
concept generating_host_key = host_key_algorithm<H> &&
    requires(byte_view in, random_ref random, byte_buffer& out) {
    { H::generate(random, out) } -> std::same_as<result<void>>;
    { H::public_blob(in, out) } -> std::same_as<result<void>>;
};

} // namespace hawser::inline HAWSER_ABI
