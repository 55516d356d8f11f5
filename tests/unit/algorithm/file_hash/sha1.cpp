#include <hawser/algorithm/file_hash/sha1.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

// The answers are in tests/algorithms.
BOOST_AUTO_TEST_CASE(file_hash_sha1_descriptor) {
    using h = legacy::file_hash::sha1;
    BOOST_TEST((h::name == "sha1" && h::hash::size == 20 && h::rank == grade::legacy));
    static_assert(file_hash_algorithm<h>);
}
