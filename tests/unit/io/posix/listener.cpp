#include <hawser/io/posix/connect.hpp>
#include <hawser/io/posix/listener.hpp>

#include "support/system_call_filter.hpp"

#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <vector>

using namespace hawser;
using namespace hawser::io::posix;
using namespace std::chrono_literals;

namespace {

time_point soon() { return std::chrono::steady_clock::now() + 10s; }

struct temporary_folder {
    temporary_folder() { BOOST_REQUIRE(::mkdtemp(path.data()) != nullptr); }
    ~temporary_folder() { ::rmdir(path.c_str()); }
    std::string path = "/tmp/hawser-XXXXXX";
};

} // namespace

BOOST_AUTO_TEST_SUITE(io_posix_listener)

BOOST_AUTO_TEST_CASE(accepts_what_connects) {
    auto listening = listen("127.0.0.1", 0);
    BOOST_REQUIRE(listening.has_value());
    BOOST_TEST(listening->port() != 0);
    BOOST_TEST(listening->address() == "127.0.0.1 port " + std::to_string(listening->port()));
    auto from = connect("127.0.0.1", listening->port(), soon());
    BOOST_REQUIRE(from.has_value());
    auto to = listening->accept(soon());
    BOOST_REQUIRE(to.has_value());
    BOOST_TEST(to->peer_address() == from->local_address());
    BOOST_TEST(*from->write_some(as_bytes("hi")) == 2u);
    BOOST_TEST(to->wait({.readable = true}, soon())->readable);
}

