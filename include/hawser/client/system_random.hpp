#pragma once
// The operating system's random source, for programs that do not bring one.

#include <hawser/core/random.hpp>

namespace hawser::inline HAWSER_ABI {

/// Valid for the whole program, from any thread.
random_ref system_random() noexcept;

} // namespace hawser::inline HAWSER_ABI

#if HAWSER_HEADER_ONLY
#include <hawser/client/impl/system_random.ipp>
#endif
