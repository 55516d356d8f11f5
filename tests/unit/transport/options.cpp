#include <hawser/transport/options.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;

BOOST_AUTO_TEST_SUITE(transport_options)

BOOST_AUTO_TEST_CASE(defaults_are_the_safe_ones) {
    const transport::options o;
    BOOST_CHECK(o.strict_kex == transport::strict_kex_level::safe);
    BOOST_TEST(o.rekey_bytes <= std::uint64_t{1} << 30);
    BOOST_TEST(o.rekey_packets <= std::uint64_t{1} << 31);
    BOOST_CHECK(o.rekey_time <= std::chrono::hours{1});
    BOOST_CHECK(o.handshake_timeout > duration::zero());
    BOOST_TEST(o.keys.modulus_bits_minimum == 2048u);
    BOOST_TEST(!o.algorithms.has_value());
    BOOST_TEST(o.host_identities.empty());
    BOOST_TEST(o.identification.starts_with("SSH-2.0-"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
