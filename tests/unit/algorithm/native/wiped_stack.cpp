#include <hawser/algorithm/native/wiped_stack.hpp>

#include "support/fixed_random.hpp"
#include "support/own_stack.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(native_wiped_stack)

BOOST_AUTO_TEST_CASE(the_answer_is_that_of_the_function) {
    int calls = 0;
    BOOST_TEST(native::on_wiped_stack<64>([&] { return ++calls == 1; }));
    BOOST_TEST(!native::on_wiped_stack<64>([&] { return ++calls == 1; }));
    BOOST_TEST(calls == 2);
}

BOOST_AUTO_TEST_CASE(what_is_copied_to_the_stack_is_gone_afterwards,
                     *boost::unit_test::precondition(has_plain_stack)) {
    fixed_random random{21};
    const byte_vector secret = random.bytes(256);
    const auto careless = [&] {
        volatile std::uint8_t copy[256];
        for (std::size_t i = 0; i < sizeof copy; ++i) copy[i] = std::to_integer<std::uint8_t>(secret[i]);
        return true;
    };
    BOOST_TEST(words_left(secret, stack_after([&] { (void)careless(); })) > 0u);
    BOOST_TEST(words_left(secret, stack_after([&] { (void)native::on_wiped_stack<4096>(careless); })) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
