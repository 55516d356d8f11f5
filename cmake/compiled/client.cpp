// The TCP client of the default suite in compiled mode; its session is client_session.cpp.
#include <hawser/client/connect.hpp>
#include <hawser/client/sftp.hpp>

namespace hawser::inline HAWSER_ABI {
template class basic_client<modern, io::posix::socket>;
template class sftp_client<client<modern>>;
} // namespace hawser::inline HAWSER_ABI
