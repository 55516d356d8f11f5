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

/// Connects with nothing but these choices (a list left empty is the museum's), logs in, has a command say something,
/// and changes keys in between when `rekeys`. Empty when all was as it should be, else what was not. `number` makes the
/// texts differ.
std::string try_choices(const peer& server, const choices& how, std::size_t number, bool rekeys = false);
/// The same, and where it fails the test names the choices. True when it was as it should be.
bool works(const peer& server, const choices& how, std::size_t number, bool rekeys = false);

/// What a server offers, as its KEXINIT lists it.
struct server_offer {
    std::vector<std::string> kexes, host_keys, ciphers, macs, compressions;
};
server_offer offer_of(const peer& server);

/// Whether a cipher takes no MAC of its own list.
bool authenticates_by_itself(std::string_view cipher);

/// What a description of choices reads like.
std::string name_of(const choices& how);

} // namespace interop