#if defined(HAWSER_TEST_SYSTEM_CALL_FILTER)
BOOST_AUTO_TEST_CASE(no_socket_is_ever_open_to_programs_executed) {
    // A child whose F_SETFD is lost shows how sockets are before anyone can ask for more.
    const pid_t child = ::fork();
    if (child == 0) {
        if (!hawser::testing::filter_system_call(__NR_fcntl, F_SETFD, SECCOMP_RET_ERRNO)) ::_exit(77);
        const auto closes = [](int fd) { return (::fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0; };
        auto listening = listen("127.0.0.1", 0);
        const auto from = connect("127.0.0.1", listening ? listening->port() : 0, soon());
        if (!from) ::_exit(1);
        const auto to = listening->accept(soon());
        ::_exit(to && closes(listening->native_handle()) && closes(from->native_handle()) &&
                        closes(to->native_handle())
                    ? 0
                    : 2);
    }
    int status = -1;
    BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
    BOOST_REQUIRE(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77)
        BOOST_TEST_MESSAGE("system calls cannot be filtered here");
    else
        BOOST_TEST(WEXITSTATUS(status) == 0);
}
#endif

#if defined(HAWSER_TEST_SYSTEM_CALL_FILTER)
BOOST_AUTO_TEST_CASE(the_network_errors_of_a_connection_are_passed_over_and_our_own_are_told,
                     *boost::unit_test::label("R02")) {
    const int passed_over[] = {ENETDOWN,     EPROTO,     ENOPROTOOPT, EHOSTDOWN,   ENONET,
                               EHOSTUNREACH, EOPNOTSUPP, ENETUNREACH, ECONNABORTED};
    const int told[] = {EMFILE, ENFILE, ENOBUFS, ENOMEM, EPERM};
    // In a child, where accept4(2) fails as it is told; the latest filter counts.
    const pid_t child = ::fork();
    if (child == 0) {
        auto listening = listen("127.0.0.1", 0);
        const auto from = connect("127.0.0.1", listening ? listening->port() : 0, soon());
        if (!from) ::_exit(1);
        const auto accept_with = [&](int error) {
            if (!hawser::testing::filter_system_call(__NR_accept4, 0,
                                                     SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(error)))
                ::_exit(77);
            return listening->accept(std::chrono::steady_clock::now() + 10ms).error();
        };
        for (const int error : passed_over)
            if (accept_with(error) != std::errc::timed_out) ::_exit(2);
        for (const int error : told)
            if (accept_with(error) != std::error_code{error, std::system_category()}) ::_exit(3);
        ::_exit(0);
    }
    int status = -1;
    BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
    BOOST_REQUIRE(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77)
        BOOST_TEST_MESSAGE("system calls cannot be filtered here");
    else
        BOOST_TEST(WEXITSTATUS(status) == 0);
}
#endif

BOOST_AUTO_TEST_CASE(what_does_not_listen_is_no_listener) {
    for (const int kind : {SOCK_STREAM, SOCK_DGRAM}) {
        descriptor fd{::socket(AF_INET, kind, 0)};
        BOOST_REQUIRE(fd.is_open());
        BOOST_TEST((listener::adopt(std::move(fd)).error() == usage_error::invalid_argument));
    }
}

BOOST_AUTO_TEST_CASE(accept_ends_at_the_deadline_or_an_interrupt) {
    auto listening = listen("127.0.0.1", 0);
    BOOST_REQUIRE(listening.has_value());
    const auto start = std::chrono::steady_clock::now();
    BOOST_TEST((listening->accept(start + 20ms).error() == std::errc::timed_out));
    BOOST_TEST((std::chrono::steady_clock::now() - start >= 20ms));
    std::thread other{[&] {
        std::this_thread::sleep_for(10ms);
        listening->interrupt();
    }};
    BOOST_TEST((listening->accept(soon()).error() == std::errc::operation_canceled));
    other.join();
    listening->close();
    BOOST_TEST((listening->accept(soon()).error() == std::errc::bad_file_descriptor));
    BOOST_TEST((listener{}.accept().error() == std::errc::bad_file_descriptor));
}

BOOST_AUTO_TEST_CASE(a_port_in_use_names_itself) {
    auto listening = listen("127.0.0.1", 0);
    BOOST_REQUIRE(listening.has_value());
    diagnostic details;
    auto second = listen("127.0.0.1", listening->port(), &details);
    BOOST_TEST((second.error() == std::errc::address_in_use));
    BOOST_TEST(details.as<subject>()->name == "127.0.0.1 port " + std::to_string(listening->port()));
    BOOST_TEST((listen("-x", 0, &details).error() == usage_error::invalid_argument));
}

BOOST_AUTO_TEST_CASE(every_address_means_both_families) {
    auto listening = listen("", 0);
    BOOST_REQUIRE(listening.has_value());
    BOOST_TEST(connect("127.0.0.1", listening->port(), soon()).has_value());
    BOOST_TEST(listening->accept(soon()).has_value());
    if (listen("::1", 0)) {
        BOOST_TEST(connect("::1", listening->port(), soon()).has_value());
        BOOST_TEST(listening->accept(soon()).has_value());
    }
}

BOOST_AUTO_TEST_CASE(descriptors_used_up_are_an_error, *boost::unit_test::label("R06")) {
    auto listening = listen("127.0.0.1", 0);
    BOOST_REQUIRE(listening.has_value());
    auto first = connect("127.0.0.1", listening->port(), soon());
    BOOST_REQUIRE(first.has_value());
    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    rlimit few = before;
    few.rlim_cur = 64;
    ::setrlimit(RLIMIT_NOFILE, &few);
    std::vector<descriptor> hoard;
    for (;;) {
        descriptor fd{::dup(0)};
        if (!fd.is_open()) break;
        hoard.push_back(std::move(fd));
    }
    const auto accepted = listening->accept(soon()).error();
    const auto connected = connect("127.0.0.1", listening->port(), soon()).error();
    // one left is enough for the socket, but not for its wakeup: still an error, and nothing leaks
    hoard.pop_back();
    const auto half = connect("127.0.0.1", listening->port(), soon()).error();
    hoard.push_back(descriptor{::dup(0)});
    const bool one_was_free = hoard.back().is_open();
    ::setrlimit(RLIMIT_NOFILE, &before);
    BOOST_TEST((accepted == std::errc::too_many_files_open));
    BOOST_TEST((connected == std::errc::too_many_files_open));
    BOOST_TEST((half == std::errc::too_many_files_open));
    BOOST_TEST(one_was_free);
    // and the listener goes on
    hoard.clear();
    BOOST_TEST(listening->accept(soon()).has_value());
}

#if defined(__linux__)
// Other systems refuse such a connection, as one that nobody listens to.
BOOST_AUTO_TEST_CASE(a_unix_socket_with_a_full_queue_is_waited_for) {
    temporary_folder folder;
    const std::string path = folder.path + "/s";
    auto listening = listen_unix(path);
    BOOST_REQUIRE(listening.has_value());
    BOOST_REQUIRE(::listen(listening->native_handle(), 0) == 0);
    std::vector<io::posix::socket> waiting;
    for (;;) {
        auto one = connect_unix(path, std::chrono::steady_clock::now() + 30ms);
        if (!one) {
            BOOST_TEST((one.error() == std::errc::timed_out));
            break;
        }
        waiting.push_back(*std::move(one));
        BOOST_REQUIRE(waiting.size() < 64);
    }
    BOOST_TEST(!waiting.empty());
    std::thread accepts{[&] {
        std::this_thread::sleep_for(20ms);
        (void)listening->accept(soon());
    }};
    BOOST_TEST(connect_unix(path, soon()).has_value());
    accepts.join();
    ::unlink(path.c_str());
}
#endif

BOOST_AUTO_TEST_CASE(unix_sockets_are_private_and_never_replace_a_file) {
    temporary_folder folder;
    const std::string path = folder.path + "/socket";
    auto listening = listen_unix(path);
    BOOST_REQUIRE(listening.has_value());
#if defined(__linux__)
    struct stat facts {};
    BOOST_REQUIRE(::stat(path.c_str(), &facts) == 0);
    BOOST_TEST((facts.st_mode & 077) == 0u);
#endif
    auto from = connect_unix(path, soon());
    BOOST_REQUIRE(from.has_value());
    auto to = listening->accept(soon());
    BOOST_REQUIRE(to.has_value());
    BOOST_TEST(from->peer_address() == path);
    diagnostic details;
    BOOST_TEST((listen_unix(path, &details).error() == std::errc::address_in_use));
    BOOST_TEST(details.as<subject>()->name == path);
    BOOST_TEST((listen_unix(std::string(64 * 1024, 'p')).error() == std::errc::filename_too_long));
    BOOST_TEST((listen_unix(std::string{"a\0b", 3}).error() == usage_error::invalid_argument));
    ::unlink(path.c_str());
    BOOST_TEST((connect_unix(path, soon(), &details).error() == std::errc::no_such_file_or_directory));
}

BOOST_AUTO_TEST_SUITE_END()
