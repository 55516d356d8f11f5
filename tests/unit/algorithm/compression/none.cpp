#include <hawser/algorithm/compression/none.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

BOOST_AUTO_TEST_CASE(none_never_starts) {
    static_assert(compression_algorithm<compression::none>);
    BOOST_TEST(compression::none::name == "none");
    BOOST_TEST((compression::none::starts == compression_start::never));
    BOOST_TEST((compression::none::rank == grade::preferred));
}
