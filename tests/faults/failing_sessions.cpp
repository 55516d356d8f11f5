// The sessions whose crypto fails, instantiated once.
#include <hawser/session/instantiate.hpp>

#include "faults/failing_suite.hpp"

namespace hawser::inline HAWSER_ABI {
template class session<role::client, testing::failing_algorithms>;
template class session<role::server, testing::failing_algorithms>;
} // namespace hawser::inline HAWSER_ABI
