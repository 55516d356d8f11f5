#include <hawser/io/posix/connect.hpp>
#include <hawser/io/posix/listener.hpp>

#include "support/system_call_filter.hpp"

#include <boost/test/unit_test.hpp>

#include <cerrno>
#include <cstdlib>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace hawser;
using namespace hawser::io::posix;
using namespace std::chrono_literals;

namespace {

time_point soon() { return std::chrono::steady_clock::now() + 10s; }

/// A port that refuses: bound, so that nobody else gets it, and not listening.
struct refusing_port {
    refusing_port() : fd{::socket(AF_INET, SOCK_STREAM, 0)} {
        where = resolve("127.0.0.1", 0)->front();
        BOOST_REQUIRE(::bind(fd.native_handle(), where.address(), where.size) == 0);
        BOOST_REQUIRE(::getsockname(fd.native_handle(), where.address(), &where.size) == 0);
    }
    descriptor fd;
    endpoint where;
};

/// A port that never answers: its queue of connections is full, so that more of them are dropped.
struct silent_port : refusing_port {
    silent_port() {
        BOOST_REQUIRE(::listen(fd.native_handle(), 0) == 0);
        for (int i = 0; i < 4; ++i) {
            filling.emplace_back(::socket(AF_INET, SOCK_STREAM, 0));
            BOOST_REQUIRE(make_non_blocking(filling.back().native_handle()).has_value());
            (void)::connect(filling.back().native_handle(), where.address(), where.size);
        }
        std::this_thread::sleep_for(20ms);
    }
    std::vector<descriptor> filling;
};

endpoint endpoint_of(const listener& l) { return resolve("127.0.0.1", l.port())->front(); }

std::string name_in(const diagnostic& details) {
    const auto* what = details.as<subject>();
    return what != nullptr && what->what == "host" ? what->name : "nothing";
}

} // namespace

BOOST_AUTO_TEST_SUITE(io_posix_connect)

BOOST_AUTO_TEST_CASE(connects_by_name_and_by_either_family, *boost::unit_test::label("CM-N-010")) {
    auto v4 = listen("127.0.0.1", 0);
    BOOST_REQUIRE(v4.has_value());
    connect_options options;
    options.until = soon();
    options.family = address_family::ipv4;
    auto made = connect("localhost", v4->port(), options);
    BOOST_REQUIRE(made.has_value());
    BOOST_TEST(made->peer_address() == v4->address());
    int no_delay = 0;
    socklen_t size = sizeof no_delay;
    ::getsockopt(made->native_handle(), IPPROTO_TCP, TCP_NODELAY, &no_delay, &size);
    BOOST_TEST(no_delay != 0);
    // the other family has no such address
    options.family = address_family::ipv6;
    BOOST_TEST(!connect("127.0.0.1", v4->port(), options).has_value());

    if (auto v6 = listen("::1", 0)) {
        BOOST_TEST(connect("[::1]", v6->port(), options).has_value());
        BOOST_TEST(connect("::1", v6->port(), soon())->peer_address() == v6->address());
    }
}

BOOST_AUTO_TEST_CASE(refused_says_so_and_by_whom) {
    refusing_port port;
    diagnostic details;
    auto made = connect("127.0.0.1", port.where.port(), soon(), &details);
    BOOST_TEST((made.error() == std::errc::connection_refused));
    BOOST_TEST(name_in(details).starts_with("127.0.0.1 port " + std::to_string(port.where.port())));
    BOOST_TEST(name_in(details).ends_with(": Connection refused"));
}

BOOST_AUTO_TEST_CASE(hosts_that_cannot_be_are_refused, *boost::unit_test::label("F07")) {
    using namespace std::string_view_literals;
    for (const std::string_view host : {""sv, "-oProxyCommand=reboot"sv, "[]"sv, "a;b c"sv, "a\0"sv}) {
        diagnostic details;
        auto made = connect(host, 22, soon(), &details);
        BOOST_TEST((!made.has_value()));
        BOOST_TEST((host == "[]" || made.error() == usage_error::invalid_argument));
        BOOST_TEST(name_in(details) == std::string{host} + " port 22");
    }
    diagnostic details;
    BOOST_TEST((connect("127.0.0.1", 0, soon(), &details).error() == usage_error::invalid_argument));
    BOOST_TEST(name_in(details) == "127.0.0.1 port 0");
}

BOOST_AUTO_TEST_CASE(gives_up_at_the_deadline_and_tells_what_was_tried,
                     *boost::unit_test::label("CM-N-001")) {
    silent_port port;
    diagnostic details;
    const auto start = std::chrono::steady_clock::now();
    auto made = connect("127.0.0.1", port.where.port(), start + 50ms, &details);
    const auto took = std::chrono::steady_clock::now() - start;
    BOOST_TEST((made.error() == std::errc::timed_out));
    BOOST_TEST((took >= 50ms && took < 5s));
    BOOST_TEST(name_in(details).ends_with("127.0.0.1: no answer"));
}

BOOST_AUTO_TEST_CASE(can_be_cancelled) {
    silent_port port;
    auto cancel = wakeup::make();
    BOOST_REQUIRE(cancel.has_value());
    connect_options options;
    options.until = soon();
    options.cancel = &*cancel;
    std::thread other{[&] {
        std::this_thread::sleep_for(10ms);
        cancel->signal();
    }};
    BOOST_TEST((connect("127.0.0.1", port.where.port(), options).error() == std::errc::operation_canceled));
    other.join();
}

