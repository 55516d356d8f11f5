#pragma once

#include <hawser/algorithm/native/aes_gcm.hpp>
#include <hawser/core/constant_time.hpp>

namespace hawser::inline HAWSER_ABI::native {

namespace detail {

inline bool gcm_sizes_fit(byte_view nonce, byte_view data, byte_view tag) noexcept {
    return nonce.size() == 12 && tag.size() == 16 && data.size() <= aes_gcm_engine::most_data;
}

} // namespace detail

HAWSER_DECL aes_gcm_engine::aes_gcm_engine(const aes_kernel& kernel, byte_view key) noexcept
    : kernel_{kernel} {
    kernel.gcm_start(key, key_);
}

HAWSER_DECL bool aes_gcm_engine::seal(byte_view nonce, byte_view associated, byte_span data,
                                      byte_span tag) noexcept {
    if (!detail::gcm_sizes_fit(nonce, data, tag)) return false;
    kernel_.gcm(key_, {nonce, associated, data, tag}, gcm_direction::seal);
    return true;
}

HAWSER_DECL bool aes_gcm_engine::open(byte_view nonce, byte_view associated, byte_span data,
                                      byte_view tag) noexcept {
    bool genuine = false;
    if (detail::gcm_sizes_fit(nonce, data, tag)) {
        secret_array<16> expected;
        kernel_.gcm(key_, {nonce, associated, data, expected.span()}, gcm_direction::open);
        genuine = constant_time_equal(expected.view(), tag);
    }
    // Decryption runs along with the check, in one pass; what it made of a forgery must not be seen.
    if (!genuine) wipe(data);
    return genuine;
}

HAWSER_DECL result<void> any_aes_gcm::start(std::size_t key_size, byte_view key,
                                            const aes_kernel* kernel) noexcept {
    ours_.reset();
    theirs_.reset();
    if (key.size() != key_size) return usage_error::invalid_argument;
    if (kernel != nullptr) {
        ours_.emplace(*kernel, key);
        return {};
    }
    return cryptopp::guard([&] {
        theirs_ = std::make_unique<cryptopp::any_aes_gcm>();
        return theirs_->start(key);
    });
}

HAWSER_DECL bool any_aes_gcm::seal(byte_view nonce, byte_view associated, byte_span data,
                                   byte_span tag) noexcept {
    if (ours_) return ours_->seal(nonce, associated, data, tag);
    return theirs_ && theirs_->seal(nonce, associated, data, tag);
}

HAWSER_DECL bool any_aes_gcm::open(byte_view nonce, byte_view associated, byte_span data,
                                   byte_view tag) noexcept {
    if (ours_) return ours_->open(nonce, associated, data, tag);
    if (theirs_) return theirs_->open(nonce, associated, data, tag);
    wipe(data);
    return false;
}

} // namespace hawser::inline HAWSER_ABI::native
