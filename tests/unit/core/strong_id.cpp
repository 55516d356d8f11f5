#include <hawser/core/strong_id.hpp>

#include <boost/test/unit_test.hpp>

#include <type_traits>

namespace {

using apple_id = hawser::strong_id<struct apple>;
using pear_id = hawser::strong_id<struct pear>;

BOOST_AUTO_TEST_SUITE(core_strong_id)

BOOST_AUTO_TEST_CASE(ids_compare_by_value) {
    BOOST_TEST((apple_id{3} == apple_id{3}));
    BOOST_TEST((apple_id{3} < apple_id{4}));
    BOOST_TEST(apple_id{}.value == 0u);
}

BOOST_AUTO_TEST_CASE(ids_of_two_kinds_do_not_mix) {
    BOOST_TEST((!std::is_convertible_v<apple_id, pear_id>));
    BOOST_TEST((!std::is_assignable_v<apple_id&, pear_id>));
    BOOST_TEST((!std::is_convertible_v<apple_id, std::uint32_t>));
    BOOST_TEST((!std::is_convertible_v<std::uint32_t, apple_id>));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
