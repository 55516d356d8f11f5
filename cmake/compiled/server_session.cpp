// The server session of the default suite in compiled mode.
#include <hawser/session/instantiate.hpp>
#include <hawser/suite/impl/modern.ipp>

namespace hawser::inline HAWSER_ABI {
template class session<role::server, modern>;
} // namespace hawser::inline HAWSER_ABI
