#pragma once
// Bounds on keys and on key exchange that a program may change while it runs.

#include <hawser/core/limits.hpp>

namespace hawser::inline HAWSER_ABI {

struct key_policy {
    /// RSA moduli, and groups that the server of a group exchange chooses, of fewer bits are refused: both are attacked
    /// alike (NIST SP 800-57 part 1, table 2). Nothing under 1024 is ever taken, whatever stands here.
    std::size_t modulus_bits_minimum = limits::modulus_bits_minimum;
    /// The size of group that a client asks for in a group exchange (RFC 4419), and the largest it takes, up to
    /// limits::group_bits_maximum. What is out of order is brought between the bounds.
    std::size_t group_bits_preferred = limits::group_bits_preferred;
    std::size_t group_bits_maximum = limits::group_bits_maximum;
};

} // namespace hawser::inline HAWSER_ABI
