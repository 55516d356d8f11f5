#pragma once

#include <hawser/algorithm/native/limbs.hpp>
#include <hawser/algorithm/native/umac.hpp>

namespace hawser::inline HAWSER_ABI::native {

namespace detail {

/// POLY (section 5.3.2) with the prime 2^(8 * Bytes) - Offset. Values are kept below 2^(8 * Bytes), which may be the
/// prime and a little more, until they are asked for. Keys are below 2^(8 * Bytes - 7).
template <std::size_t Bytes, limb Offset>
class umac_polynomial {
  public:
    static constexpr std::size_t n = Bytes / limb_bytes;
    using number = std::array<limb, n>;

    umac_polynomial() noexcept { y_[0] = 1; }
    umac_polynomial(const umac_polynomial&) = delete;
    umac_polynomial& operator=(const umac_polynomial&) = delete;
    ~umac_polynomial() { hawser::wipe(std::as_writable_bytes(std::span{this, 1})); }

    void start(const number& key) noexcept { key_ = key; }

    void take(const number& m) noexcept {
        // What has its upper 32 bits set may be above the prime: it is marked, and made smaller. Both ways are
        // always gone.
        const limb marked = ~mask_if_nonzero((m[n - 1] >> (limb_bits - 32)) ^ 0xffffffff);
        constexpr number offset{Offset};
        number marker; // the prime less one
        marker.fill(~limb{0});
        marker[0] -= Offset;
        subtract(smaller_.data(), m.data(), offset.data(), n);
        step(other_, y_, marker);
        step(other_, other_, smaller_);
        step(y_, y_, m);
        select(y_.data(), marked, other_.data(), y_.data(), n);
    }

    const number& value() noexcept {
        constexpr number offset{Offset};
        const limb reached = add(other_.data(), y_.data(), offset.data(), n);
        select(y_.data(), limb{0} - reached, other_.data(), y_.data(), n);
        return y_;
    }

  private:
    /// out = y * key + m, but for multiples of the prime.
    void step(number& out, const number& y, const number& m) noexcept {
        native::multiply(product_.data(), y.data(), n, key_.data(), n);
        limb above = multiply_add(product_.data(), product_.data() + n, Offset, n);
        above += add(product_.data(), product_.data(), m.data(), n);
        for (int twice = 0; twice < 2; ++twice) {
            const number rest{above * Offset};
            above = add(product_.data(), product_.data(), rest.data(), n);
        }
        std::copy_n(product_.begin(), n, out.begin());
    }

    number key_{}, y_{}, other_{}, smaller_{};
    std::array<limb, 2 * n> product_{};
};

/// The second layer (section 5.3.1): POLY-64 over the first 16384 words, and POLY-128 from there on.
class umac_second_layer {
  public:
    umac_second_layer() noexcept = default;
    umac_second_layer(const umac_second_layer&) = delete;
    umac_second_layer& operator=(const umac_second_layer&) = delete;
    ~umac_second_layer() { wipe(std::as_writable_bytes(std::span{&pending_, 1})); }

    void start(const std::array<std::uint64_t, 3>& key) noexcept {
        narrow_.start(split<8>(0, key[0]));
        wide_.start(split<16>(key[1], key[2]));
    }
    void take(std::uint64_t word) noexcept {
        if (count_ < narrow_words) {
            narrow_.take(split<8>(0, word));
        } else {
            if (count_ == narrow_words) wide_.take(split<16>(0, joined(narrow_.value(), 0)));
            if (count_ % 2 == 0)
                pending_ = word;
            else
                wide_.take(split<16>(pending_, word));
        }
        ++count_;
    }
    void finish(std::uint64_t& upper, std::uint64_t& lower) noexcept {
        if (count_ <= narrow_words) {
            upper = 0;
            lower = joined(narrow_.value(), 0);
            return;
        }
        const bool odd = count_ % 2 != 0; // the count is public
        take(std::uint64_t{1} << 63);
        if (!odd) take(0);
        upper = joined(wide_.value(), 1);
        lower = joined(wide_.value(), 0);
    }

  private:
    static constexpr std::size_t narrow_words = (std::size_t{1} << 17) / 8;
    using narrow = umac_polynomial<8, 59>;
    using wide = umac_polynomial<16, 159>;

    template <std::size_t Bytes>
    static std::array<limb, Bytes / limb_bytes> split(std::uint64_t upper, std::uint64_t lower) noexcept {
        std::array<limb, Bytes / limb_bytes> out{};
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = static_cast<limb>((i * limb_bytes < 8 ? lower : upper) >> (i * limb_bits % 64));
        return out;
    }
    template <std::size_t N>
    static std::uint64_t joined(const std::array<limb, N>& number, std::size_t half) noexcept {
        std::uint64_t out = 0;
        for (std::size_t i = 0; i < 8 / limb_bytes; ++i)
            out |= std::uint64_t{number[half * (8 / limb_bytes) + i]} << (i * limb_bits % 64);
        return out;
    }

