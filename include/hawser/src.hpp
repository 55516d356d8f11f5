#pragma once
// Include once, in one .cpp of a program built with HAWSER_SEPARATE_COMPILATION: every non-template body, and the sessions
// and the TCP client of the default suite.

#include <hawser/client/connect.hpp>
#include <hawser/client/sftp.hpp>
#include <hawser/session/instantiate.hpp>
#include <hawser/src_bodies.hpp>
#include <hawser/suite/impl/modern.ipp>
#include <hawser/suite/impl/museum.ipp>

namespace hawser::inline HAWSER_ABI {
template class session<role::client, modern>;
template class session<role::server, modern>;
template class session<role::client, museum>;
template class session<role::server, museum>;
template class basic_client<modern, io::posix::socket>;
template class sftp_client<client<modern>>;
} // namespace hawser::inline HAWSER_ABI
