#pragma once
// poll(2) with a deadline on the steady clock, whatever signals arrive meanwhile.

#include <hawser/core/result.hpp>
#include <hawser/core/time.hpp>

#include <cstddef>
#include <cstdint>
#include <poll.h>
#include <span>

namespace hawser::inline HAWSER_ABI::io::posix {

/// The number of entries with something to tell, 0 at the deadline. A deadline in the past still looks once.
/// Adds the system calls made to `*calls`. Errors: those of poll(2), but never EINTR.
result<std::size_t> poll_until(std::span<pollfd> entries, deadline until, std::uint64_t* calls = nullptr);

} // namespace hawser::inline HAWSER_ABI::io::posix

#if HAWSER_HEADER_ONLY
#include <hawser/io/posix/impl/poll.ipp>
#endif
