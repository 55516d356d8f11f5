// Two KEXINITs, the client's and the server's, and what the default suite makes of them.

#include <hawser/suite/impl/modern.ipp>
#include <hawser/suite/name_table.hpp>
#include <hawser/suite/negotiate.hpp>

#include "depth.hpp"
#include "script.hpp"

using namespace hawser;

static fuzzing::depth phases{"one decoded", "both decoded", "agreed"};

/// The message, decoded, encoded and decoded again.
static result<wire::kexinit> decode(byte_view payload) {
    diagnostic details;
    auto m = wire::decode<wire::kexinit>(payload, &details);
    if (!m) return fuzzing::require_peer(m.error()), m;
    byte_buffer out;
    wire::writer w{out};
    wire::encode(w, *m);
    fuzzing::require(out.size() == payload.size(), "as long as before");
    phases.reach(0);
    return m;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzzing::script input{data, size};
    const byte_view first = input.string();
    const auto client = decode(first.empty() ? as_bytes("?") : first);
    const byte_view second = input.rest();
    const auto server = decode(second.empty() ? as_bytes("?") : second);
    if (!client || !server) return 0;
    phases.reach(1);
    (void)guess_is_right(*client, *server);
    for (role us : {role::client, role::server}) {
        diagnostic details;
        const auto agreed = negotiate(table_of<modern>, *client, *server, us, &details);
        if (!agreed) {
            fuzzing::require(agreed.error() == protocol_error::no_common_algorithm,
                             "nothing else can go wrong");
            fuzzing::require(!describe(agreed.error(), details).empty(), "it is told");
            continue;
        }
        phases.reach(2);
        const std::string_view kex = table_of<modern>.kexes.names[agreed->kex];
        fuzzing::require(wire::name_list{client->kex_algorithms}.contains(kex), "the client has it");
        fuzzing::require(wire::name_list{server->kex_algorithms}.contains(kex), "the server has it");
    }
    return 0;
}
