#pragma once

#include <hawser/algorithm/native/chacha20.hpp>
#include <hawser/algorithm/native/impl/chacha20_kernels.hpp>
#include <hawser/algorithm/native/little_endian.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/secret.hpp>

namespace hawser::inline HAWSER_ABI::native {

HAWSER_DECL chacha20::~chacha20() { wipe(std::as_writable_bytes(std::span{state_})); }

HAWSER_DECL result<void> chacha20::start(byte_view key) noexcept {
    if (key.size() != key_size) return usage_error::invalid_argument;
    const byte_view constants = as_bytes("expand 32-byte k");
    for (std::size_t i = 0; i < 4; ++i) state_[i] = load_little_u32(constants.data() + 4 * i);
    for (std::size_t i = 0; i < 8; ++i) state_[4 + i] = load_little_u32(key.data() + 4 * i);
    return {};
}

HAWSER_DECL bool chacha20::restart(byte_view nonce) noexcept {
    if (nonce.size() != nonce_size) return false;
    state_[12] = state_[13] = 0;
    state_[14] = load_little_u32(nonce.data());
    state_[15] = load_little_u32(nonce.data() + 4);
    return true;
}

HAWSER_DECL bool chacha20::apply(byte_span data) noexcept {
    detail::chacha20_apply(detail::chacha20_kernel_for(this_cpu()), state_, data);
    return true;
}

} // namespace hawser::inline HAWSER_ABI::native
