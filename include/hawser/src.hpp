#pragma once
// Include once, in one .cpp of a program built with HAWSER_SEPARATE_COMPILATION: every non-template body, and the sessions
// and the TCP client of the default suite. For another preset include <hawser/src_presets.hpp> too, in another file.

#include <hawser/client/connect.hpp>
#include <hawser/client/sftp.hpp>
#include <hawser/session/instantiate.hpp>
#include <hawser/src_bodies.hpp>
#include <hawser/suite/impl/modern.ipp>

namespace hawser::inline HAWSER_ABI {
template class session<role::client, modern>;
template class session<role::server, modern>;
template class basic_client<modern, io::posix::socket>;
template class sftp_client<client<modern>>;
} // namespace hawser::inline HAWSER_ABI
