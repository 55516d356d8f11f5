#include <hawser/algorithm/file_hash/md5.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

// The answers are in tests/algorithms.
BOOST_AUTO_TEST_CASE(file_hash_md5_descriptor) {
    using h = legacy::file_hash::md5;
    BOOST_TEST((h::name == "md5" && h::hash::size == 16 && h::rank == grade::broken));
    static_assert(file_hash_algorithm<h>);
}
