#include <hawser/core/event_of.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

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

BOOST_AUTO_TEST_CASE(nothing_is_the_default) {
    const event none;
    BOOST_TEST(!none);
    BOOST_TEST(none.index() == 0u);
    BOOST_TEST(!none.is<opened>());
    BOOST_TEST(none.as<said>() == nullptr);
    none.visit([](const auto&) { BOOST_ERROR("nothing was visited"); });
}

BOOST_AUTO_TEST_CASE(what_is_held_is_known_by_its_type) {
    const event one = said{"hello"};
    BOOST_TEST(static_cast<bool>(one));
    BOOST_TEST(one.index() == 2u);
    BOOST_TEST(one.is<said>());
    BOOST_TEST(!one.is<opened>());
    BOOST_TEST(one.as<opened>() == nullptr);
    BOOST_REQUIRE(one.as<said>() != nullptr);
    BOOST_TEST(one.as<said>()->text == "hello");
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

BOOST_AUTO_TEST_CASE(what_is_held_is_visited_once) {
    std::string seen;
    const auto note = [&]<class T>(const T& one) {
        if constexpr (std::is_same_v<T, said>)
            seen += "said " + std::string{one.text};
        else
            seen += "opened";
        seen += ";";
    };
    event{opened{}}.visit(note);
    event{said{"yes"}}.visit(note);
    BOOST_TEST(seen == "opened;said yes;");
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

// What it can never be is a question for the compiler, and so is an event that is gone before it is read.
template <class T>
concept can_ask = requires(const event& e) {
    e.as<T>();
};
template <class E>
concept can_ask_what_is_gone = requires(E e) {
    std::move(e).template as<said>();
};

BOOST_AUTO_TEST_CASE(wrong_questions_do_not_compile) {
    static_assert(can_ask<said> && !can_ask<int> && !can_ask<counted>);
    static_assert(!std::is_constructible_v<event, int> && !std::is_constructible_v<event, counted>);
    static_assert(!can_ask_what_is_gone<event>);
    static_assert(event::can_be<opened> && !event::can_be<counted>);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
