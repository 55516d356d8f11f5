// Two KEXINITs, the client's and the server's, and what a suite of every algorithm makes of them.

#include <hawser/suite/impl/museum.ipp>
#include <hawser/suite/name_table.hpp>
#include <hawser/suite/negotiate.hpp>

#include "depth.hpp"
#include "script.hpp"

using namespace hawser;

static fuzzing::depth phases{"one decoded", "both decoded", "agreed",
                             "agreed on one name for cipher and MAC"};

static void encode(byte_buffer& out, const wire::kexinit& m) {
    wire::writer w{out};
    wire::encode(w, m);
}

/// The message, decoded, encoded and decoded again.
static result<wire::kexinit> decode(byte_view payload) {
    diagnostic details;
    auto m = wire::decode<wire::kexinit>(payload, &details);
    if (!m) return fuzzing::require_peer(m.error()), m;
    byte_buffer once, twice;
    encode(once, *m);
    // each of the two cipher lists may have lost the comma at its end
    fuzzing::require(once.size() <= payload.size() && payload.size() - once.size() <= 2, "as long as before");
    const auto again = wire::decode<wire::kexinit>(once.view());
    fuzzing::require(again.has_value(), "what we encode can be decoded");
    encode(twice, *again);
    fuzzing::require(std::ranges::equal(once.view(), twice.view()), "and is the same message");
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
        const auto agreed = negotiate(table_of<museum>, *client, *server, us, &details);
        if (!agreed) {
            fuzzing::require(agreed.error() == protocol_error::no_common_algorithm,
                             "nothing else can go wrong");
            fuzzing::require(!describe(agreed.error(), details).empty(), "it is told");
            continue;
        }
        phases.reach(2);
        const suite_table& table = table_of<museum>;
        const auto both_have = [&](algorithm_slot slot, std::string_view name) {
            fuzzing::require(wire::name_list{list_of(*client, slot)}.contains(name), "the client has it");
            fuzzing::require(wire::name_list{list_of(*server, slot)}.contains(name), "the server has it");
        };
        both_have(algorithm_slot::kex, table.kexes.names[agreed->kex]);
        both_have(algorithm_slot::host_key, table.host_keys.names[agreed->host_key]);
        for (direction way : {direction::client_to_server, direction::server_to_client}) {
            const direction_selection& chosen =
                way == direction::client_to_server ? agreed->client_to_server : agreed->server_to_client;
            const std::string_view cipher = table.ciphers.names[chosen.cipher];
            both_have(slot_of(algorithm_kind::cipher, way), cipher);
            both_have(slot_of(algorithm_kind::compression, way),
                      table.compressions.names[chosen.compression]);
            fuzzing::require(chosen.mac.has_value() != table.cipher_is_aead[chosen.cipher],
                             "a MAC is chosen where it is needed");
            if (chosen.mac) both_have(slot_of(algorithm_kind::mac, way), table.macs.names[*chosen.mac]);
            // RFC 5647, section 5.1: such a name is agreed for both, whatever stands before it among the MACs
            if (!table.cipher_is_named_as_mac[chosen.cipher]) continue;
            both_have(slot_of(algorithm_kind::mac, way), cipher);
            phases.reach(3);
        }
    }
    return 0;
}
