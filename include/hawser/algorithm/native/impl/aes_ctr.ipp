#pragma once

#include <hawser/algorithm/native/aes_ctr.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::native {

HAWSER_DECL aes_key_stream::aes_key_stream(const aes_kernel& kernel, byte_view key, byte_view iv) noexcept
    : kernel_{kernel} {
    kernel.expand(key, keys_);
    std::ranges::copy(iv, counter_.span().begin());
}

HAWSER_DECL void aes_key_stream::apply(byte_span data) noexcept {
    const auto take_unused = [&] {
        const byte_span part = data.first(std::min(unused_, data.size()));
        const byte_view stream = last_.view().last(unused_);
        for (std::size_t i = 0; i < part.size(); ++i) part[i] ^= stream[i];
        unused_ -= part.size();
        data = data.subspan(part.size());
    };
    if (unused_ != 0) take_unused();
    const byte_span blocks = data.first(data.size() / 16 * 16);
    kernel_.ctr(keys_, counter_.span(), blocks);
    data = data.subspan(blocks.size());
    if (data.empty()) return;
    wipe(last_.span());
    kernel_.ctr(keys_, counter_.span(), last_.span());
    unused_ = last_.size();
    take_unused();
}

HAWSER_DECL result<void> any_aes_ctr::start(std::size_t key_size, byte_view key, byte_view iv,
                                            const aes_kernel* kernel) noexcept {
    ours_.reset();
    theirs_.reset();
    if (key.size() != key_size || iv.size() != iv_size) return usage_error::invalid_argument;
    if (kernel != nullptr) {
        ours_.emplace(*kernel, key, iv);
        return {};
    }
    return cryptopp::guard([&] {
        theirs_ = std::make_unique<other>();
        return theirs_->start(key, iv);
    });
}

HAWSER_DECL bool any_aes_ctr::apply(byte_span data) noexcept {
    if (ours_) {
        ours_->apply(data);
        return true;
    }
    return theirs_ && theirs_->apply(data);
}

} // namespace hawser::inline HAWSER_ABI::native
