#pragma once
// The receiving direction: frames, opens, inflates and counts packets where they lie (RFC 4253, section 6).

#include <hawser/algorithm/compression.hpp>
#include <hawser/core/byte_buffer.hpp>
#include <hawser/transport/packet_protection.hpp>
#include <hawser/transport/rekey_budget.hpp>

#include <optional>

namespace hawser::inline HAWSER_ABI::transport {

/// Whether the compression method at a position begins by now.
template <class... Compression>
constexpr bool starts_now(std::size_t index, bool authenticated) noexcept {
    std::size_t i = 0;
    return ((i++ == index && (Compression::starts == compression_start::immediately ||
                              (authenticated && Compression::starts == compression_start::after_auth))) ||
            ...);
}

template <class Ciphers, class Macs, class Compressions>
class incoming_half;

template <class Ciphers, class Macs, class... Compression>
class incoming_half<Ciphers, Macs, type_list<Compression...>> {
  public:
    explicit incoming_half(std::pmr::memory_resource* memory)
        : inflated_{static_cast<std::size_t>(-1), memory} {}

    /// The payload of the next packet, or nothing until more bytes are there. It lies in `in` or in a buffer
    /// of ours, valid until the next call. `most` bounds packet_length and an inflated payload. Errors:
    /// packet_length, packet_padding, packet_empty, mac_mismatch, decompression errors,
    /// sequence_number_exhausted, backend_failed. With a CBC cipher and a MAC over the plaintext a bad length is a
    /// mac_mismatch too, and both are told only after as many bytes as the largest packet has.
    result<std::optional<byte_view>> next(byte_buffer& in, std::size_t most) {
        finish_packet(in);
        if (is_doomed_) return swallow(in);
        const std::size_t tag = keys_.facts().shape.tag;
        if (length_ == 0) {
            const std::size_t needs = keys_.length_needs();
            if (in.size() < needs) {
                missing_ = needs - in.size();
                return std::optional<byte_view>{};
            }
            std::uint32_t length = 0;
            if (!keys_.length(sequence_, in.span().first(needs), length))
                return security_error::backend_failed;
            if (!wire::is_packet_length(length, keys_.facts().shape, most))
                return refuse(protocol_error::packet_length, in, 0, most);
            length_ = length;
        }
        const std::size_t whole = 4 + std::size_t{length_} + tag;
        if (in.size() < whole) {
            missing_ = whole - in.size();
            return std::optional<byte_view>{};
        }
        // A counter that came round would repeat nonces; before the first keys it would hide injected
        // packets.
        if (packets_ > max_packets) return security_error::sequence_number_exhausted;
        const byte_span packet = in.span().first(4 + std::size_t{length_});
        if (!keys_.open(sequence_, packet, in.view().subspan(packet.size(), tag)))
            return refuse(security_error::mac_mismatch, in, whole, most);
        const std::size_t padding = std::to_integer<std::size_t>(packet[4]);
        if (!wire::is_padding_length(padding, length_))
            return padding + 1 == length_ ? protocol_error::packet_empty : protocol_error::packet_padding;
        missing_ = 0;
        consume_ = whole;
        number_ = sequence_;
        ++sequence_;
        ++packets_;
        budget_.spend(whole);
        return inflate(packet.subspan(wire::packet_header, length_ - 1 - padding), most);
    }

    /// Consumes the packet whose payload was handed out; its view ends.
    void finish_packet(byte_buffer& in) noexcept {
        if (consume_ == 0) return;
        in.consume(consume_);
        consume_ = 0;
        length_ = 0;
        inflated_.clear();
    }

