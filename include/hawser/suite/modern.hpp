#pragma once
// The default suite: algorithms of grade preferred, and delayed compression for those who ask for it.
//
// Header-only, it is defined here, with the headers of its algorithms. In compiled mode it is only declared,
// for then <hawser/src.hpp> alone needs the definition (impl/modern.ipp), and its users see no header of an
// algorithm or of Crypto++.

#include <hawser/core/config.hpp>

namespace hawser::inline HAWSER_ABI {

struct modern;

} // namespace hawser::inline HAWSER_ABI

#if HAWSER_HEADER_ONLY
#include <hawser/suite/impl/modern.ipp>
#endif
