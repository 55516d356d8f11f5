#pragma once
// Include once, in one .cpp of a program built with HAWSER_SEPARATE_COMPILATION that uses another preset than the default
// suite: the sessions and TCP clients of all the others, from which the linker takes what is used.

#if !defined(HAWSER_SEPARATE_COMPILATION)
#error "define HAWSER_SEPARATE_COMPILATION for the whole program to use <hawser/src_presets.hpp>"
#endif

#include <hawser/client/connect.hpp>
#include <hawser/client/sftp.hpp>
#include <hawser/session/instantiate.hpp>
#include <hawser/suite/impl/compatible.ipp>
#include <hawser/suite/impl/fips.ipp>
#include <hawser/suite/impl/museum.ipp>

namespace hawser::inline HAWSER_ABI {
template class session<role::client, compatible>;
template class session<role::server, compatible>;
template class basic_client<compatible, io::posix::socket>;
template class sftp_client<client<compatible>>;

template class session<role::client, fips>;
template class session<role::server, fips>;
template class basic_client<fips, io::posix::socket>;
template class sftp_client<client<fips>>;

template class session<role::client, museum>;
template class session<role::server, museum>;
template class basic_client<museum, io::posix::socket>;
template class sftp_client<client<museum>>;
} // namespace hawser::inline HAWSER_ABI
