#pragma once
// Who gets the events of a channel while some other operation drives the session.

#include <hawser/connection/channel_id.hpp>
#include <hawser/session/event.hpp>

#include <algorithm>
#include <optional>
#include <vector>

namespace hawser::inline HAWSER_ABI {

/// The receiving end of one channel. It may use the session's multiplexer, and must not drive the session.
class channel_sink {
  public:
    virtual ~channel_sink() = default;
    /// One of the connection:: channel events of this channel.
    virtual void on_channel_event(const session_event& happened) = 0;
    /// No event is left: the time to send what can be sent.
    virtual void before_output() {}
};

namespace detail {

/// The channel that an event is about; nothing for other events.
inline std::optional<connection::channel_id> channel_of(const session_event& happened) {
    std::optional<connection::channel_id> id;
    happened.visit([&](const auto& e) {
        if constexpr (requires { e.id; }) id = e.id;
    });
    return id;
}

} // namespace detail

/// Which sink a channel belongs to. A sink is removed before it ends.
class channel_router {
  public:
    void add(connection::channel_id id, channel_sink& sink) { entries_.push_back({id, &sink}); }
    void remove(const channel_sink& sink) {
        std::erase_if(entries_, [&](const entry& e) { return e.sink == &sink; });
    }
    /// False when the event is about no channel of a sink's.
    bool dispatch(const session_event& happened) {
        const auto id = detail::channel_of(happened);
        if (!id) return false;
        const auto found =
            std::find_if(entries_.begin(), entries_.end(), [&](const entry& e) { return e.id == *id; });
        if (found == entries_.end()) return false;
        found->sink->on_channel_event(happened);
        return true;
    }
    void before_output() {
        for (std::size_t i = 0; i < entries_.size(); ++i) entries_[i].sink->before_output();
    }

  private:
    struct entry {
        connection::channel_id id;
        channel_sink* sink;
    };
    std::vector<entry> entries_;
};

} // namespace hawser::inline HAWSER_ABI
