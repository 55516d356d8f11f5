#include <hawser/wire/name_list.hpp>

#include <boost/test/unit_test.hpp>

#include <iterator>
#include <string>
#include <vector>

namespace {

using namespace hawser;
using wire::name_list;

std::vector<std::string> names_in(std::string_view text) {
    std::vector<std::string> out;
    for (std::string_view name : name_list{text}) out.emplace_back(name);
    return out;
}

BOOST_AUTO_TEST_SUITE(wire_name_list)

BOOST_AUTO_TEST_CASE(names_are_walked_in_order) {
    BOOST_TEST((names_in("") == std::vector<std::string>{}));
    BOOST_TEST((names_in("zlib") == std::vector<std::string>{"zlib"}));
    BOOST_TEST((names_in("zlib,none") == std::vector<std::string>{"zlib", "none"}));
    BOOST_TEST((names_in("a,b,c,d") == std::vector<std::string>{"a", "b", "c", "d"}));
    static_assert(std::forward_iterator<name_list::iterator>);
}

BOOST_AUTO_TEST_CASE(empty_names_are_seen_where_they_stand) {
    BOOST_TEST((names_in(",") == std::vector<std::string>{"", ""}));
    BOOST_TEST((names_in("a,") == std::vector<std::string>{"a", ""}));
    BOOST_TEST((names_in(",a") == std::vector<std::string>{"", "a"}));
    BOOST_TEST((names_in("a,,b") == std::vector<std::string>{"a", "", "b"}));
}

BOOST_AUTO_TEST_CASE(a_list_holds_whole_names_only) {
    const name_list list{"aes128-ctr,aes256-ctr"};
    BOOST_TEST(list.contains("aes128-ctr"));
    BOOST_TEST(list.contains("aes256-ctr"));
    BOOST_TEST(!list.contains("aes128"));
    BOOST_TEST(!list.contains("ctr,aes256-ctr"));
    BOOST_TEST(!list.contains("AES128-CTR"));
    BOOST_TEST(!list.contains(""));
    BOOST_TEST(!name_list{}.contains(""));
    BOOST_TEST(list.first() == "aes128-ctr");
    BOOST_TEST(name_list{}.first() == "");
}

BOOST_AUTO_TEST_CASE(names_are_those_of_rfc_4251_section_6, *boost::unit_test::label("T23")) {
    BOOST_TEST(wire::is_name("a"));
    BOOST_TEST(wire::is_name("gss-gex-sha1-toWM5Slw5Ew8Mqkay+al2g=="));
    BOOST_TEST(wire::is_name(std::string(64, '~')));
    BOOST_TEST(!wire::is_name(std::string(65, 'a')));
    BOOST_TEST(!wire::is_name(""));
    for (int c = 0; c < 256; ++c) {
        const bool good = c > 0x20 && c < 0x7f && c != ',';
        BOOST_TEST(wire::is_name(std::string{"a"} + static_cast<char>(c)) == good);
    }
}

BOOST_AUTO_TEST_CASE(lists_are_bounded, *boost::unit_test::label("T23")) {
    std::string list = "n";
    for (std::size_t i = 1; i < limits::names_in_list; ++i) list += ",n";
    BOOST_TEST(wire::is_name_list(list));
    BOOST_TEST(!wire::is_name_list(list + ",n"));
    BOOST_TEST(wire::is_name_list(""));
    BOOST_TEST(wire::is_name_list("a,b"));
    for (std::string_view bad : {",", "a,", ",a", "a,,b", "a, b", " "}) BOOST_TEST(!wire::is_name_list(bad));
    BOOST_TEST(!wire::is_name_list(std::string(1000000, ',')));
}

BOOST_AUTO_TEST_CASE(a_reader_refuses_a_bad_list) {
    const std::string good{"\0\0\0\3a,b", 7};
    wire::reader r{as_bytes(good)};
    BOOST_TEST(wire::read_name_list(r) == "a,b");
    BOOST_TEST(r.finish().has_value());

    const std::string bad{"\0\0\0\2a,", 6};
    wire::reader refused{as_bytes(bad)};
    BOOST_TEST(wire::read_name_list(refused) == "");
    BOOST_TEST((refused.finish().error() == protocol_error::malformed_message));
    BOOST_TEST(refused.problem() == "name-list is not well formed");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
