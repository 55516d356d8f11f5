#include <hawser/core/visit.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <type_traits>

namespace {

struct derived : std::variant<int, std::string> {
    using variant::variant;
};

BOOST_AUTO_TEST_CASE(what_is_held_is_visited_once) {
    using three = std::variant<std::monostate, int, std::string>;
    std::string seen;
    const auto note = [&]<class T>(const T& held) {
        if constexpr (std::is_same_v<T, int>)
            seen += "int " + std::to_string(held);
        else if constexpr (std::is_same_v<T, std::string>)
            seen += "text " + held;
        else
            seen += "nothing";
        seen += ";";
    };
    hawser::visit_held(three{}, note);
    hawser::visit_held(three{7}, note);
    hawser::visit_held(three{"seven"}, note);
    BOOST_TEST(seen == "nothing;int 7;text seven;");
}

BOOST_AUTO_TEST_CASE(two_alternatives_of_one_type_are_told_apart_by_position) {
    std::variant<int, int> held{std::in_place_index<1>, 5};
    int calls = 0;
    hawser::visit_held(held, [&](const int& value) {
        ++calls;
        BOOST_TEST(&value == std::get_if<1>(&held));
    });
    BOOST_TEST(calls == 1);
}

BOOST_AUTO_TEST_CASE(a_class_derived_from_a_variant_is_visited) {
    bool text = false;
    hawser::visit_held(derived{"x"}, [&]<class T>(const T&) { text = std::is_same_v<T, std::string>; });
    BOOST_TEST(text);
}

} // namespace
