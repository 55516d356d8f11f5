#pragma once

#include <hawser/algorithm/native/rfc6979.hpp>

#include <algorithm>
#include <array>

namespace hawser::inline HAWSER_ABI::native {

HAWSER_DECL result<void> rfc6979_nonces::start(byte_view key, byte_view hash) {
    started_ = false;
    std::ranges::fill(v(), std::byte{1});
    std::ranges::fill(k(), std::byte{0});
    if (auto stirred = stir(std::byte{0}, key, hash); !stirred) return stirred;
    return stir(std::byte{1}, key, hash);
}

HAWSER_DECL result<void> rfc6979_nonces::next(byte_span nonce) {
    if (started_)
        if (auto stirred = stir(std::byte{0}, {}, {}); !stirred) return stirred;
    started_ = true;
    for (std::size_t done = 0; done < scalar_size_;) {
        if (auto turned = turn(); !turned) return turned;
        const std::size_t size = std::min(scalar_size_ - done, hmac_size_);
        std::ranges::copy(v().first(size), nonce.subspan(done).begin());
        done += size;
    }
    if (spare_bits_ != 0) // bits2int keeps the leftmost bits
        for (std::size_t i = scalar_size_; i-- > 0;)
            nonce[i] = nonce[i] >> spare_bits_ | (i == 0 ? std::byte{0} : nonce[i - 1] << (8 - spare_bits_));
    return {};
}

HAWSER_DECL result<void> rfc6979_nonces::stir(std::byte mark, byte_view key, byte_view hash) {
    if (auto made = hmac_(k(), std::array<byte_view, 4>{v(), {&mark, 1}, key, hash}, k()); !made) return made;
    return turn();
}

HAWSER_DECL result<void> rfc6979_nonces::turn() { return hmac_(k(), std::array<byte_view, 1>{v()}, v()); }

} // namespace hawser::inline HAWSER_ABI::native
