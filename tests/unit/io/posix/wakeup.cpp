#include <hawser/io/posix/poll.hpp>
#include <hawser/io/posix/wakeup.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <csignal>
#include <thread>

using namespace hawser;
using hawser::io::posix::wakeup;
using namespace std::chrono_literals;

namespace {

bool is_signalled(const wakeup& w) {
    std::array<pollfd, 1> entries{pollfd{w.native_handle(), POLLIN, 0}};
    return *io::posix::poll_until(entries, std::chrono::steady_clock::now()) == 1;
}

const wakeup* for_handler = nullptr;

} // namespace

BOOST_AUTO_TEST_SUITE(io_posix_wakeup)

BOOST_AUTO_TEST_CASE(many_signals_are_drained_at_once) {
    auto made = wakeup::make();
    BOOST_REQUIRE(made.has_value());
    BOOST_TEST(!is_signalled(*made));
    BOOST_TEST(!made->drain());
    for (int i = 0; i < 1000; ++i) made->signal();
    BOOST_TEST(is_signalled(*made));
    BOOST_TEST(made->drain());
    BOOST_TEST(!is_signalled(*made));
    BOOST_TEST(!made->drain());
}

BOOST_AUTO_TEST_CASE(an_empty_one_is_harmless) {
    const wakeup nothing;
    nothing.signal();
    BOOST_TEST(!nothing.drain());
    BOOST_TEST(nothing.native_handle() == -1);
}

BOOST_AUTO_TEST_CASE(wakes_a_thread) {
    auto made = wakeup::make();
    BOOST_REQUIRE(made.has_value());
    std::thread other{[&] {
        std::this_thread::sleep_for(10ms);
        made->signal();
    }};
    std::array<pollfd, 1> entries{pollfd{made->native_handle(), POLLIN, 0}};
    BOOST_TEST(*io::posix::poll_until(entries, std::chrono::steady_clock::now() + 30s) == 1u);
    other.join();
}

BOOST_AUTO_TEST_CASE(works_in_a_signal_handler) {
    auto made = wakeup::make();
    BOOST_REQUIRE(made.has_value());
    for_handler = &*made;
    struct sigaction handler {
    }, before{};
    handler.sa_handler = [](int) { for_handler->signal(); };
    ::sigaction(SIGUSR2, &handler, &before);
    errno = 42;
    ::raise(SIGUSR2);
    BOOST_TEST(errno == 42);
#if defined(__linux__)
    // nor when the call fails, for the counter is full
    const std::uint64_t most = static_cast<std::uint64_t>(-2);
    BOOST_TEST(made->drain());
    BOOST_REQUIRE(::write(made->native_handle(), &most, sizeof most) == sizeof most);
    errno = 42;
    made->signal();
    BOOST_TEST(errno == 42);
#endif
    ::sigaction(SIGUSR2, &before, nullptr);
    BOOST_TEST(made->drain());
}

BOOST_AUTO_TEST_SUITE_END()
