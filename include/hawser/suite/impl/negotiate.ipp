#pragma once

#include <hawser/core/error.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/suite/negotiate.hpp>

namespace hawser::inline HAWSER_ABI {

namespace detail {

/// The slots of one direction.
struct direction_slots {
    algorithm_slot cipher, mac, compression;

    explicit direction_slots(direction d) noexcept
        : cipher{slot_of(algorithm_kind::cipher, d)},
          mac{slot_of(algorithm_kind::mac, d)},
          compression{slot_of(algorithm_kind::compression, d)} {}
};

/// The negotiation at work: it remembers the first slot that has no common name.
class chooser {
  public:
    chooser(const suite_table& table, const wire::kexinit& client, const wire::kexinit& server) noexcept
        : table_{table},
          client_{client},
          server_{server} {}

    std::size_t choose(algorithm_slot slot) noexcept {
        const name_table& known = table_.of(kind_of(slot));
        const wire::name_list server{list_of(server_, slot)};
        for (std::string_view name : wire::name_list{list_of(client_, slot)}) {
            if (!server.contains(name)) continue;
            if (const auto index = known.index_of(name)) return *index;
            // RFC 5647, section 5.1: agreed as MAC, it would have to be the cipher too, and is not.
            if (kind_of(slot) == algorithm_kind::mac && table_.is_cipher_and_mac(name)) break;
        }
        return fail(slot);
    }
    direction_selection choose(direction d) noexcept {
        const direction_slots slots{d};
        direction_selection out;
        out.cipher = choose(slots.cipher);
        if (!failed_ && !table_.cipher_is_aead[out.cipher])
            out.mac = choose(slots.mac);
        else if (!failed_ && table_.cipher_is_named_as_mac[out.cipher] && !both_offer(slots.mac, out.cipher))
            fail(slots.mac);
        out.compression = choose(slots.compression);
        return out;
    }
    std::optional<algorithm_slot> failed() const noexcept { return failed_; }

  private:
    std::size_t fail(algorithm_slot slot) noexcept {
        if (!failed_) failed_ = slot;
        return 0;
    }
    bool both_offer(algorithm_slot slot, std::size_t cipher) const noexcept {
        const std::string_view name = table_.ciphers.names[cipher];
        return wire::name_list{list_of(client_, slot)}.contains(name) &&
               wire::name_list{list_of(server_, slot)}.contains(name);
    }

    const suite_table& table_;
    const wire::kexinit& client_;
    const wire::kexinit& server_;
    std::optional<algorithm_slot> failed_;
};

} // namespace detail

HAWSER_DECL std::string_view list_of(const wire::kexinit& offer, algorithm_slot slot) noexcept {
    switch (slot) {
    case algorithm_slot::kex: return offer.kex_algorithms;
    case algorithm_slot::host_key: return offer.server_host_key_algorithms;
    case algorithm_slot::cipher_client_to_server: return offer.encryption_client_to_server;
    case algorithm_slot::cipher_server_to_client: return offer.encryption_server_to_client;
    case algorithm_slot::mac_client_to_server: return offer.mac_client_to_server;
    case algorithm_slot::mac_server_to_client: return offer.mac_server_to_client;
    case algorithm_slot::compression_client_to_server: return offer.compression_client_to_server;
    case algorithm_slot::compression_server_to_client: break;
    }
    return offer.compression_server_to_client;
}

HAWSER_DECL std::string macs_to_offer(const suite_table& table, std::string_view ciphers,
                                      std::string_view macs) {
    std::string out;
    const auto add = [&](std::string_view name) {
        if (!out.empty()) out += ',';
        out += name;
    };
    bool macs_are_in = false;
    const auto add_macs = [&] {
        if (macs_are_in) return;
        macs_are_in = true;
        for (std::string_view name : wire::name_list{macs})
            if (!table.is_cipher_and_mac(name)) add(name);
    };
    for (std::string_view name : wire::name_list{ciphers}) {
        const auto cipher = table.ciphers.index_of(name);
        if (!cipher) continue;
        if (!table.cipher_is_aead[*cipher]) add_macs();
        if (table.cipher_is_named_as_mac[*cipher]) add(name);
    }
    add_macs();
    return out;
}

HAWSER_DECL result<selection> negotiate(const suite_table& table, const wire::kexinit& client,
                                        const wire::kexinit& server, role us, diagnostic* details) {
    detail::chooser chooser{table, client, server};
    selection out;
    out.kex = chooser.choose(algorithm_slot::kex);
    out.host_key = chooser.choose(algorithm_slot::host_key);
    out.client_to_server = chooser.choose(direction::client_to_server);
    out.server_to_client = chooser.choose(direction::server_to_client);
    if (const auto slot = chooser.failed()) {
        if (details != nullptr) {
            const wire::kexinit& ours = us == role::client ? client : server;
            const wire::kexinit& theirs = us == role::client ? server : client;
            *details = no_common_algorithm{std::string{name_of(*slot)}, std::string{list_of(ours, *slot)},
                                           std::string{list_of(theirs, *slot).substr(0, limits::peer_text)}};
        }
        return protocol_error::no_common_algorithm;
    }
    return out;
}

HAWSER_DECL bool guess_is_right(const wire::kexinit& client, const wire::kexinit& server) noexcept {
    const auto agree = [&](algorithm_slot slot) {
        return wire::name_list{list_of(client, slot)}.first() ==
               wire::name_list{list_of(server, slot)}.first();
    };
    return agree(algorithm_slot::kex) && agree(algorithm_slot::host_key);
}

} // namespace hawser::inline HAWSER_ABI
