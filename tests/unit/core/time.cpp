#include <hawser/core/time.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;

BOOST_AUTO_TEST_SUITE(core_time)

BOOST_AUTO_TEST_CASE(the_earlier_deadline_wins_and_nothing_means_never) {
    const deadline soon = time_point{std::chrono::seconds{1}};
    const deadline late = time_point{std::chrono::seconds{2}};
    BOOST_TEST((earlier(soon, late) == soon));
    BOOST_TEST((earlier(late, soon) == soon));
    BOOST_TEST((earlier(late, {}) == late));
    BOOST_TEST((earlier({}, late) == late));
    BOOST_TEST(!earlier({}, {}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
