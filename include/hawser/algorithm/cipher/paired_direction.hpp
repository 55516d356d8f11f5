#pragma once
// What all ciphers that need a MAC beside them share: the two directions over a primitive.

#include <hawser/algorithm/primitive.hpp>
#include <hawser/core/bytes.hpp>
#include <hawser/core/secret.hpp>

namespace hawser::inline HAWSER_ABI::cipher {

/// Encrypts or decrypts with an engine that has `start(key, iv)` and `apply(blocks)`. After a failure nothing
/// works any more, and the data is wiped.
template <class Engine>
class paired_direction {
  public:
    paired_direction() = default;
    paired_direction(const paired_direction&) = delete;
    paired_direction& operator=(const paired_direction&) = delete;

    /// Errors: usage_error::invalid_argument for wrong sizes, and those of the backend.
    result<void> start(byte_view key, byte_view iv) {
        ready_ = false;
        auto keyed = engine_.start(key, iv);
        ready_ = keyed.has_value();
        return keyed;
    }

  protected:
    bool apply(byte_span blocks) noexcept {
        ready_ = ready_ && engine_.apply(blocks);
        if (!ready_) wipe(blocks);
        return ready_;
    }

  private:
    Engine engine_;
    bool ready_ = false;
};

/// The sealer and the opener of a paired cipher.
template <class Engine>
struct paired_sealer : paired_direction<Engine> {
    bool encrypt(byte_span blocks) noexcept { return this->apply(blocks); }
};
template <class Engine>
struct paired_opener : paired_direction<Engine> {
    bool decrypt(byte_span blocks) noexcept { return this->apply(blocks); }
};

/// The directions of a key stream, which are the same, and those of a chain of blocks.
template <stream_primitive Primitive>
struct stream_directions {
    static constexpr bool cbc = false;
    using sealer = paired_sealer<Primitive>;
    using opener = paired_opener<Primitive>;
};
template <cbc_primitive Primitive>
struct cbc_directions {
    static constexpr bool cbc = true;
    using sealer = paired_sealer<typename Primitive::encryption>;
    using opener = paired_opener<typename Primitive::decryption>;
};

} // namespace hawser::inline HAWSER_ABI::cipher
