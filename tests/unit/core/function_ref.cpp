#include <hawser/core/function_ref.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

int twice(int value) { return 2 * value; }

BOOST_AUTO_TEST_CASE(calls_the_object_it_refers_to) {
    int calls = 0;
    auto count = [&](int by) { return calls += by; };
    hawser::function_ref<int(int)> ref{count};
    BOOST_TEST(ref(2) == 2);
    BOOST_TEST(ref(3) == 5);
    BOOST_TEST(calls == 5);
}

BOOST_AUTO_TEST_CASE(forwards_references_and_move_only_arguments) {
    auto append = [](std::string& to, std::string&& what) -> std::string& { return to += std::move(what); };
    hawser::function_ref<std::string&(std::string&, std::string &&)> ref{append};
    std::string text = "a";
    BOOST_TEST(&ref(text, "b") == &text);
    BOOST_TEST(text == "ab");
}

BOOST_AUTO_TEST_CASE(empty_until_assigned) {
    hawser::function_ref<int(int)> ref;
    BOOST_TEST(!ref);
    auto call = [](int value) { return twice(value); };
    ref = call;
    BOOST_TEST(static_cast<bool>(ref));
    BOOST_TEST(ref(4) == 8);
}

// A temporary would be gone before the stored reference is called.
using ref_type = hawser::function_ref<int(int)>;
static_assert(!std::is_constructible_v<ref_type, int (*&&)(int)>);
static_assert(!std::is_constructible_v<ref_type, std::string&>);

} // namespace
