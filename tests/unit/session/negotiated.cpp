#include <hawser/session/negotiated.hpp>
#include <hawser/suite/suite.hpp>

#include "support/named_algorithms.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using namespace hawser::testing;

using names =
    suite<kex_list<named_kex<"k0">, named_kex<"k1">>,
          host_key_list<named_host_key<"h0">, named_host_key<"h1">>,
          cipher_list<named_aead<"a">, named_cipher<"c">>, mac_list<named_mac<"m0">, named_mac<"m1">>,
          compression_list<named_compression<"z0">, named_compression<"z1">>>;

BOOST_AUTO_TEST_SUITE(session_negotiated)

BOOST_AUTO_TEST_CASE(names_of_each_direction) {
    selection s;
    s.kex = 1;
    s.host_key = 1;
    s.client_to_server = {1, 1, 0};
    s.server_to_client = {0, std::nullopt, 1};
    const negotiated_names n = names_of(table_of<names>, s, true, true);
    BOOST_TEST(n.kex == "k1");
    BOOST_TEST(n.host_key_algorithm == "h1");
    BOOST_TEST(n.cipher_client_to_server == "c");
    BOOST_TEST(n.cipher_server_to_client == "a");
    BOOST_TEST(n.mac_client_to_server == "m1");
    BOOST_TEST(n.mac_server_to_client == "");
    BOOST_TEST(n.compression_client_to_server == "z0");
    BOOST_TEST(n.compression_server_to_client == "z1");
    BOOST_TEST(n.strict_kex);
}

BOOST_AUTO_TEST_CASE(nothing_before_the_first_exchange) {
    const negotiated_names n = names_of(table_of<names>, {}, true, false);
    BOOST_TEST(n.kex.empty());
    BOOST_TEST(n.cipher_client_to_server.empty());
    BOOST_TEST(!n.strict_kex);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
