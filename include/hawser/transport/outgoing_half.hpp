#pragma once
// The sending direction: deflates, pads, seals and counts packets where the layers laid them out (RFC 4253,
// section 6).

#include <hawser/core/environment.hpp>
#include <hawser/transport/incoming_half.hpp>
#include <hawser/wire/outbox.hpp>

namespace hawser::inline HAWSER_ABI::transport {

template <class Ciphers, class Macs, class Compressions>
class outgoing_half;

template <class Ciphers, class Macs, class... Compression>
class outgoing_half<Ciphers, Macs, type_list<Compression...>> {
  public:
    explicit outgoing_half(std::pmr::memory_resource* memory)
        : plain_{static_cast<std::size_t>(-1), memory} {}
    ~outgoing_half() { wipe(pool_); }

    /// Seals everything that is laid out and not sealed. Errors: backend_failed, random_failed, the outbox's.
    result<void> seal_all(wire::outbox& out, random_ref random) {
        if (!out.has_unsealed()) return {};
        if (!deflater_.has_value()) return seal_slots(out, random);
        if (auto taken = out.take_unsealed(plain_); !taken) return taken;
        wire::reader r{plain_.view()};
        while (r.left() != 0) {
            const byte_view payload = r.string();
            out.begin();
            result<void> deflated;
            deflater_.visit([&](auto& stream) {
                if constexpr (requires { stream.deflate(payload, out.buffer()); })
                    deflated = stream.deflate(payload, out.buffer());
            });
            if (!deflated) {
                out.cancel();
                return deflated;
            }
            out.commit_again();
            if (out.error()) return out.error();
            if (auto sealed = seal_slots(out, random); !sealed) return sealed;
        }
        plain_.release();
        return {};
    }

    /// Takes new keys into use; everything laid out before must be sealed. A strict exchange begins to count
    /// anew.
    template <class Derive>
    result<void> start(wire::outbox& out, std::size_t cipher, std::size_t mac, std::size_t compression,
                       bool authenticated, bool strict, std::uint64_t rekey_bytes,
                       std::uint64_t rekey_packets, key_letters letters, Derive&& derive) {
        if (auto keyed = keys_.start(cipher, mac, letters, derive); !keyed) return keyed;
        out.shape(keys_.facts().shape);
        if (strict) sequence_ = 0;
        packets_ = 0;
        const std::uint64_t bytes = (std::min)(rekey_bytes, keys_.facts().bytes_per_key);
        budget_.start(bytes, rekey_packets);
        out.allow(bytes);
        compression_ = compression;
        deflater_.reset();
        return start_deflating(authenticated);
    }

    /// Begins to deflate if the method begins at this point of the connection; everything laid out before
    /// must be sealed.
    result<void> start_deflating(bool authenticated) {
        if (deflater_.has_value() || !starts_now<Compression...>(compression_, authenticated)) return {};
        result<void> done;
        deflater_.emplace_at(compression_);
        deflater_.visit([&](auto& stream) {
            if constexpr (requires { stream.start(); }) done = stream.start();
        });
        return done;
    }

    std::uint32_t sequence() const noexcept { return sequence_; }
    /// Sets the counters forward, to reach their bounds.
    void skip_to(std::uint32_t sequence, std::uint64_t packets) noexcept {
        sequence_ = sequence;
        packets_ = packets;
    }
    bool budget_is_spent() const noexcept { return budget_.is_spent(); }
    const protection_facts& facts() const noexcept { return keys_.facts(); }

  private:
    result<void> seal_slots(wire::outbox& out, random_ref random) {
        while (out.has_unsealed()) {
            if (packets_ > 0xffff'ffff) return security_error::sequence_number_exhausted;
            wire::outbox::slot slot = out.next_unsealed();
            if (auto filled = pad(slot.padding(), random); !filled) return filled;
            if (!keys_.seal(sequence_, slot.packet, slot.tag)) return security_error::backend_failed;
            out.mark_sealed();
            ++sequence_;
            ++packets_;
            budget_.spend(slot.packet.size() + slot.tag.size());
        }
        return {};
    }

    // A system call for each packet's few bytes would cost more than its encryption.
    result<void> pad(byte_span padding, random_ref random) {
        if (padding.size() > pool_.size() - used_) {
            if (!random.fill(pool_)) return security_error::random_failed;
            used_ = 0;
        }
        std::copy_n(pool_.begin() + static_cast<std::ptrdiff_t>(used_), padding.size(), padding.begin());
        used_ += padding.size();
        return {};
    }

    sealing<Ciphers, Macs> keys_;
    one_of<typename Compression::deflater...> deflater_;
    byte_buffer plain_;
    rekey_budget budget_;
    std::array<std::byte, 256> pool_{};
    std::size_t used_ = pool_.size();
    std::size_t compression_ = 0;
    std::uint64_t packets_ = 0;
    std::uint32_t sequence_ = 0;
};

} // namespace hawser::inline HAWSER_ABI::transport
