#include <hawser/sftp/status.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using namespace hawser::sftp;

BOOST_AUTO_TEST_CASE(codes_become_errors) {
    BOOST_TEST(!error_of_status(0));
    BOOST_TEST(error_of_status(2) == sftp_errc::no_such_file);
    BOOST_TEST(error_of_status(21) == sftp_errc::link_loop);
    for (std::uint32_t code : {22U, 1001U, 0x80000000U, 0xffffffffU})
        BOOST_TEST(error_of_status(code) == sftp_errc::unrecognised);
}

BOOST_AUTO_TEST_CASE(every_code_has_a_text_of_its_own) {
    std::string before;
    for (std::uint32_t code = 1; code <= 22; ++code) {
        const std::string text = error_of_status(code).message();
        BOOST_TEST(text != "unknown SFTP status");
        BOOST_TEST(text != before);
        before = text;
    }
    BOOST_TEST(std::error_code(5000, sftp_category()).message() == "unknown SFTP status");
}

BOOST_AUTO_TEST_CASE(a_refusal_is_the_servers_and_ends_no_session) {
    for (std::uint32_t code = 1; code <= 22; ++code) {
        BOOST_TEST((blame_of(error_of_status(code)) == blame::peer));
        BOOST_TEST(!is_fatal(error_of_status(code)));
    }
    const std::error_code ended = sftp_errc::source_ended;
    BOOST_TEST((blame_of(ended) == blame::caller));
    BOOST_TEST(!is_fatal(ended));
    BOOST_TEST(!is_fatal(protocol_error::sftp_short_data));
    BOOST_TEST(is_fatal(protocol_error::sftp_malformed));
}

BOOST_AUTO_TEST_CASE(codes_compare_with_the_systems_conditions) {
    BOOST_TEST((error_of_status(2) == std::errc::no_such_file_or_directory));
    BOOST_TEST((error_of_status(3) == std::errc::permission_denied));
    BOOST_TEST((error_of_status(8) == std::errc::operation_not_supported));
    BOOST_TEST((error_of_status(14) == std::errc::no_space_on_device));
    BOOST_TEST((error_of_status(4) != std::errc::permission_denied));
    BOOST_TEST((error_of_status(4) != std::errc{}));
}

} // namespace
