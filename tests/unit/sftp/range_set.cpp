#include <hawser/sftp/range_set.hpp>

#include <boost/test/unit_test.hpp>

#include <random>

namespace {

using hawser::sftp::byte_range;
using hawser::sftp::range_set;

BOOST_AUTO_TEST_CASE(ranges_in_order_move_the_front_alone) {
    range_set set{100};
    set.add({100, 150});
    set.add({150, 151});
    BOOST_TEST(set.front() == 151U);
    BOOST_TEST(set.top() == 151U);
    BOOST_TEST(set.islands() == 0U);
    set.add({0, 120});
    set.add({200, 200});
    BOOST_TEST(set.front() == 151U);
    BOOST_TEST(set.top() == 151U);
}

BOOST_AUTO_TEST_CASE(islands_join_each_other_and_the_front) {
    range_set set;
    set.add({10, 20});
    set.add({30, 40});
    BOOST_TEST(set.front() == 0U);
    BOOST_TEST(set.top() == 40U);
    BOOST_TEST(set.islands() == 2U);
    set.add({20, 30});
    BOOST_TEST(set.islands() == 1U);
    set.add({50, 60});
    set.add({0, 10});
    BOOST_TEST(set.front() == 40U);
    BOOST_TEST(set.islands() == 1U);
    set.add({35, 55});
    BOOST_TEST(set.front() == 60U);
    BOOST_TEST(set.islands() == 0U);
}

BOOST_AUTO_TEST_CASE(agrees_with_a_plain_bitmap) {
    std::mt19937 random{3};
    for (int round = 0; round < 500; ++round) {
        range_set set{5};
        std::vector<bool> done(80, false);
        for (int i = 0; i < 20; ++i) {
            const std::uint64_t begin = random() % 70;
            const std::uint64_t end = begin + random() % 10;
            set.add({begin, end});
            for (std::uint64_t at = begin; at < end; ++at) done[static_cast<std::size_t>(at)] = true;
            std::uint64_t front = 5;
            while (done[static_cast<std::size_t>(front)]) ++front;
            BOOST_TEST(set.front() == front);
        }
    }
}

} // namespace
