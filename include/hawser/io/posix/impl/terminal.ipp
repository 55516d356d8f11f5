#pragma once

#include <hawser/core/diagnostic.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/io/posix/impl/socket_calls.hpp>
#include <hawser/io/posix/poll.hpp>
#include <hawser/io/posix/terminal.hpp>

#include <array>
#include <csignal>
#include <string>
#include <sys/ioctl.h>

namespace hawser::inline HAWSER_ABI::io::posix {

namespace detail {

/// Signals that would leave the terminal without echo. They are noted while a question is open, and raised
/// again after.
inline constexpr std::array caught_signals{SIGINT,  SIGTERM, SIGHUP,  SIGQUIT, SIGALRM,
                                           SIGPIPE, SIGTSTP, SIGTTIN, SIGTTOU};
inline volatile std::sig_atomic_t signal_seen[NSIG];
/// Write end of a pipe that wakes poll(2): a signal between two system calls must not be slept through.
inline volatile std::sig_atomic_t signal_wakes = -1;

inline void note_signal(int number) {
    const int kept = errno;
    signal_seen[number] = 1;
    const std::uint64_t one = 1;
    if (signal_wakes >= 0) (void)!::write(static_cast<int>(signal_wakes), &one, sizeof one);
    errno = kept;
}

/// Catches those signals for as long as it lives.
class signal_catcher {
  public:
    explicit signal_catcher(int wakes) noexcept {
        for (const int number : caught_signals) signal_seen[number] = 0;
        signal_wakes = wakes;
        struct sigaction action {};
        action.sa_handler = &note_signal; // without SA_RESTART: the read must end
        ::sigemptyset(&action.sa_mask);
        for (std::size_t i = 0; i < caught_signals.size(); ++i) {
            // What the program ignores stays ignored; and an alarm or a broken pipe that it handles is not
            // deadly.
            ::sigaction(caught_signals[i], nullptr, &before_[i]);
            const bool mild = caught_signals[i] == SIGALRM || caught_signals[i] == SIGPIPE;
            const auto handler = before_[i].sa_handler;
            if (handler == SIG_DFL || (handler != SIG_IGN && !mild))
                ::sigaction(caught_signals[i], &action, nullptr);
        }
    }
    signal_catcher(const signal_catcher&) = delete;
    ~signal_catcher() {
        for (std::size_t i = 0; i < caught_signals.size(); ++i)
            ::sigaction(caught_signals[i], &before_[i], nullptr);
        signal_wakes = -1;
    }

    static bool any() noexcept {
        for (const int number : caught_signals)
            if (signal_seen[number] != 0) return true;
        return false;
    }

  private:
    std::array<struct sigaction, caught_signals.size()> before_{};
};

/// Changes the terminal's echo for as long as it lives.
class echo_guard {
  public:
    echo_guard(int fd, echo shows) noexcept : fd_{fd} {
        is_terminal_ = ::tcgetattr(fd, &before_) == 0;
        if (!is_terminal_ || shows == echo::on) return;
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL);
        // What was typed ahead was typed with echo, and for somebody else: it is thrown away.
        changed_ = set(TCSAFLUSH, quiet);
        failed_ = !changed_;
    }
    echo_guard(const echo_guard&) = delete;
    ~echo_guard() {
        if (!changed_) return;
        const auto seen = signal_seen[SIGTTOU];
        (void)set(TCSANOW, before_);
        signal_seen[SIGTTOU] = seen; // what this raised is no reason to stop
    }
    /// No terminal, or echo could not be turned off.
    bool unusable() const noexcept { return !is_terminal_ || failed_; }

  private:
    /// In the background every attempt raises SIGTTOU and is interrupted by it: no use in repeating it then.
    bool set(int when, const termios& mode) const noexcept {
        for (;;) {
            if (::tcsetattr(fd_, when, &mode) == 0) return true;
            if (errno != EINTR || signal_seen[SIGTTOU] != 0) return false;
        }
    }

