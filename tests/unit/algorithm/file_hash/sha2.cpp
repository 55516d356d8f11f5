#include <hawser/algorithm/file_hash/sha2.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

// The answers are in tests/algorithms.
BOOST_AUTO_TEST_CASE(file_hash_sha2_descriptors) {
    BOOST_TEST((file_hash::sha224::name == "sha224" && file_hash::sha224::hash::size == 28));
    BOOST_TEST((file_hash::sha256::name == "sha256" && file_hash::sha256::hash::size == 32));
    BOOST_TEST((file_hash::sha384::name == "sha384" && file_hash::sha384::hash::size == 48));
    BOOST_TEST((file_hash::sha512::name == "sha512" && file_hash::sha512::hash::size == 64));
    BOOST_TEST((file_hash::sha256::rank == grade::preferred));
    static_assert(file_hash_algorithm<file_hash::sha224> && file_hash_algorithm<file_hash::sha512>);
}
