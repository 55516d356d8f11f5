#pragma once

#include <hawser/algorithm/native/impl/poly1305_sums.hpp>
#include <hawser/algorithm/native/poly1305.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::native {

HAWSER_DECL void poly1305::forget() noexcept {
    wipe(std::as_writable_bytes(std::span{r_}));
    wipe(std::as_writable_bytes(std::span{sum_}));
    wipe(pad_);
    wipe(rest_);
    rest_size_ = 0;
    ready_ = false;
}

HAWSER_DECL poly1305::~poly1305() { forget(); }

HAWSER_DECL bool poly1305::start(byte_view key) noexcept {
    forget();
    if (key.size() != key_size) return false;
    // RFC 8439, section 2.5: some bits of r are zero
    detail::scalar_130 r{};
    detail::add_block(r, load_little_u64(key.data()) & 0x0ffffffc0fffffff,
                      load_little_u64(key.data() + 8) & 0x0ffffffc0ffffffc, 0);
    detail::assign(r_, r);
    std::copy_n(key.begin() + size, size, pad_.begin());
    ready_ = true;
    return true;
}

HAWSER_DECL bool poly1305::update(byte_view bytes) noexcept {
    if (!ready_) return false;
    const auto keep = [this](byte_view some) {
        std::copy(some.begin(), some.end(), rest_.begin() + static_cast<std::ptrdiff_t>(rest_size_));
        rest_size_ += some.size();
    };
    if (rest_size_ > 0) {
        const std::size_t more = std::min(block_size - rest_size_, bytes.size());
        keep(bytes.first(more));
        if (rest_size_ < block_size) return true;
        bytes = bytes.subspan(more);
        detail::absorb(sum_, r_, rest_.data(), 1, 1);
        rest_size_ = 0;
    }
    const std::size_t whole = bytes.size() / block_size * block_size;
    detail::absorb_all(this_cpu(), sum_, r_, bytes.first(whole));
    keep(bytes.subspan(whole));
    return true;
}

HAWSER_DECL bool poly1305::final(byte_span out) noexcept {
    if (!ready_ || out.size() != size) return false;
    if (rest_size_ > 0) {
        rest_[rest_size_] = std::byte{1};
        std::fill(rest_.begin() + static_cast<std::ptrdiff_t>(rest_size_) + 1, rest_.end(), std::byte{0});
        detail::absorb(sum_, r_, rest_.data(), 1, 0);
    }
    const detail::scalar_130 sum = detail::canonical(detail::scalar_of(sum_));
    // (sum + pad) mod 2^128
    std::uint64_t low = sum.at[0] | sum.at[1] << 26 | sum.at[2] << 52;
    std::uint64_t high = sum.at[2] >> 12 | sum.at[3] << 14 | sum.at[4] << 40;
    const std::uint64_t pad = load_little_u64(pad_.data());
    low += pad;
    high += load_little_u64(pad_.data() + 8) + (low < pad ? 1 : 0);
    store_little_u64(out.data(), low);
    store_little_u64(out.data() + 8, high);
    forget();
    return true;
}

} // namespace hawser::inline HAWSER_ABI::native
