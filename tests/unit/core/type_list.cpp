#include <hawser/core/type_list.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

using namespace hawser;
using three = type_list<char, short, int>;

BOOST_AUTO_TEST_SUITE(core_type_list)

BOOST_AUTO_TEST_CASE(types_are_counted_and_found) {
    BOOST_TEST(three::size == 3u);
    BOOST_TEST(type_list<>::size == 0u);
    BOOST_TEST((std::is_same_v<type_at<0, three>, char>));
    BOOST_TEST((std::is_same_v<type_at<2, three>, int>));
}

BOOST_AUTO_TEST_CASE(each_type_is_visited_in_order) {
    std::string sizes;
    three::for_each([&](auto type) { sizes += std::to_string(sizeof(typename decltype(type)::type)); });
    BOOST_TEST(sizes == "124");
    type_list<>::for_each([](auto) { BOOST_ERROR("there is nothing to visit"); });
}

BOOST_AUTO_TEST_CASE(one_type_is_visited_by_its_index) {
    const auto size_at = [](std::size_t index) {
        return three::visit(index, std::size_t{0},
                            [](auto type) { return sizeof(typename decltype(type)::type); });
    };
    BOOST_TEST(size_at(0) == 1u);
    BOOST_TEST(size_at(2) == 4u);
    BOOST_TEST(size_at(3) == 0u);
    BOOST_TEST(size_at(static_cast<std::size_t>(-1)) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
