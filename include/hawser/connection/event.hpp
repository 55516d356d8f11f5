#pragma once
// What the multiplexer tells its owner (RFC 4254, sections 4 and 5).

#include <hawser/connection/channel_id.hpp>
#include <hawser/core/bytes.hpp>
#include <hawser/core/event_of.hpp>

#include <cstdint>
#include <string_view>
#include <system_error>

namespace hawser::inline HAWSER_ABI::connection {

/// Which of a channel's two byte streams: CHANNEL_DATA, or CHANNEL_EXTENDED_DATA of type 1 (stderr).
enum class data_stream : unsigned char { standard, error };

/// A number the owner gives a request of its own and gets back with the reply.
using request_token = std::uint64_t;

/// Names a request of the peer whose answer is put off by multiplexer::defer().
using answer_ticket = std::uint64_t;

// Every view and text is valid until the next call of multiplexer::settle() or on_message(). Fields named
// `data` hold the bytes after the fields known here, to be decoded with the bodies of wire/.

/// The peer confirmed a channel of ours; data may be sent.
struct channel_opened {
    channel_id id;
    byte_view data;
};
/// The peer refused a channel of ours, which is gone. `text` is the peer's: escape it before showing it.
struct channel_open_failed {
    channel_id id;
    std::uint32_t reason = 0;
    std::string_view text;
};
/// The peer wants a channel. Refused unless accept(), refuse() or defer() is called before settle().
struct channel_open_requested {
    channel_id id;
    std::string_view type;
    byte_view data;
};
/// Bytes arrived. `data` is everything of this stream that was not consumed yet, oldest first: what the owner
/// left over from earlier events comes before the new bytes, and it is the same as multiplexer::pending().
struct channel_data {
    channel_id id;
    data_stream stream = data_stream::standard;
    byte_view data;
};
/// The peer sends no more data. Bytes that pending() still shows come before the end.
struct channel_eof {
    channel_id id;
};
/// The peer asks something of a channel. When `want_reply`, it is refused unless reply() or defer() is called
/// before settle().
struct channel_request {
    channel_id id;
    std::string_view type;
    bool want_reply = false;
    byte_view data;
};
/// The answer to the request that was given `token`.
struct channel_reply {
    channel_id id;
    bool success = false;
    request_token token = 0;
};
/// A channel that send() or reserve() had stopped can take data again.
struct channel_writable {
    channel_id id;
};
/// The last event of a channel, once: both sides have closed it, or the connection is lost (then `error`
/// tells why). Whatever was asked on it and not answered will not be. Bytes that pending() still shows may be
/// consumed; the channel is forgotten when they are, or by close().
struct channel_closed {
    channel_id id;
    std::error_code error;
};
/// The peer asks something of the connection. When `want_reply`, it is refused unless reply_global() or
/// defer_global() is called before settle().
struct global_request {
    std::string_view name;
    bool want_reply = false;
    byte_view data;
};
/// The answer to the global request that was given `token`. With `error` set, none came before the connection
/// was lost.
struct global_reply {
    bool success = false;
    byte_view data;
    request_token token = 0;
    std::error_code error;
};

/// Nothing: what the owner need not know.
using event =
    event_of<channel_opened, channel_open_failed, channel_open_requested, channel_data, channel_eof,
             channel_request, channel_reply, channel_writable, channel_closed, global_request, global_reply>;

} // namespace hawser::inline HAWSER_ABI::connection
