#pragma once
// Our client with every algorithm there is, for peers of all ages; instantiated once for the whole program.

#include <hawser/suite/museum.hpp>

#include "interop/client.hpp"

namespace hawser::inline HAWSER_ABI {
#if HAWSER_HEADER_ONLY
extern template class session<role::client, museum>;
extern template class session<role::server, museum>;
#endif
extern template class basic_client<museum, io::posix::socket>;
} // namespace hawser::inline HAWSER_ABI

namespace interop {

using museum_client = hawser::client<museum>;

/// When a connection changes its keys; before its only command where the server takes no second one.
enum class rekeying : unsigned char { never, between_two_commands, before_the_command };

/// Connects with nothing but these choices (a list left empty is the museum's), logs in, has commands say something and
/// changes keys. Where that is not as it should be, the test fails with the choices' names. `number` makes the texts differ.
bool works(const peer& server, const choices& how, std::size_t number, rekeying when = rekeying::never);

/// What a server offers, as its KEXINIT lists it.
struct server_offer {
    std::vector<std::string> kexes, host_keys, ciphers, macs, compressions;
};
server_offer offer_of(const peer& server);

/// Whether a cipher takes no MAC of its own list.
bool authenticates_by_itself(std::string_view cipher);

} // namespace interop
