#pragma once
// UMAC (RFC 4418): a universal hash of the message, hidden by a pad that a block cipher makes of the nonce.

#include <hawser/algorithm/native/cpu.hpp>
#include <hawser/algorithm/primitive.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>
#include <array>

namespace hawser::inline HAWSER_ABI::native {

/// NH (RFC 4418, section 5.2.2): adds to each sum what its key makes of `units` times 32 bytes of message. The keys
/// begin four words after one another.
using umac_nh = void (*)(const std::uint32_t* key, const std::byte* message, std::size_t units,
                         std::uint64_t* sums) noexcept;

/// The quickest for so many sums (1 to 4) on a processor with these features; cpu_features{} gives the portable one.
umac_nh umac_nh_for(std::size_t sums, const cpu_features& cpu) noexcept;

/// UHASH (RFC 4418, section 5). Time and memory accesses depend on the message's length, and on nothing else of it
/// or of the key. Keys are wiped by destruction.
class umac_hash {
  public:
    /// `streams` is the number of 32-bit words of a hash, 1 to 4: that many hashes with keys of their own.
    explicit umac_hash(std::size_t streams, const cpu_features& cpu = this_cpu()) noexcept
        : streams_{streams},
          nh_{umac_nh_for(streams, cpu)} {}
    umac_hash(const umac_hash&) = delete;
    umac_hash& operator=(const umac_hash&) = delete;
    ~umac_hash() { wipe(std::as_writable_bytes(std::span{&keys_, 1})); }

    /// Bytes of key material that each layer takes: L1Key, L2Key, L3Key1 and L3Key2 of section 5.1.
    static constexpr std::size_t first_key_size(std::size_t streams) noexcept {
        return block_size + 16 * (streams - 1);
    }
    static constexpr std::size_t second_key_size(std::size_t streams) noexcept { return 24 * streams; }
    static constexpr std::size_t third_key_size(std::size_t streams) noexcept { return 64 * streams; }
    static constexpr std::size_t mask_size(std::size_t streams) noexcept { return 4 * streams; }

    void start(byte_view first, byte_view second, byte_view third, byte_view masks) noexcept;
    /// The hash of a whole message of any length; `out` has four bytes for each stream.
    void digest(byte_view message, byte_span out) const noexcept;

  private:
    static constexpr std::size_t block_size = 1024, unit_size = 32, max_streams = 4;
    using sums = std::array<std::uint64_t, max_streams>;

    void hash_block(byte_view block, sums& out) const noexcept;
    std::uint32_t last_layer(std::size_t stream, std::uint64_t upper, std::uint64_t lower) const noexcept;

    struct key_material {
        std::array<std::uint32_t, (block_size + 16 * (max_streams - 1)) / 4> first{};
        std::array<std::array<std::uint64_t, 3>, max_streams>
            second{}; // of POLY-64, and upper and lower of POLY-128
        std::array<std::array<std::uint64_t, 8>, max_streams> third{};
        std::array<std::uint32_t, max_streams> masks{};
    };
    std::size_t streams_;
    umac_nh nh_;
    key_material keys_;
};

/// UMAC with a tag of 4, 8, 12 or 16 bytes. Keyed by `start`, which may be called again; a failure is final until then.
template <block_primitive Block, std::size_t TagSize>
    requires(TagSize % 4 == 0 && TagSize >= 4 && TagSize <= 16 && Block::block_size == 16 &&
             Block::key_size == 16)
class umac {
  public:
    static constexpr std::size_t key_size = Block::key_size;
    static constexpr std::size_t size = TagSize;

    /// Errors: usage_error::invalid_argument for a key of another size, and those of the block cipher.
    result<void> start(byte_view key) noexcept {
        ready_ = made_pad_ = false;
        if (key.size() != key_size) return usage_error::invalid_argument;
        Block deriver;
        if (auto keyed = deriver.start(key); !keyed) return keyed;
        secret_array<umac_hash::first_key_size(streams)> first;
        secret_array<umac_hash::second_key_size(streams)> second;
        secret_array<umac_hash::third_key_size(streams)> third;
        secret_array<umac_hash::mask_size(streams)> masks;
        secret_array<key_size> pad_key;
        const bool derived = derive(deriver, 0, pad_key.span()) && derive(deriver, 1, first.span()) &&
                             derive(deriver, 2, second.span()) && derive(deriver, 3, third.span()) &&
                             derive(deriver, 4, masks.span());
        if (!derived) return security_error::backend_failed;
        if (auto keyed = pads_.start(pad_key.view()); !keyed) return keyed;
        hash_.start(first.view(), second.view(), third.view(), masks.view());
        ready_ = true;
        return {};
    }

    /// The tag of a whole message. The nonce has 1 to 16 bytes, as many for every message of a key; one that serves two
    /// messages gives forgeries away. `tag` has exactly `size` bytes. False when the block cipher failed.
    bool compute(byte_view nonce, byte_view message, byte_span tag) noexcept {
        if (!ready_ || nonce.empty() || nonce.size() > Block::block_size || tag.size() != size) return false;
        // Section 3.3.1: short tags share a block, and the nonce's lowest bits say which part of it is theirs.
        std::array<std::byte, Block::block_size> block{};
        std::ranges::copy(nonce, block.begin());
        std::byte& last = block[nonce.size() - 1];
        const std::size_t part = std::to_integer<std::size_t>(last) & (tags_in_block - 1);
        last ^= static_cast<std::byte>(part);
        if (!made_pad_ || block != pad_nonce_) {
            made_pad_ = false;
            std::ranges::copy(block, pad_.span().begin());
            if (!pads_.apply(pad_.span())) return ready_ = false;
            pad_nonce_ = block;
            made_pad_ = true;
        }
        hash_.digest(message, tag);
        for (std::size_t i = 0; i < size; ++i) tag[i] ^= pad_.view()[part * size + i];
        return true;
    }

  private:
    static constexpr std::size_t streams = TagSize / 4;
    static constexpr std::size_t tags_in_block = TagSize <= 8 ? Block::block_size / TagSize : 1;

    /// KDF of section 3.2.1.
    static bool derive(Block& cipher, std::uint64_t index, byte_span out) noexcept {
        secret_array<Block::block_size> block;
        for (std::uint64_t i = 1; !out.empty(); ++i) {
            store_u64(block.span().data(), index);
            store_u64(block.span().data() + 8, i);
            if (!cipher.apply(block.span())) return false;
            const std::size_t n = std::min(out.size(), block.size());
            std::ranges::copy(block.view().first(n), out.begin());
            out = out.subspan(n);
        }
        return true;
    }

    umac_hash hash_{streams};
    Block pads_;
    secret_array<Block::block_size> pad_;
    std::array<std::byte, Block::block_size>
        pad_nonce_{}; // what `pad_` was made of: two sequence numbers of UMAC-64
    bool made_pad_ = false;
    bool ready_ = false;
};

} // namespace hawser::inline HAWSER_ABI::native

#if HAWSER_HEADER_ONLY
#include <hawser/algorithm/native/impl/umac.ipp>
#include <hawser/algorithm/native/impl/umac_nh.ipp>
#endif
