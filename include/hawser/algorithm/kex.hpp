#pragma once
// What a key exchange method is (RFC 4253, section 8; RFC 4419; RFC 5656; RFC 8731).

#include <hawser/algorithm/digest.hpp>
#include <hawser/algorithm/grade.hpp>
#include <hawser/algorithm/key_policy.hpp>
#include <hawser/core/byte_buffer.hpp>
#include <hawser/core/random.hpp>
#include <hawser/core/result.hpp>
#include <hawser/wire/writer.hpp>

#include <concepts>

namespace hawser::inline HAWSER_ABI {

enum class kex_progress : unsigned char { more, done };

/// One side's machine. It is default-constructed, then started once. Payloads include the message number.
/// - `start(random, options, out)`: appends the first payload to `out` when this side speaks first (out stays empty
///   otherwise).
/// - `on_message(payload, random, out)`: takes the peer's message of numbers 30 to 49, appends the next payload of ours if
///   there is one; `done` once the shared secret is known. Errors: malformed_message, trailing_bytes, unexpected_message,
///   kex_value_out_of_range, security errors.
/// After `done`: `hash_fields(w)` writes what the exchange hash covers between K_S and K; `hash_secret(w)` writes K as it is
/// hashed (an mpint, or a string for hybrids), in constant time.
template <class K>
concept kex_machine = std::default_initializable<K> &&
    requires(K& machine, const K& done, random_ref random, byte_view payload, byte_buffer& out,
             wire::writer& w) {
    { machine.on_message(payload, random, out) } -> std::same_as<result<kex_progress>>;
    { done.hash_fields(w) } -> std::same_as<void>;
    { done.hash_secret(w) } -> std::same_as<void>;
};

/// The initiator (client) learns host key and signature blobs from the reply; both views live as long as the machine.
template <class K>
concept kex_initiator = kex_machine<K> && requires(const K& done) {
    { done.host_key() } -> std::same_as<byte_view>;
    { done.signature() } -> std::same_as<byte_view>;
};

/// The responder (server) writes its reply once host key and signature are known.
template <class K>
concept kex_responder = kex_machine<K> && requires(const K& done, byte_view blob, wire::writer& w) {
    { done.reply(w, blob, blob) } -> std::same_as<void>;
};

/// `hash` is the digest of the exchange hash and of key derivation. `options` are the method's run-time choices, made of
/// the program's key_policy; empty for most.
template <class A>
concept kex_algorithm = algorithm<A> && digest<typename A::hash> && kex_initiator<typename A::initiator> &&
    kex_responder<typename A::responder> && std::default_initializable<typename A::options> &&
    std::convertible_to<const key_policy&, typename A::options> &&
    requires(typename A::initiator& i, typename A::responder& r, random_ref random,
             const typename A::options& options, byte_buffer& out) {
    { i.start(random, options, out) } -> std::same_as<result<void>>;
    { r.start(random, options, out) } -> std::same_as<result<void>>;
};

/// Run-time choices of a method that has none.
struct no_kex_options {
    constexpr no_kex_options() noexcept = default;
    constexpr no_kex_options(const key_policy&) noexcept {}
};

} // namespace hawser::inline HAWSER_ABI
