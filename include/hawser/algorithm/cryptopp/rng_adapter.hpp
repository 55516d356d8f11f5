#pragma once
// A random source of ours in the shape that Crypto++ asks for.

#include <hawser/core/random.hpp>
#include <hawser/core/secret.hpp>

#include <cryptopp/cryptlib.h>

#include <system_error>

namespace hawser::inline HAWSER_ABI::cryptopp {

/// A failure of the source leaves as a std::system_error with the source's own code: call Crypto++ inside
/// `guard`, which turns it back into that error. Nothing random is produced then; the room asked to be filled
/// is wiped.
class rng_adapter final : public CryptoPP::RandomNumberGenerator {
  public:
    explicit rng_adapter(random_ref source) noexcept : source_{source} {}

    std::string AlgorithmName() const override { return "hawser::random_ref"; }

    void GenerateBlock(CryptoPP::byte* output, std::size_t size) override {
        const byte_span out{reinterpret_cast<std::byte*>(output), size};
        if (auto filled = source_.fill(out); !filled) {
            wipe(out);
            throw std::system_error{filled.error()};
        }
    }

  private:
    random_ref source_;
};

} // namespace hawser::inline HAWSER_ABI::cryptopp
