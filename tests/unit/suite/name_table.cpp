#include <hawser/suite/name_table.hpp>

#include <boost/test/unit_test.hpp>

#include <support/named_algorithms.hpp>

namespace {

using namespace hawser;
using namespace hawser::testing;

struct sample
    : suite<kex_list<named_kex<"k1">, named_kex<"k2@x">>, host_key_list<named_host_key<"h">>,
            cipher_list<named_aead<"a">, named_cipher<"c">, named_aead<"b">>, mac_list<named_mac<"m">>> {};
struct small
    : suite<kex_list<named_kex<"k">>, host_key_list<named_host_key<"h">>, cipher_list<named_aead<"a">>> {};

static_assert(table_of<sample>.kexes.joined == "k1,k2@x", "the table is there when the program is compiled");

struct both : named_aead<"both"> {
    static constexpr bool named_as_mac = true;
};

BOOST_AUTO_TEST_SUITE(suite_name_table)

BOOST_AUTO_TEST_CASE(names_are_in_the_order_of_the_lists) {
    const suite_table& table = table_of<sample>;
    BOOST_TEST(table.of(algorithm_kind::kex).joined == "k1,k2@x");
    BOOST_TEST(table.of(algorithm_kind::host_key).joined == "h");
    BOOST_TEST(table.of(algorithm_kind::cipher).joined == "a,c,b");
    BOOST_TEST(table.of(algorithm_kind::mac).joined == "m");
    BOOST_TEST(table.of(algorithm_kind::compression).joined == "none");
    BOOST_TEST(table.ciphers.names.size() == 3u);
    BOOST_TEST(table.ciphers.names[1] == "c");
}

BOOST_AUTO_TEST_CASE(an_index_is_that_of_the_type_list) {
    const name_table& ciphers = table_of<sample>.ciphers;
    BOOST_TEST((ciphers.index_of("a") == 0u));
    BOOST_TEST((ciphers.index_of("b") == 2u));
    BOOST_TEST(!ciphers.index_of("d").has_value());
    BOOST_TEST(!ciphers.index_of("").has_value());
    BOOST_TEST(!ciphers.index_of("A").has_value());
}

BOOST_AUTO_TEST_CASE(ciphers_tell_whether_they_take_a_mac) {
    const auto flags = table_of<sample>.cipher_is_aead;
    BOOST_REQUIRE(flags.size() == 3u);
    BOOST_TEST((flags[0] && !flags[1] && flags[2]));
}

BOOST_AUTO_TEST_CASE(ciphers_tell_whether_they_are_named_as_mac_too) {
    using with = suite<kex_list<null_kex>, host_key_list<null_host_key>, cipher_list<named_aead<"a">, both>>;
    const auto flags = table_of<with>.cipher_is_named_as_mac;
    BOOST_REQUIRE(flags.size() == 2u);
    BOOST_TEST((!flags[0] && flags[1]));
    BOOST_TEST(table_of<with>.is_cipher_and_mac("both"));
    BOOST_TEST(!table_of<with>.is_cipher_and_mac("a"));
    BOOST_TEST(!table_of<with>.is_cipher_and_mac("c"));
}

BOOST_AUTO_TEST_CASE(ranks_stand_beside_the_names) {
    const name_table& ciphers = table_of<sample>.ciphers;
    BOOST_REQUIRE(ciphers.ranks.size() == ciphers.names.size());
    BOOST_TEST((ciphers.ranks[0] == grade::preferred));
    using for_tests = suite<kex_list<null_kex>, host_key_list<null_host_key>, cipher_list<null_aead>>;
    BOOST_TEST((table_of<for_tests>.ciphers.ranks[0] == grade::test_only));
}

BOOST_AUTO_TEST_CASE(a_missing_list_is_empty) {
    BOOST_TEST(table_of<small>.macs.joined == "");
    BOOST_TEST(table_of<small>.macs.names.empty());
    BOOST_TEST(!table_of<small>.macs.index_of("m").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
