#include <hawser/client/system_random.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>

using namespace hawser;

BOOST_AUTO_TEST_SUITE(system_random_source)

BOOST_AUTO_TEST_CASE(it_fills_and_does_not_repeat) {
    std::array<std::byte, 64> first{}, second{};
    BOOST_TEST(system_random().fill(first).has_value());
    BOOST_TEST(system_random().fill(second).has_value());
    BOOST_TEST(!equal(first, second));
    // Every half is written: the chance of eight zero bytes by themselves is one in 2^64.
    for (std::size_t at = 0; at < first.size(); at += 8)
        BOOST_TEST(std::any_of(first.begin() + static_cast<std::ptrdiff_t>(at),
                               first.begin() + static_cast<std::ptrdiff_t>(at) + 8,
                               [](std::byte b) { return b != std::byte{0}; }));
}

BOOST_AUTO_TEST_CASE(it_fills_nothing_when_asked_for_nothing) {
    BOOST_TEST(system_random().fill({}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
