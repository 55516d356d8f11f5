#include <hawser/io/posix/descriptor.hpp>

#include <boost/test/unit_test.hpp>

#include <type_traits>

using namespace hawser;
using hawser::io::posix::descriptor;

static_assert(!std::is_copy_constructible_v<descriptor>);

namespace {

bool is_open_number(int fd) { return ::fcntl(fd, F_GETFD) != -1; }

} // namespace

BOOST_AUTO_TEST_SUITE(io_posix_descriptor)

BOOST_AUTO_TEST_CASE(closes_once_and_moves) {
    int ends[2];
    BOOST_REQUIRE(::pipe(ends) == 0);
    descriptor writing{ends[1]};
    {
        descriptor reading{ends[0]};
        descriptor taken{std::move(reading)};
        BOOST_TEST(!reading.is_open());
        BOOST_TEST(taken.native_handle() == ends[0]);
        errno = 5;
    }
    BOOST_TEST(errno == 5);
    BOOST_TEST(!is_open_number(ends[0]));
    writing = descriptor{};
    BOOST_TEST(!is_open_number(ends[1]));
    writing.close();
    BOOST_TEST(!writing.is_open());
}

BOOST_AUTO_TEST_CASE(released_is_not_closed) {
    int ends[2];
    BOOST_REQUIRE(::pipe(ends) == 0);
    { descriptor{ends[0]}.release(); }
    BOOST_TEST(is_open_number(ends[0]));
    ::close(ends[0]);
    ::close(ends[1]);
}

BOOST_AUTO_TEST_CASE(an_interrupted_call_is_repeated) {
    int calls = 0;
    const int answer = io::posix::repeat_interrupted([&] {
        errno = ++calls < 4 ? EINTR : 0;
        return calls < 4 ? -1 : 7;
    });
    BOOST_TEST(answer == 7);
    BOOST_TEST(calls == 4);
    BOOST_TEST(io::posix::repeat_interrupted([] { return errno = EIO, -1; }) == -1);
    BOOST_TEST((io::posix::last_error() == std::errc::io_error));
}

BOOST_AUTO_TEST_CASE(non_blocking_and_closed_on_exec) {
    int ends[2];
    BOOST_REQUIRE(::pipe(ends) == 0);
    const descriptor reading{ends[0]}, writing{ends[1]};
    BOOST_TEST(io::posix::make_non_blocking(ends[0]).has_value());
    BOOST_TEST((::fcntl(ends[0], F_GETFL) & O_NONBLOCK) != 0);
    BOOST_TEST((::fcntl(ends[0], F_GETFD) & FD_CLOEXEC) != 0);
    BOOST_TEST((io::posix::make_non_blocking(-1).error() == std::errc::bad_file_descriptor));
}

BOOST_AUTO_TEST_SUITE_END()
