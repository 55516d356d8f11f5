// The server session of the suite of everything in compiled mode.
#include <hawser/session/instantiate.hpp>
#include <hawser/suite/impl/museum.ipp>

namespace hawser::inline HAWSER_ABI {
template class session<role::server, museum>;
} // namespace hawser::inline HAWSER_ABI
