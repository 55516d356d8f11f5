#pragma once
// The transport engine of a role against any bytes, with algorithms that protect nothing: whole and in pieces
// they must lead to the same events, and whatever ends it is the peer's fault.

#include <hawser/transport/engine.hpp>

#include "depth.hpp"
#include "script.hpp"
#include "support/fixed_random.hpp"
#include "support/null_suite.hpp"

#include <string>

namespace hawser::fuzzing {

inline depth transport_phases{"exchanging identifications",
                              "waiting for the first KEXINIT",
                              "exchanging the first keys",
                              "waiting for the first NEWKEYS",
                              "agreeing on the login service",
                              "logging in",
                              "connected",
                              "exchanging new keys",
                              "waiting for NEWKEYS",
                              "closed"};

/// What an owner does who lets everybody in; what happened is appended to `story`.
template <role Role>
void act(transport::engine<Role, testing::null_algorithms>& engine, const transport::event& happened,
         std::string& story) {
    story += "," + std::to_string(happened.index());
    if (happened.is<transport::host_key_offered>()) engine.accept_host_key();
    if (const auto* end = happened.as<transport::closed>()) story += end->error.message();
    const auto* packet = happened.as<transport::packet>();
    if (packet == nullptr) return;
    story += to_hex(packet->payload);
    const std::uint8_t number = wire::number_of(packet->payload);
    if (wire::is(wire::message_number::service_request, number)) engine.enter_login();
    if (number == (Role == role::client ? 52 : 50)) engine.on_authenticated();
}

template <role Role>
std::string run_transport(byte_view input, std::size_t step) {
    testing::fixed_random random;
    const byte_vector key = testing::null_host_key::key("host"), fields(4);
    const transport::host_identity identity{testing::null_host_key::key_format, key, fields};
    transport::options options;
    if (Role == role::server) options.host_identities = {&identity, 1};
    transport::engine<Role, testing::null_algorithms> engine{options, {random}};
    engine.start({});
    std::string story;
    const auto drain = [&] {
        while (const auto e = engine.next_event()) {
            act<Role>(engine, e, story);
            transport_phases.reach(static_cast<std::size_t>(engine.current_phase()));
        }
        transport_phases.reach(static_cast<std::size_t>(engine.current_phase()));
        engine.consume_output(engine.next_output().size());
    };
    in_pieces(input, step, [&](byte_view piece) {
        require(engine.on_bytes(piece).has_value(), "there is room");
        drain();
    });
    engine.on_eof();
    drain();
    require(engine.is_closed(), "the end of the stream is the end");
    if (engine.error() != remote_error::connection_closed && engine.error() != remote_error::disconnected)
        require_peer(engine.error());
    return story;
}

template <role Role>
int fuzz_transport(const std::uint8_t* data, std::size_t size) {
    const byte_view input{reinterpret_cast<const std::byte*>(data), std::min(size, std::size_t{256 * 1024})};
    const std::string whole = run_transport<Role>(input, 0);
    for (std::size_t step : {1u, 7u})
        require(run_transport<Role>(input, step) == whole, "pieces change nothing");
    return 0;
}

} // namespace hawser::fuzzing
