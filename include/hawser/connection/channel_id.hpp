#pragma once
// The name of a channel on our side (RFC 4254, section 5).

#include <hawser/core/strong_id.hpp>

namespace hawser::inline HAWSER_ABI::connection {

/// Our number of a channel. Numbers count up from 0 over the life of a connection, whichever side opened the
/// channel, so that a late message can never be taken for one of another channel.
using channel_id = strong_id<struct channel_tag>;

} // namespace hawser::inline HAWSER_ABI::connection
