#include <hawser/wire/message_number.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using wire::message_number;

BOOST_AUTO_TEST_SUITE(wire_message_number)

// Written down again from RFC 4250, section 4.1.2, RFC 8308 and OpenSSH PROTOCOL, not taken from the enum.
BOOST_AUTO_TEST_CASE(numbers_are_those_of_the_registry) {
    const std::pair<int, message_number> numbers[] = {
        {1, message_number::disconnect},
        {2, message_number::ignore},
        {3, message_number::unimplemented},
        {4, message_number::debug},
        {5, message_number::service_request},
        {6, message_number::service_accept},
        {7, message_number::ext_info},
        {8, message_number::newcompress},
        {20, message_number::kexinit},
        {21, message_number::newkeys},
        {30, message_number::kex_init},
        {31, message_number::kex_reply},
        {32, message_number::kex_gex_init},
        {33, message_number::kex_gex_reply},
        {34, message_number::kex_gex_request},
        {50, message_number::userauth_request},
        {51, message_number::userauth_failure},
        {52, message_number::userauth_success},
        {53, message_number::userauth_banner},
        {60, message_number::userauth_pk_ok},
        {60, message_number::userauth_passwd_changereq},
        {60, message_number::userauth_info_request},
        {61, message_number::userauth_info_response},
        {80, message_number::global_request},
        {81, message_number::request_success},
        {82, message_number::request_failure},
        {90, message_number::channel_open},
        {91, message_number::channel_open_confirmation},
        {92, message_number::channel_open_failure},
        {93, message_number::channel_window_adjust},
        {94, message_number::channel_data},
        {95, message_number::channel_extended_data},
        {96, message_number::channel_eof},
        {97, message_number::channel_close},
        {98, message_number::channel_request},
        {99, message_number::channel_success},
        {100, message_number::channel_failure},
        {192, message_number::ping},
        {193, message_number::pong},
    };
    for (const auto& [expected, number] : numbers) BOOST_TEST(static_cast<int>(number) == expected);
}

BOOST_AUTO_TEST_CASE(a_payload_begins_with_its_number) {
    const std::byte payload[] = {std::byte{21}};
    BOOST_TEST(wire::number_of(payload) == 21);
    BOOST_TEST(wire::is(message_number::newkeys, 21));
    BOOST_TEST(!wire::is(message_number::newkeys, 20));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
