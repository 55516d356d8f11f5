#pragma once
// What a crypto backend provides beneath the ciphers and MACs: one small class a primitive. A descriptor is a
// template over its primitive, so that each may come from another library, and tests may put one that fails
// in its place.

#include <hawser/core/bytes.hpp>
#include <hawser/core/result.hpp>

#include <concepts>

namespace hawser::inline HAWSER_ABI {

// Common to all: objects are default-constructed and keyed by `start`, which may be called again; nothing
// else is called before a start that succeeded. Spans have exactly the sizes named; data is transformed in
// place. False means that the backend failed (or, from `open`, that the tag is wrong). Calls after `start`
// allocate nothing. Keys are wiped by destruction. Sizes are in bytes.

/// An AEAD with a nonce a message, such as AES-GCM. `open` compares the tag in constant time; when it returns
/// false, no plaintext is left in `data`.
template <class P>
concept aead_primitive = requires(typename P::sealer& sealer, typename P::opener& opener, byte_view in,
                                  byte_span out) {
    { P::key_size } -> std::convertible_to<std::size_t>;
    { P::nonce_size } -> std::convertible_to<std::size_t>;
    { P::tag_size } -> std::convertible_to<std::size_t>;
    { sealer.start(in) } -> std::same_as<result<void>>;
    { opener.start(in) } -> std::same_as<result<void>>;
    // nonce, associated data, data, tag
    { sealer.seal(in, in, out, out) }
    noexcept->std::same_as<bool>;
    { opener.open(in, in, out, in) }
    noexcept->std::same_as<bool>;
};

/// A key stream that runs on from call to call, such as AES-CTR: started with key and initial counter.
template <class P>
concept stream_primitive = std::default_initializable<P> && requires(P& stream, byte_view in, byte_span out) {
    { P::key_size } -> std::convertible_to<std::size_t>;
    { P::iv_size } -> std::convertible_to<std::size_t>;
    { stream.start(in, in) } -> std::same_as<result<void>>;
    { stream.apply(out) }
    noexcept->std::same_as<bool>;
};

/// Cipher block chaining over whole blocks, in order, from call to call.
template <class P>
concept cbc_primitive = requires(typename P::encryption& encryption, typename P::decryption& decryption,
                                 byte_view in, byte_span out) {
    { P::key_size } -> std::convertible_to<std::size_t>;
    { P::iv_size } -> std::convertible_to<std::size_t>;
    { P::block_size } -> std::convertible_to<std::size_t>;
    { encryption.start(in, in) } -> std::same_as<result<void>>;
    { decryption.start(in, in) } -> std::same_as<result<void>>;
    { encryption.apply(out) }
    noexcept->std::same_as<bool>;
    { decryption.apply(out) }
    noexcept->std::same_as<bool>;
};

/// A key stream that begins anew with each nonce, such as ChaCha20: `restart(nonce)`, then `apply` any number
/// of times. Only the last `apply` after a `restart` may have a size that is no multiple of 64.
template <class P>
concept nonce_stream_primitive = std::default_initializable<P> &&
    requires(P& stream, byte_view in, byte_span out) {
    { P::key_size } -> std::convertible_to<std::size_t>;
    { P::nonce_size } -> std::convertible_to<std::size_t>;
    { stream.start(in) } -> std::same_as<result<void>>;
    { stream.restart(in) }
    noexcept->std::same_as<bool>;
    { stream.apply(out) }
    noexcept->std::same_as<bool>;
};

/// A MAC whose key serves one message, such as Poly1305: `start`, `update` any number of times, `final` once.
template <class P>
concept one_time_mac_primitive = std::default_initializable<P> &&
    requires(P& mac, byte_view in, byte_span out) {
    { P::key_size } -> std::convertible_to<std::size_t>;
    { P::size } -> std::convertible_to<std::size_t>;
    { mac.start(in) }
    noexcept->std::same_as<bool>;
    { mac.update(in) }
    noexcept->std::same_as<bool>;
    { mac.final(out) }
    noexcept->std::same_as<bool>;
};

/// A MAC whose key serves many messages, such as HMAC: `start`, then for each message `update` any number of
/// times and `final` once.
template <class P>
concept mac_primitive = std::default_initializable<P> && requires(P& mac, byte_view in, byte_span out) {
    { P::size } -> std::convertible_to<std::size_t>;
    { mac.start(in) } -> std::same_as<result<void>>;
    { mac.update(in) }
    noexcept->std::same_as<bool>;
    { mac.final(out) }
    noexcept->std::same_as<bool>;
};

/// The permutation of a block cipher, forwards only, such as that of AES: `apply` encrypts one block in place.
template <class P>
concept block_primitive = std::default_initializable<P> && requires(P& cipher, byte_view in, byte_span out) {
    { P::key_size } -> std::convertible_to<std::size_t>;
    { P::block_size } -> std::convertible_to<std::size_t>;
    { cipher.start(in) } -> std::same_as<result<void>>;
    { cipher.apply(out) }
    noexcept->std::same_as<bool>;
};

} // namespace hawser::inline HAWSER_ABI
