#include <hawser/suite/list.hpp>

#include <boost/test/unit_test.hpp>

#include <support/named_algorithms.hpp>
#include <type_traits>

namespace {

using namespace hawser;
using namespace hawser::testing;

struct not_a_list {
    using types = type_list<>;
};

BOOST_AUTO_TEST_SUITE(suite_list)

BOOST_AUTO_TEST_CASE(a_list_knows_its_kind_and_its_types) {
    using ciphers = cipher_list<named_aead<"a">, named_cipher<"b">>;
    BOOST_TEST((ciphers::kind == algorithm_kind::cipher));
    BOOST_TEST((std::is_same_v<ciphers::types, type_list<named_aead<"a">, named_cipher<"b">>>));
    BOOST_TEST((kex_list<named_kex<"k">>::kind == algorithm_kind::kex));
    BOOST_TEST((host_key_list<named_host_key<"h">>::kind == algorithm_kind::host_key));
    BOOST_TEST((mac_list<named_mac<"m">>::kind == algorithm_kind::mac));
    BOOST_TEST((compression_list<named_compression<"z">>::kind == algorithm_kind::compression));
}

BOOST_AUTO_TEST_CASE(lists_are_told_from_other_types) {
    BOOST_TEST(algorithm_list<cipher_list<>>);
    BOOST_TEST((algorithm_list<mac_list<named_mac<"m">>>));
    BOOST_TEST(!algorithm_list<not_a_list>);
    BOOST_TEST((!algorithm_list<type_list<int>>));
    BOOST_TEST(!algorithm_list<int>);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
