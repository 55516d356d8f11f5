#include <hawser/algorithm/compression.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

namespace {
struct never_started {
    static constexpr std::string_view name = "x";
    static constexpr grade rank = grade::test_only;
    static constexpr compression_start starts = compression_start::never;
};
struct started_without_streams : never_started {
    static constexpr compression_start starts = compression_start::immediately;
};
} // namespace

BOOST_AUTO_TEST_CASE(only_a_method_that_starts_needs_streams) {
    BOOST_TEST(compression_algorithm<never_started>);
    BOOST_TEST(!compression_algorithm<started_without_streams>);
}
