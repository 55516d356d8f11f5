#pragma once
// Random sources that are not random: seeded, repeating, failing.

#include <hawser/core/error.hpp>
#include <hawser/core/random.hpp>

#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

namespace hawser::testing {

/// The same bytes for the same seed, on every machine (splitmix64), however they are asked for.
class fixed_random {
  public:
    explicit fixed_random(std::uint64_t seed = 1) noexcept : state_{seed} {}

    result<void> fill(byte_span out) noexcept {
        for (std::byte& b : out) b = static_cast<std::byte>(byte());
        return {};
    }
    /// A number below `end`, for tests that draw; the bias is of no matter there.
    std::uint64_t below(std::uint64_t end) noexcept { return end == 0 ? 0 : next() % end; }
    byte_vector bytes(std::size_t size) {
        byte_vector out(size);
        (void)fill(out);
        return out;
    }

  private:
    std::uint64_t next() noexcept {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    std::uint64_t byte() noexcept {
        if (left_ == 0) {
            word_ = next();
            left_ = 8;
        }
        --left_;
        return std::exchange(word_, word_ >> 8) & 0xff;
    }

    std::uint64_t state_;
    std::uint64_t word_ = 0;
    int left_ = 0;
};

/// Like fixed_random, and remembers what it gave for anything as large as a key.
class noting_random {
  public:
    explicit noting_random(std::uint64_t seed = 1) noexcept : random_{seed} {}

    result<void> fill(byte_span out) {
        auto filled = random_.fill(out);
        if (out.size() >= 32) given.push_back(to_vector(out));
        return filled;
    }

    std::vector<byte_vector> given;

  private:
    fixed_random random_;
};

/// The same few bytes again and again: a source that has broken without noticing.
class repeating_random {
  public:
    explicit repeating_random(byte_vector pattern = {std::byte{0}}) : pattern_{std::move(pattern)} {
        if (pattern_.empty()) HAWSER_THROW(std::invalid_argument("an empty pattern"));
    }

    result<void> fill(byte_span out) noexcept {
        for (std::byte& b : out) {
            b = pattern_[at_];
            at_ = (at_ + 1) % pattern_.size();
        }
        return {};
    }

  private:
    byte_vector pattern_;
    std::size_t at_ = 0;
};

/// Serves `calls` calls like fixed_random, then only fails, with random_failed.
class failing_random {
  public:
    explicit failing_random(std::size_t calls = 0, std::uint64_t seed = 1) noexcept
        : calls_left_{calls},
          good_{seed} {}

    result<void> fill(byte_span out) noexcept {
        if (calls_left_ == 0) return security_error::random_failed;
        --calls_left_;
        return good_.fill(out);
    }

  private:
    std::size_t calls_left_;
    fixed_random good_;
};

} // namespace hawser::testing
