#pragma once
// chacha20-poly1305@openssh.com (OpenSSH PROTOCOL.chacha20poly1305; draft-ietf-sshm-chacha20-poly1305).

#include <hawser/algorithm/cipher.hpp>
#include <hawser/algorithm/native/chacha20.hpp>
#include <hawser/algorithm/native/poly1305.hpp>
#include <hawser/algorithm/primitive.hpp>
#include <hawser/core/constant_time.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/secret.hpp>

#include <array>
#include <limits>

namespace hawser::inline HAWSER_ABI::cipher {

namespace detail {

/// What the two directions share. The first half of the key is for the packet (K_2 in the document), the
/// second for its length (K_1). The nonce of both is the sequence number.
template <nonce_stream_primitive Stream, one_time_mac_primitive Mac>
class chacha20_poly1305_direction {
  public:
    static_assert(Stream::key_size == 32 && Stream::nonce_size == 8 && Mac::key_size == 32 &&
                  Mac::size == 16);
    static constexpr std::size_t length_size = 4;

    chacha20_poly1305_direction() = default;
    chacha20_poly1305_direction(const chacha20_poly1305_direction&) = delete;
    chacha20_poly1305_direction& operator=(const chacha20_poly1305_direction&) = delete;

    /// The IV is empty. Errors: usage_error::invalid_argument for wrong sizes, and those of the backend.
    result<void> start(byte_view key, byte_view iv) {
        ready_ = false;
        if (key.size() != 2 * Stream::key_size || !iv.empty()) return usage_error::invalid_argument;
        if (auto keyed = packet_stream_.start(key.first(Stream::key_size)); !keyed) return keyed;
        if (auto keyed = length_stream_.start(key.subspan(Stream::key_size)); !keyed) return keyed;
        ready_ = true;
        return {};
    }

  protected:
    bool crypt_length(std::uint32_t sequence, byte_span length) noexcept {
        return ready_ && length_stream_.restart(nonce(sequence)) && length_stream_.apply(length);
    }
    /// Keys the MAC with the first 32 bytes of block 0; the packet stream then stands at block 1.
    bool begin(std::uint32_t sequence) noexcept {
        secret_array<64> block;
        return ready_ && packet_stream_.restart(nonce(sequence)) && packet_stream_.apply(block.span()) &&
               mac_.start(block.view().first(Mac::key_size));
    }
    bool crypt_body(byte_span body) noexcept { return packet_stream_.apply(body); }
    bool authenticate(byte_view packet, byte_span tag) noexcept {
        return mac_.update(packet) && mac_.final(tag);
    }
    /// After a failure nothing works any more, and the packet holds nothing readable.
    bool conclude(bool success, byte_span packet) noexcept {
        ready_ = success;
        if (!success) wipe(packet);
        return success;
    }

  private:
    static std::array<std::byte, 8> nonce(std::uint32_t sequence) noexcept {
        std::array<std::byte, 8> bytes{};
        store_u32(bytes.data() + 4, sequence);
        return bytes;
    }

    Stream packet_stream_;
    Stream length_stream_;
    Mac mac_;
    bool ready_ = false;
};

template <class Stream, class Mac>
class chacha20_poly1305_sealer : public chacha20_poly1305_direction<Stream, Mac> {
  public:
    bool seal(std::uint32_t sequence, byte_span packet, byte_span tag) noexcept {
        constexpr std::size_t head = chacha20_poly1305_direction<Stream, Mac>::length_size;
        return this->conclude(packet.size() >= head && this->crypt_length(sequence, packet.first(head)) &&
                                  this->begin(sequence) && this->crypt_body(packet.subspan(head)) &&
                                  this->authenticate(packet, tag),
                              packet);
    }
};

template <class Stream, class Mac>
class chacha20_poly1305_opener : public chacha20_poly1305_direction<Stream, Mac> {
  public:
    /// 0, which no packet may have, when the backend fails.
    std::uint32_t length(std::uint32_t sequence, byte_view first) noexcept {
        std::array<std::byte, 4> plain{first[0], first[1], first[2], first[3]};
        return this->crypt_length(sequence, plain) ? load_u32(plain.data()) : 0;
    }
    /// The tag covers the encrypted packet, so it is checked before anything is decrypted.
    bool open(std::uint32_t sequence, byte_span packet, byte_view tag) noexcept {
        constexpr std::size_t head = chacha20_poly1305_direction<Stream, Mac>::length_size;
        secret_array<Mac::size> expected;
        return this->conclude(
            packet.size() >= head && this->begin(sequence) && this->authenticate(packet, expected.span()) &&
                constant_time_equal(expected.view(), tag) && this->crypt_body(packet.subspan(head)),
            packet);
    }
};

} // namespace detail

template <class Stream, class Mac>
struct basic_chacha20_poly1305 {
    static constexpr std::string_view name = "chacha20-poly1305@openssh.com";
    static constexpr grade rank = grade::preferred;
    static constexpr std::size_t key_size = 64;
    static constexpr std::size_t iv_size = 0;
    static constexpr std::size_t block_size = 8;
    static constexpr std::size_t tag_size = 16;
    /// Not a block cipher: the packets per key (RFC 4344, section 3.1) are its bound.
    static constexpr std::uint64_t bytes_per_key = std::numeric_limits<std::uint64_t>::max();
    static constexpr bool prefix_attack = true;
    using sealer = detail::chacha20_poly1305_sealer<Stream, Mac>;
    using opener = detail::chacha20_poly1305_opener<Stream, Mac>;
};

using chacha20_poly1305 = basic_chacha20_poly1305<native::chacha20, native::poly1305>;

} // namespace hawser::inline HAWSER_ABI::cipher
