#include <hawser/core/limits.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;

BOOST_AUTO_TEST_SUITE(core_limits)

BOOST_AUTO_TEST_CASE(limits_are_what_the_rfcs_demand) {
    BOOST_TEST(limits::identification_line == 255u);   // RFC 4253, section 4.2
    BOOST_TEST(limits::packet_before_login >= 35000u); // RFC 4253, section 6.1
    BOOST_TEST(limits::padding_minimum == 4u);         // RFC 4253, section 6
    BOOST_TEST(limits::name == 64u);                   // RFC 4251, section 6
    BOOST_TEST(limits::packets_per_key <= 1ull << 32); // RFC 4344, section 3.1
    BOOST_TEST(limits::channel_packet >= 32768u);      // RFC 4253, section 6.1
    BOOST_TEST(limits::sftp_handle == 256u);           // filexfer-02, section 6.2
    BOOST_TEST(limits::modulus_bits_minimum >= 2048u); // RFC 9142
}

// The tests of attacks go by the names of these, so that a slip in one would go unnoticed there.
BOOST_AUTO_TEST_CASE(limits_are_what_attacks_are_held_to) {
    BOOST_TEST(limits::banner_lines == 1024u);
    BOOST_TEST(limits::banner_line == 8u * 1024);
    BOOST_TEST(limits::packet == 256u * 1024);
    BOOST_TEST(limits::packets_per_key == 1ull << 31);
    BOOST_TEST(limits::auth_requests == 128u);
    BOOST_TEST(limits::modulus_bits_minimum == 2048u);
    BOOST_TEST(limits::rsa_bits_maximum == 16384u);
}

BOOST_AUTO_TEST_CASE(limits_fit_into_each_other) {
    BOOST_TEST(limits::packet_before_login < limits::packet);
    BOOST_TEST(limits::receive_buffer < limits::receive_buffer_maximum);
    BOOST_TEST(limits::packet < limits::receive_buffer_maximum);
    BOOST_TEST(limits::channel_packet < limits::packet);
    BOOST_TEST(limits::channel_window <= limits::channel_window_maximum);
    BOOST_TEST(limits::channel_window <= limits::session_backlog);
    BOOST_TEST(limits::key_blob < limits::packet_before_login);
    BOOST_TEST(limits::auth_prompt * 2 < limits::packet_before_login);
    BOOST_TEST(limits::rsa_bits_maximum / 8 < limits::key_blob);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
