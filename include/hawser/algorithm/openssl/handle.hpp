#pragma once
// Owners for the objects of libcrypto 3, and the algorithms it offers by name. The backend is optional: its headers are
// included only by a program that names them (see docs/guide/backends.md), which links hawser::openssl.
//
// Rules of this folder: whatever fails, or does less than it was asked for, is a false or an error; libcrypto's decoders of
// ASN.1 and of points see no byte of a peer; contexts are made and keyed by `start`, and only their nonce changes with a
// message. What libcrypto allocates for itself within a call is outside what this library promises.

#include <hawser/core/bytes.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/result.hpp>

#include <limits>
#include <memory>
#include <openssl/evp.h>
#include <openssl/opensslv.h>

#if OPENSSL_VERSION_NUMBER < 0x30000000L
#error "the OpenSSL backend needs libcrypto 3.0 or later"
#endif

namespace hawser::inline HAWSER_ABI::openssl {

/// Frees with a function of libcrypto, which wipes what was secret.
template <auto Free>
struct freed_by {
    template <class T>
    void operator()(T* object) const noexcept {
        Free(object);
    }
};

using cipher_context = std::unique_ptr<EVP_CIPHER_CTX, freed_by<EVP_CIPHER_CTX_free>>;
using mac_context = std::unique_ptr<EVP_MAC_CTX, freed_by<EVP_MAC_CTX_free>>;
using digest_context = std::unique_ptr<EVP_MD_CTX, freed_by<EVP_MD_CTX_free>>;

/// An algorithm by its name, looked up once in the life of the program and never given back: libcrypto's own cleanup at
/// exit may run before ours. Null where libcrypto, as configured here, does not have it.
template <class Name>
const EVP_CIPHER* fetched_cipher() noexcept {
    static const EVP_CIPHER* const found = EVP_CIPHER_fetch(nullptr, Name::value, nullptr);
    return found;
}
template <class Name>
const EVP_MD* fetched_digest() noexcept {
    static const EVP_MD* const found = EVP_MD_fetch(nullptr, Name::value, nullptr);
    return found;
}
template <class Name>
EVP_MAC* fetched_mac() noexcept {
    static EVP_MAC* const found = EVP_MAC_fetch(nullptr, Name::value, nullptr);
    return found;
}

inline unsigned char* pointer(byte_span bytes) noexcept {
    return reinterpret_cast<unsigned char*>(bytes.data());
}
inline const unsigned char* pointer(byte_view bytes) noexcept {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

/// Makes a context if there is none, and keys it. `direction`: 1 encrypts, 0 decrypts. Errors: not_enough_memory,
/// backend_failed.
inline result<void> key_context(cipher_context& context, const EVP_CIPHER* cipher, byte_view key,
                                byte_view iv, int direction) noexcept {
    if (!context) context.reset(EVP_CIPHER_CTX_new());
    if (!context) return std::make_error_code(std::errc::not_enough_memory);
    if (cipher == nullptr || EVP_CIPHER_get_key_length(cipher) != static_cast<int>(key.size()) ||
        EVP_CipherInit_ex2(context.get(), cipher, pointer(key), iv.empty() ? nullptr : pointer(iv), direction,
                           nullptr) != 1) {
        context.reset();
        return security_error::backend_failed;
    }
    return {};
}

/// Another nonce under the same key.
inline bool set_nonce(const cipher_context& context, byte_view nonce) noexcept {
    return context != nullptr &&
           EVP_CipherInit_ex2(context.get(), nullptr, nullptr, pointer(nonce), -1, nullptr) == 1;
}

/// Transforms in place, in one call; false unless all of it was.
inline bool transform(const cipher_context& context, byte_span data) noexcept {
    if (context == nullptr || data.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        return false;
    if (data.empty()) return true;
    const int size = static_cast<int>(data.size());
    int done = 0;
    return EVP_CipherUpdate(context.get(), pointer(data), &done, pointer(data), size) == 1 && done == size;
}

/// The same for associated data, which is only authenticated.
inline bool authenticate(const cipher_context& context, byte_view data) noexcept {
    if (context == nullptr || data.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        return false;
    if (data.empty()) return true;
    const int size = static_cast<int>(data.size());
    int done = 0;
    return EVP_CipherUpdate(context.get(), nullptr, &done, pointer(data), size) == 1 && done == size;
}

} // namespace hawser::inline HAWSER_ABI::openssl
