#pragma once
// Diffie-Hellman modulo a prime of any size (RFC 4253, section 8): one side's ephemeral key pair and what it agrees on.

#include <hawser/algorithm/cryptopp/guard.hpp>
#include <hawser/core/constant_time.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/random.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::kex {

/// 1 < value < prime - 1 (RFC 4253, section 8), for magnitudes and an odd prime: in a safe prime's group that leaves no
/// small subgroup. Not constant-time.
inline bool is_in_group(byte_view value, byte_view prime) noexcept {
    while (!value.empty() && value[0] == std::byte{0}) value = value.subspan(1);
    if (value.empty() || (value.size() == 1 && value[0] == std::byte{1})) return false;
    if (value.size() != prime.size()) return value.size() < prime.size();
    // the prime less one differs from it in the last byte alone
    const auto [own, other] = std::ranges::mismatch(value.first(value.size() - 1), prime);
    if (own != value.end() - 1) return *own < *other;
    return value.back() < (prime.back() ^ std::byte{1});
}

/// `Modexp` is constant-time in base and exponent. The numbers of the group are views that must stay.
template <class Modexp>
class dh_key_pair {
  public:
    /// The private exponent has 512 bits whatever the group: at least twice the strength of the largest (200 bits for
    /// 8192, by RFC 3526, section 8), which is all that generic attacks ask for, and twice the longest key of a cipher
    /// (RFC 4419, section 6.2); a longer one would only cost time. The same length everywhere tells nothing.
    static constexpr std::size_t exponent_size = 64;

    /// Makes the key pair. `prime` is odd, of more than eight bits, without leading zeros; 1 < generator < prime - 1. Errors:
    /// those of the random source; kex_value_weak when the group gives no usable value; not_enough_memory.
    result<void> start(random_ref random, byte_view prime, byte_view generator) {
        return cryptopp::guard([&]() -> result<void> {
            prime_ = prime;
            value_.resize(prime.size());
            if (auto filled = random.fill(private_.span()); !filled) return filled;
            if (constant_time_is_zero(private_.view())) return security_error::random_failed;
            Modexp::power(value_, generator, private_.view(), prime_);
            declassify_bytes(value_);
            if (!is_in_group(value_, prime_)) return security_error::kex_value_weak;
            return {};
        });
    }
    byte_view value() const noexcept { return value_; }

    /// Computes the secret and forgets the private exponent, once. Errors: kex_value_out_of_range for a peer's value outside
    /// 2 .. prime - 2; kex_value_weak for a secret of 0, 1 or prime - 1, which a group of safe primes does not have
    /// (NIST SP 800-56A, section 5.7.1.1); not_enough_memory.
    result<void> agree(byte_view peer) {
        auto agreed = cryptopp::guard([&]() -> result<void> {
            if (!is_in_group(peer, prime_)) return protocol_error::kex_value_out_of_range;
            secret_ = secret_bytes{prime_.size()};
            Modexp::power(secret_.span(), peer, private_.view(), prime_);
            if (is_degenerate(secret_.view())) return security_error::kex_value_weak;
            return {};
        });
        wipe(private_.span());
        return agreed;
    }
    /// As long as the prime.
    byte_view secret() const noexcept { return secret_.view(); }

  private:
    /// Whether a secret is 0, 1 or the prime less one: without its lowest bit, 0 or the prime less one.
    bool is_degenerate(byte_view value) const {
        secret_bytes even{value};
        even.span().back() &= ~std::byte{1};
        byte_vector most = to_vector(prime_);
        most.back() &= ~std::byte{1};
        return constant_time_is_zero(even.view()) || constant_time_equal(even.view(), most);
    }

    byte_view prime_;
    secret_array<exponent_size> private_;
    secret_bytes secret_;
    byte_vector value_;
};

} // namespace hawser::inline HAWSER_ABI::kex
