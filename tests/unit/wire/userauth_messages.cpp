#include <hawser/wire/userauth_messages.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <support/wire_layout.hpp>
#include <vector>

namespace {

using namespace hawser;
using testing::check_body;
using testing::check_message;

BOOST_AUTO_TEST_SUITE(wire_userauth_messages)

BOOST_AUTO_TEST_CASE(messages_are_taken_whole_or_not_at_all, *boost::unit_test::label("T20") *
                                                                 boost::unit_test::label("T21") *
                                                                 boost::unit_test::label("T22")) {
    check_message(wire::userauth_request{"me", "ssh-connection", "none", as_bytes("rest")},
                  "32 #00000002'me' #0000000e'ssh-connection' #00000004'none' *'rest'");
    check_message(wire::userauth_failure{"publickey,password", true}, "33 #00000012'publickey,password' 01");
    check_message(wire::userauth_success{}, "34");
    check_message(wire::userauth_banner{"hello", "en"}, "35 #00000005'hello' #00000002'en'");
    check_message(wire::userauth_pk_ok{"ssh-ed25519", as_bytes("blob")},
                  "3c #0000000b'ssh-ed25519' #00000004'blob'");
    check_message(wire::userauth_passwd_changereq{"new?", "en"}, "3c #00000004'new?' #00000002'en'");

    const testing::wire_layout prompts{"00000003'Pin' 00 00000004'Name' 01"};
    check_message(wire::userauth_info_request{"n", "in", "", 2, prompts.bytes},
                  "3c #00000001'n' #00000002'in' #00000000 #00000002 #00000003'Pin' 00 #00000004'Name' 01");
    check_message(wire::userauth_info_request{}, "3c #00000000 #00000000 #00000000 #00000000");
    const testing::wire_layout responses{"00000004'1234' 00000000"};
    check_message(wire::userauth_info_response{2, responses.bytes}, "3d #00000002 #00000004'1234' #00000000");
    check_message(wire::userauth_info_response{}, "3d #00000000");
}

BOOST_AUTO_TEST_CASE(methods_are_taken_whole_or_not_at_all, *boost::unit_test::label("T20") *
                                                                boost::unit_test::label("T21") *
                                                                boost::unit_test::label("T22")) {
    check_body(wire::login_none{}, "");
    check_body(wire::login_password{as_bytes("pw"), false, {}}, "00 #00000002'pw'");
    check_body(wire::login_password{as_bytes("old"), true, as_bytes("new!")},
               "01 #00000003'old' #00000004'new!'");
    check_body(wire::login_public_key{"alg", as_bytes("key!"), false, {}},
               "00 #00000003'alg' #00000004'key!'");
    check_body(wire::login_public_key{"alg", as_bytes("key!"), true, as_bytes("sig")},
               "01 #00000003'alg' #00000004'key!' #00000003'sig'");
    check_body(
        wire::login_public_key_hostbound{"alg", as_bytes("key!"), as_bytes("host"), true, as_bytes("sig")},
        "01 #00000003'alg' #00000004'key!' #00000004'host' #00000003'sig'");
    check_body(wire::login_public_key_hostbound{"alg", as_bytes("key!"), as_bytes("host"), false, {}},
               "00 #00000003'alg' #00000004'key!' #00000004'host'");
    check_body(wire::login_keyboard_interactive{"en", "pam"}, "#00000002'en' #00000003'pam'");
}

BOOST_AUTO_TEST_CASE(a_request_is_written_with_the_name_of_its_method) {
    const byte_vector payload = testing::written([](auto& w) {
        wire::encode_userauth_request(w, "me", "ssh-connection",
                                      wire::login_password{as_bytes("pw"), false, {}});
    });
    const auto m = wire::decode<wire::userauth_request>(payload);
    BOOST_REQUIRE(m.has_value());
    BOOST_TEST(m->user == "me");
    BOOST_TEST(m->method == "password");
    const auto body = wire::decode_body<wire::login_password>(m->rest);
    BOOST_REQUIRE(body.has_value());
    BOOST_TEST(as_text(body->password) == "pw");
    BOOST_TEST(!body->change);
}

BOOST_AUTO_TEST_CASE(prompts_are_written_and_walked_in_order) {
    const wire::prompt prompts[] = {{"Password: ", false}, {"Colour: ", true}};
    const byte_vector payload =
        testing::written([&](auto& w) { wire::encode_info_request(w, "name", "do", prompts); });
    const auto m = wire::decode<wire::userauth_info_request>(payload);
    BOOST_REQUIRE(m.has_value());
    BOOST_TEST(m->name == "name");
    BOOST_TEST(m->instruction == "do");
    std::string seen;
    m->for_each(
        [&](const wire::prompt& p) { seen += std::string{p.text} + (p.echo ? "shown;" : "hidden;"); });
    BOOST_TEST(seen == "Password: hidden;Colour: shown;");
}

BOOST_AUTO_TEST_CASE(responses_are_written_and_walked_in_order) {
    const byte_view answers[] = {as_bytes("first"), {}, as_bytes("third")};
    const byte_vector payload = testing::written([&](auto& w) { wire::encode_info_response(w, answers); });
    const auto m = wire::decode<wire::userauth_info_response>(payload);
    BOOST_REQUIRE(m.has_value());
    std::vector<std::string> seen;
    m->for_each([&](byte_view answer) { seen.emplace_back(as_text(answer)); });
    BOOST_TEST((seen == std::vector<std::string>{"first", "", "third"}));
}

BOOST_AUTO_TEST_CASE(prompts_and_responses_are_bounded) {
    const auto request_error = [](std::size_t count, std::size_t size) {
        const std::string text(size, 'x');
        const std::vector<wire::prompt> prompts(count, wire::prompt{text, false});
        const auto payload =
            testing::written([&](auto& w) { wire::encode_info_request(w, "", "", prompts); });
        return wire::decode<wire::userauth_info_request>(payload).error();
    };
    BOOST_TEST(!request_error(limits::auth_prompts, 10));
    BOOST_TEST((request_error(limits::auth_prompts + 1, 10) == protocol_error::malformed_message));
    BOOST_TEST(!request_error(1, limits::auth_prompt));
    BOOST_TEST((request_error(1, limits::auth_prompt + 1) == protocol_error::malformed_message));

    const auto response_error = [](std::size_t count) {
        const std::vector<byte_view> answers(count);
        const auto payload = testing::written([&](auto& w) { wire::encode_info_response(w, answers); });
        return wire::decode<wire::userauth_info_response>(payload).error();
    };
    BOOST_TEST(!response_error(limits::auth_prompts));
    BOOST_TEST((response_error(limits::auth_prompts + 1) == protocol_error::malformed_message));
}

BOOST_AUTO_TEST_CASE(methods_left_are_a_name_list) {
    const auto error_of = [](std::string_view methods) {
        return wire::decode<wire::userauth_failure>(testing::written([&](auto& w) {
                   encode(w, wire::userauth_failure{methods, false});
               }))
            .error();
    };
    BOOST_TEST(!error_of(""));
    BOOST_TEST((error_of("password,") == protocol_error::malformed_message));
    BOOST_TEST((error_of("pass word") == protocol_error::malformed_message));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
