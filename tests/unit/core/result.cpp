#include <hawser/core/result.hpp>

#include <boost/test/unit_test.hpp>

#include <ios>
#include <memory>
#include <string>

namespace {

using namespace hawser;

BOOST_AUTO_TEST_SUITE(core_result)

BOOST_AUTO_TEST_CASE(a_value_is_a_value) {
    result<std::string> r = "text";
    BOOST_TEST(r.has_value());
    BOOST_TEST(static_cast<bool>(r));
    BOOST_TEST(!r.error());
    BOOST_TEST(*r == "text");
    BOOST_TEST(r->size() == 4u);
    r.value() += "s";
    const result<std::string>& same = r;
    BOOST_TEST(same.value() == "texts");
    BOOST_TEST(*std::move(r) == "texts");
}

BOOST_AUTO_TEST_CASE(an_error_is_an_error) {
    const result<std::string> typed = std::io_errc::stream;
    BOOST_TEST(!typed.has_value());
    BOOST_TEST((typed.error() == std::io_errc::stream));
    const result<int> system = std::errc::timed_out;
    BOOST_TEST((system.error() == std::errc::timed_out));
    const result<int> passed_on = typed.error();
    BOOST_TEST((passed_on.error() == std::io_errc::stream));
}

BOOST_AUTO_TEST_CASE(values_may_be_movable_only) {
    result<std::unique_ptr<int>> r = std::make_unique<int>(3);
    const std::unique_ptr<int> out = *std::move(r);
    BOOST_TEST(*out == 3);
}

BOOST_AUTO_TEST_CASE(an_integer_result_does_not_take_an_error_for_a_value) {
    const result<bool> r = std::io_errc::stream;
    BOOST_TEST(!r.has_value());
    BOOST_TEST((r.error() == std::io_errc::stream));
}

BOOST_AUTO_TEST_CASE(nothing_is_success_for_void) {
    const result<void> good;
    BOOST_TEST(good.has_value());
    BOOST_TEST(!good.error());
    const result<void> bad = std::io_errc::stream;
    BOOST_TEST(!bad.has_value());
    BOOST_TEST((bad.error() == std::io_errc::stream));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
