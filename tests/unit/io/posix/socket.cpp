#include <hawser/core/error.hpp>
#include <hawser/io/posix/socket.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <csignal>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <string>
#include <sys/socket.h>
#include <thread>

using namespace hawser;
using namespace std::chrono_literals;
using hawser::io::posix::descriptor;
using stream = hawser::io::posix::socket;

static_assert(byte_stream<stream>);
static_assert(!std::copy_constructible<stream>);
static_assert(std::movable<stream>);

namespace {

struct two_streams {
    stream a, b;
};

two_streams unix_pair() {
    int ends[2];
    BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    return {*stream::adopt(descriptor{ends[0]}), *stream::adopt(descriptor{ends[1]})};
}

/// Two ends of one TCP connection over the loopback interface, on a port that the system chooses.
two_streams tcp_pair(int buffer = 0) {
    const descriptor listening{::socket(AF_INET, SOCK_STREAM, 0)};
    if (buffer != 0) ::setsockopt(listening.native_handle(), SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof where;
    auto* address = reinterpret_cast<sockaddr*>(&where);
    BOOST_REQUIRE(::bind(listening.native_handle(), address, size) == 0);
    BOOST_REQUIRE(::listen(listening.native_handle(), 1) == 0);
    BOOST_REQUIRE(::getsockname(listening.native_handle(), address, &size) == 0);
    descriptor from{::socket(AF_INET, SOCK_STREAM, 0)};
    if (buffer != 0) ::setsockopt(from.native_handle(), SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
    BOOST_REQUIRE(::connect(from.native_handle(), address, size) == 0);
    descriptor to{::accept(listening.native_handle(), nullptr, nullptr)};
    return {*stream::adopt(std::move(from)), *stream::adopt(std::move(to))};
}

std::string read_text(stream& from) {
    std::byte room[256];
    auto ready = from.wait({.readable = true}, stream::now() + 10s);
    BOOST_REQUIRE((ready && ready->readable));
    auto got = from.read_some(room);
    return got ? std::string{as_text(byte_view{room, *got})} : "error";
}

int int_option(const stream& s, int level, int name) {
    int value = -1;
    socklen_t size = sizeof value;
    ::getsockopt(s.native_handle(), level, name, &value, &size);
    return value;
}

byte_vector pattern(std::size_t size) {
    byte_vector out(size);
    std::uint32_t x = 1;
    for (std::byte& b : out) b = static_cast<std::byte>((x = x * 1664525u + 1013904223u) >> 24);
    return out;
}

/// Interrupts this thread's system calls all the time, for as long as it lives.
class signal_rain {
  public:
    signal_rain() {
        struct sigaction quiet {};
        quiet.sa_handler = [](int) {}; // without SA_RESTART
        ::sigaction(SIGUSR1, &quiet, &before_);
        thread_ = std::thread{[this, target = ::pthread_self()] {
            while (!done_) {
                ::pthread_kill(target, SIGUSR1);
                std::this_thread::sleep_for(200us);
            }
        }};
    }
    ~signal_rain() {
        done_ = true;
        thread_.join();
        ::sigaction(SIGUSR1, &before_, nullptr);
    }

  private:
    std::atomic<bool> done_{false};
    struct sigaction before_ {};
    std::thread thread_;
};

/// Moves all of `sent` from one end to the other in one thread; gives what arrived.
byte_vector transfer(two_streams& s, byte_view sent, std::size_t room_size) {
    byte_vector received;
    byte_vector room(room_size);
    bool ended = false;
    while (received.size() < sent.size() || !ended) {
        if (!sent.empty()) {
            auto wrote = s.a.write_some(sent);
            if (wrote) {
                sent = sent.subspan(*wrote);
                if (sent.empty()) BOOST_REQUIRE(s.a.shutdown_write().has_value());
            } else {
                BOOST_REQUIRE((wrote.error() == std::errc::operation_would_block));
            }
        }
        const auto ready = s.b.wait({.readable = true}, stream::now() + 10s);
        BOOST_REQUIRE_MESSAGE(ready && ready->readable,
                              "nothing after " << received.size() << " bytes, of which " << sent.size()
                                               << " are not written: " << ready.error().message());
        auto got = s.b.read_some(room);
        if (!got) BOOST_REQUIRE((got.error() == std::errc::operation_would_block));
        if (got && *got == 0) {
            ended = true;
            break;
        }
        if (got)
            received.insert(received.end(), room.begin(), room.begin() + static_cast<std::ptrdiff_t>(*got));
    }
    return received;
}

} // namespace

BOOST_AUTO_TEST_SUITE(io_posix_socket)

BOOST_AUTO_TEST_CASE(bytes_pass_both_ways_and_half_close) {
    for (const bool tcp : {false, true}) {
        two_streams s = tcp ? tcp_pair() : unix_pair();
        std::byte room[4];
        BOOST_TEST((s.a.read_some(room).error() == std::errc::operation_would_block));
        BOOST_TEST(*s.a.write_some(as_bytes("question")) == 8u);
        BOOST_TEST(read_text(s.b) == "question");
        BOOST_TEST(s.a.shutdown_write().has_value());
        BOOST_TEST(read_text(s.b) == "");
        BOOST_TEST(*s.b.write_some(as_bytes("answer")) == 6u);
        BOOST_TEST(read_text(s.a) == "answer");
        BOOST_TEST((s.a.read_some({}).error() == usage_error::invalid_argument));
        BOOST_TEST(*s.a.write_some({}) == 0u);
    }
}

BOOST_AUTO_TEST_CASE(options_of_a_tcp_socket, *boost::unit_test::label("CM-N-009")) {
    two_streams s = tcp_pair();
    BOOST_TEST(int_option(s.a, IPPROTO_TCP, TCP_NODELAY) != 0);
    BOOST_TEST((::fcntl(s.a.native_handle(), F_GETFL) & O_NONBLOCK) != 0);
    BOOST_TEST((::fcntl(s.a.native_handle(), F_GETFD) & FD_CLOEXEC) != 0);
    BOOST_TEST(s.a.peer_address() == s.b.local_address());
    BOOST_TEST(s.a.local_address() == "127.0.0.1 port " + std::to_string(s.a.local_port()));
    BOOST_TEST(stream{}.peer_address() == "unknown");
}

BOOST_AUTO_TEST_CASE(keep_alive_and_its_times, *boost::unit_test::label("CM-N-004")) {
    two_streams s = tcp_pair();
    BOOST_TEST(int_option(s.a, SOL_SOCKET, SO_KEEPALIVE) == 0);
    BOOST_TEST(s.a.keep_alive(true, 60s, 5s).has_value());
    BOOST_TEST(int_option(s.a, SOL_SOCKET, SO_KEEPALIVE) != 0);
#if defined(__linux__)
    BOOST_TEST(int_option(s.a, IPPROTO_TCP, TCP_KEEPIDLE) == 60);
    BOOST_TEST(int_option(s.a, IPPROTO_TCP, TCP_KEEPINTVL) == 5);
#endif
    BOOST_TEST(s.a.keep_alive(false).has_value());
    BOOST_TEST(int_option(s.a, SOL_SOCKET, SO_KEEPALIVE) == 0);
    BOOST_TEST((stream{}.keep_alive(true).error() == std::errc::bad_file_descriptor));
}

BOOST_AUTO_TEST_CASE(linger_of_zero_is_a_hard_reset, *boost::unit_test::label("CM-N-005")) {
    two_streams s = tcp_pair();
    BOOST_TEST(s.a.linger(0s).has_value());
    s.a.close();
    BOOST_TEST(s.b.wait({.readable = true}, stream::now() + 10s)->readable);
    std::byte room[1];
    BOOST_TEST((s.b.read_some(room).error() == std::errc::connection_reset));

    // the default still delivers what was written
    two_streams t = tcp_pair();
    BOOST_TEST(*t.a.write_some(as_bytes("last words")) == 10u);
    t.a.close();
    BOOST_TEST(read_text(t.b) == "last words");
    BOOST_TEST(read_text(t.b) == "");
    BOOST_TEST((stream{}.linger(1s).error() == std::errc::bad_file_descriptor));
}

BOOST_AUTO_TEST_CASE(buffers_report_what_was_granted,
                     *boost::unit_test::label("CM-N-012") * boost::unit_test::label("CM-N-013")) {
    two_streams s = tcp_pair();
    const auto receiving = s.a.receive_buffer(20000);
    const auto sending = s.a.send_buffer(20000);
    BOOST_TEST(*receiving == static_cast<std::size_t>(int_option(s.a, SOL_SOCKET, SO_RCVBUF)));
    BOOST_TEST(*sending == static_cast<std::size_t>(int_option(s.a, SOL_SOCKET, SO_SNDBUF)));
    // the system has its own bounds, and the answer tells them
    BOOST_TEST(*s.a.receive_buffer(1) > 1u);
    constexpr std::size_t huge = static_cast<std::size_t>(-1) / 2;
    BOOST_TEST(*s.a.send_buffer(huge) < huge);
    BOOST_TEST((stream{}.receive_buffer(1).error() == std::errc::bad_file_descriptor));
}

BOOST_AUTO_TEST_CASE(tiny_buffers_and_signals_lose_nothing, *boost::unit_test::label("R02")) {
    const byte_vector sent = pattern(300000);
    bool same = true;
    for (const std::size_t room : {std::size_t{7}, std::size_t{4096}}) {
        two_streams tcp = tcp_pair(2048);
        two_streams local = unix_pair();
        BOOST_TEST(local.a.send_buffer(2048).has_value());
        const signal_rain rain;
        same = same && transfer(tcp, sent, room) == sent;
        same = same && transfer(local, sent, room) == sent;
    }
    BOOST_TEST(same);
}

BOOST_AUTO_TEST_CASE(a_lost_peer_is_an_error_and_no_signal, *boost::unit_test::label("R02")) {
    // SIGPIPE has its default action here: it would end this program.
    for (const bool tcp : {false, true}) {
        two_streams s = tcp ? tcp_pair() : unix_pair();
        BOOST_TEST(s.b.linger(0s).has_value());
        s.b.close();
        std::error_code error;
        for (int i = 0; i < 100 && !error; ++i) {
            BOOST_TEST(s.a.wait({.writable = true}, stream::now() + 10s).has_value());
            error = s.a.write_some(as_bytes("x")).error();
        }
        BOOST_TEST((error == std::errc::broken_pipe || error == std::errc::connection_reset));
        BOOST_TEST((blame_of(error) == blame::environment));
    }
}

BOOST_AUTO_TEST_CASE(wait_ends_at_readiness_or_deadline) {
    two_streams s = unix_pair();
    auto ready = s.a.wait({true, true}, {});
    BOOST_TEST((ready->writable && !ready->readable));
    const auto start = stream::now();
    ready = s.a.wait({.readable = true}, start + 20ms);
    BOOST_TEST((!ready->writable && !ready->readable));
    BOOST_TEST((stream::now() - start >= 20ms));
    // no room left: not writable
    const byte_vector much(1 << 20);
    while (s.a.write_some(much)) {
    }
    BOOST_TEST(!s.a.wait({.writable = true}, stream::now())->writable);
    BOOST_TEST(s.b.wait({.readable = true}, {})->readable);
}

BOOST_AUTO_TEST_CASE(wait_for_nothing_is_not_a_busy_loop) {
    two_streams s = unix_pair();
    s.b.close(); // poll reports this hang-up without being asked
    const std::uint64_t before = s.a.calls();
    const auto start = stream::now();
    const auto ready = s.a.wait({}, start + 20ms);
    BOOST_TEST((ready && !ready->readable && !ready->writable));
    BOOST_TEST((stream::now() - start >= 20ms));
    BOOST_TEST(s.a.calls() == before + 1);
}

BOOST_AUTO_TEST_CASE(interrupt_wakes_a_wait_once) {
    two_streams s = unix_pair();
    std::thread other{[&] {
        std::this_thread::sleep_for(10ms);
        s.a.interrupt();
    }};
    BOOST_TEST((s.a.wait({.readable = true}, stream::now() + 30s).error() == std::errc::operation_canceled));
    other.join();
    BOOST_TEST(s.a.wait({.writable = true}, {})->writable);
    // one that comes before the wait is not lost, even when the socket is ready
    s.a.interrupt();
    BOOST_TEST((s.a.wait({.writable = true}, {}).error() == std::errc::operation_canceled));
    BOOST_TEST(s.a.wait({.writable = true}, {})->writable);
}

BOOST_AUTO_TEST_CASE(closed_sockets_answer) {
    two_streams s = unix_pair();
    s.a.close();
    s.a.close();
    BOOST_TEST(!s.a.is_open());
    std::byte room[1];
    BOOST_TEST((s.a.read_some(room).error() == std::errc::bad_file_descriptor));
    BOOST_TEST((s.a.write_some(room).error() == std::errc::bad_file_descriptor));
    BOOST_TEST((s.a.wait({.readable = true}, {}).error() == std::errc::bad_file_descriptor));
    s.a.interrupt();
    stream{}.interrupt();
    BOOST_TEST((stream::adopt(descriptor{}).error() == std::errc::bad_file_descriptor));
}

BOOST_AUTO_TEST_CASE(low_water_saves_wakes_but_never_the_end) {
    two_streams s = tcp_pair();
    BOOST_TEST(s.b.receive_low_water(1000).has_value());
    const std::uint64_t calls = s.b.calls();
    BOOST_TEST(s.b.receive_low_water(1000).has_value());
    BOOST_TEST(s.b.calls() == calls);
#if defined(__linux__)
    BOOST_TEST(s.a.write_some(byte_vector(999)).has_value());
    BOOST_TEST(!s.b.wait({.readable = true}, stream::now() + 30ms)->readable);
    BOOST_TEST(s.a.write_some(byte_vector(1)).has_value());
    BOOST_TEST(s.b.wait({.readable = true}, stream::now() + 10s)->readable);
    byte_vector room(2000);
    BOOST_TEST(*s.b.read_some(room) == 1000u);
#endif
    // below the mark, but the stream ends
    BOOST_TEST(*s.a.write_some(as_bytes("rest")) == 4u);
    s.a.close();
    BOOST_TEST(read_text(s.b) == "rest");
    BOOST_TEST(read_text(s.b) == "");
    BOOST_TEST((stream{}.receive_low_water(2).error() == std::errc::bad_file_descriptor));
}

BOOST_AUTO_TEST_CASE(calls_are_counted) {
    two_streams s = tcp_pair();
    const std::uint64_t start = s.b.calls();
    BOOST_TEST(*s.a.write_some(as_bytes("x")) == 1u);
    BOOST_TEST(read_text(s.b) == "x");
    BOOST_TEST(s.b.calls() == start + 2); // poll and recv
#if defined(TCP_QUICKACK)
    s.b.quick_acknowledgements(true);
    BOOST_TEST(*s.a.write_some(as_bytes("y")) == 1u);
    BOOST_TEST(read_text(s.b) == "y");
    BOOST_TEST(s.b.calls() == start + 5); // the acknowledgement of what was read is asked for before the wait
    BOOST_TEST(*s.b.write_some(as_bytes("reply")) == 5u);
    BOOST_TEST(*s.a.write_some(as_bytes("z")) == 1u);
    BOOST_TEST(read_text(s.b) == "z");
    BOOST_TEST(s.b.calls() == start + 8); // but not when data of ours carried it along
    s.b.quick_acknowledgements(false);
    BOOST_TEST(*s.a.write_some(as_bytes("z")) == 1u);
    BOOST_TEST(read_text(s.b) == "z");
    BOOST_TEST(s.b.calls() == start + 10);
#endif
}

BOOST_AUTO_TEST_SUITE_END()
