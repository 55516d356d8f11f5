#pragma once

#include <hawser/core/error.hpp>
#include <hawser/io/posix/connect.hpp>
#include <hawser/io/posix/impl/socket_calls.hpp>
#include <hawser/io/posix/poll.hpp>

#include <optional>
#include <sys/socket.h>
#include <vector>

namespace hawser::inline HAWSER_ABI::io::posix {

namespace detail {

/// The race of RFC 8305, section 5: attempts run beside each other, and the first that succeeds wins.
class connect_race {
  public:
    connect_race(const std::vector<endpoint>& addresses, const connect_options& options)
        : addresses_{addresses},
          options_{options} {}

    result<socket> run() {
        for (;;) {
            const time_point now = socket::now();
            if (next_ < addresses_.size() && (running_.empty() || now >= next_start_)) {
                next_start_ = now + options_.attempt_delay;
                const endpoint& to = addresses_[next_++];
                if (auto made = adopted(to, start(to))) return std::move(*made);
                continue;
            }
            if (running_.empty()) return outcome();
            if (options_.until && now >= *options_.until) return std::errc::timed_out;
            if (auto done = wait(); !done) return done.error();
            if (auto made = finished()) return std::move(*made);
        }
    }

    /// What became of each address, for people.
    std::string report() const {
        std::string text = report_;
        for (const attempt& a : running_)
            text += (text.empty() ? "" : "; ") + a.to->host_text() + ": no answer";
        return text;
    }

  private:
    struct attempt {
        descriptor fd;
        const endpoint* to;
        bool ready = false;
    };

    /// The connected descriptor when it went at once, which local connections do.
    descriptor start(const endpoint& to) {
        auto made = stream_socket(to.family());
        if (!made) return failed(to, made.error());
        descriptor fd = *std::move(made);
        if (auto done = bind_local(fd.native_handle(), to.family()); !done) return failed(to, done.error());
        // An interrupted connect(2) goes on by itself and is told by poll(2), like one in progress.
        if (::connect(fd.native_handle(), to.address(), to.size) == 0) return fd;
        if (errno != EINPROGRESS && errno != EINTR) return failed(to, last_error());
        running_.push_back({std::move(fd), &to});
        return {};
    }

    result<void> bind_local(int fd, int family) const {
        if (options_.local_address.empty() && options_.local_port == 0) return {};
        auto local = resolve(
            options_.local_address.empty() ? (family == AF_INET ? "0.0.0.0" : "::") : options_.local_address,
            options_.local_port, family == AF_INET ? address_family::ipv4 : address_family::ipv6);
        if (!local) return local.error();
        const int on = 1;
        (void)::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        if (::bind(fd, local->front().address(), local->front().size) != 0) return last_error();
        return {};
    }

    result<void> wait() {
        std::vector<pollfd> entries;
        for (const attempt& a : running_) entries.push_back({a.fd.native_handle(), POLLOUT, 0});
        entries.push_back({options_.cancel != nullptr ? options_.cancel->native_handle() : -1, POLLIN, 0});
        const deadline next = next_ < addresses_.size() ? deadline{next_start_} : deadline{};
        auto ready = poll_until(entries, earlier(options_.until, next));
        if (!ready) return ready.error();
        if (entries.back().revents != 0 && options_.cancel->drain()) return std::errc::operation_canceled;
        for (std::size_t i = 0; i < running_.size(); ++i) running_[i].ready = entries[i].revents != 0;
        return {};
    }

    /// The first attempt that succeeded; those that failed are taken out, and make room for the next address
    /// at once.
    std::optional<socket> finished() {
        std::optional<socket> winner;
        std::size_t kept = 0;
        for (std::size_t i = 0; i < running_.size(); ++i) {
            attempt& a = running_[i];
            int error = 0;
            socklen_t size = sizeof error;
            if (a.ready && ::getsockopt(a.fd.native_handle(), SOL_SOCKET, SO_ERROR, &error, &size) != 0)
                error = errno;
            if (a.ready && error == 0 && !winner) {
                winner = adopted(*a.to, std::move(a.fd));
            } else if (a.ready) {
                // beside the winner, a second success is simply closed
                if (error != 0) failed(*a.to, {error, std::system_category()});
            } else {
                if (kept != i) running_[kept] = std::move(a);
                ++kept;
            }
        }
        running_.resize(kept);
        return winner;
    }

    /// The socket of an attempt that won; one that cannot be set up has lost after all.
    std::optional<socket> adopted(const endpoint& to, descriptor fd) {
        if (!fd.is_open()) return std::nullopt;
        auto made = socket::adopt(std::move(fd));
        if (made) return std::move(*made);
        failed(to, made.error());
        return std::nullopt;
    }

    descriptor failed(const endpoint& to, std::error_code error) {
        // A refusal says more than a family that this machine has no route for.
        if (!error_ || error == std::errc::connection_refused) error_ = error;
        next_start_ = socket::now(); // the next address need not wait for its turn
        report_ += (report_.empty() ? "" : "; ") + to.host_text() + ": " + error.message();
        return {};
    }

    std::error_code outcome() const {
        return error_ ? error_ : std::make_error_code(std::errc::address_not_available);
    }

    const std::vector<endpoint>& addresses_;
    const connect_options& options_;
    std::vector<attempt> running_;
    std::size_t next_ = 0;
    time_point next_start_{};
    std::error_code error_;
    std::string report_;
};

} // namespace detail

HAWSER_DECL result<socket> connect(const std::vector<endpoint>& addresses, std::string_view name,
                                   const connect_options& options, diagnostic* details) {
    detail::connect_race race{addresses, options};
    auto made = race.run();
    if (!made && details != nullptr) {
        const std::string report = race.report();
        *details = subject{"host", std::string{name} + (report.empty() ? "" : ": " + report)};
    }
    return made;
}

HAWSER_DECL result<socket> connect(std::string_view host, std::uint16_t port, const connect_options& options,
                                   diagnostic* details) {
    const std::string name = std::string{host.substr(0, 256)} + " port " + std::to_string(port);
    const auto refuse = [&](std::error_code error) -> result<socket> {
        if (details != nullptr) *details = subject{"host", name};
        return error;
    };
    if (port == 0 || host.empty()) return refuse(usage_error::invalid_argument);
    auto found = resolve(host, port, options.family);
    if (!found) return refuse(found.error());
    return connect(*found, name, options, details);
}

HAWSER_DECL result<socket> connect(std::string_view host, std::uint16_t port, deadline until,
                                   diagnostic* details) {
    connect_options options;
    options.until = until;
    return connect(host, port, options, details);
}

HAWSER_DECL result<socket> connect_unix(std::string_view path, deadline until, diagnostic* details) {
    auto made = [&]() -> result<socket> {
        auto where = unix_endpoint(path);
        if (!where) return where.error();
        connect_options options;
        options.until = until;
        for (;;) {
            auto tried = connect(std::vector<endpoint>{*where}, path, options);
            // A Unix socket whose queue is full says so at once, and nothing tells when it no longer is.
            if (tried || tried.error() != std::errc::resource_unavailable_try_again) return tried;
            if (until && socket::now() >= *until) return std::errc::timed_out;
            (void)::poll(nullptr, 0, 5);
        }
    }();
    if (!made && details != nullptr) *details = subject{"socket", std::string{path.substr(0, 256)}};
    return made;
}

} // namespace hawser::inline HAWSER_ABI::io::posix
