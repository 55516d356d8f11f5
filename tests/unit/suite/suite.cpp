#include <hawser/suite/suite.hpp>

#include <boost/test/unit_test.hpp>

#include <support/named_algorithms.hpp>
#include <type_traits>

namespace {

using namespace hawser;
using namespace hawser::testing;

using kexes = kex_list<named_kex<"k">>;
using host_keys = host_key_list<named_host_key<"h">>;
using aeads = cipher_list<named_aead<"a">>;

BOOST_AUTO_TEST_SUITE(suite_suite)

BOOST_AUTO_TEST_CASE(three_lists_are_enough) {
    using s = suite<kexes, host_keys, aeads>;
    BOOST_TEST((std::is_same_v<s::kexes, kexes::types>));
    BOOST_TEST((std::is_same_v<s::host_keys, host_keys::types>));
    BOOST_TEST((std::is_same_v<s::ciphers, aeads::types>));
    BOOST_TEST((std::is_same_v<s::macs, type_list<>>));
    BOOST_TEST((std::is_same_v<s::compressions, type_list<compression::none>>));
}

BOOST_AUTO_TEST_CASE(lists_come_in_any_order) {
    using macs = mac_list<named_mac<"m1">, named_mac<"m2">>;
    using compressions = compression_list<named_compression<"z">>;
    using ciphers = cipher_list<named_cipher<"c">, named_aead<"a">>;
    using s = suite<compressions, ciphers, macs, kexes, host_keys>;
    BOOST_TEST((std::is_same_v<s::kexes, kexes::types>));
    BOOST_TEST((std::is_same_v<s::host_keys, host_keys::types>));
    BOOST_TEST((std::is_same_v<s::ciphers, ciphers::types>));
    BOOST_TEST((std::is_same_v<s::macs, macs::types>));
    BOOST_TEST((std::is_same_v<s::compressions, compressions::types>));
}

BOOST_AUTO_TEST_CASE(the_same_name_may_stand_in_two_categories) {
    using s =
        suite<kex_list<named_kex<"x">>, host_key_list<named_host_key<"x">>, cipher_list<named_aead<"x">>>;
    BOOST_TEST(algorithm_suite<s>);
}

BOOST_AUTO_TEST_CASE(a_derived_class_is_a_suite) {
    struct mine : suite<kexes, host_keys, aeads> {};
    BOOST_TEST(algorithm_suite<mine>);
    BOOST_TEST((std::is_same_v<mine::ciphers, aeads::types>));
    BOOST_TEST(!algorithm_suite<int>);
    BOOST_TEST(!algorithm_suite<kexes>);
}

BOOST_AUTO_TEST_CASE(tests_may_use_algorithms_that_protect_nothing) {
    using s = suite<kex_list<null_kex>, host_key_list<null_host_key>, cipher_list<null_aead>>;
    BOOST_TEST(s::ciphers::size == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
