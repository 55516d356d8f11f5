#pragma once
// HMAC (RFC 2104) over any digest that can be copied. The two padded key blocks are hashed once per key, not
// once per message as the class of Crypto++ does: for a short packet that is almost half of the work.

#include <hawser/algorithm/digest.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>
#include <concepts>

namespace hawser::inline HAWSER_ABI::cryptopp {

/// Keyed by `start`, then any number of messages: `update` any number of times, `final` once. Before `start`,
/// and after a failure of the digest, everything fails until the next `start`. Copies of the key are wiped by
/// destruction.
template <digest Digest>
    requires std::copyable<Digest>
class hmac {
  public:
    static constexpr std::size_t size = Digest::size;
    static constexpr std::size_t block_size = Digest::block_size;

    /// A key of any length. Errors: backend_failed.
    result<void> start(byte_view key) noexcept {
        ready_ = false;
        secret_array<block_size> block;
        Digest fresh;
        if (key.size() > block_size) {
            if (!fresh.update(key) || !fresh.final(block.span().first(size)))
                return security_error::backend_failed;
        } else {
            std::ranges::copy(key, block.span().begin());
        }
        const auto xor_all = [&](std::byte pad) {
            for (std::byte& b : block.span()) b ^= pad;
        };
        inner_start_ = outer_start_ = fresh = Digest{};
        xor_all(std::byte{0x36});
        if (!inner_start_.update(block.view())) return security_error::backend_failed;
        xor_all(std::byte{0x36 ^ 0x5c});
        if (!outer_start_.update(block.view())) return security_error::backend_failed;
        inner_ = inner_start_;
        ready_ = true;
        return {};
    }

    bool update(byte_view bytes) noexcept { return ready_ = ready_ && inner_.update(bytes); }

    /// `out` has exactly `size` bytes.
    bool final(byte_span out) noexcept {
        secret_array<size> digest;
        ready_ = ready_ && out.size() == size && inner_.final(digest.span());
        if (!ready_) return false;
        outer_ = outer_start_;
        ready_ = outer_.update(digest.view()) && outer_.final(out);
        inner_ = inner_start_;
        return ready_;
    }

  private:
    Digest inner_start_, outer_start_, inner_, outer_;
    bool ready_ = false;
};

} // namespace hawser::inline HAWSER_ABI::cryptopp
