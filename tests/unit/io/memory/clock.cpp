#include <hawser/io/memory/clock.hpp>

#include <boost/test/unit_test.hpp>

using hawser::time_point;
using hawser::io::memory::virtual_clock;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(io_memory_clock)

BOOST_AUTO_TEST_CASE(stands_still_until_told) {
    virtual_clock clock;
    const time_point start = clock.now();
    BOOST_TEST((clock.now() == start));
    clock.advance(5ms);
    BOOST_TEST((clock.now() - start == 5ms));
    BOOST_TEST((start > time_point{}));
}

BOOST_AUTO_TEST_CASE(never_goes_back) {
    virtual_clock clock{time_point{10s}};
    clock.advance_to(time_point{3s});
    clock.advance(-5s);
    BOOST_TEST((clock.now() == time_point{10s}));
    clock.advance_to(time_point{11s});
    BOOST_TEST((clock.now() == time_point{11s}));
}

BOOST_AUTO_TEST_SUITE_END()
