#include <hawser/wire/identification.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using wire::parse_identification;

BOOST_AUTO_TEST_SUITE(wire_identification)

BOOST_AUTO_TEST_CASE(a_line_has_version_software_and_comments) {
    const auto id = parse_identification("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3");
    BOOST_REQUIRE(id.has_value());
    BOOST_TEST(id->protocol == "2.0");
    BOOST_TEST(id->software == "OpenSSH_9.2p1");
    BOOST_TEST(id->comments == "Debian-2+deb12u3");
    BOOST_TEST(parse_identification("SSH-2.0-x")->comments == "");
}

BOOST_AUTO_TEST_CASE(servers_as_they_are) {
    BOOST_TEST(parse_identification("SSH-2.0-Cisco-1.25")->software == "Cisco-1.25");
    BOOST_TEST(parse_identification("SSH-2.0-x  two blanks")->comments == " two blanks");
    BOOST_TEST(parse_identification("SSH-2.0-x gr\xc3\xbc\xc3\x9f")->comments == "gr\xc3\xbc\xc3\x9f");
}

BOOST_AUTO_TEST_CASE(versions_2_0_and_1_99_are_taken_and_no_others) {
    BOOST_TEST(parse_identification("SSH-2.0-x").has_value());
    BOOST_TEST(parse_identification("SSH-1.99-x")->protocol == "1.99");
    for (std::string_view line : {"SSH-1.5-x", "SSH-2.1-x", "SSH-2-x", "SSH--x", "SSH-2.00-x", "SSH-02.0-x"})
        BOOST_TEST((parse_identification(line).error() == protocol_error::version_unsupported), line);
}

BOOST_AUTO_TEST_CASE(other_protocols_are_not_ssh) {
    for (std::string_view line :
         {"", "HTTP/1.1 400 Bad Request", "220 ftp ready", "ssh-2.0-x", "SSH", " SSH-2.0-x"})
        BOOST_TEST((parse_identification(line).error() == protocol_error::not_ssh), line);
}

BOOST_AUTO_TEST_CASE(malformed_lines_are_refused) {
    using namespace std::string_literals;
    for (const std::string& line :
         {"SSH-"s, "SSH-2.0"s, "SSH-2.0-"s, "SSH-2.0- x"s, "SSH-2.0-a\0b"s, "SSH-2.0-a\rb"s, "SSH-2.0-a\nb"s,
          "SSH-2.0-a \x1b[31m"s, "SSH-2.0-a\xff"s, "SSH-2.0-a b\x7f"s})
        BOOST_TEST((parse_identification(line).error() == protocol_error::identification_invalid), line);
}

BOOST_AUTO_TEST_CASE(a_line_has_at_most_255_bytes_with_its_end) {
    const std::string start = "SSH-2.0-";
    BOOST_TEST(parse_identification(start + std::string(253 - start.size(), 'x')).has_value());
    BOOST_TEST((parse_identification(start + std::string(254 - start.size(), 'x')).error() ==
                protocol_error::identification_too_long));
}

BOOST_AUTO_TEST_CASE(our_own_line_reads_back, *boost::unit_test::label("CM-C-001")) {
    const auto line = wire::format_identification("Hawser_1.0", "on a test");
    BOOST_REQUIRE(line.has_value());
    BOOST_TEST(*line == "SSH-2.0-Hawser_1.0 on a test");
    BOOST_TEST(parse_identification(*line)->software == "Hawser_1.0");
    BOOST_TEST(*wire::format_identification("x") == "SSH-2.0-x");
}

BOOST_AUTO_TEST_CASE(our_own_line_keeps_to_the_rfc, *boost::unit_test::label("CM-C-001")) {
    for (std::string_view software : {"", "a-b", "a b", "a\r", "\xc3\xbc"})
        BOOST_TEST((wire::format_identification(software).error() == usage_error::invalid_argument),
                   software);
    BOOST_TEST((wire::format_identification("x", "a\nb").error() == usage_error::invalid_argument));
    BOOST_TEST((wire::format_identification("x", "\x80").error() == usage_error::invalid_argument));
    BOOST_TEST(wire::format_identification(std::string(245, 'x')).has_value());
    BOOST_TEST((wire::format_identification(std::string(246, 'x')).error() == usage_error::invalid_argument));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
