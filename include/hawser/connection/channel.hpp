#pragma once
// One channel: its state, both windows, what is unread, and the requests of both sides (RFC 4254, section 5).

#include <hawser/connection/flow_window.hpp>
#include <hawser/connection/pending_answers.hpp>
#include <hawser/connection/pending_requests.hpp>
#include <hawser/core/byte_buffer.hpp>
#include <hawser/wire/message_number.hpp>

#include <array>

namespace hawser::inline HAWSER_ABI::connection {

enum class channel_phase : unsigned char {
    /// The peer asked for it and was not answered; it does not know our number yet.
    requested,
    /// We asked for it and were not answered.
    opening,
    /// Confirmed, and not closed by both sides.
    open,
    /// Closed by both sides; only unread data is left.
    ended,
};

/// What the peer may send for a channel, so that every state has one row. `eof`: the peer has sent EOF. Our
/// own EOF and CLOSE change nothing here; what arrives after our CLOSE is checked like everything else and
/// then dropped.
///
/// | message                  | requested | opening | open | open, eof | ended |
/// | OPEN_CONFIRMATION        | -         | yes     | -    | -         | -     |
/// | OPEN_FAILURE             | -         | yes     | -    | -         | -     |
/// | WINDOW_ADJUST            | -         | -       | yes  | yes       | -     |
/// | DATA, EXTENDED_DATA, EOF | -         | -       | yes  | -         | -     |
/// | CLOSE, REQUEST           | -         | -       | yes  | yes       | -     |
/// | SUCCESS, FAILURE         | -         | -       | yes  | yes       | -     |
constexpr bool may_receive(wire::message_number number, channel_phase phase, bool eof) noexcept {
    using enum wire::message_number;
    switch (number) {
    case channel_open_confirmation:
    case channel_open_failure: return phase == channel_phase::opening;
    case channel_data:
    case channel_extended_data:
    case channel_eof: return phase == channel_phase::open && !eof;
    case channel_window_adjust:
    case channel_close:
    case channel_request:
    case channel_success:
    case channel_failure: return phase == channel_phase::open;
    default: return false;
    }
}

/// For diagnostics.
constexpr std::string_view name_of(channel_phase phase, bool eof) noexcept {
    switch (phase) {
    case channel_phase::requested: return "channel not accepted yet";
    case channel_phase::opening: return "channel not confirmed yet";
    case channel_phase::open: return eof ? "channel after end of data" : "open channel";
    case channel_phase::ended: break;
    }
    return "closed channel";
}

/// Written by the multiplexer alone; its users see it const.
struct channel {
    channel(channel_id number, std::pmr::memory_resource* memory) noexcept
        : id{number},
          unread{byte_buffer{npos, memory}, byte_buffer{npos, memory}},
          requests{memory},
          answers{memory} {}

    /// Whether the owner may still send data.
    bool can_send_data() const noexcept { return phase == channel_phase::open && !eof_sent && !close_sent; }
    /// Whether any message may still be sent for this channel.
    bool can_say() const noexcept { return phase == channel_phase::open && !close_sent; }

    channel_id id;
    channel_phase phase = channel_phase::requested;
    bool eof_sent = false;
    bool eof_received = false;
    bool close_sent = false;
    /// The owner closed it before it was confirmed.
    bool close_wanted = false;
    /// Data was held up by the peer's window, or by the output.
    bool waits_for_window = false;
    bool waits_for_output = false;
    /// A window adjustment is to be sent.
    bool adjust_due = false;

    /// The peer's number; known in phase open.
    std::uint32_t remote = 0;
    /// The largest data of one packet, as the peer and we allow, and as we told the peer.
    std::uint32_t maximum_out = 0;
    std::uint32_t maximum_in = 0;
    /// To what our window may grow.
    std::uint32_t window_maximum = 0;
    /// Credit of a window that was widened before the channel was confirmed: the peer is told then.
    std::uint32_t untold_credit = 0;
    send_window outgoing;
    receive_window incoming;
    /// What the owner has not consumed of each data_stream: the backlog.
    std::array<byte_buffer, 2> unread;
    pending_requests requests;
    pending_answers answers;

  private:
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);
};

} // namespace hawser::inline HAWSER_ABI::connection
