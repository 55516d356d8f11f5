#pragma once
// What the transport engine tells its owner.

#include <hawser/core/bytes.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/event_of.hpp>

#include <string_view>
#include <system_error>

namespace hawser::inline HAWSER_ABI::transport {

/// The peer's host key signed the exchange; nothing goes on until accept_host_key() or reject_host_key(). A
/// rekey with the same key does not ask again.
struct host_key_offered {
    std::string_view algorithm;
    byte_view blob;
};
/// From now on packets can be sent under new keys.
struct keys_changed {
    bool first = false;
};
/// An admitted message for the layers above: numbers 5, 6 and 50 to 127.
struct packet {
    byte_view payload;
};
/// DEBUG from the peer (RFC 4253, section 11.3); the text is as it came.
struct peer_debug {
    bool always_display = false;
    std::string_view text;
};
/// The end. Told once.
struct closed {
    std::error_code error;
};

/// Views are valid until the next call of the engine that is not const. Nothing: until more bytes
/// arrive.
using event = event_of<host_key_offered, keys_changed, packet, peer_debug, closed>;

} // namespace hawser::inline HAWSER_ABI::transport
