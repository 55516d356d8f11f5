#pragma once
// Log sinks: a concept, a reference to any sink, and the sink that drops everything. Secrets are never passed here.

#include <hawser/core/config.hpp>

#include <concepts>
#include <string_view>

namespace hawser::inline HAWSER_ABI {

enum class log_level : unsigned char { error, warning, info, debug, trace };

/// `write` receives one line without its end; peer text in it is already escaped.
template <class T>
concept log_sink = requires(T& sink, log_level level, std::string_view line) {
    { sink.enabled(level) } -> std::convertible_to<bool>;
    sink.write(level, line);
};

/// A reference to a log sink, or to none. The sink must outlive it.
class log_ref {
  public:
    log_ref() noexcept = default;
    template <log_sink Sink>
        requires(!std::same_as<Sink, log_ref>)
    log_ref(Sink& sink)
    noexcept
        : sink_{&sink},
          enabled_{[](void* s, log_level level) -> bool { return static_cast<Sink*>(s)->enabled(level); }},
          write_{[](void* s, log_level level, std::string_view line) {
              static_cast<Sink*>(s)->write(level, line);
          }} {}

    bool enabled(log_level level) const { return sink_ != nullptr && enabled_(sink_, level); }
    void write(log_level level, std::string_view line) const {
        if (enabled(level)) write_(sink_, level, line);
    }

  private:
    void* sink_ = nullptr;
    bool (*enabled_)(void*, log_level) = nullptr;
    void (*write_)(void*, log_level, std::string_view) = nullptr;
};

} // namespace hawser::inline HAWSER_ABI
