// The packet reader under each form of protection, chosen by the first byte: what it gives out lies inside
// what it was given, and an error is the peer's.

#include <hawser/transport/incoming_half.hpp>

#include "depth.hpp"
#include "script.hpp"
#include "support/null_suite.hpp"

using namespace hawser;

/// A MAC that is right unless its first byte is 0xff.
template <mac_order Order>
struct picky_mac : testing::null_mac {
    static constexpr mac_order order = Order;
    struct state : testing::null_mac::state {
        bool verify(std::uint32_t, byte_view, byte_view tag) noexcept {
            return !tag.empty() && tag[0] != std::byte{0xff};
        }
    };
};
/// A key stream, which has no IV.
struct key_stream : testing::null_cipher {
    static constexpr std::size_t iv_size = 0;
};
/// A name for cipher and MAC, with a tag.
struct both_names : testing::null_aead {
    static constexpr std::size_t tag_size = 16;
    static constexpr bool named_as_mac = true;
};

using ciphers =
    type_list<testing::null_aead, testing::null_cipher, testing::null_cbc, key_stream, both_names>;
using macs = type_list<picky_mac<mac_order::encrypt_and_mac>, picky_mac<mac_order::encrypt_then_mac>>;

/// What protects in each form: positions in the lists.
struct form {
    const char* name;
    std::size_t cipher, mac;
};
static constexpr form forms[] = {
    {"clear", 0, 0},
    {"AEAD", 0, 0},
    {"encrypt and MAC", 1, 0},
    {"encrypt then MAC", 1, 1},
    {"chain and MAC", 2, 0},
    {"chain then MAC", 2, 1},
    {"key stream and MAC", 3, 0},
    {"one name for both", 4, 0},
};
static constexpr std::size_t chain_and_mac = 4;

static fuzzing::depth phases{"clear",         "AEAD",           "encrypt and MAC",    "encrypt then MAC",
                             "chain and MAC", "chain then MAC", "key stream and MAC", "one name for both",
                             "rekeyed",       "swallowed",      "refused by a MAC"};
static constexpr std::size_t rekeyed = 8, swallowed = 9, refused = 10;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzzing::script steps{data, size};
    const std::size_t which = steps.choice() % std::size(forms);
    const std::size_t step = steps.choice() % 16;
    // where a wrong packet is read to its largest size, inputs must reach it
    const std::size_t most = which == chain_and_mac ? 1020 : limits::packet;
    transport::incoming_half<ciphers, macs, testing::null_algorithms::compressions> half{
        std::pmr::get_default_resource()};
    const auto no_keys = [](char, byte_span) -> result<void> { return {}; };
    const auto start = [&] {
        return half.start(forms[which].cipher, forms[which].mac, 0, false, false, 1000, 10,
                          letters_of(direction::client_to_server), no_keys);
    };
    if (which != 0) fuzzing::require(start().has_value(), "null keys start");
    byte_buffer in;
    bool ended = false;
    std::size_t given = 0, finished = 0;
    fuzzing::in_pieces(steps.rest(), step, [&](byte_view piece) {
        if (ended || !in.append(piece)) return;
        given += piece.size();
        for (auto payload = half.next(in, most); !ended; payload = half.next(in, most)) {
            ended = !payload;
            if (ended) {
                fuzzing::require_peer(payload.error());
                if (payload.error() == security_error::mac_mismatch) phases.reach(refused);
                if (which != chain_and_mac) return;
                // only what a MAC has vouched for may be refused at once
                if (payload.error() != security_error::mac_mismatch)
                    fuzzing::require(payload.error() == protocol_error::packet_padding ||
                                         payload.error() == protocol_error::packet_empty,
                                     "a length is not told");
                else
                    fuzzing::require(given - finished >= 4 + most, "as many bytes as the largest packet");
                phases.reach(swallowed);
            }
            if (ended || !*payload) return;
            fuzzing::require(!(*payload)->empty(), "no payload is empty");
            fuzzing::require((*payload)->data() >= in.view().data() && (*payload)->size() < in.size(),
                             "it lies in the input");
            phases.reach(which);
            half.finish_packet(in);
            finished = given - in.size();
            if (!half.budget_is_spent()) continue;
            fuzzing::require(start().has_value() && !half.budget_is_spent(),
                             "fresh keys have a fresh budget");
            phases.reach(rekeyed);
        }
    });
    return 0;
}
