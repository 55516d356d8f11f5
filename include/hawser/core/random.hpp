#pragma once
// Where random bytes come from: a concept, and a reference to any such source.

#include <hawser/core/bytes.hpp>
#include <hawser/core/result.hpp>

#include <concepts>

namespace hawser::inline HAWSER_ABI {

/// A source that fills a span with unpredictable bytes, or reports why it cannot. There is no fallback.
template <class T>
concept random_source = requires(T& source, byte_span out) {
    { source.fill(out) } -> std::same_as<result<void>>;
};

/// A reference to a random source; the source must outlive it.
class random_ref {
  public:
    template <random_source Source>
        requires(!std::same_as<Source, random_ref>)
    random_ref(Source& source)
    noexcept
        : source_{&source},
          fill_{[](void* s, byte_span out) { return static_cast<Source*>(s)->fill(out); }} {}

    result<void> fill(byte_span out) const { return fill_(source_, out); }

  private:
    void* source_;
    result<void> (*fill_)(void*, byte_span);
};

} // namespace hawser::inline HAWSER_ABI
