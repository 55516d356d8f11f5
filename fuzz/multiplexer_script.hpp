#pragma once
// Drives a multiplexer by a script: what the owner does, then a payload of the peer's, again and again.

#include <hawser/connection/multiplexer.hpp>

#include "depth.hpp"
#include "script.hpp"

#include <support/fixed_random.hpp>

namespace hawser::fuzzing {

/// One step of the owner's, on the channel that `what` names.
inline void act(connection::multiplexer& mux, unsigned what) {
    using stream = connection::data_stream;
    const connection::channel_id id{what >> 4 & 7};
    switch (what & 15) {
    case 0: return;
    case 1: (void)mux.open("session"); return;
    case 2: (void)mux.accept(id); return;
    case 3: (void)mux.refuse(id, wire::open_failure_reason::connect_failed, "no"); return;
    case 4: (void)mux.defer(id); return;
    case 5: (void)mux.reply(id, (what & 0x80) != 0); return;
    case 6: (void)mux.request(id, "exec", true, as_bytes("ls"), what); return;
    case 7: (void)mux.send(id, stream::standard, as_bytes("some data")); return;
    case 8: (void)mux.send_eof(id); return;
    case 9: (void)mux.close(id); return;
    case 10: (void)mux.consume(id, stream::standard, mux.pending(id).size()); return;
    case 11: (void)mux.consume(id, stream::error, mux.pending(id, stream::error).size() / 2); return;
    case 12: (void)mux.global_request("keepalive", true, {}, what); return;
    case 13: (void)mux.reply_global(true); return;
    case 14: (void)mux.defer_global(); return;
    case 15:
        if (auto room = mux.reserve(id, 64); room && !room->empty()) mux.commit(id, room->size() / 2);
    }
}

/// `phases` are those of the events, in their order.
inline void drive_multiplexer(role who, const std::uint8_t* data, std::size_t size, depth& phases) {
    script steps{data, size};
    testing::fixed_random random;
    wire::outbox out;
    out.bar(false);
    connection::options options;
    options.channel = {4096, 65536, 1024};
    options.backlog = 32 * 1024;
    options.channels = 6;
    connection::multiplexer mux{who, out, options, environment{random}};
    while (!steps.empty() && !mux.error()) {
        const unsigned before = steps.choice();
        const unsigned within = steps.choice();
        // now and then a key exchange is under way
        out.bar(before >= 0xf0);
        mux.flush();
        act(mux, before);
        const byte_view payload = steps.string();
        if (!payload.empty() && !mux.backlog_full()) {
            const auto happened = mux.on_message(payload);
            if (!happened) break;
            if (*happened) phases.reach(happened->index() - 1);
            act(mux, within);
            mux.settle();
        }
        mux.flush();
        while (const auto owed = mux.next_event()) phases.reach(owed.index() - 1);
        require(mux.channel_count() <= options.channels, "channels are bounded");
        if (out.can_send()) {
            byte_buffer sent;
            (void)out.take_unsealed(sent);
        }
    }
    if (mux.error()) require_peer(mux.error());
    mux.on_connection_lost(remote_error::connection_closed);
    for (int i = 0; mux.next_event(); ++i) require(i < 100000, "the end comes");
}

} // namespace hawser::fuzzing
