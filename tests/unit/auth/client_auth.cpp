#include <hawser/auth/client_auth.hpp>

#include "support/login.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>

namespace {

using namespace hawser;
using namespace hawser::testing;
using boost::unit_test::label;

const byte_vector accept = payload(wire::service_accept{"ssh-userauth"});
const byte_vector success = payload(wire::userauth_success{});
const byte_vector failure = payload(wire::userauth_failure{"publickey,password", false});
const byte_vector partial = payload(wire::userauth_failure{"password", true});

byte_vector key_blob(std::string_view format, std::string_view rest = "key") {
    byte_buffer out;
    wire::writer w{out};
    w.string(format).string(rest);
    return to_vector(out.view());
}
const byte_vector key = key_blob("ssh-rsa");

BOOST_AUTO_TEST_SUITE(auth_client)

// --- the requests on the wire ---

BOOST_AUTO_TEST_CASE(begin_asks_for_the_login_service) {
    open_outbox out;
    auth::client_auth login{out.box, {}};
    BOOST_TEST(!login.is_begun());
    BOOST_TEST(!login.try_none().has_value());
    BOOST_TEST(login.begin("alice").has_value());
    BOOST_TEST(login.is_begun());
    BOOST_TEST(login.user() == "alice");
    BOOST_TEST(login.service() == "ssh-connection");
    BOOST_TEST((out.take() == payloads{payload(wire::service_request{"ssh-userauth"})}));
    BOOST_TEST(login.begin("bob").error() == usage_error::wrong_phase);
    BOOST_TEST(holds<auth::service_accepted>(login.on_message(accept)));
    BOOST_TEST(login.is_accepted());
}

BOOST_AUTO_TEST_CASE(requests_look_as_the_rfcs_say) {
    ready_client c;
    const byte_vector signature = to_vector(as_bytes("signature"));
    BOOST_TEST(c.login.try_none().has_value());
    (void)c.take(failure);
    BOOST_TEST(c.login.try_password(as_bytes("secret")).has_value());
    (void)c.take(failure);
    BOOST_TEST(c.login.ask_public_key("rsa-sha2-512", key).has_value());
    (void)c.take(failure);
    BOOST_TEST(c.login.try_public_key("rsa-sha2-512", key, signature).has_value());
    (void)c.take(failure);
    BOOST_TEST(c.login.try_keyboard_interactive("pam").has_value());
    BOOST_TEST(
        (c.out.take() == payloads{login_payload(wire::login_none{}),
                                  login_payload(wire::login_password{as_bytes("secret"), false, {}}),
                                  login_payload(wire::login_public_key{"rsa-sha2-512", key, false, {}}),
                                  login_payload(wire::login_public_key{"rsa-sha2-512", key, true, signature}),
                                  login_payload(wire::login_keyboard_interactive{{}, "pam"})}));
    BOOST_TEST((c.login.tried() ==
                std::vector<std::string>{"none", "password", "publickey", "keyboard-interactive"}));
}

BOOST_AUTO_TEST_CASE(every_method_may_succeed_and_fail) {
    const auto attempts = {
        +[](auth::client_auth& l) { return l.try_password(as_bytes("secret")); },
        +[](auth::client_auth& l) { return l.try_public_key("rsa-sha2-256", key, as_bytes("signature")); },
        +[](auth::client_auth& l) { return l.try_keyboard_interactive(); },
        +[](auth::client_auth& l) { return l.try_none(); },
    };
    for (auto attempt : attempts) {
        ready_client c;
        BOOST_TEST(attempt(c.login).has_value());
        BOOST_TEST(c.login.is_waiting());
        BOOST_TEST(attempt(c.login).error() == usage_error::wrong_phase);
        const auto refused = c.take(failure);
        BOOST_TEST(holds<auth::method_failed>(refused));
        BOOST_TEST(event_as<auth::method_failed>(refused).methods_left == "publickey,password");
        BOOST_TEST(!event_as<auth::method_failed>(refused).partial_success);
        BOOST_TEST(!c.login.is_waiting());
        BOOST_TEST(attempt(c.login).has_value());
        const auto done = c.take(success);
        BOOST_TEST(holds<auth::succeeded>(done));
        BOOST_TEST(event_as<auth::succeeded>(done).method == c.login.tried().front());
        BOOST_TEST(c.login.is_authenticated());
        BOOST_TEST(attempt(c.login).error() == usage_error::wrong_phase);
        BOOST_TEST(c.login.tried().size() == 1u);
    }
}

BOOST_AUTO_TEST_CASE(secrets_wait_for_the_service_and_other_requests_do_not) {
    open_outbox out;
    auth::client_auth login{out.box, {}};
    BOOST_TEST(login.begin("alice").has_value());
    BOOST_TEST(login.try_password(as_bytes("secret")).error() == usage_error::wrong_phase);
    BOOST_TEST(login.try_public_key("ssh-ed25519", key, as_bytes("signature")).has_value());
    BOOST_TEST((out.take_numbers() == std::vector{5, 50}));
    BOOST_TEST(holds<auth::service_accepted>(login.on_message(accept)));
    BOOST_TEST(holds<auth::succeeded>(login.on_message(success)));
}

BOOST_AUTO_TEST_CASE(nothing_is_said_while_output_is_barred) {
    ready_client c;
    c.out.box.bar(true);
    BOOST_TEST(c.login.try_password(as_bytes("secret")).error() == usage_error::output_blocked);
    BOOST_TEST(!c.login.is_waiting());
    BOOST_TEST(c.login.tried().empty());
    c.out.box.bar(false);
    BOOST_TEST(c.login.try_keyboard_interactive().has_value());
    (void)c.take(questions_payload({{"Code: ", true}}));
    c.out.box.bar(true);
    const byte_view answer[] = {as_bytes("1")};
    BOOST_TEST(c.login.answer(answer).error() == usage_error::output_blocked);
    c.out.box.bar(false);
    BOOST_TEST(c.login.answer(answer).has_value());
    BOOST_TEST((c.out.take_numbers() == std::vector{50, 61}));

    open_outbox out;
    out.box.bar(true);
    auth::client_auth early{out.box, {}};
    BOOST_TEST(early.begin("alice").error() == usage_error::output_blocked);
    BOOST_TEST(!early.is_begun());
}

BOOST_AUTO_TEST_CASE(requests_that_no_server_takes_are_not_sent, *label("A15")) {
    ready_client c;
    const std::string huge(1024 * 1024, 'x');
    BOOST_TEST(c.login.try_password(as_bytes(huge)).error() == usage_error::invalid_argument);
    BOOST_TEST(!c.login.is_waiting());
    BOOST_TEST(c.login.ask_public_key("rsa-sha2-512", as_bytes(huge)).error() ==
               usage_error::invalid_argument);
    BOOST_TEST(c.login.try_keyboard_interactive().has_value());
    (void)c.take(questions_payload({{"Code: ", true}}));
    const byte_view answer[] = {as_bytes(huge)};
    BOOST_TEST(c.login.answer(answer).error() == usage_error::invalid_argument);
    BOOST_TEST((c.out.take_numbers() == std::vector{50}));
    // it may still be answered
    const byte_view shorter[] = {as_bytes("1")};
    BOOST_TEST(c.login.answer(shorter).has_value());

    open_outbox out;
    auth::client_auth login{out.box, {}};
    BOOST_TEST(login.begin(huge).error() == usage_error::invalid_argument);
    BOOST_TEST(login.begin(std::string(limits::auth_user, 'u')).has_value());
}

// --- service ---

BOOST_AUTO_TEST_CASE(service_accept_must_fit_the_request, *label("A16")) {
    {
        open_outbox out;
        auth::client_auth login{out.box, {}};
        BOOST_TEST(login.on_message(accept).error() == protocol_error::unexpected_message); // unasked
        BOOST_TEST(!login.is_accepted());
    }
    {
        open_outbox out;
        auth::client_auth login{out.box, {}};
        BOOST_TEST(login.begin("alice").has_value());
        BOOST_TEST(login.on_message(payload(wire::service_accept{"ssh-connection"})).error() ==
                   protocol_error::unexpected_message);
        BOOST_TEST(!login.is_accepted());
        BOOST_TEST(!login.try_password(as_bytes("secret")).has_value());
    }
    ready_client c;
    BOOST_TEST(c.take(accept).error() == protocol_error::unexpected_message); // twice
}

// --- success where it does not belong ---

BOOST_AUTO_TEST_CASE(success_before_it_was_asked_for_is_refused, *label("A03")) {
    {
        open_outbox out;
        auth::client_auth login{out.box, {}};
        BOOST_TEST(login.on_message(success).error() == security_error::unsolicited_success);
    }
    {
        open_outbox out;
        auth::client_auth login{out.box, {}};
        BOOST_TEST(login.begin("alice").has_value());
        BOOST_TEST(login.on_message(success).error() == security_error::unsolicited_success);
        BOOST_TEST(!login.is_authenticated());
    }
    { // a request is on its way, but the service was never accepted
        open_outbox out;
        auth::client_auth login{out.box, {}};
        BOOST_TEST(login.begin("alice").has_value());
        BOOST_TEST(login.try_none().has_value());
        BOOST_TEST(login.on_message(success).error() == security_error::unsolicited_success);
    }
    ready_client c;
    BOOST_TEST(c.take(success).error() == security_error::unsolicited_success);
    BOOST_TEST(!c.login.is_authenticated());
}

BOOST_AUTO_TEST_CASE(success_after_an_answer_is_refused, *label("A03")) {
    ready_client c;
    BOOST_TEST(c.login.try_password(as_bytes("secret")).has_value());
    (void)c.take(failure);
    BOOST_TEST(c.take(success).error() == security_error::unsolicited_success);

    ready_client twice;
    BOOST_TEST(twice.login.try_password(as_bytes("secret")).has_value());
    BOOST_TEST(twice.take(success).has_value());
    BOOST_TEST(twice.take(success).error() == security_error::unsolicited_success);
}

BOOST_AUTO_TEST_CASE(success_while_we_owe_an_answer_is_refused, *label("A03")) {
    ready_client c;
    BOOST_TEST(c.login.try_keyboard_interactive().has_value());
    BOOST_TEST(holds<auth::questions>(c.take(questions_payload({{"Code: ", false}}))));
    BOOST_TEST(!c.login.is_waiting());
    BOOST_TEST(c.take(success).error() == security_error::unsolicited_success);
    BOOST_TEST(!c.login.is_authenticated());
}

BOOST_AUTO_TEST_CASE(a_key_query_lets_nobody_in, *label("A03")) {
    ready_client c;
    BOOST_TEST(c.login.ask_public_key("rsa-sha2-512", key).has_value());
    BOOST_TEST(c.take(success).error() == security_error::unsolicited_success);
}

BOOST_AUTO_TEST_CASE(success_without_a_credential_is_told_and_can_be_forbidden, *label("A03")) {
    const auto none = [](auth::client_auth& l) { return l.try_none(); };
    const auto asked_nothing = [](auth::client_auth& l) { return l.try_keyboard_interactive(); };
    const auto answered_nothing = [](auth::client_auth& l) -> result<void> {
        if (auto tried = l.try_keyboard_interactive(); !tried) return tried;
        if (auto asked = l.on_message(questions_payload({})); !asked) return asked.error();
        return l.answer({});
    };
    const auto check = [](auto attempt) {
        ready_client open;
        BOOST_TEST(attempt(open.login).has_value());
        BOOST_TEST(event_as<auth::succeeded>(open.take(success)).without_credential);
        ready_client strict{auth::client_options{.allow_success_by_none = false}};
        BOOST_TEST(attempt(strict.login).has_value());
        BOOST_TEST(strict.take(success).error() == security_error::success_without_credential);
        BOOST_TEST(!strict.login.is_authenticated());
    };
    check(none);
    check(asked_nothing);
    check(answered_nothing);
}

BOOST_AUTO_TEST_CASE(success_by_a_credential_is_told_as_such) {
    const auth::client_options strict{.allow_success_by_none = false};
    {
        ready_client c{strict};
        BOOST_TEST(c.login.try_password(as_bytes("secret")).has_value());
        BOOST_TEST(!event_as<auth::succeeded>(c.take(success)).without_credential);
        BOOST_TEST(c.login.is_authenticated());
    }
    { // a question was answered
        ready_client c{strict};
        BOOST_TEST(c.login.try_keyboard_interactive().has_value());
        (void)c.take(questions_payload({{"Code: ", false}}));
        const byte_view answer[] = {as_bytes("1")};
        BOOST_TEST(c.login.answer(answer).has_value());
        BOOST_TEST(c.take(success).has_value());
    }
    { // an earlier credential was right, the last step asked nothing
        ready_client c{strict};
        BOOST_TEST(c.login.try_password(as_bytes("secret")).has_value());
        (void)c.take(partial);
        BOOST_TEST(c.login.try_keyboard_interactive().has_value());
        BOOST_TEST(!event_as<auth::succeeded>(c.take(success)).without_credential);
        BOOST_TEST(c.login.is_authenticated());
    }
    { // an earlier credential was wrong, and "none" no credential to be partly right
        ready_client c{strict};
        BOOST_TEST(c.login.try_password(as_bytes("secret")).has_value());
        (void)c.take(failure);
        BOOST_TEST(c.login.try_none().has_value());
        (void)c.take(partial);
        BOOST_TEST(c.login.try_none().has_value());
        BOOST_TEST(c.take(success).error() == security_error::success_without_credential);
    }
}

// --- partial success ---

BOOST_AUTO_TEST_CASE(partial_success_is_told) {
    ready_client c;
    BOOST_TEST(c.login.try_public_key("rsa-sha2-512", key, as_bytes("signature")).has_value());
    const auto half = event_as<auth::method_failed>(c.take(partial));
    BOOST_TEST(half.method == "publickey");
    BOOST_TEST(half.methods_left == "password");
    BOOST_TEST(half.partial_success);
    BOOST_TEST(!c.login.is_authenticated());
    BOOST_TEST(c.login.try_password(as_bytes("secret")).has_value());
    BOOST_TEST(event_as<auth::succeeded>(c.take(success)).method == "password");
}

BOOST_AUTO_TEST_CASE(a_server_that_never_decides_is_left, *label("A04")) {
    ready_client c;
    for (std::size_t i = 0; i < limits::auth_requests; ++i) {
        BOOST_TEST_REQUIRE(c.login.try_password(as_bytes("secret")).has_value());
        BOOST_TEST_REQUIRE(c.take(partial).has_value());
    }
    BOOST_TEST(c.login.try_password(as_bytes("secret")).error() == protocol_error::too_many_requests);
    BOOST_TEST(c.out.take().size() == limits::auth_requests);
}

// --- public keys ---

BOOST_AUTO_TEST_CASE(a_key_is_asked_about_first) {
    ready_client c;
    BOOST_TEST(c.login.ask_public_key("rsa-sha2-512", key).has_value());
    const auto would_do =
        event_as<auth::key_acceptable>(c.take(payload(wire::userauth_pk_ok{"rsa-sha2-512", key})));
    BOOST_TEST(would_do.algorithm == "rsa-sha2-512");
    BOOST_TEST(equal(would_do.key, key));
    BOOST_TEST(c.login.try_public_key("rsa-sha2-512", key, as_bytes("signature")).has_value());
    BOOST_TEST(c.take(success).has_value());
}

// The server may name the key's format; that must not make us sign with the algorithm of that name.
BOOST_AUTO_TEST_CASE(a_key_is_signed_with_the_algorithm_asked_about) {
    ready_client c;
    BOOST_TEST(c.login.ask_public_key("rsa-sha2-512", key).has_value());
    const auto would_do = c.take(payload(wire::userauth_pk_ok{"ssh-rsa", key}));
    BOOST_TEST(event_as<auth::key_acceptable>(would_do).algorithm == "rsa-sha2-512");
}

BOOST_AUTO_TEST_CASE(pk_ok_for_another_key_is_refused, *label("A08")) {
    const byte_vector other = key_blob("ssh-rsa", "another");
    for (const wire::userauth_pk_ok& m :
         {wire::userauth_pk_ok{"rsa-sha2-512", other}, wire::userauth_pk_ok{"rsa-sha2-256", key},
          wire::userauth_pk_ok{"", key}, wire::userauth_pk_ok{"rsa-sha2-512", {}}}) {
        ready_client c;
        BOOST_TEST(c.login.ask_public_key("rsa-sha2-512", key).has_value());
        BOOST_TEST(c.take(payload(m)).error() == protocol_error::unexpected_message);
        BOOST_TEST(c.login.details().as<malformed>()->message == "SSH_MSG_USERAUTH_PK_OK");
    }
}

BOOST_AUTO_TEST_CASE(pk_ok_for_no_query_is_refused, *label("A08")) {
    const byte_vector ok = payload(wire::userauth_pk_ok{"rsa-sha2-512", key});
    ready_client before;
    BOOST_TEST(before.take(ok).error() == protocol_error::unexpected_message);
    ready_client at_none;
    BOOST_TEST(at_none.login.try_none().has_value());
    BOOST_TEST(at_none.take(ok).error() == protocol_error::unexpected_message);
    ready_client at_signature;
    BOOST_TEST(at_signature.login.try_public_key("rsa-sha2-512", key, as_bytes("signature")).has_value());
    BOOST_TEST(at_signature.take(ok).error() == protocol_error::unexpected_message);
    ready_client twice;
    BOOST_TEST(twice.login.ask_public_key("rsa-sha2-512", key).has_value());
    BOOST_TEST(twice.take(ok).has_value());
    BOOST_TEST(twice.take(ok).error() == protocol_error::unexpected_message);
}

// --- keyboard-interactive ---

BOOST_AUTO_TEST_CASE(several_rounds_of_questions) {
    ready_client c;
    BOOST_TEST(c.login.try_keyboard_interactive().has_value());
    c.out.take();
    const auto first = c.take(questions_payload({{"Password: ", false}, {"Code: ", true}}, "Bank", "Hello"));
    const auto asked = event_as<auth::questions>(first).request;
    BOOST_TEST(asked.name == "Bank");
    BOOST_TEST(asked.instruction == "Hello");
    std::vector<std::string> seen;
    asked.for_each(
        [&](const wire::prompt& p) { seen.push_back(std::string{p.text} + (p.echo ? "shown" : "hidden")); });
    BOOST_TEST((seen == std::vector<std::string>{"Password: hidden", "Code: shown"}));

    const byte_view one[] = {as_bytes("a")};
    BOOST_TEST(c.login.answer(one).error() == usage_error::invalid_argument);
    const byte_view two[] = {as_bytes("secret"), as_bytes("42")};
    BOOST_TEST(c.login.answer(two).has_value());
    BOOST_TEST((c.out.take() == payloads{responses_payload({"secret", "42"})}));
    BOOST_TEST(c.login.answer(two).error() == usage_error::wrong_phase);

    BOOST_TEST(holds<auth::questions>(c.take(questions_payload({}))));
    BOOST_TEST(c.login.answer({}).has_value());
    BOOST_TEST((c.out.take() == payloads{responses_payload({})}));
    BOOST_TEST(event_as<auth::succeeded>(c.take(success)).method == "keyboard-interactive");
}

BOOST_AUTO_TEST_CASE(questions_may_be_left_for_another_method) {
    ready_client c;
    BOOST_TEST(c.login.try_keyboard_interactive().has_value());
    (void)c.take(questions_payload({{"Code: ", true}}));
    BOOST_TEST(c.login.try_password(as_bytes("secret")).has_value());
    const byte_view answer[] = {as_bytes("1")};
    BOOST_TEST(c.login.answer(answer).error() == usage_error::wrong_phase);
    BOOST_TEST(event_as<auth::succeeded>(c.take(success)).method == "password");
}

BOOST_AUTO_TEST_CASE(rounds_without_end_are_left, *label("A09")) {
    ready_client c;
    BOOST_TEST(c.login.try_keyboard_interactive().has_value());
    for (std::size_t i = 0; i < limits::auth_rounds; ++i) {
        BOOST_TEST_REQUIRE(c.take(questions_payload({})).has_value());
        BOOST_TEST_REQUIRE(c.login.answer({}).has_value());
    }
    BOOST_TEST(c.take(questions_payload({})).error() == protocol_error::too_many_requests);
}

BOOST_AUTO_TEST_CASE(too_many_or_too_long_prompts_are_refused, *label("A09")) {
    const auto ask = [](byte_view message) {
        ready_client c;
        BOOST_TEST(c.login.try_keyboard_interactive().has_value());
        return c.take(message).error();
    };
    BOOST_TEST(ask(payload(wire::userauth_info_request{{}, {}, {}, 0xffffffff, {}})) ==
               protocol_error::malformed_message);
    const std::vector<wire::prompt> many(limits::auth_prompts + 1, wire::prompt{"", false});
    BOOST_TEST(ask(questions_payload(many)) == protocol_error::malformed_message);
    const std::string text(1024 * 1024, 'x');
    BOOST_TEST(ask(questions_payload({{text, false}})) == protocol_error::malformed_message);
    BOOST_TEST(!ask(questions_payload({{std::string_view{text}.substr(0, limits::auth_prompt), false}})));
}

BOOST_AUTO_TEST_CASE(texts_above_the_prompts_are_cut, *label("A09")) {
    ready_client c;
    BOOST_TEST(c.login.try_keyboard_interactive().has_value());
    const std::string text(50000, 'x');
    const auto asked = event_as<auth::questions>(c.take(questions_payload({}, text, text))).request;
    BOOST_TEST(asked.name.size() == limits::peer_text);
    BOOST_TEST(asked.instruction.size() == limits::peer_text);
}

// --- passwords ---

BOOST_AUTO_TEST_CASE(an_expired_password_is_changed, *label("A15")) {
    ready_client c;
    BOOST_TEST(c.login.change_password(as_bytes("old"), as_bytes("new")).error() == usage_error::wrong_phase);
    BOOST_TEST(c.login.try_password(as_bytes("old")).has_value());
    c.out.take();
    const byte_vector expired = payload(wire::userauth_passwd_changereq{"Choose another", {}});
    BOOST_TEST(event_as<auth::password_expired>(c.take(expired)).prompt == "Choose another");
    BOOST_TEST(c.login.change_password(as_bytes("old"), as_bytes("new")).has_value());
    BOOST_TEST((c.out.take() ==
                payloads{login_payload(wire::login_password{as_bytes("old"), true, as_bytes("new")})}));
    // not good enough; again
    BOOST_TEST(holds<auth::password_expired>(c.take(expired)));
    BOOST_TEST(c.login.change_password(as_bytes("old"), as_bytes("newer")).has_value());
    BOOST_TEST(event_as<auth::succeeded>(c.take(success)).method == "password");
}

BOOST_AUTO_TEST_CASE(an_expired_password_may_be_left_for_another_method) {
    ready_client c;
    BOOST_TEST(c.login.try_password(as_bytes("old")).has_value());
    (void)c.take(payload(wire::userauth_passwd_changereq{"", {}}));
    BOOST_TEST(c.login.try_keyboard_interactive().has_value());
    BOOST_TEST(c.login.change_password(as_bytes("old"), as_bytes("new")).error() == usage_error::wrong_phase);
}

BOOST_AUTO_TEST_CASE(a_change_request_for_no_password_is_refused, *label("A15")) {
    const byte_vector expired = payload(wire::userauth_passwd_changereq{"Choose another", {}});
    ready_client c;
    BOOST_TEST(c.take(expired).error() == protocol_error::unexpected_message);
    ready_client at_key;
    BOOST_TEST(at_key.login.try_public_key("ssh-ed25519", key, as_bytes("signature")).has_value());
    BOOST_TEST(at_key.take(expired).error() == protocol_error::unexpected_message);
    // never read as questions: the texts do not make a whole INFO_REQUEST
    ready_client at_questions;
    BOOST_TEST(at_questions.login.try_keyboard_interactive().has_value());
    BOOST_TEST(!at_questions.take(expired).has_value());
}

// --- banners ---

BOOST_AUTO_TEST_CASE(banners_are_bounded_in_size_and_number, *label("A10")) {
    ready_client c;
    const std::string text(60000, 'x');
    const byte_vector banner = payload(wire::userauth_banner{text, {}});
    for (std::size_t i = 0; i < limits::banners; ++i) {
        const auto shown = c.take(banner);
        BOOST_TEST_REQUIRE(holds<auth::banner>(shown));
        BOOST_TEST_REQUIRE(event_as<auth::banner>(shown).text.size() == limits::peer_text);
    }
    BOOST_TEST(c.take(banner).error() == protocol_error::too_many_requests);
}

BOOST_AUTO_TEST_CASE(banners_come_between_service_and_success, *label("A10")) {
    const byte_vector banner = payload(wire::userauth_banner{"Hello", "en"});
    open_outbox out;
    auth::client_auth early{out.box, {}};
    BOOST_TEST(early.begin("alice").has_value());
    BOOST_TEST(early.on_message(banner).error() == protocol_error::unexpected_message);
    ready_client c;
    BOOST_TEST(c.login.try_password(as_bytes("secret")).has_value());
    BOOST_TEST(event_as<auth::banner>(c.take(banner)).text == "Hello");
    BOOST_TEST(c.login.is_waiting());
    BOOST_TEST(c.take(success).has_value());
    BOOST_TEST(c.take(banner).error() == protocol_error::unexpected_message);
}

// --- whatever else ---

BOOST_AUTO_TEST_CASE(answers_to_nothing_are_refused) {
    for (const byte_vector& m : {failure, questions_payload({})}) {
        ready_client c;
        BOOST_TEST(c.take(m).error() == protocol_error::unexpected_message);
        BOOST_TEST(c.login.details().as<unexpected_message>()->number == wire::number_of(m));
        ready_client done;
        BOOST_TEST(done.login.try_password(as_bytes("secret")).has_value());
        BOOST_TEST(done.take(success).has_value());
        BOOST_TEST(done.take(m).error() == protocol_error::unexpected_message);
    }
}

BOOST_AUTO_TEST_CASE(only_messages_to_a_client_are_taken) {
    for (unsigned number = 0; number < 256; ++number) {
        if (number == 6 || (number >= 51 && number <= 53) || number == 60) continue;
        ready_client c;
        BOOST_TEST(c.login.try_keyboard_interactive().has_value());
        const byte_vector m{static_cast<std::byte>(number), {}, {}, {}, {}};
        BOOST_TEST(c.take(m).error() == protocol_error::unexpected_message);
    }
}

BOOST_AUTO_TEST_CASE(messages_cut_short_or_too_long_are_refused, *label("T20") * label("T21")) {
    const auto waiting = [](auto attempt) {
        return [attempt] {
            auto c = std::make_unique<ready_client>();
            BOOST_TEST_REQUIRE(attempt(c->login).has_value());
            return c;
        };
    };
    const auto take = [](ready_client& c, byte_view m) { return c.take(m); };
    const auto none = waiting([](auth::client_auth& l) { return l.try_none(); });
    const auto password = waiting([](auth::client_auth& l) { return l.try_password(as_bytes("secret")); });
    const auto query = waiting([](auth::client_auth& l) { return l.ask_public_key("rsa-sha2-512", key); });
    const auto interaction = waiting([](auth::client_auth& l) { return l.try_keyboard_interactive(); });
    BOOST_TEST(takes_only_whole(success, none, take));
    BOOST_TEST(takes_only_whole(failure, none, take));
    BOOST_TEST(takes_only_whole(payload(wire::userauth_banner{"Hello", "en"}), none, take));
    BOOST_TEST(takes_only_whole(payload(wire::userauth_passwd_changereq{"Change", "en"}), password, take));
    BOOST_TEST(takes_only_whole(payload(wire::userauth_pk_ok{"rsa-sha2-512", key}), query, take));
    BOOST_TEST(takes_only_whole(questions_payload({{"a", true}, {"b", false}}, "n", "i"), interaction, take));

    struct begun_client {
        begun_client() : login{out.box, {}} { (void)login.begin("alice"); }
        open_outbox out;
        auth::client_auth login;
    };
    BOOST_TEST(takes_only_whole(
        accept, [] { return std::make_unique<begun_client>(); },
        [](begun_client& c, byte_view m) { return c.login.on_message(m); }));
}

BOOST_AUTO_TEST_CASE(a_list_of_methods_that_is_none_is_refused) {
    for (std::string_view bad : {",", "password,", "pass word", "\x01"}) {
        ready_client c;
        BOOST_TEST(c.login.try_none().has_value());
        BOOST_TEST(c.take(payload(wire::userauth_failure{bad, false})).error() ==
                   protocol_error::malformed_message);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
