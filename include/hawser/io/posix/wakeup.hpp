#pragma once
// Wakes a thread out of poll(2), from another thread or from a signal handler.

#include <hawser/io/posix/descriptor.hpp>

namespace hawser::inline HAWSER_ABI::io::posix {

/// An eventfd, or a pipe where there is none. `signal()` may be called from anywhere at any time while the
/// object stays where it is; moving and destroying it must not run beside `signal()`.
class wakeup {
  public:
    /// Holds nothing yet: signals are lost.
    wakeup() noexcept = default;
    static result<wakeup> make();

    /// Async-signal-safe; keeps errno.
    void signal() const noexcept;
    /// Takes all signals back and tells whether there were any.
    bool drain() const noexcept;
    /// Polls readable while signalled; -1 when holding nothing.
    int native_handle() const noexcept { return reading_.native_handle(); }

  private:
    descriptor reading_;
    descriptor writing_; ///< of the pipe; an eventfd needs only one
};

} // namespace hawser::inline HAWSER_ABI::io::posix

#if HAWSER_HEADER_ONLY
#include <hawser/io/posix/impl/wakeup.ipp>
#endif
