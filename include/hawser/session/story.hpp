#pragma once
// What a session tells its owner, told to a log as well: a readable story of phases, names and ends, never of secrets.

#include <hawser/core/diagnostic.hpp>
#include <hawser/core/log.hpp>
#include <hawser/session/event.hpp>
#include <hawser/session/negotiated.hpp>

#include <string_view>

namespace hawser::inline HAWSER_ABI {

/// What the story needs to know beside the event.
struct story_facts {
    std::string_view peer_identification;
    negotiated_names agreed;
    std::string_view server_sig_algs;
    unsigned key_exchanges = 0;
    const diagnostic& details;
    /// Tells the grades of what was agreed on.
    const suite_table& suite;
};

/// Writes the line, or lines, of an event. Levels: warning for each use of an algorithm whose grade is broken, info for what happens once in a session (who is there, what was agreed on,
/// the login, the end), debug for channels, requests and later key exchanges, trace for data. Text of the peer is
/// bounded and escaped. A line that cannot be made for want of memory is left out.
void tell_story(log_ref log, const session_event& happened, const story_facts& facts) noexcept;

} // namespace hawser::inline HAWSER_ABI

#if HAWSER_HEADER_ONLY
#include <hawser/session/impl/story.ipp>
#endif
