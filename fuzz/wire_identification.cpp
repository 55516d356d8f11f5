// The peer's first lines, to a client and to a server.

#include <hawser/transport/identification_exchange.hpp>
#include <hawser/wire/identification.hpp>

#include "depth.hpp"
#include "script.hpp"

using namespace hawser;

static fuzzing::depth phases{"identified", "identified after other lines"};

/// What came of it, in words.
static std::string read(byte_view bytes, role self, std::size_t step) {
    transport::identification_exchange exchange{self};
    byte_buffer received;
    diagnostic details;
    std::string outcome;
    fuzzing::in_pieces(bytes, step, [&](byte_view piece) {
        (void)received.append(piece);
        if (!outcome.empty()) return;
        const auto taken = exchange.take(received, details);
        if (!taken) {
            fuzzing::require_peer(taken.error());
            outcome = taken.error().message();
        } else if (*taken) {
            const auto line = wire::parse_identification(exchange.line());
            fuzzing::require(line.has_value(), "what was taken can be read");
            outcome = "identified: " + exchange.line();
            phases.reach(as_text(bytes).substr(0, 4) == "SSH-" ? 0 : 1);
        }
    });
    if (outcome.empty())
        outcome = exchange.on_eof(received, details).message();
    else if (outcome[0] == 'i')
        outcome += to_hex(received.view());
    return outcome;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const byte_view bytes{reinterpret_cast<const std::byte*>(data), size};
    for (role self : {role::client, role::server})
        for (std::size_t step : {1u, 7u})
            fuzzing::require(read(bytes, self, 0) == read(bytes, self, step), "pieces change nothing");
    return 0;
}