    /// Takes new keys into use: the next packet is under them. A strict exchange begins to count anew.
    template <class Derive>
    result<void> start(std::size_t cipher, std::size_t mac, std::size_t compression, bool authenticated,
                       bool strict, std::uint64_t rekey_bytes, std::uint64_t rekey_packets,
                       key_letters letters, Derive&& derive) {
        if (auto keyed = keys_.start(cipher, mac, letters, derive); !keyed) return keyed;
        if (strict) sequence_ = 0;
        packets_ = 0;
        budget_.start((std::min)(rekey_bytes, keys_.facts().bytes_per_key), rekey_packets);
        compression_ = compression;
        inflater_.reset();
        return start_inflating(authenticated);
    }

    /// Begins to inflate if the method begins at this point of the connection: with the keys, or after the
    /// login.
    result<void> start_inflating(bool authenticated) {
        if (inflater_.has_value() || !starts_now<Compression...>(compression_, authenticated)) return {};
        result<void> done;
        inflater_.emplace_at(compression_);
        inflater_.visit([&](auto& stream) {
            if constexpr (requires { stream.start(); }) done = stream.start();
        });
        return done;
    }

    /// Sequence number of the packet handed out last (RFC 4253, section 11.4 answers by it), and of the next
    /// one.
    std::uint32_t last_sequence() const noexcept { return number_; }
    std::uint32_t sequence() const noexcept { return sequence_; }
    /// Sets the counters forward, to reach their bounds.
    void skip_to(std::uint32_t sequence, std::uint64_t packets) noexcept {
        sequence_ = sequence;
        packets_ = packets;
    }
    bool budget_is_spent() const noexcept { return budget_.is_spent(); }
    /// Bytes known to be lacking for the packet that has begun.
    std::size_t missing() const noexcept { return missing_; }
    const protection_facts& facts() const noexcept { return keys_.facts(); }

  private:
    /// A packet that cannot be right, of which `seen` bytes have been opened: `error` at once, unless that would tell what its
    /// first block held.
    result<std::optional<byte_view>> refuse(std::error_code error, byte_buffer& in, std::size_t seen,
                                            std::size_t most) {
        if (!keys_.facts().length_may_tell) return error;
        is_doomed_ = true;
        in.consume(seen);
        to_swallow_ = 4 + most + keys_.facts().shape.tag - seen;
        return swallow(in);
    }
    /// Takes as many bytes as the largest packet has, with the work that they would make, and refuses them: whatever was
    /// wrong, the same bytes are read, the same time is spent, and the same error is told.
    result<std::optional<byte_view>> swallow(byte_buffer& in) {
        constexpr std::size_t piece = 8 * 1024;
        while (to_swallow_ != 0) {
            const std::size_t next = (std::min)(to_swallow_, piece);
            if (in.size() < next) {
                missing_ = next - in.size();
                return std::optional<byte_view>{};
            }
            keys_.open_in_vain(sequence_, in.span().first(next));
            in.consume(next);
            to_swallow_ -= next;
        }
        return security_error::mac_mismatch;
    }
    result<std::optional<byte_view>> inflate(byte_view payload, std::size_t most) {
        if (!inflater_.has_value()) return std::optional{payload};
        result<void> done;
        inflater_.visit([&](auto& stream) {
            if constexpr (requires { stream.inflate(payload, inflated_, most); })
                done = stream.inflate(payload, inflated_, most);
        });
        if (!done) return done.error();
        if (inflated_.empty()) return protocol_error::decompression_failed;
        return std::optional{inflated_.view()};
    }

    static constexpr std::uint64_t max_packets = 0xffff'ffff;

    opening<Ciphers, Macs> keys_;
    one_of<typename Compression::inflater...> inflater_;
    byte_buffer inflated_;
    rekey_budget budget_;
    std::size_t compression_ = 0;
    std::size_t consume_ = 0;
    std::size_t missing_ = 0;
    std::size_t to_swallow_ = 0;
    std::uint64_t packets_ = 0;
    std::uint32_t length_ = 0;
    std::uint32_t sequence_ = 0;
    std::uint32_t number_ = 0;
    bool is_doomed_ = false;
};

} // namespace hawser::inline HAWSER_ABI::transport
