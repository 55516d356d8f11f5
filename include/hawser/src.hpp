#pragma once
// Include once, in one .cpp of a program built with HAWSER_SEPARATE_COMPILATION: every non-template body, and the sessions
// of the default suite.

#include <hawser/session/instantiate.hpp>
#include <hawser/src_bodies.hpp>
#include <hawser/suite/impl/modern.ipp>

namespace hawser::inline HAWSER_ABI {
template class session<role::client, modern>;
template class session<role::server, modern>;
} // namespace hawser::inline HAWSER_ABI
