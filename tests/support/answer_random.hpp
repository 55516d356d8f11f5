#pragma once
// The generator that NIST's answer files are made with.

#include <hawser/core/bytes.hpp>
#include <hawser/core/result.hpp>

#include <cryptopp/aes.h>

#include <algorithm>
#include <array>

namespace hawser::testing {

/// AES-256-CTR (SP 800-90A), seeded with 48 bytes, without reseeding.
class answer_random {
  public:
    explicit answer_random(byte_view seed) { stir(seed); }

    result<void> fill(byte_span out) {
        for (std::size_t at = 0; at < out.size(); at += 16) {
            const auto block = next();
            std::copy_n(block.begin(), std::min<std::size_t>(16, out.size() - at), out.begin() + at);
        }
        stir(byte_vector(48));
        return {};
    }

  private:
    std::array<std::byte, 16> next() {
        for (std::size_t i = 16; i-- > 0;)
            if ((counter_[i] = static_cast<std::byte>(std::to_integer<int>(counter_[i]) + 1)) != std::byte{0})
                break;
        std::array<std::byte, 16> out;
        CryptoPP::AES::Encryption aes{reinterpret_cast<const CryptoPP::byte*>(key_.data()), key_.size()};
        aes.ProcessBlock(reinterpret_cast<const CryptoPP::byte*>(counter_.data()),
                         reinterpret_cast<CryptoPP::byte*>(out.data()));
        return out;
    }
    void stir(byte_view with) {
        byte_vector stirred;
        while (stirred.size() < 48) {
            const auto block = next();
            stirred.insert(stirred.end(), block.begin(), block.end());
        }
        for (std::size_t i = 0; i < 48; ++i) stirred[i] ^= with[i];
        std::copy_n(stirred.begin(), 32, key_.begin());
        std::copy_n(stirred.begin() + 32, 16, counter_.begin());
    }

    std::array<std::byte, 32> key_{};
    std::array<std::byte, 16> counter_{};
};

} // namespace hawser::testing
