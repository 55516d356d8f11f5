#include <hawser/transport/admission.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using namespace hawser::transport;

// The whole table is held against another one in tests/matrix; here are the cells that have cost others a
// CVE.

BOOST_AUTO_TEST_SUITE(transport_admission)

BOOST_AUTO_TEST_CASE(a_server_takes_no_message_that_only_a_server_sends) {
    for (int p = 0; p < phase_count; ++p) {
        for (int number : {6, 51, 52, 53})
            BOOST_CHECK(admission(role::server, static_cast<phase>(p), false,
                                  static_cast<std::uint8_t>(number)) == verdict::refuse);
    }
}

BOOST_AUTO_TEST_CASE(nothing_of_login_or_channels_before_the_first_keys) {
    for (role self : {role::client, role::server})
        for (phase p : {phase::first_kexinit, phase::first_exchange, phase::first_newkeys})
            for (int number = 50; number < 256; ++number)
                BOOST_CHECK(admission(self, p, false, static_cast<std::uint8_t>(number)) == verdict::refuse);
}

BOOST_AUTO_TEST_CASE(no_channel_before_the_login_is_over) {
    for (role self : {role::client, role::server})
        for (phase p : {phase::service, phase::login})
            for (int number : {80, 81, 82, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100})
                BOOST_CHECK(admission(self, p, false, static_cast<std::uint8_t>(number)) == verdict::refuse);
}

BOOST_AUTO_TEST_CASE(strictness_bears_on_the_first_exchange_alone) {
    BOOST_CHECK(admission(role::client, phase::first_exchange, true, 2) == verdict::refuse);
    BOOST_CHECK(admission(role::client, phase::first_exchange, false, 2) == verdict::admit);
    BOOST_CHECK(admission(role::client, phase::rekey_exchange, true, 2) == verdict::admit);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
