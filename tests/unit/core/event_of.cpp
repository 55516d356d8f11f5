#include <hawser/core/event_of.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <type_traits>

namespace {

using namespace hawser;

struct opened {};
struct said {
    std::string_view text;
};
struct counted {
    alignas(16) long double number = 0;
};
using event = event_of<opened, said>;
using wider = event_of<counted, said, opened>;

BOOST_AUTO_TEST_SUITE(core_event_of)

BOOST_AUTO_TEST_CASE(an_event_is_nothing_or_one_of_its_kinds) {
    const event none;
    BOOST_TEST(!none);
    const event one = said{"hello"};
    BOOST_TEST(static_cast<bool>(one));
    BOOST_TEST(!one.is<opened>());
    BOOST_REQUIRE(one.is<said>());
    BOOST_TEST(one.as<said>()->text == "hello");
    static_assert(!std::is_constructible_v<event, int> && !std::is_constructible_v<event, counted>);
}

BOOST_AUTO_TEST_CASE(a_copy_is_one_of_bytes) {
    static_assert(std::is_trivially_copyable_v<event> && std::is_trivially_destructible_v<event>);
    event one = said{"first"};
    const event copy = one;
    one = opened{};
    BOOST_TEST(one.is<opened>());
    BOOST_REQUIRE(copy.is<said>());
    BOOST_TEST(copy.as<said>()->text == "first");
}

BOOST_AUTO_TEST_CASE(the_event_of_another_machine_keeps_its_kind) {
    const wider from_said = event{said{"through"}};
    BOOST_REQUIRE(from_said.is<said>());
    BOOST_TEST(from_said.as<said>()->text == "through");
    BOOST_TEST(wider{event{opened{}}}.is<opened>());
    BOOST_TEST(!wider{event{}});
}

BOOST_AUTO_TEST_CASE(a_kind_that_is_not_among_these_becomes_nothing) {
    using narrow = event_of<said, counted>;
    BOOST_TEST(!narrow{event{opened{}}});
    BOOST_TEST(narrow{event{said{"still"}}}.is<said>());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