    narrow narrow_;
    wide wide_;
    std::uint64_t pending_ = 0;
    std::size_t count_ = 0;
};

inline constexpr std::uint64_t umac_p36 = (std::uint64_t{1} << 36) - 5;

/// Below 2^37 and congruent modulo the prime 2^36 - 5.
constexpr std::uint64_t umac_fold(std::uint64_t value) noexcept {
    return (value & (umac_p36 + 4)) + 5 * (value >> 36);
}

/// Modulo the prime 2^36 - 5.
inline std::uint64_t umac_modulo(std::uint64_t value) noexcept {
    value = umac_fold(umac_fold(value)); // below 2^36 + 10
    const std::uint64_t less = value - umac_p36;
    const std::uint64_t keep = value_barrier(std::uint64_t{0} - (less >> 63));
    return less ^ (keep & (less ^ value));
}

} // namespace detail

HAWSER_DECL void umac_hash::start(byte_view first, byte_view second, byte_view third,
                                  byte_view masks) noexcept {
    HAWSER_ASSERT(first.size() == first_key_size(streams_) && second.size() == second_key_size(streams_) &&
                  third.size() == third_key_size(streams_) && masks.size() == mask_size(streams_));
    constexpr std::uint64_t usable = 0x01ffffff01ffffff;
    for (std::size_t i = 0; i < first.size() / 4; ++i) keys_.first[i] = load_u32(first.data() + 4 * i);
    for (std::size_t s = 0; s < streams_; ++s) {
        for (std::size_t i = 0; i < 3; ++i)
            keys_.second[s][i] = load_u64(second.data() + 24 * s + 8 * i) & usable;
        for (std::size_t i = 0; i < 8; ++i)
            keys_.third[s][i] = detail::umac_modulo(load_u64(third.data() + 64 * s + 8 * i));
        keys_.masks[s] = load_u32(masks.data() + 4 * s);
    }
}

/// The first layer (section 5.2.1) over one block: at most 1024 bytes, filled up with zeros to whole units.
HAWSER_DECL void umac_hash::hash_block(byte_view block, sums& out) const noexcept {
    out.fill(std::uint64_t{8} * block.size());
    const std::size_t units = block.size() / unit_size;
    const byte_view rest = block.subspan(units * unit_size);
    nh_(keys_.first.data(), block.data(), units, out.data());
    if (!rest.empty() || units == 0) {
        secret_array<unit_size> padded;
        std::ranges::copy(rest, padded.span().begin());
        nh_(keys_.first.data() + units * unit_size / 4, padded.view().data(), 1, out.data());
    }
}

/// The third layer (section 5.4.1).
HAWSER_DECL std::uint32_t umac_hash::last_layer(std::size_t stream, std::uint64_t upper,
                                                std::uint64_t lower) const noexcept {
    std::uint64_t sum = 0; // below 2^55
    for (unsigned i = 0; i < 4; ++i) {
        sum += (upper >> (48 - 16 * i) & 0xffff) * keys_.third[stream][i];
        sum += (lower >> (48 - 16 * i) & 0xffff) * keys_.third[stream][4 + i];
    }
    return static_cast<std::uint32_t>(detail::umac_modulo(sum)) ^ keys_.masks[stream];
}

HAWSER_DECL void umac_hash::digest(byte_view message, byte_span out) const noexcept {
    HAWSER_ASSERT(out.size() == 4 * streams_);
    sums sum;
    if (message.size() <= block_size) {
        hash_block(message, sum);
        for (std::size_t s = 0; s < streams_; ++s) store_u32(out.data() + 4 * s, last_layer(s, 0, sum[s]));
    } else {
        std::array<detail::umac_second_layer, max_streams> layers;
        for (std::size_t s = 0; s < streams_; ++s) layers[s].start(keys_.second[s]);
        for (; !message.empty(); message = message.subspan(std::min(block_size, message.size()))) {
            hash_block(message.first(std::min(block_size, message.size())), sum);
            for (std::size_t s = 0; s < streams_; ++s) layers[s].take(sum[s]);
        }
        for (std::size_t s = 0; s < streams_; ++s) {
            std::uint64_t upper = 0, lower = 0;
            layers[s].finish(upper, lower);
            store_u32(out.data() + 4 * s, last_layer(s, upper, lower));
        }
    }
    wipe(std::as_writable_bytes(std::span{sum}));
}

} // namespace hawser::inline HAWSER_ABI::native
