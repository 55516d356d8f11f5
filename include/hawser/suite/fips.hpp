#pragma once
// Approved algorithms alone; see <hawser/suite/fips_suite.hpp> for what that claims, and what it does not.
//
// Header-only, it is defined here; in compiled mode it is only declared, as <hawser/suite/modern.hpp> is.

#include <hawser/core/config.hpp>

namespace hawser::inline HAWSER_ABI {

struct fips;

} // namespace hawser::inline HAWSER_ABI

#if HAWSER_HEADER_ONLY
#include <hawser/suite/impl/fips.ipp>
#endif
