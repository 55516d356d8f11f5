#include <hawser/core/held.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <type_traits>
#include <utility>

namespace {

using namespace hawser;

struct empty {};
struct large {
    alignas(16) long double number = 0;
};

/// The least that somebody adds: how it is made.
class sample : public held<empty, std::string, large> {
  public:
    sample() noexcept {}
    template <class T>
    explicit sample(T one) {
        hold(std::move(one));
    }
    sample(const sample&) = delete;
    sample& operator=(const sample&) = delete;
    ~sample() {
        if (const auto* text = as<std::string>()) text->~basic_string();
    }
};

BOOST_AUTO_TEST_SUITE(core_held)

BOOST_AUTO_TEST_CASE(nothing_is_the_default) {
    const sample none;
    BOOST_TEST(!none);
    BOOST_TEST(none.index() == 0u);
    BOOST_TEST(!none.is<empty>());
    BOOST_TEST(none.as<std::string>() == nullptr);
    none.visit([](const auto&) { BOOST_ERROR("nothing was visited"); });
}

BOOST_AUTO_TEST_CASE(what_is_held_is_known_by_its_type) {
    const sample one{std::string(100, 'x')};
    BOOST_TEST(static_cast<bool>(one));
    BOOST_TEST(one.index() == 2u);
    BOOST_TEST(one.is<std::string>());
    BOOST_TEST(!one.is<empty>());
    BOOST_TEST(one.as<large>() == nullptr);
    BOOST_REQUIRE(one.as<std::string>() != nullptr);
    BOOST_TEST(one.as<std::string>()->size() == 100u);
    const sample aligned{large{2}};
    BOOST_REQUIRE(aligned.as<large>() != nullptr);
    BOOST_TEST(aligned.as<large>()->number == 2);
}

BOOST_AUTO_TEST_CASE(what_is_held_is_visited_once) {
    std::string seen;
    const auto note = [&]<class T>(const T& one) {
        if constexpr (std::is_same_v<T, std::string>)
            seen += "text " + one;
        else
            seen += std::is_same_v<T, empty> ? "empty" : "large";
        seen += ";";
    };
    sample{empty{}}.visit(note);
    sample{std::string{"yes"}}.visit(note);
    sample{large{}}.visit(note);
    BOOST_TEST(seen == "empty;text yes;large;");
}

// What it can never be is a question for the compiler, and so is one that is gone before it is read.
template <class T>
concept can_ask = requires(const sample& one) {
    one.as<T>();
};
template <class S>
concept can_ask_what_is_gone = requires(S&& one) {
    std::move(one).template as<std::string>();
};

BOOST_AUTO_TEST_CASE(wrong_questions_do_not_compile) {
    static_assert(sample::kinds == 3 && sample::can_be<large> && !sample::can_be<int>);
    static_assert(can_ask<empty> && !can_ask<int>);
    static_assert(!can_ask_what_is_gone<sample>);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
