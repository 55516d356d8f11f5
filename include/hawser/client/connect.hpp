#pragma once
// The short way to a verified connection: TCP, identifications, key exchange, host key.

#include <hawser/client/basic_client.hpp>
#include <hawser/client/system_random.hpp>
#include <hawser/io/posix/connect.hpp>

namespace hawser::inline HAWSER_ABI {

/// A client over TCP.
template <class Suite>
using client = basic_client<Suite, io::posix::socket>;

/// Connects to a host, exchanges keys, and has the verifier judge the host key. `options.timeout` bounds the
/// connecting and the handshake, each. Throws `hawser::error`.
template <class Suite, host_verifier Verifier>
client<Suite> connect(std::string_view host, std::uint16_t port, Verifier verify,
                      client_options options = {}) {
    failure out;
    io::posix::connect_options how;
    how.until = io::posix::socket::now() + options.timeout;
    auto stream = io::posix::connect(host, port, how, &out.details);
    if (!stream) {
        out.code = stream.error();
        throw_if(std::move(out));
    }
    options.host = host;
    options.port = port;
    return client<Suite>{std::move(*stream), std::move(options), system_random(), verify};
}

#if !HAWSER_HEADER_ONLY
extern template class basic_client<modern, io::posix::socket>;
extern template class basic_client<compatible, io::posix::socket>;
extern template class basic_client<fips, io::posix::socket>;
extern template class basic_client<museum, io::posix::socket>;
#endif

} // namespace hawser::inline HAWSER_ABI
