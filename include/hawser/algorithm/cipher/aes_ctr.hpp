#pragma once
// aes128-ctr, aes192-ctr and aes256-ctr (RFC 4344, section 4).

#include <hawser/algorithm/cipher.hpp>
#include <hawser/algorithm/cryptopp/aes_ctr.hpp>
#include <hawser/algorithm/primitive.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/secret.hpp>

namespace hawser::inline HAWSER_ABI::cipher {

namespace detail {

/// Both directions: a key stream over whole blocks. After a failure nothing works any more, and the data is
/// wiped.
template <stream_primitive Primitive>
class ctr_stream {
  public:
    ctr_stream() = default;
    ctr_stream(const ctr_stream&) = delete;
    ctr_stream& operator=(const ctr_stream&) = delete;

    /// Errors: usage_error::invalid_argument for wrong sizes, and those of the backend.
    result<void> start(byte_view key, byte_view iv) {
        auto keyed = engine_.start(key, iv);
        ready_ = keyed.has_value();
        return keyed;
    }
    bool encrypt(byte_span blocks) noexcept { return apply(blocks); }
    bool decrypt(byte_span blocks) noexcept { return apply(blocks); }

  private:
    bool apply(byte_span blocks) noexcept {
        ready_ = ready_ && engine_.apply(blocks);
        if (!ready_) wipe(blocks);
        return ready_;
    }

    Primitive engine_;
    bool ready_ = false;
};

template <stream_primitive Primitive, std::size_t KeySize>
struct ctr {
    static_assert(Primitive::key_size == KeySize && Primitive::iv_size == 16);

    static constexpr grade rank = grade::preferred;
    static constexpr std::size_t key_size = KeySize;
    static constexpr std::size_t iv_size = 16;
    static constexpr std::size_t block_size = 16;
    static constexpr std::uint64_t bytes_per_key = bytes_per_key_of(block_size);
    static constexpr bool cbc = false;
    using sealer = ctr_stream<Primitive>;
    using opener = ctr_stream<Primitive>;
};

} // namespace detail

template <class Primitive>
struct basic_aes128_ctr : detail::ctr<Primitive, 16> {
    static constexpr std::string_view name = "aes128-ctr";
};
template <class Primitive>
struct basic_aes192_ctr : detail::ctr<Primitive, 24> {
    static constexpr std::string_view name = "aes192-ctr";
};
template <class Primitive>
struct basic_aes256_ctr : detail::ctr<Primitive, 32> {
    static constexpr std::string_view name = "aes256-ctr";
};

using aes128_ctr = basic_aes128_ctr<cryptopp::aes_ctr<16>>;
using aes192_ctr = basic_aes192_ctr<cryptopp::aes_ctr<24>>;
using aes256_ctr = basic_aes256_ctr<cryptopp::aes_ctr<32>>;

} // namespace hawser::inline HAWSER_ABI::cipher
