#pragma once
// The sessions of null_session.hpp. Included by one .cpp of a test program.

#include <hawser/session/instantiate.hpp>

#include "support/null_session.hpp"
#include "support/raw_null_suite.hpp"

namespace hawser::inline HAWSER_ABI {
template class session<role::client, testing::null_algorithms>;
template class session<role::server, testing::null_algorithms>;
} // namespace hawser::inline HAWSER_ABI
