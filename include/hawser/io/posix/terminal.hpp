#pragma once
// The terminal of the person at the keyboard: passphrases without echo, raw mode, window size.

#include <hawser/core/result.hpp>
#include <hawser/core/secret.hpp>
#include <hawser/core/time.hpp>
#include <hawser/io/posix/descriptor.hpp>

#include <cstdint>
#include <string_view>
#include <termios.h>

namespace hawser::inline HAWSER_ABI::io::posix {

bool is_terminal(int fd) noexcept;

/// In characters, and in pixels where the terminal knows them (RFC 4254, section 6.2).
struct window_size {
    std::uint32_t columns = 80;
    std::uint32_t rows = 24;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
};
/// Errors: std::errc::inappropriate_io_control_operation when it is no terminal.
result<window_size> terminal_size(int fd);

/// Whether what is typed shows. Answers to a server's questions may; secrets never.
enum class echo : unsigned char { off, on };

/// Asks on the controlling terminal, /dev/tty, whatever standard input is, and reads a line, without its end.
/// The prompt is escaped first, for it may be a server's. Signals that end or stop the program do so after
/// the terminal is as it was; after a stop the question is asked again. One such question at a time in a
/// program, for signals are the whole program's. Errors: no_such_device_or_address when there is no terminal,
/// timed_out, operation_canceled when the input ends before anything was typed, usage_error::invalid_argument
/// for more than limits::typed_secret bytes.
result<secret_bytes> ask(std::string_view prompt, echo shows = echo::off, deadline until = {});
/// The same on a terminal of the caller's.
result<secret_bytes> ask(int terminal, std::string_view prompt, echo shows = echo::off, deadline until = {});

/// Raw mode for as long as it lives: every key is handed over as it is, Ctrl-C too.
class raw_mode {
  public:
    /// Not in raw mode.
    raw_mode() noexcept = default;
    /// Errors: std::errc::inappropriate_io_control_operation when it is no terminal. `fd` must outlive the
    /// object.
    static result<raw_mode> enter(int fd);
    raw_mode(raw_mode&& other) noexcept : fd_{std::exchange(other.fd_, -1)}, before_{other.before_} {}
    raw_mode& operator=(raw_mode&& other) noexcept;
    ~raw_mode() { restore(); }

    /// As it was before. Async-signal-safe, so that a handler of a deadly signal may call it.
    void restore() noexcept;
    bool is_active() const noexcept { return fd_ >= 0; }

  private:
    int fd_ = -1;
    termios before_{};
};

} // namespace hawser::inline HAWSER_ABI::io::posix

#if HAWSER_HEADER_ONLY
#include <hawser/io/posix/impl/terminal.ipp>
#endif
