#include <hawser/io/posix/descriptor.hpp>
#include <hawser/io/posix/poll.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <csignal>
#include <pthread.h>
#include <thread>

#if defined(__linux__)
#include <ctime>
#include <sys/syscall.h>

namespace {
/// Seconds that the wall clock has jumped, as this program sees it.
std::atomic<long> wall_clock_jump{0};
} // namespace

// Stands before the C library's, so that the wall clock can jump for this program alone.
extern "C" int clock_gettime(clockid_t clock, timespec* out) noexcept {
    const long answer = ::syscall(SYS_clock_gettime, clock, out);
    if (clock == CLOCK_REALTIME) out->tv_sec += wall_clock_jump.load();
    return static_cast<int>(answer);
}
#endif

using namespace hawser;
using namespace hawser::io::posix;
using namespace std::chrono_literals;
using steady = std::chrono::steady_clock;

namespace {

struct pipe_ends {
    pipe_ends() {
        int ends[2];
        BOOST_REQUIRE(::pipe(ends) == 0);
        reading = descriptor{ends[0]};
        writing = descriptor{ends[1]};
    }
    descriptor reading, writing;
};

} // namespace

BOOST_AUTO_TEST_SUITE(io_posix_poll)

BOOST_AUTO_TEST_CASE(tells_what_is_ready) {
    pipe_ends pipe;
    std::array<pollfd, 2> entries{pollfd{pipe.reading.native_handle(), POLLIN, 0},
                                  pollfd{pipe.writing.native_handle(), POLLOUT, 0}};
    std::uint64_t calls = 0;
    BOOST_TEST(*poll_until(entries, {}, &calls) == 1u);
    BOOST_TEST(entries[0].revents == 0);
    BOOST_TEST((entries[1].revents & POLLOUT) != 0);
    BOOST_TEST(calls == 1u);
}

BOOST_AUTO_TEST_CASE(waits_for_the_deadline_and_not_less) {
    pipe_ends pipe;
    std::array<pollfd, 1> entries{pollfd{pipe.reading.native_handle(), POLLIN, 0}};
    const auto start = steady::now();
    BOOST_TEST(*poll_until(entries, start + 20ms) == 0u);
    BOOST_TEST((steady::now() - start >= 20ms));
    // one in the past looks once
    BOOST_TEST(*poll_until(entries, start - 1h) == 0u);
    BOOST_REQUIRE(::write(pipe.writing.native_handle(), "x", 1) == 1);
    BOOST_TEST(*poll_until(entries, start - 1h) == 1u);
    // one further away than poll's milliseconds reach
    BOOST_TEST(*poll_until(entries, start + std::chrono::hours{24 * 365}) == 1u);
}

BOOST_AUTO_TEST_CASE(signals_neither_end_nor_prolong_a_wait, *boost::unit_test::label("R02")) {
    struct sigaction quiet {};
    quiet.sa_handler = [](int) {};
    struct sigaction before {};
    ::sigaction(SIGUSR1, &quiet, &before);
    const pthread_t waiting = ::pthread_self();
    std::atomic<bool> done{false};
    std::thread nuisance{[&] {
        while (!done) {
            ::pthread_kill(waiting, SIGUSR1);
            std::this_thread::sleep_for(1ms);
        }
    }};
    pipe_ends pipe;
    std::array<pollfd, 1> entries{pollfd{pipe.reading.native_handle(), POLLIN, 0}};
    std::uint64_t calls = 0;
    const auto start = steady::now();
    const auto ready = poll_until(entries, start + 60ms, &calls);
    const auto took = steady::now() - start;
    done = true;
    nuisance.join();
    ::sigaction(SIGUSR1, &before, nullptr);
    BOOST_TEST(ready.has_value());
    BOOST_TEST(*ready == 0u);
    BOOST_TEST(calls > 1u);
    BOOST_TEST((took >= 60ms));
    BOOST_TEST((took < 10s));
}

#if defined(__linux__)
BOOST_AUTO_TEST_CASE(a_jump_of_the_wall_clock_changes_nothing, *boost::unit_test::label("R07")) {
    struct sigaction quiet {
    }, before{};
    quiet.sa_handler = [](int) {};
    ::sigaction(SIGUSR1, &quiet, &before);
    const pthread_t waiting = ::pthread_self();
    pipe_ends pipe;
    std::array<pollfd, 1> entries{pollfd{pipe.reading.native_handle(), POLLIN, 0}};
    for (const long jump : {365L * 86400, -365L * 86400}) {
        const auto wall = std::chrono::system_clock::now();
        const auto start = steady::now();
        std::thread jumper{[&] {
            std::this_thread::sleep_for(10ms);
            wall_clock_jump = jump;
            // A signal makes the wait read its clock again.
            ::pthread_kill(waiting, SIGUSR1);
        }};
        const auto ready = poll_until(entries, start + 40ms);
        const auto took = steady::now() - start;
        jumper.join();
        const auto wall_took = std::chrono::system_clock::now() - wall;
        wall_clock_jump = 0;
        // the jump was real for this program
        BOOST_TEST((std::chrono::abs(wall_took) > std::chrono::hours{24 * 364}));
        BOOST_TEST(ready.has_value());
        BOOST_TEST((took >= 40ms));
        BOOST_TEST((took < 10s));
    }
    ::sigaction(SIGUSR1, &before, nullptr);
}
#endif

BOOST_AUTO_TEST_SUITE_END()
