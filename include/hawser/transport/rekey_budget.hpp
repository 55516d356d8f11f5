#pragma once
// How much one set of keys may carry before it is changed (RFC 4253, section 9; RFC 4344, section 3).

#include <hawser/core/limits.hpp>

#include <algorithm>
#include <cstdint>

namespace hawser::inline HAWSER_ABI::transport {

/// The bytes and packets of one direction under its present keys.
class rekey_budget {
  public:
    /// Starts anew with fresh keys; `bytes` is the lesser of the user's limit and the cipher's.
    void start(std::uint64_t bytes, std::uint64_t packets) noexcept {
        bytes_left_ = bytes;
        packets_left_ = (std::min)(packets, limits::packets_per_key);
    }
    void spend(std::uint64_t bytes, std::uint64_t packets = 1) noexcept {
        bytes_left_ -= (std::min)(bytes_left_, bytes);
        packets_left_ -= (std::min)(packets_left_, packets);
    }
    bool is_spent() const noexcept { return bytes_left_ == 0 || packets_left_ == 0; }

  private:
    std::uint64_t bytes_left_ = limits::rekey_bytes;
    std::uint64_t packets_left_ = limits::packets_per_key;
};

} // namespace hawser::inline HAWSER_ABI::transport
