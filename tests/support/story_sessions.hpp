#pragma once
// The sessions of a story, for the one .cpp of a test program that instantiates them in header-only mode.

#include <hawser/session/session.hpp>
#include <hawser/suite/modern.hpp>

#if HAWSER_HEADER_ONLY
namespace hawser::inline HAWSER_ABI {
template class session<role::client, modern>;
template class session<role::server, modern>;
} // namespace hawser::inline HAWSER_ABI
#endif
