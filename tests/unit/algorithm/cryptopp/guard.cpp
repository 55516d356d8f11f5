#include <hawser/algorithm/cryptopp/guard.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <stdexcept>
#include <string>

using namespace hawser;

BOOST_AUTO_TEST_SUITE(cryptopp_guard)

BOOST_AUTO_TEST_CASE(values_pass_through) {
    BOOST_TEST(cryptopp::guard([] {}).has_value());
    BOOST_TEST(*cryptopp::guard([] { return 7; }) == 7);
    BOOST_TEST(*cryptopp::guard([] { return result<std::string>{"x"}; }) == "x");
    auto owned = cryptopp::guard([] { return std::make_unique<int>(3); });
    BOOST_TEST(**owned == 3);
}

BOOST_AUTO_TEST_CASE(errors_pass_through) {
    const auto failed = cryptopp::guard([]() -> result<int> { return security_error::kex_value_weak; });
    BOOST_TEST(failed.error() == security_error::kex_value_weak);
}

BOOST_AUTO_TEST_CASE(what_is_thrown_becomes_an_error) {
    const auto code = [](auto thrown) { return cryptopp::guard([&] { throw thrown; }).error(); };
    BOOST_TEST(code(std::runtime_error{"any"}) == security_error::backend_failed);
    BOOST_TEST(code(42) == security_error::backend_failed);
    BOOST_TEST(code(std::bad_alloc{}) == std::make_error_code(std::errc::not_enough_memory));
    BOOST_TEST(code(std::system_error{make_error_code(security_error::random_failed)}) ==
               security_error::random_failed);
    // an error that is no error must not look like success
    BOOST_TEST(code(std::system_error{std::error_code{}}) == security_error::backend_failed);
}

BOOST_AUTO_TEST_CASE(success_is_neither_false_nor_an_exception) {
    BOOST_TEST(cryptopp::succeeds([] {}));
    BOOST_TEST(cryptopp::succeeds([] { return true; }));
    BOOST_TEST(!cryptopp::succeeds([] { return false; }));
    BOOST_TEST(!cryptopp::succeeds([] { throw 1; }));
    BOOST_TEST(!cryptopp::succeeds([]() -> bool { throw std::bad_alloc{}; }));
}

BOOST_AUTO_TEST_SUITE_END()
