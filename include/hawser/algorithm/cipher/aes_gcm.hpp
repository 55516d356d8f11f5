#pragma once
// aes128-gcm@openssh.com and aes256-gcm@openssh.com (RFC 5647, with the negotiation of OpenSSH PROTOCOL,
// section 1.6).

#include <hawser/algorithm/cipher.hpp>
#include <hawser/algorithm/native/aes_gcm.hpp>
#include <hawser/algorithm/primitive.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>
#include <array>

namespace hawser::inline HAWSER_ABI::cipher {

namespace detail {

/// 4 fixed bytes and an invocation counter that goes up with every packet and wraps (RFC 5647, section 7.1).
class gcm_nonce {
  public:
    static constexpr std::size_t size = 12;

    gcm_nonce() = default;
    gcm_nonce(const gcm_nonce&) = delete;
    gcm_nonce& operator=(const gcm_nonce&) = delete;
    ~gcm_nonce() { wipe(bytes_); }

    bool set(byte_view iv) noexcept {
        if (iv.size() != size) return false;
        std::ranges::copy(iv, bytes_.begin());
        return true;
    }
    byte_view view() const noexcept { return bytes_; }
    void advance() noexcept { store_u64(bytes_.data() + 4, load_u64(bytes_.data() + 4) + 1); }

  private:
    std::array<std::byte, size> bytes_{};
};

/// What the two directions share: an engine, its nonce, and whether both may be used.
template <class Engine>
class gcm_direction {
  public:
    gcm_direction() = default;
    gcm_direction(const gcm_direction&) = delete;
    gcm_direction& operator=(const gcm_direction&) = delete;

    /// Errors: usage_error::invalid_argument for wrong sizes, and those of the backend.
    result<void> start(byte_view key, byte_view iv) {
        ready_ = false;
        if (!nonce_.set(iv)) return usage_error::invalid_argument;
        auto keyed = engine_.start(key);
        ready_ = keyed.has_value();
        return keyed;
    }

  protected:
    static constexpr std::size_t length_size = 4;

    /// Runs `call` on one packet. After a failure nothing runs any more, and the packet holds nothing
    /// readable.
    template <class Call>
    bool once(byte_span packet, Call&& call) noexcept {
        ready_ = ready_ && packet.size() >= length_size &&
                 call(engine_, nonce_.view(), packet.first(length_size), packet.subspan(length_size));
        nonce_.advance();
        if (!ready_) wipe(packet);
        return ready_;
    }

  private:
    Engine engine_;
    gcm_nonce nonce_;
    bool ready_ = false;
};

template <aead_primitive Primitive>
class gcm_sealer : public gcm_direction<typename Primitive::sealer> {
  public:
    bool seal(std::uint32_t, byte_span packet, byte_span tag) noexcept {
        return this->once(packet, [&](auto& engine, byte_view nonce, byte_view length, byte_span body) {
            return engine.seal(nonce, length, body, tag);
        });
    }
};

template <aead_primitive Primitive>
class gcm_opener : public gcm_direction<typename Primitive::opener> {
  public:
    /// The length travels in clear, as associated data.
    std::uint32_t length(std::uint32_t, byte_view first) noexcept { return load_u32(first.data()); }
    bool open(std::uint32_t, byte_span packet, byte_view tag) noexcept {
        return this->once(packet, [&](auto& engine, byte_view nonce, byte_view length, byte_span body) {
            return engine.open(nonce, length, body, tag);
        });
    }
};

template <aead_primitive Primitive, std::size_t KeySize, grade Rank = grade::preferred>
struct gcm {
    static_assert(Primitive::key_size == KeySize && Primitive::nonce_size == gcm_nonce::size);

    static constexpr grade rank = Rank;
    static constexpr std::size_t key_size = KeySize;
    static constexpr std::size_t iv_size = gcm_nonce::size;
    static constexpr std::size_t block_size = 16;
    static constexpr std::size_t tag_size = Primitive::tag_size;
    static constexpr std::uint64_t bytes_per_key = bytes_per_key_of(block_size);
    static constexpr bool prefix_attack = false;
    using sealer = gcm_sealer<Primitive>;
    using opener = gcm_opener<Primitive>;
};

} // namespace detail

template <class Primitive>
struct basic_aes128_gcm : detail::gcm<Primitive, 16> {
    static constexpr std::string_view name = "aes128-gcm@openssh.com";
};
template <class Primitive>
struct basic_aes256_gcm : detail::gcm<Primitive, 32> {
    static constexpr std::string_view name = "aes256-gcm@openssh.com";
};

using aes128_gcm = basic_aes128_gcm<native::aes_gcm<16>>;
using aes256_gcm = basic_aes256_gcm<native::aes_gcm<32>>;

} // namespace hawser::inline HAWSER_ABI::cipher
