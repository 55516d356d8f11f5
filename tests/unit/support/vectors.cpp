#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(support_vectors)

BOOST_AUTO_TEST_CASE(records_end_at_an_empty_line_or_a_repeated_name) {
    const auto path = std::filesystem::temp_directory_path() / "hawser_support_vectors.txt";
    std::ofstream{path} << "# comment\n[Heading]\na = 01ff\r\nb =\n\n# another\n\na = 7\nc = x = y\na = 8";
    const auto records = records_in(path);
    std::filesystem::remove(path);
    BOOST_TEST_REQUIRE(records.size() == 3u);
    BOOST_TEST(to_hex(records[0].bytes("a")) == "01ff");
    BOOST_TEST((records[0].has("b") && records[0].bytes("b").empty() && !records[0].has("c")));
    BOOST_TEST(records[1].number("a") == 7u);
    BOOST_TEST(records[1].text("c") == "x = y");
    BOOST_TEST(records[2].text("a") == "8");
    BOOST_CHECK_THROW(records[2].text("c"), std::runtime_error);
    BOOST_CHECK_THROW(records[1].bytes("c"), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(an_absent_file_is_an_error_that_names_it) {
    BOOST_CHECK_EXCEPTION(file_text(vector_path("no/such.json")), std::runtime_error,
                          [](const std::runtime_error& e) {
                              return std::string{e.what()}.find("such.json") != std::string::npos;
                          });
}

BOOST_AUTO_TEST_SUITE_END()
