#pragma once
// SHA-256, SHA-384 and SHA-512 (FIPS 180-4), by libcrypto.

#include <hawser/algorithm/openssl/handle.hpp>

namespace hawser::inline HAWSER_ABI::openssl {

/// Any hash of libcrypto as a digest of ours; copyable, so that a hash of a common beginning is computed once. A copy that
/// could not be made fails at its first use. Its memory is wiped by destruction.
template <class Name, std::size_t Size, std::size_t BlockSize>
class basic_digest {
  public:
    static constexpr std::size_t size = Size;
    static constexpr std::size_t block_size = BlockSize;
    /// libcrypto's name of it.
    static constexpr const char* name = Name::value;

    basic_digest() noexcept = default;
    basic_digest(const basic_digest& other) noexcept { *this = other; }
    basic_digest& operator=(const basic_digest& other) noexcept {
        if (this == &other) return *this;
        state_ = other.state_;
        if (state_ != state::begun) return *this;
        if (!context_) context_.reset(EVP_MD_CTX_new());
        if (!context_ || EVP_MD_CTX_copy_ex(context_.get(), other.context_.get()) != 1)
            state_ = state::failed;
        return *this;
    }
    ~basic_digest() = default;

    bool update(byte_view bytes) noexcept {
        if (!begin()) return false;
        if (!bytes.empty() && EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) != 1)
            state_ = state::failed;
        return state_ == state::begun;
    }
    /// `out` has exactly `size` bytes; anything else is refused. The digest begins anew.
    bool final(byte_span out) noexcept {
        if (out.size() != size || !begin()) return false;
        unsigned written = 0;
        const bool done = EVP_DigestFinal_ex(context_.get(), pointer(out), &written) == 1 && written == size;
        state_ = done ? state::fresh : state::failed;
        return done;
    }

  private:
    enum class state : unsigned char { fresh, begun, failed };

    /// Fresh ones have no context, or one that has ended.
    bool begin() noexcept {
        if (state_ != state::fresh) return state_ == state::begun;
        if (!context_) context_.reset(EVP_MD_CTX_new());
        const EVP_MD* const digest = fetched_digest<Name>();
        const bool begun = context_ != nullptr && digest != nullptr &&
                           EVP_DigestInit_ex2(context_.get(), digest, nullptr) == 1;
        state_ = begun ? state::begun : state::failed;
        return begun;
    }

    digest_context context_;
    state state_ = state::fresh;
};

namespace detail {
struct sha256_name {
    static constexpr const char* value = "SHA2-256";
};
struct sha384_name {
    static constexpr const char* value = "SHA2-384";
};
struct sha512_name {
    static constexpr const char* value = "SHA2-512";
};
} // namespace detail

using sha256 = basic_digest<detail::sha256_name, 32, 64>;
using sha384 = basic_digest<detail::sha384_name, 48, 128>;
using sha512 = basic_digest<detail::sha512_name, 64, 128>;

} // namespace hawser::inline HAWSER_ABI::openssl
