#pragma once
// The operating system as a random source.

#include <hawser/core/bytes.hpp>
#include <hawser/core/result.hpp>

namespace hawser::inline HAWSER_ABI::io::posix {

/// Every call asks the system, and nothing is kept between calls, so that a process and its fork never share bytes. One
/// system call each: who needs many small pieces that are no secrets, such as padding, asks for a block of them.
class system_random {
  public:
    /// Errors: security_error::random_failed, and then `out` has been wiped. There is no fallback.
    result<void> fill(byte_span out) noexcept;
};

} // namespace hawser::inline HAWSER_ABI::io::posix

#if HAWSER_HEADER_ONLY
#include <hawser/io/posix/impl/system_random.ipp>
#endif