BOOST_AUTO_TEST_CASE(addresses_race) {
    silent_port silent;
    refusing_port refusing;
    auto listening = listen("127.0.0.1", 0);
    BOOST_REQUIRE(listening.has_value());
    connect_options options;
    options.until = soon();

    // a failure starts the next at once, not after the delay
    options.attempt_delay = 5s;
    auto start = std::chrono::steady_clock::now();
    BOOST_TEST(connect(std::vector{refusing.where, refusing.where, endpoint_of(*listening)}, "test", options)
                   .has_value());
    BOOST_TEST((std::chrono::steady_clock::now() - start < 2s));

    // silence starts the next after the delay, and the first that answers wins
    options.attempt_delay = 30ms;
    start = std::chrono::steady_clock::now();
    auto made = connect(std::vector{silent.where, endpoint_of(*listening)}, "test", options);
    BOOST_REQUIRE(made.has_value());
    BOOST_TEST(made->peer_address() == listening->address());
    const auto took = std::chrono::steady_clock::now() - start;
    BOOST_TEST((took >= 30ms && took < 1s));

    // a failure does not make the next wait for its turn, though an earlier attempt still runs
    options.attempt_delay = 500ms;
    start = std::chrono::steady_clock::now();
    BOOST_TEST(connect(std::vector{silent.where, refusing.where, endpoint_of(*listening)}, "test", options)
                   .has_value());
    BOOST_TEST((std::chrono::steady_clock::now() - start < 950ms));
    options.attempt_delay = 30ms;

    // all fail: the refusal is told, and the silent one, too
    diagnostic details;
    options.until = std::chrono::steady_clock::now() + 100ms;
    BOOST_TEST((connect(std::vector{silent.where, refusing.where}, "test", options, &details).error() ==
                std::errc::timed_out));
    BOOST_TEST(name_in(details) == "test: 127.0.0.1: Connection refused; 127.0.0.1: no answer");
    BOOST_TEST(
        (connect(std::vector<endpoint>{}, "test", options).error() == std::errc::address_not_available));
}

#if defined(HAWSER_TEST_SYSTEM_CALL_FILTER)
BOOST_AUTO_TEST_CASE(a_winner_that_cannot_be_set_up_leaves_the_race_to_the_others) {
    // In a child whose TCP sockets refuse their options, so that only the Unix socket can win.
    std::string folder = "/tmp/hawser-XXXXXX";
    BOOST_REQUIRE(::mkdtemp(folder.data()) != nullptr);
    const std::string path = folder + "/s";
    auto tcp = listen("127.0.0.1", 0);
    auto local = listen_unix(path);
    BOOST_REQUIRE((tcp.has_value() && local.has_value()));
    const pid_t child = ::fork();
    if (child == 0) {
        connect_options options;
        options.until = soon();
        options.attempt_delay = 5s;
        const endpoint bad = endpoint_of(*tcp), good = *unix_endpoint(path);
        if (!hawser::testing::filter_system_call(__NR_setsockopt, IPPROTO_TCP, SECCOMP_RET_ERRNO | ENOBUFS))
            ::_exit(77);
        if (!connect(std::vector{bad, good}, "test", options)) ::_exit(1);
        if (!connect(std::vector{bad, bad, good}, "test", options)) ::_exit(2);
        diagnostic details;
        const auto none = connect(std::vector{bad, bad}, "test", options, &details);
        if (none.error() != std::errc::no_buffer_space) ::_exit(3);
        const std::string why = std::make_error_code(std::errc::no_buffer_space).message();
        ::_exit(name_in(details) == "test: 127.0.0.1: " + why + "; 127.0.0.1: " + why ? 0 : 4);
    }
    int status = -1;
    BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
    ::unlink(path.c_str());
    ::rmdir(folder.c_str());
    BOOST_REQUIRE(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77)
        BOOST_TEST_MESSAGE("system calls cannot be filtered here");
    else
        BOOST_TEST(WEXITSTATUS(status) == 0);
}
#endif

BOOST_AUTO_TEST_CASE(binds_the_local_end,
                     *boost::unit_test::label("CM-P-010") * boost::unit_test::label("CM-P-011")) {
    auto listening = listen("127.0.0.1", 0);
    BOOST_REQUIRE(listening.has_value());
    connect_options options;
    options.until = soon();
    options.local_address = "127.0.0.2";
    auto made = connect("127.0.0.1", listening->port(), options);
    BOOST_REQUIRE(made.has_value());
    BOOST_TEST(made->local_address() == "127.0.0.2 port " + std::to_string(made->local_port()));
    made->close();

    options.local_address.clear();
    for (std::uint16_t port = 20000; port < 20100; ++port) {
        options.local_port = port;
        made = connect("127.0.0.1", listening->port(), options);
        if (made) break;
    }
    BOOST_REQUIRE(made.has_value());
    BOOST_TEST(made->local_port() == options.local_port);

    // an address that is not ours
    options.local_address = "192.0.2.1";
    options.local_port = 0;
    BOOST_TEST(
        (connect("127.0.0.1", listening->port(), options).error() == std::errc::address_not_available));
}

BOOST_AUTO_TEST_SUITE_END()
