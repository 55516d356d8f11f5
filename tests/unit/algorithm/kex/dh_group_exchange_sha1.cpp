#include <hawser/algorithm/kex/dh_group_exchange_sha1.hpp>

#include "support/dh_case.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using method = legacy::kex::diffie_hellman_group_exchange_sha1;

BOOST_AUTO_TEST_SUITE(kex_dh_group_exchange_sha1)

BOOST_AUTO_TEST_CASE(the_same_machines_with_another_hash, *boost::unit_test::label("AL-K-009")) {
    static_assert(kex_algorithm<method>);
    using modern = kex::diffie_hellman_group_exchange_sha256;
    static_assert(std::same_as<method::initiator, modern::initiator>);
    static_assert(std::same_as<method::responder, modern::responder>);
    BOOST_TEST(method::name == "diffie-hellman-group-exchange-sha1");
    BOOST_TEST(method::hash::size == 20u);
    BOOST_TEST((method::rank == grade::legacy));
    // the bounds are its as well
    testing::fixed_random random;
    method::initiator client;
    byte_buffer out;
    BOOST_REQUIRE(client.start(random, {}, out));
    BOOST_TEST(
        client
            .on_message(testing::payload_of(wire::dh_gex_group{kex::modp_1024::prime, *from_hex("02")}),
                        random, out)
            .error() == make_error_code(protocol_error::kex_value_out_of_range));
}

BOOST_AUTO_TEST_SUITE_END()
