#include <hawser/transport/rekey_budget.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using transport::rekey_budget;

BOOST_AUTO_TEST_SUITE(transport_rekey_budget)

BOOST_AUTO_TEST_CASE(bytes_run_out) {
    rekey_budget budget;
    budget.start(100, 1000);
    budget.spend(99);
    BOOST_TEST(!budget.is_spent());
    budget.spend(50);
    BOOST_TEST(budget.is_spent());
    budget.start(100, 1000);
    BOOST_TEST(!budget.is_spent());
}

BOOST_AUTO_TEST_CASE(packets_run_out) {
    rekey_budget budget;
    budget.start(1000, 2);
    budget.spend(1);
    BOOST_TEST(!budget.is_spent());
    budget.spend(1);
    BOOST_TEST(budget.is_spent());
    budget.spend(1);
    BOOST_TEST(budget.is_spent());
}

BOOST_AUTO_TEST_CASE(nobody_sets_more_packets_than_sequence_numbers_bear, *boost::unit_test::label("T12")) {
    rekey_budget budget;
    budget.start(static_cast<std::uint64_t>(-1), static_cast<std::uint64_t>(-1));
    budget.spend(0, limits::packets_per_key - 1);
    BOOST_TEST(!budget.is_spent());
    budget.spend(0);
    BOOST_TEST(budget.is_spent());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
