#pragma once

#include <hawser/io/posix/poll.hpp>

#include <cerrno>
#include <limits>

namespace hawser::inline HAWSER_ABI::io::posix {

HAWSER_DECL result<std::size_t> poll_until(std::span<pollfd> entries, deadline until, std::uint64_t* calls) {
    using std::chrono::milliseconds;
    constexpr milliseconds longest{(std::numeric_limits<int>::max)()};
    for (;;) {
        int timeout = -1;
        bool complete = true;
        if (until) {
            const time_point now = std::chrono::steady_clock::now();
            // Rounded up, for a wait that ends a fraction early would have to be repeated.
            auto left = *until > now ? std::chrono::ceil<milliseconds>(*until - now) : milliseconds{0};
            complete = left <= longest;
            if (!complete) left = longest;
            timeout = static_cast<int>(left.count());
        }
        if (calls != nullptr) ++*calls;
        const int ready = ::poll(entries.data(), static_cast<nfds_t>(entries.size()), timeout);
        if (ready > 0) return static_cast<std::size_t>(ready);
        if (ready == 0 && complete) return std::size_t{0};
        if (ready < 0 && errno != EINTR) return std::error_code{errno, std::system_category()};
    }
}

} // namespace hawser::inline HAWSER_ABI::io::posix
