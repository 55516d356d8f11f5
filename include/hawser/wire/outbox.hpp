#pragma once
// Outgoing packets in one buffer: every layer lays its payloads out here with room for header, padding and tag, and the
// transport seals them where they lie. What is sealed is what may be sent.

#include <hawser/core/byte_buffer.hpp>
#include <hawser/wire/message.hpp>
#include <hawser/wire/packet_layout.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::wire {

/// Errors are remembered: after the first one nothing more is laid out, and the session closes with error().
class outbox {
  public:
    explicit outbox(std::pmr::memory_resource* memory = std::pmr::get_default_resource()) noexcept
        : buffer_{limit, memory},
          writer_{buffer_} {}
    outbox(const outbox&) = delete;
    outbox& operator=(const outbox&) = delete;

    // For the layers above the transport.

    /// False while a key exchange bars everything but its own messages (RFC 4253, section 7.1), and before the first keys.
    /// Layers keep what they want to say until it is true again.
    bool can_send() const noexcept { return !barred_ && !closed_; }
    /// Bytes of channel data that may still be laid out; 0 when barred, above the high-water mark, or when the present keys
    /// have carried what they may.
    std::size_t room() const noexcept {
        if (!can_send() || allowance_ == 0 || buffer_.size() >= limits::output_high_water) return 0;
        // The last packet under a set of keys need not be a small one.
        const std::uint64_t keys = (std::max<std::uint64_t>)(allowance_, limits::channel_packet);
        return static_cast<std::size_t>(
            (std::min<std::uint64_t>)(limits::output_high_water - buffer_.size(), keys));
    }
    /// So much is laid out that even small messages ought to wait.
    bool is_full() const noexcept { return buffer_.size() >= limits::output_high_water; }
    /// Starts a payload, whose first byte is its message number; ended by commit() or cancel().
    writer& begin();
    void commit();
    void cancel() noexcept;
    /// The payload begun and not yet committed, to patch what was written before its size was known.
    byte_span open_payload() noexcept;
    /// Drops the end of the open payload, leaving `size` bytes.
    void truncate_payload(std::size_t size) noexcept;
    /// Lays out a whole message.
    template <message M>
    void send(const M& m) {
        encode(begin(), m);
        commit();
    }
    /// no_buffer_space or not_enough_memory, or a code that is false.
    std::error_code error() const noexcept { return error_; }

    // For the transport.

    /// Where the open payload is being written, for what appends to a buffer.
    byte_buffer& buffer() noexcept { return buffer_; }
    /// Bytes that precede the first packet: the identification line. Precondition: nothing is laid out unsealed.
    void put_clear(byte_view bytes);
    void bar(bool barred) noexcept { barred_ = barred; }
    /// What has been laid out was the last: later packets vanish.
    void close() noexcept { closed_ = true; }
    /// How many bytes of packets may be laid out until the keys are changed.
    void allow(std::uint64_t bytes) noexcept { allowance_ = bytes; }
    /// They have been laid out. Compressed, they may yet be far fewer bytes on the wire.
    bool allowance_is_spent() const noexcept { return allowance_ == 0; }
    /// Layout of the packets committed from now on; everything before must be sealed.
    void shape(const packet_shape& shape) noexcept {
        HAWSER_ASSERT(!has_unsealed());
        shape_ = shape;
    }
    const packet_shape& shape() const noexcept { return shape_; }

    /// A packet that is laid out but not sealed: header, payload and padding, then the room of its tag. Its padding bytes
    /// are still to be chosen.
    struct slot {
        byte_span packet;
        byte_span tag;
        byte_span payload() const noexcept {
            return packet.subspan(packet_header, packet.size() - packet_header - padding().size());
        }
        byte_span padding() const noexcept { return packet.last(std::to_integer<std::size_t>(packet[4])); }
    };
    bool has_unsealed() const noexcept { return sealed_ != committed_; }
    /// The oldest unsealed packet. Precondition: has_unsealed().
    slot next_unsealed() noexcept;
    /// That packet is sealed now.
    void mark_sealed() noexcept;
    /// Wipes and forgets what is laid out but not sealed.
    void drop_unsealed() noexcept;
    /// Moves the payloads of all unsealed packets out, oldest first and each behind a 4-byte length, to be laid out anew.
    result<void> take_unsealed(byte_buffer& out);
    /// commit() for those, which come from before close().
    void commit_again();

    /// Sealed bytes, ready to be sent; valid until the next call that is not const.
    byte_view sealed() const noexcept { return buffer_.view().first(sealed_); }
    void consume(std::size_t size) noexcept;
    /// Everything laid out and not yet consumed.
    std::size_t size() const noexcept { return buffer_.size(); }
    /// Gives memory back when there is nothing to send.
    void release_if_idle() noexcept {
        if (buffer_.empty()) buffer_.release();
    }
    /// Forgets and wipes everything.
    void release() noexcept;

  private:
    // A key exchange may hold up what was laid out before; one packet more than the high-water mark always fits.
    static constexpr std::size_t limit = limits::output_high_water + 4 * limits::packet;

    byte_buffer buffer_;
    writer writer_;
    packet_shape shape_;
    std::size_t sealed_ = 0;
    std::size_t next_sealed_ = 0;
    std::size_t committed_ = 0;
    std::uint64_t allowance_ = limits::rekey_bytes;
    bool open_ = false;
    bool barred_ = true;
    bool closed_ = false;
    std::error_code error_;
};

} // namespace hawser::inline HAWSER_ABI::wire

#if HAWSER_HEADER_ONLY
#include <hawser/wire/impl/outbox.ipp>
#endif
