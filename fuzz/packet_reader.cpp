// The packet reader under each form of protection, chosen by the first byte: what it gives out lies inside
// what it was given, and an error is the peer's.

#include <hawser/transport/incoming_half.hpp>

#include "depth.hpp"
#include "script.hpp"
#include "support/null_suite.hpp"

using namespace hawser;

static fuzzing::depth phases{"clear", "AEAD", "encrypt and MAC", "encrypt then MAC", "rekeyed"};

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using suite = testing::null_algorithms;
    fuzzing::script steps{data, size};
    const unsigned form = steps.choice() % 4;
    const std::size_t step = steps.choice() % 16;
    transport::incoming_half<suite::ciphers, suite::macs, suite::compressions> half{
        std::pmr::get_default_resource()};
    const auto no_keys = [](char, byte_span) -> result<void> { return {}; };
    const auto start = [&] {
        return half.start(form == 1 ? 0 : 2, form == 2 ? 0 : 1, 0, false, false, 1000, 10,
                          letters_of(direction::client_to_server), no_keys);
    };
    if (form != 0) fuzzing::require(start().has_value(), "null keys start");
    byte_buffer in;
    bool ended = false;
    fuzzing::in_pieces(steps.rest(), step, [&](byte_view piece) {
        if (ended || !in.append(piece)) return;
        for (auto payload = half.next(in, limits::packet); !ended; payload = half.next(in, limits::packet)) {
            ended = !payload;
            if (ended) fuzzing::require_peer(payload.error());
            if (ended || !*payload) return;
            fuzzing::require(!(*payload)->empty(), "no payload is empty");
            fuzzing::require((*payload)->data() >= in.view().data() && (*payload)->size() < in.size(),
                             "it lies in the input");
            phases.reach(form);
            if (!half.budget_is_spent()) continue;
            half.finish_packet(in);
            fuzzing::require(start().has_value() && !half.budget_is_spent(),
                             "fresh keys have a fresh budget");
            phases.reach(4);
        }
    });
    return 0;
}
