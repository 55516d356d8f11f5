#include <hawser/core/error.hpp>
#include <hawser/io/posix/fd_stream.hpp>

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <string>
#include <sys/socket.h>
#include <thread>

using namespace hawser;
using namespace std::chrono_literals;
using hawser::io::posix::descriptor;
using hawser::io::posix::fd_stream;

static_assert(byte_stream<fd_stream>);
static_assert(!std::copy_constructible<fd_stream>);

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

bool is_non_blocking(int fd) { return (::fcntl(fd, F_GETFL) & O_NONBLOCK) != 0; }

std::string read_text(fd_stream& from) {
    std::byte room[64];
    auto got = from.read_some(room);
    return got ? std::string{as_text(byte_view{room, *got})} : "error: " + got.error().message();
}

} // namespace

BOOST_AUTO_TEST_SUITE(io_posix_fd_stream)

BOOST_AUTO_TEST_CASE(an_owned_pipe_never_blocks_and_closes) {
    pipe_ends pipe;
    const int reading = pipe.reading.native_handle();
    auto in = fd_stream::adopt(std::move(pipe.reading), {});
    auto out = fd_stream::adopt({}, std::move(pipe.writing));
    BOOST_REQUIRE((in && out));
    BOOST_TEST(is_non_blocking(reading));
    std::byte room[1];
    BOOST_TEST((in->read_some(room).error() == std::errc::operation_would_block));
    BOOST_TEST(*out->write_some(as_bytes("hello")) == 5u);
    BOOST_TEST(in->wait({.readable = true}, {})->readable);
    BOOST_TEST(read_text(*in) == "hello");
    // it fills up and says so
    byte_vector much(1 << 16);
    result<std::size_t> wrote = std::size_t{1};
    while ((wrote = out->write_some(much))) {
    }
    BOOST_TEST((wrote.error() == std::errc::operation_would_block));
    BOOST_TEST(!out->wait({.writable = true}, fd_stream::now())->writable);
    out->close();
    BOOST_TEST(!out->is_open());
    while (in->read_some(much).value() != 0) {
    }
    BOOST_TEST(read_text(*in) == "");
}

BOOST_AUTO_TEST_CASE(a_borrowed_pipe_never_blocks_and_is_left_as_it_was) {
    pipe_ends pipe;
    {
        auto both = fd_stream::borrow(pipe.reading.native_handle(), pipe.writing.native_handle());
        BOOST_REQUIRE(both.has_value());
        std::byte room[1];
        BOOST_TEST((both->read_some(room).error() == std::errc::operation_would_block));
        BOOST_TEST(*both->write_some(as_bytes("through")) == 7u);
        BOOST_TEST(read_text(*both) == "through");
        const byte_vector much(1 << 20);
        result<std::size_t> wrote = std::size_t{1};
        while ((wrote = both->write_some(much))) {
        }
        BOOST_TEST((wrote.error() == std::errc::operation_would_block));
    }
    BOOST_TEST(!is_non_blocking(pipe.reading.native_handle()));
    BOOST_TEST(!is_non_blocking(pipe.writing.native_handle()));
    // still open, so a reader would wait and not see the end
    BOOST_TEST(::fcntl(pipe.writing.native_handle(), F_GETFD) != -1);
}

BOOST_AUTO_TEST_CASE(a_borrowed_socket_never_blocks, *boost::unit_test::label("R02")) {
    // A socket has no second opening: poll is asked before each call.
    int ends[2];
    BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    const descriptor a{ends[0]}, b{ends[1]};
    auto left = fd_stream::borrow(ends[0], ends[0]);
    auto right = fd_stream::borrow(ends[1], ends[1]);
    BOOST_REQUIRE((left && right));
    std::byte room[1];
    BOOST_TEST((left->read_some(room).error() == std::errc::operation_would_block));
    byte_vector sent(300000);
    for (std::size_t i = 0; i < sent.size(); ++i) sent[i] = static_cast<std::byte>(i * 31 >> 3);
    byte_vector received;
    byte_view rest = sent;
    for (int turn = 0; turn < 100000 && received.size() < sent.size(); ++turn) {
        if (auto wrote = left->write_some(rest)) rest = rest.subspan(*wrote);
        byte_vector chunk(5000);
        if (auto got = right->read_some(chunk))
            received.insert(received.end(), chunk.begin(), chunk.begin() + static_cast<std::ptrdiff_t>(*got));
    }
    BOOST_TEST((received == sent));
    BOOST_TEST(!is_non_blocking(ends[0]));
}

