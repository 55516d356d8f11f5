#include <hawser/core/byte_stream.hpp>

#include <boost/test/unit_test.hpp>

namespace {

struct empty_stream {
    hawser::result<std::size_t> read_some(hawser::byte_span) { return std::size_t{0}; }
    hawser::result<std::size_t> write_some(hawser::byte_view bytes) { return bytes.size(); }
    hawser::result<hawser::readiness> wait(hawser::readiness want, hawser::deadline) { return want; }
    hawser::time_point now() { return {}; }
    void close() {}
};

struct stream_without_wait {
    hawser::result<std::size_t> read_some(hawser::byte_span) { return std::size_t{0}; }
    hawser::result<std::size_t> write_some(hawser::byte_view bytes) { return bytes.size(); }
    hawser::time_point now() { return {}; }
    void close() {}
};

struct throwing_stream : empty_stream {
    std::size_t read_some(hawser::byte_span) { return 0; }
};

BOOST_AUTO_TEST_SUITE(core_byte_stream)

BOOST_AUTO_TEST_CASE(a_stream_reads_writes_waits_tells_time_and_closes) {
    BOOST_TEST(hawser::byte_stream<empty_stream>);
    BOOST_TEST(!hawser::byte_stream<stream_without_wait>);
    BOOST_TEST(!hawser::byte_stream<throwing_stream>);
    BOOST_TEST(!hawser::byte_stream<int>);
}

BOOST_AUTO_TEST_CASE(readiness_is_nothing_by_default) {
    const hawser::readiness r;
    BOOST_TEST((!r.readable && !r.writable));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
