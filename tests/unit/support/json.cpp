#include "support/json.hpp"

#include <boost/test/unit_test.hpp>

using hawser::testing::json;

BOOST_AUTO_TEST_SUITE(support_json)

BOOST_AUTO_TEST_CASE(values) {
    const json all = json::parse(
        R"( {"a": [1, -2, true, false, null, "x\n\u00e9\ud83d\ude00\"", 4294967295], "b": {}, "c": 1.5, "h": "0aFF"} )");
    BOOST_TEST(all["a"].size() == 7u);
    BOOST_TEST(all["a"][1].number() == -2);
    BOOST_TEST((all["a"][2].boolean() && !all["a"][3].boolean() && all["a"][4].is_null()));
    BOOST_TEST(all["a"][5].text() == "x\n\xc3\xa9\xf0\x9f\x98\x80\"");
    BOOST_TEST(all["a"][6].number() == 4294967295);
    BOOST_TEST(all["b"].members().empty());
    BOOST_TEST(hawser::to_hex(all["h"].bytes()) == "0aff");
    BOOST_TEST((all.has("c") && !all.has("d")));
}

BOOST_AUTO_TEST_CASE(loops_over_parts_of_temporaries_are_safe) {
    int sum = 0;
    for (const json& item : json::parse(R"({"a": [1, 2, 3]})")["a"]) sum += static_cast<int>(item.number());
    BOOST_TEST(sum == 6);
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_an_error) {
    const json all = json::parse(R"({"a": 1, "t": "xyz"})");
    BOOST_CHECK_THROW(all["b"], std::runtime_error);
    BOOST_CHECK_THROW(all["a"].text(), std::runtime_error);
    BOOST_CHECK_THROW(all["a"].size(), std::runtime_error);
    BOOST_CHECK_THROW(all["t"].bytes(), std::runtime_error);
    BOOST_CHECK_THROW(all["t"].number(), std::runtime_error);
    const json list = json::parse("[1]");
    BOOST_CHECK_THROW(list[1], std::runtime_error);
}

BOOST_AUTO_TEST_CASE(what_is_not_json_is_an_error) {
    for (const char* text : {"", "{", "[1,]", "{\"a\"}", "{\"a\":1,}", "[1 2]", "tru", "\"a", "\"\\x\"",
                             "\"\\ud800\"", "\"\\u12g4\"", "1 2", "-", "+1", "\"\n\"", "{\"a\":1,\"a\":2}"})
        BOOST_CHECK_THROW(json::parse(text), std::runtime_error);
    BOOST_CHECK_THROW(json::parse(std::string(100'000, '[')), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
