#pragma once
// Every algorithm of the library, whatever its grade: for audits, for tests, and for machines that should have been
// switched off long ago.
//
// Header-only, it is defined here; in compiled mode it is only declared, as <hawser/suite/modern.hpp> is.

#include <hawser/core/config.hpp>

namespace hawser::inline HAWSER_ABI {

struct museum;

} // namespace hawser::inline HAWSER_ABI

#if HAWSER_HEADER_ONLY
#include <hawser/suite/impl/museum.ipp>
#endif
