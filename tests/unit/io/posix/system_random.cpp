#include <hawser/core/constant_time.hpp>
#include <hawser/core/random.hpp>
#include <hawser/io/posix/system_random.hpp>

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>

using namespace hawser;

BOOST_AUTO_TEST_SUITE(io_posix_system_random)

BOOST_AUTO_TEST_CASE(fills_all_of_any_size) {
    static_assert(random_source<io::posix::system_random>);
    io::posix::system_random source;
    BOOST_TEST(source.fill({}).has_value());
    for (const std::size_t size : {1u, 31u, 32u, 4096u, 100'000u}) {
        byte_vector room(size + 2, std::byte{0xa5});
        BOOST_TEST_REQUIRE(source.fill(byte_span{room}.subspan(1, size)).has_value());
        BOOST_TEST((room.front() == std::byte{0xa5} && room.back() == std::byte{0xa5}));
        // no run of 16 bytes stayed as it was, up to the end
        if (size >= 16)
            BOOST_TEST(!equal(byte_view{room}.subspan(size - 15, 16), byte_vector(16, std::byte{0xa5})));
    }
}

BOOST_AUTO_TEST_CASE(never_the_same_twice) {
    io::posix::system_random one, other;
    std::set<std::string> seen;
    byte_vector room(16);
    for (int i = 0; i < 500; ++i) {
        BOOST_TEST_REQUIRE(one.fill(room).has_value());
        BOOST_TEST(seen.insert(to_hex(room)).second);
        BOOST_TEST_REQUIRE(other.fill(room).has_value());
        BOOST_TEST(seen.insert(to_hex(room)).second);
    }
}

BOOST_AUTO_TEST_SUITE_END()