    int fd_;
    termios before_{};
    bool is_terminal_ = false, changed_ = false, failed_ = false;
};

/// One line into `line`; ends early when a signal was caught.
HAWSER_DECL result<void> read_line(int fd, int wakes, secret_array<limits::typed_secret>& line,
                                   std::size_t& size, deadline until) {
    bool too_long = false;
    for (;;) {
        std::array<pollfd, 2> entries{pollfd{fd, POLLIN, 0}, pollfd{wakes, POLLIN, 0}};
        auto ready = poll_until(entries, until);
        if (!ready) return ready.error();
        if (signal_catcher::any()) return std::errc::interrupted;
        if (*ready == 0) return std::errc::timed_out;
        if (entries[0].revents == 0) continue;
        char c = 0;
        const auto got = ::read(fd, &c, 1);
        if (got < 0 && (errno == EINTR || would_block(errno))) continue;
        if (got < 0) return last_error();
        if (got == 0 && size == 0) return std::errc::operation_canceled;
        if (got == 0 || c == '\n' || c == '\r') break;
        if (size < line.size())
            line.span()[size++] = static_cast<std::byte>(c);
        else
            too_long = true; // the rest of the line is read, so that it does not become a command
    }
    if (too_long) return usage_error::invalid_argument;
    return {};
}

inline void show(int fd, std::string_view text) noexcept {
    while (!text.empty()) {
        const auto wrote = ::write(fd, text.data(), text.size());
        // SIGTTOU interrupts it in the background, as often as it is tried
        if (wrote < 0 && errno == EINTR && !signal_catcher::any()) continue;
        if (wrote <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(wrote));
    }
}

} // namespace detail

HAWSER_DECL bool is_terminal(int fd) noexcept { return ::isatty(fd) == 1; }

HAWSER_DECL result<window_size> terminal_size(int fd) {
    winsize size{};
    if (::ioctl(fd, TIOCGWINSZ, &size) != 0) return last_error();
    window_size out;
    // A terminal that does not know says 0; then the customary size stands.
    if (size.ws_col != 0) out.columns = size.ws_col;
    if (size.ws_row != 0) out.rows = size.ws_row;
    out.width = size.ws_xpixel;
    out.height = size.ws_ypixel;
    return out;
}

HAWSER_DECL result<secret_bytes> ask(std::string_view prompt, echo shows, deadline until) {
    const descriptor terminal{::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)};
    if (!terminal.is_open()) return last_error();
    return ask(terminal.native_handle(), prompt, shows, until);
}

HAWSER_DECL result<secret_bytes> ask(int terminal, std::string_view prompt, echo shows, deadline until) {
    int ends[2];
    if (::pipe(ends) != 0) return last_error();
    const descriptor wakes{ends[0]}, waking{ends[1]};
    for (const int fd : ends)
        if (auto done = make_non_blocking(fd); !done) return done.error();
    const std::string shown = escape_text(prompt, limits::peer_text);

    for (;;) {
        secret_array<limits::typed_secret> line;
        std::size_t size = 0;
        result<void> done;
        std::array<bool, detail::caught_signals.size()> again{};
        {
            const detail::signal_catcher catcher{waking.native_handle()};
            const detail::echo_guard guard{terminal, shows};
            if (guard.unusable()) {
                done = detail::signal_catcher::any() ? std::errc::interrupted
                                                     : std::errc::inappropriate_io_control_operation;
            } else {
                detail::show(terminal, shown);
                done = detail::read_line(terminal, wakes.native_handle(), line, size, until);
                if (shows == echo::off) detail::show(terminal, "\n"); // the one that was typed did not show
            }
        }
        // The terminal and the handlers are as they were: now the signals do what they would have done. All are noted before one
        // is raised, for a handler of the program's may ask a question too.
        for (std::size_t i = 0; i < again.size(); ++i)
            again[i] = detail::signal_seen[detail::caught_signals[i]] != 0;
        bool deadly = false;
        for (std::size_t i = 0; i < again.size(); ++i) {
            const int number = detail::caught_signals[i];
            if (!again[i]) continue;
            ::kill(::getpid(), number);
            deadly = deadly || (number != SIGTSTP && number != SIGTTIN && number != SIGTTOU);
        }
        if (done) return secret_bytes{line.view().first(size)};
        if (done.error() != std::errc::interrupted) return done.error();
        if (deadly) return std::errc::operation_canceled; // the program lives on: it has a handler of its own
        std::byte waste[64];
        while (::read(wakes.native_handle(), waste, sizeof waste) > 0) {
        }
    }
}

HAWSER_DECL result<raw_mode> raw_mode::enter(int fd) {
    raw_mode made;
    if (::tcgetattr(fd, &made.before_) != 0) return last_error();
    termios raw = made.before_;
    ::cfmakeraw(&raw);
    if (repeat_interrupted([&] { return ::tcsetattr(fd, TCSADRAIN, &raw); }) != 0) return last_error();
    made.fd_ = fd;
    return made;
}

HAWSER_DECL raw_mode& raw_mode::operator=(raw_mode&& other) noexcept {
    if (this == &other) return *this;
    restore();
    fd_ = std::exchange(other.fd_, -1);
    before_ = other.before_;
    return *this;
}

HAWSER_DECL void raw_mode::restore() noexcept {
    if (fd_ < 0) return;
    const int kept = errno;
    (void)repeat_interrupted([&] { return ::tcsetattr(fd_, TCSADRAIN, &before_); });
    fd_ = -1;
    errno = kept;
}

} // namespace hawser::inline HAWSER_ABI::io::posix
