#include <hawser/core/error.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/io/posix/terminal.hpp>

#include "support/system_call_filter.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <cstdlib>
#include <poll.h>
#include <string>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <thread>

using namespace hawser;
using namespace hawser::io::posix;
using namespace std::chrono_literals;

namespace {

time_point soon() { return std::chrono::steady_clock::now() + 10s; }

/// A pseudo-terminal: a program sits at `program`, its user at `user`.
struct pseudo_terminal {
    pseudo_terminal() : user{::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)} {
        BOOST_REQUIRE(user.is_open());
        BOOST_REQUIRE((::grantpt(user.native_handle()) == 0 && ::unlockpt(user.native_handle()) == 0));
        program = descriptor{::open(::ptsname(user.native_handle()), O_RDWR | O_NOCTTY | O_CLOEXEC)};
        BOOST_REQUIRE(program.is_open());
    }
    int fd() const { return program.native_handle(); }
    bool echoes() const {
        termios now{};
        ::tcgetattr(fd(), &now);
        return (now.c_lflag & ECHO) != 0;
    }
    void type(std::string_view text) const {
        while (echoes()) std::this_thread::sleep_for(1ms);
        // Runs in a thread of its own, where Boost.Test may not be used.
        if (::write(user.native_handle(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
            std::abort();
    }
    /// What the user sees, all of it so far.
    std::string screen() const {
        std::string text;
        pollfd entry{user.native_handle(), POLLIN, 0};
        char room[256];
        while (::poll(&entry, 1, 50) == 1 && (entry.revents & POLLIN) != 0) {
            const ssize_t got = ::read(user.native_handle(), room, sizeof room);
            if (got <= 0) break;
            text.append(room, static_cast<std::size_t>(got));
        }
        return text;
    }

    descriptor user, program;
};

std::string text_of(const result<secret_bytes>& answer) {
    return answer ? std::string{as_text(answer->view())} : "error: " + answer.error().message();
}

} // namespace

BOOST_AUTO_TEST_SUITE(io_posix_terminal)

BOOST_AUTO_TEST_CASE(a_secret_is_read_and_not_shown) {
    pseudo_terminal tty;
    BOOST_TEST(is_terminal(tty.fd()));
    std::thread person{[&] { tty.type("hunter2\nnext\n"); }};
    const auto answer = ask(tty.fd(), "Passphrase\x1b[2J: ", echo::off, soon());
    person.join();
    BOOST_TEST(text_of(answer) == "hunter2");
    BOOST_TEST(tty.echoes());
    const std::string screen = tty.screen();
    BOOST_TEST(screen.find("Passphrase\\x1b[2J: ") != std::string::npos);
    BOOST_TEST(screen.find("hunter2") == std::string::npos);
    BOOST_TEST(screen.find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_answer_may_show) {
    pseudo_terminal tty;
    BOOST_REQUIRE(::write(tty.user.native_handle(), "alice\n", 6) == 6);
    BOOST_TEST(text_of(ask(tty.fd(), "Name: ", echo::on, soon())) == "alice");
    BOOST_TEST(tty.screen().find("alice") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_asked_is_an_error) {
    int ends[2];
    BOOST_REQUIRE(::pipe(ends) == 0);
    const descriptor reading{ends[0]}, writing{ends[1]};
    BOOST_TEST(!is_terminal(ends[0]));
    BOOST_TEST(
        (ask(ends[0], "?", echo::off, soon()).error() == std::errc::inappropriate_io_control_operation));
    BOOST_TEST((raw_mode::enter(ends[0]).error() == std::errc::inappropriate_io_control_operation));
    BOOST_TEST((terminal_size(ends[0]).error() == std::errc::inappropriate_io_control_operation));

    // a session of its own has no /dev/tty
    const pid_t child = ::fork();
    if (child == 0) {
        ::setsid();
        ::_exit(ask("?", echo::off, soon()).error() == std::errc::no_such_device_or_address ? 0 : 1);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    BOOST_TEST(status == 0);
}

BOOST_AUTO_TEST_CASE(the_deadline_the_end_and_too_much) {
    pseudo_terminal tty;
    const auto start = std::chrono::steady_clock::now();
    BOOST_TEST((ask(tty.fd(), "?", echo::off, start + 20ms).error() == std::errc::timed_out));
    BOOST_TEST((std::chrono::steady_clock::now() - start < 5s));
    BOOST_TEST(tty.echoes());

    std::thread leaves{[&] { tty.type("\x04"); }}; // Ctrl-D
    BOOST_TEST((ask(tty.fd(), "?", echo::off, soon()).error() == std::errc::operation_canceled));
    leaves.join();
    std::thread says_nothing{[&] { tty.type("\n"); }};
    const auto nothing = ask(tty.fd(), "?", echo::off, soon());
    says_nothing.join();
    BOOST_TEST((nothing && nothing->empty()));

    // A terminal without line editing hands over lines of any length.
    termios now{};
    ::tcgetattr(tty.fd(), &now);
    now.c_lflag &= ~static_cast<tcflag_t>(ICANON);
    ::tcsetattr(tty.fd(), TCSANOW, &now);
    std::thread verbose{[&] {
        while (tty.echoes()) std::this_thread::sleep_for(1ms);
        for (std::size_t i = 0; i <= limits::typed_secret / 64; ++i) tty.type(std::string(64, 'x'));
        tty.type("\n");
    }};
    BOOST_TEST((ask(tty.fd(), "?", echo::off, soon()).error() == usage_error::invalid_argument));
    verbose.join();
}

BOOST_AUTO_TEST_CASE(a_deadly_signal_kills_after_the_echo_is_back) {
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
        pseudo_terminal tty;
        const pid_t child = ::fork();
        if (child == 0) {
            ::signal(number, SIG_DFL);
            (void)ask(tty.fd(), "?", echo::off, soon());
            ::_exit(0);
        }
        while (tty.echoes()) std::this_thread::sleep_for(1ms);
        std::this_thread::sleep_for(5ms);
        ::kill(child, number);
        int status = -1;
        BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
        BOOST_TEST(WIFSIGNALED(status));
        BOOST_TEST(WTERMSIG(status) == number);
        BOOST_TEST(tty.echoes());
    }
}

#if defined(HAWSER_TEST_SYSTEM_CALL_FILTER)
BOOST_AUTO_TEST_CASE(a_signal_that_comes_while_the_echo_returns_is_not_lost) {
    pseudo_terminal tty;
    const pid_t child = ::fork();
    if (child == 0) {
        // The system call that brings the echo back is where SIGTERM arrives.
        static volatile std::sig_atomic_t arrived = 0;
        ::signal(SIGTERM, SIG_DFL);
        ::signal(SIGSYS, [](int) {
            arrived = 1;
            ::raise(SIGTERM);
        });
        if (!hawser::testing::filter_system_call(__NR_ioctl, TCSETS, SECCOMP_RET_TRAP)) ::_exit(77);
        (void)ask(tty.fd(), "?", echo::off, soon());
        ::_exit(arrived != 0 ? 1 : 77);
    }
    int status = -1;
    const time_point end = soon();
    bool typed = false;
    while (::waitpid(child, &status, WNOHANG) == 0) {
        if (!typed && !tty.echoes()) {
            tty.type("\n");
            typed = true;
        }
        if (std::chrono::steady_clock::now() > end) ::kill(child, SIGKILL);
        std::this_thread::sleep_for(1ms);
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
        BOOST_TEST_MESSAGE("system calls cannot be filtered here");
    else
        BOOST_TEST((WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM));
}
#endif

BOOST_AUTO_TEST_CASE(a_stopped_program_asks_again) {
    pseudo_terminal tty;
    const pid_t child = ::fork();
    if (child == 0) ::_exit(text_of(ask(tty.fd(), "again? ", echo::off, soon())) == "yes" ? 0 : 1);
    while (tty.echoes()) std::this_thread::sleep_for(1ms);
    std::this_thread::sleep_for(5ms);
    ::kill(child, SIGTSTP);
    // An orphaned process group ignores SIGTSTP and asks again at once; otherwise it stops, with echo.
    int status = -1;
    for (int i = 0; i < 20; ++i) {
        if (::waitpid(child, &status, WUNTRACED | WNOHANG) == child && WIFSTOPPED(status)) {
            BOOST_TEST(tty.echoes());
            ::kill(child, SIGCONT);
            break;
        }
        std::this_thread::sleep_for(5ms);
    }
    tty.type("yes\n");
    BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
    BOOST_TEST(status == 0);
    const std::string screen = tty.screen();
    const std::size_t first = screen.find("again? ");
    BOOST_REQUIRE(first != std::string::npos);
    BOOST_TEST(screen.find("again? ", first + 1) != std::string::npos);
}

/// ThreadSanitizer puts a handler off until the program comes by one of its own calls, which tcsetattr(3) is not.
boost::test_tools::assertion_result signals_come_at_once(boost::unit_test::test_unit_id) {
#if defined(__SANITIZE_THREAD__)
    return false;
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
    return false;
#endif
#endif
    return true;
}

BOOST_AUTO_TEST_CASE(a_program_in_the_background_stops_and_asks_in_the_foreground,
                     *boost::unit_test::precondition(signals_come_at_once)) {
    pseudo_terminal tty;
    const auto within_seconds = [](auto&& is) {
        for (int i = 0; i < 2000; ++i) {
            if (is()) return true;
            std::this_thread::sleep_for(5ms);
        }
        return false;
    };
    const pid_t shell = ::fork();
    if (shell == 0) {
        ::setsid();
        ::ioctl(tty.fd(), TIOCSCTTY, 0);
        const pid_t job = ::fork();
        if (job == 0) {
            while (::getpgrp() != ::getpid()) ::setpgid(0, 0);
            ::_exit(text_of(ask(tty.fd(), "? ", echo::off, soon())) == "yes" ? 0 : 1);
        }
        ::setpgid(job, job);
        int status = -1;
        const bool stopped =
            within_seconds([&] { return ::waitpid(job, &status, WUNTRACED | WNOHANG) == job; }) &&
            WIFSTOPPED(status) && WSTOPSIG(status) == SIGTTOU && tty.echoes();
        if (!stopped) {
            ::kill(job, SIGKILL);
            ::_exit(1);
        }
        ::tcsetpgrp(tty.fd(), job);
        ::kill(job, SIGCONT);
        if (within_seconds([&] { return !tty.echoes(); })) tty.type("yes\n");
        const bool ended = within_seconds([&] { return ::waitpid(job, &status, WNOHANG) == job; });
        if (!ended) ::kill(job, SIGKILL);
        ::_exit(ended && status == 0 ? 0 : 2);
    }
    int status = -1;
    BOOST_REQUIRE(::waitpid(shell, &status, 0) == shell);
    BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == 0));
    BOOST_TEST(tty.echoes());
}

BOOST_AUTO_TEST_CASE(a_signal_the_program_survives_cancels) {
    pseudo_terminal tty;
    struct sigaction quiet {
    }, before{}, after{};
    quiet.sa_handler = [](int) {};
    ::sigaction(SIGINT, &quiet, &before);
    std::thread person{[&] {
        while (tty.echoes()) std::this_thread::sleep_for(1ms);
        ::kill(::getpid(), SIGINT);
    }};
    const auto answer = ask(tty.fd(), "?", echo::off, soon());
    person.join();
    ::sigaction(SIGINT, &before, &after);
    BOOST_TEST((answer.error() == std::errc::operation_canceled));
    BOOST_TEST(tty.echoes());
    BOOST_TEST((after.sa_handler == quiet.sa_handler)); // the program's own handler is back
}

BOOST_AUTO_TEST_CASE(raw_mode_ends_with_its_guard) {
    pseudo_terminal tty;
    const auto lines = [&] {
        termios now{};
        ::tcgetattr(tty.fd(), &now);
        return (now.c_lflag & (ICANON | ISIG | ECHO)) != 0;
    };
    BOOST_TEST(lines());
    {
        auto raw = raw_mode::enter(tty.fd());
        BOOST_REQUIRE((raw && raw->is_active()));
        BOOST_TEST(!lines());
        raw_mode moved = *std::move(raw);
        BOOST_TEST(!raw->is_active());
        BOOST_TEST(!lines());
        moved.restore();
        BOOST_TEST(lines());
        moved.restore();
        moved = *raw_mode::enter(tty.fd());
        BOOST_TEST(!lines());
    }
    BOOST_TEST(lines());
}

BOOST_AUTO_TEST_CASE(the_size_of_the_window) {
    pseudo_terminal tty;
    auto size = terminal_size(tty.fd());
    BOOST_REQUIRE(size.has_value());
    BOOST_TEST((size->columns == 80 && size->rows == 24)); // it does not know
    winsize told{};
    told.ws_col = 132;
    told.ws_row = 43;
    told.ws_xpixel = 1056;
    told.ws_ypixel = 688;
    BOOST_REQUIRE(::ioctl(tty.user.native_handle(), TIOCSWINSZ, &told) == 0);
    size = terminal_size(tty.fd());
    BOOST_TEST((size->columns == 132 && size->rows == 43 && size->width == 1056 && size->height == 688));
}

BOOST_AUTO_TEST_SUITE_END()
