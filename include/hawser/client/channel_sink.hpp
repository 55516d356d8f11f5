#pragma once
// Who gets the events of a channel while some other operation drives the session.

#include <hawser/connection/channel_id.hpp>
#include <hawser/session/event.hpp>

#include <cstddef>
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
        for (std::size_t i = entries_.size(); i-- != 0;)
            if (entries_[i].sink == &sink) entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(i));
    }
    /// False when the event is about no channel of a sink's.
    bool dispatch(const session_event& happened) {
        const auto id = detail::channel_of(happened);
        if (!id) return false;
        for (const entry& e : entries_) {
            if (e.id != *id) continue;
            e.sink->on_channel_event(happened);
            return true;
        }
        return false;
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