BOOST_AUTO_TEST_CASE(a_pipe_without_a_reader_is_an_error_and_no_signal, *boost::unit_test::label("R02")) {
    // SIGPIPE has its default action here: it would end this program.
    for (const bool borrowed : {false, true}) {
        pipe_ends pipe;
        const descriptor kept{::dup(pipe.writing.native_handle())};
        auto out = borrowed ? fd_stream::borrow(-1, kept.native_handle())
                            : fd_stream::adopt({}, std::move(pipe.writing));
        BOOST_REQUIRE(out.has_value());
        pipe.reading.close();
        BOOST_TEST(out->wait({.writable = true}, {})->writable);
        BOOST_TEST((out->write_some(as_bytes("x")).error() == std::errc::broken_pipe));
        sigset_t pending;
        ::sigpending(&pending);
        BOOST_TEST(::sigismember(&pending, SIGPIPE) == 0);
        sigset_t blocked;
        ::pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
        BOOST_TEST(::sigismember(&blocked, SIGPIPE) == 0);
    }
}

BOOST_AUTO_TEST_CASE(regular_files_are_always_ready) {
    std::FILE* file = std::tmpfile();
    BOOST_REQUIRE(file != nullptr);
    auto both = fd_stream::borrow(::fileno(file), ::fileno(file));
    BOOST_REQUIRE(both.has_value());
    BOOST_TEST(both->wait({true, true}, {})->writable);
    BOOST_TEST(*both->write_some(as_bytes("line")) == 4u);
    ::lseek(::fileno(file), 0, SEEK_SET);
    BOOST_TEST(read_text(*both) == "line");
    BOOST_TEST(read_text(*both) == "");
    std::fclose(file);
}

BOOST_AUTO_TEST_CASE(interrupt_wakes_a_wait_once) {
    pipe_ends pipe;
    auto in = fd_stream::adopt(std::move(pipe.reading), {});
    BOOST_REQUIRE(in.has_value());
    std::thread other{[&] {
        std::this_thread::sleep_for(10ms);
        in->interrupt();
    }};
    BOOST_TEST(
        (in->wait({.readable = true}, fd_stream::now() + 30s).error() == std::errc::operation_canceled));
    other.join();
    const auto start = fd_stream::now();
    BOOST_TEST(!in->wait({.readable = true}, start + 10ms)->readable);
    BOOST_TEST((fd_stream::now() - start >= 10ms));
}

BOOST_AUTO_TEST_CASE(absent_and_closed_directions_answer) {
    pipe_ends pipe;
    auto in = fd_stream::borrow(pipe.reading.native_handle(), -1);
    BOOST_REQUIRE(in.has_value());
    std::byte room[1];
    BOOST_TEST((in->write_some(room).error() == std::errc::bad_file_descriptor));
    BOOST_TEST((in->wait({.writable = true}, {}).error() == std::errc::bad_file_descriptor));
    BOOST_TEST((in->read_some({}).error() == usage_error::invalid_argument));
    in->close();
    in->close();
    BOOST_TEST((in->read_some(room).error() == std::errc::bad_file_descriptor));
    BOOST_TEST((in->wait({.readable = true}, {}).error() == std::errc::bad_file_descriptor));
    const int gone = pipe.writing.native_handle();
    pipe.writing.close();
    BOOST_TEST((fd_stream::borrow(-1, gone).error() == std::errc::bad_file_descriptor));
}

BOOST_AUTO_TEST_CASE(what_is_borrowed_is_used_only_as_it_was_opened) {
    const descriptor only_read{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
    const descriptor only_written{::open("/dev/null", O_WRONLY | O_CLOEXEC)};
    auto wrong = fd_stream::borrow(only_written.native_handle(), only_read.native_handle());
    BOOST_REQUIRE(wrong.has_value());
    std::byte room[1];
    BOOST_TEST((wrong->read_some(room).error() == std::errc::bad_file_descriptor));
    BOOST_TEST((wrong->write_some(as_bytes("x")).error() == std::errc::bad_file_descriptor));
    auto right = fd_stream::borrow(only_read.native_handle(), only_written.native_handle());
    BOOST_REQUIRE(right.has_value());
    BOOST_TEST(*right->read_some(room) == 0u);
    BOOST_TEST(*right->write_some(as_bytes("x")) == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
