#include <hawser/core/byte_buffer.hpp>

#include <boost/test/unit_test.hpp>

#include <support/checking_memory.hpp>
#include <utility>

namespace {

using hawser::as_bytes;
using hawser::as_text;
using hawser::byte_buffer;

BOOST_AUTO_TEST_SUITE(core_byte_buffer)

BOOST_AUTO_TEST_CASE(bytes_come_out_in_the_order_they_went_in) {
    byte_buffer buffer;
    BOOST_TEST(buffer.empty());
    BOOST_TEST(buffer.append(as_bytes("hello ")).has_value());
    BOOST_TEST(buffer.append(as_bytes("world")).has_value());
    BOOST_TEST(as_text(buffer.view()) == "hello world");
    buffer.consume(6);
    BOOST_TEST(as_text(buffer.view()) == "world");
    buffer.truncate(2);
    BOOST_TEST(as_text(buffer.view()) == "wo");
    BOOST_TEST(buffer.append({}).has_value());
    BOOST_TEST(buffer.size() == 2u);
    buffer.clear();
    BOOST_TEST(buffer.empty());
    BOOST_TEST(buffer.capacity() != 0u);
}

BOOST_AUTO_TEST_CASE(prepared_room_belongs_to_the_buffer_once_committed) {
    byte_buffer buffer;
    auto room = buffer.prepare(3);
    BOOST_REQUIRE(room.has_value());
    BOOST_TEST(room->size() >= 3u);
    (*room)[0] = std::byte{'a'};
    (*room)[1] = std::byte{'b'};
    BOOST_TEST(buffer.empty());
    buffer.commit(2);
    BOOST_TEST(as_text(buffer.view()) == "ab");
}

BOOST_AUTO_TEST_CASE(growing_keeps_what_is_there) {
    byte_buffer buffer;
    std::string expected;
    for (int i = 0; i < 2000; ++i) {
        const std::string piece = std::to_string(i) + ";";
        expected += piece;
        BOOST_REQUIRE(buffer.append(as_bytes(piece)).has_value());
        if (i % 3 == 0) {
            buffer.consume(2);
            expected.erase(0, 2);
        }
    }
    BOOST_TEST(as_text(buffer.view()) == expected);
}

BOOST_AUTO_TEST_CASE(a_steady_queue_does_not_grow) {
    hawser::testing::checking_memory memory;
    byte_buffer buffer{byte_buffer{}.limit(), &memory};
    std::string previous;
    for (int i = 0; i < 10000; ++i) {
        const std::string piece = std::to_string(100000 + i) + std::string(94, 'x');
        BOOST_REQUIRE(buffer.append(as_bytes(piece)).has_value());
        BOOST_REQUIRE(as_text(buffer.view()) == previous + piece);
        buffer.consume(previous.size());
        previous = piece;
    }
    BOOST_TEST(buffer.capacity() <= 1024u);
    BOOST_TEST(memory.allocations <= 3u);
}

BOOST_AUTO_TEST_CASE(the_limit_is_an_error_and_loses_nothing) {
    byte_buffer buffer{8};
    BOOST_TEST(buffer.append(as_bytes("12345678")).has_value());
    BOOST_TEST((buffer.append(as_bytes("9")).error() == std::errc::no_buffer_space));
    BOOST_TEST((buffer.prepare(static_cast<std::size_t>(-1)).error() == std::errc::no_buffer_space));
    BOOST_TEST(as_text(buffer.view()) == "12345678");
    buffer.consume(1);
    BOOST_TEST(buffer.append(as_bytes("9")).has_value());
    BOOST_TEST(as_text(buffer.view()) == "23456789");
    buffer.limit(4);
    BOOST_TEST((buffer.prepare(1).error() == std::errc::no_buffer_space));
}

BOOST_AUTO_TEST_CASE(no_memory_is_an_error_and_loses_nothing) {
    hawser::testing::checking_memory memory;
    byte_buffer buffer{byte_buffer{}.limit(), &memory};
    BOOST_TEST(buffer.append(as_bytes("kept")).has_value());
    memory.allocations_left = 0;
    const std::string large(100000, 'x');
    BOOST_TEST((buffer.append(as_bytes(large)).error() == std::errc::not_enough_memory));
    BOOST_TEST(as_text(buffer.view()) == "kept");
    memory.allocations_left = hawser::testing::checking_memory::never;
    BOOST_TEST(buffer.append(as_bytes(large)).has_value());
    BOOST_TEST(buffer.size() == 100004u);
}

BOOST_AUTO_TEST_CASE(memory_is_wiped_before_it_is_given_back) {
    hawser::testing::checking_memory memory;
    {
        byte_buffer buffer{byte_buffer{}.limit(), &memory};
        for (int i = 0; i < 1000; ++i) BOOST_REQUIRE(buffer.append(as_bytes("secret")).has_value());
        buffer.consume(3000);
        buffer.release();
        BOOST_TEST(memory.blocks_held == 0u);
        BOOST_TEST(buffer.append(as_bytes("secret again")).has_value());
        byte_buffer other{byte_buffer{}.limit(), &memory};
        BOOST_TEST(other.append(as_bytes("secret of the other")).has_value());
        other = std::move(buffer);
        BOOST_TEST(as_text(other.view()) == "secret again");
    }
    BOOST_TEST(memory.allocations > 3u);
    BOOST_TEST(memory.blocks_held == 0u);
    BOOST_TEST(memory.unwiped == 0u);
}

BOOST_AUTO_TEST_CASE(moving_takes_the_bytes_and_leaves_an_empty_usable_buffer) {
    byte_buffer first{100};
    BOOST_TEST(first.append(as_bytes("abc")).has_value());
    byte_buffer second{std::move(first)};
    BOOST_TEST(as_text(second.view()) == "abc");
    BOOST_TEST(second.limit() == 100u);
    BOOST_TEST(first.empty());
    BOOST_TEST(first.append(as_bytes("d")).has_value());
    BOOST_TEST(as_text(first.view()) == "d");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
