#pragma once
// The default suite, and behind it the algorithms that servers of ten years ago need: SHA-1 and CBC, nothing of grade
// broken.
//
// Header-only, it is defined here; in compiled mode it is only declared, as <hawser/suite/modern.hpp> is.

#include <hawser/core/config.hpp>

namespace hawser::inline HAWSER_ABI {

struct compatible;

} // namespace hawser::inline HAWSER_ABI

#if HAWSER_HEADER_ONLY
#include <hawser/suite/impl/compatible.ipp>
#endif
