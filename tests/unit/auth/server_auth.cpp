#include <hawser/auth/server_auth.hpp>
#include <hawser/auth/signed_request.hpp>

#include "support/login.hpp"

#include <boost/test/unit_test.hpp>

#include <memory>

namespace {

using namespace hawser;
using namespace hawser::testing;
using boost::unit_test::label;

const byte_vector key_a = to_vector(as_bytes("key A"));
const byte_vector key_b = to_vector(as_bytes("key B"));
const byte_vector none = login_payload(wire::login_none{});
const byte_vector password = login_payload(wire::login_password{as_bytes("secret"), false, {}});
const byte_vector change = login_payload(wire::login_password{as_bytes("old"), true, as_bytes("new")});
const byte_vector query = login_payload(wire::login_public_key{"ssh-ed25519", key_a, false, {}});
const byte_vector signature =
    login_payload(wire::login_public_key{"ssh-ed25519", key_a, true, as_bytes("signature")});
const byte_vector interaction = login_payload(wire::login_keyboard_interactive{{}, "pam"});
const byte_vector success = payload(wire::userauth_success{});

// A method of the RFC that is not known here.
struct hostbased {
    static constexpr std::string_view name = "hostbased";
    void encode(wire::writer& w) const { w.string(std::string_view{"whatever"}); }
    static hostbased decode(wire::reader&) { return {}; }
};

byte_vector failure(std::string_view methods = "publickey,password,keyboard-interactive",
                    bool partial = false) {
    return payload(wire::userauth_failure{methods, partial});
}

BOOST_AUTO_TEST_SUITE(auth_server)

// --- service ---

BOOST_AUTO_TEST_CASE(the_login_service_is_accepted_once) {
    open_outbox out;
    auth::server_auth login{out.box, {}};
    const byte_vector request = payload(wire::service_request{"ssh-userauth"});
    BOOST_TEST(login.on_message(none, {}).error() == protocol_error::unexpected_message);
    BOOST_TEST(login.on_message(request, {}).has_value());
    BOOST_TEST(login.is_service_accepted());
    BOOST_TEST((out.take() == payloads{payload(wire::service_accept{"ssh-userauth"})}));
    BOOST_TEST(login.on_message(request, {}).error() == protocol_error::unexpected_message);
}

BOOST_AUTO_TEST_CASE(other_services_are_refused) {
    open_outbox out;
    auth::server_auth login{out.box, {}};
    const byte_vector request = payload(wire::service_request{"ssh-connection"});
    BOOST_TEST(login.on_message(request, {}).error() == remote_error::service_refused);
    BOOST_TEST(login.details().as<subject>()->name == "ssh-connection");
    BOOST_TEST(!login.is_service_accepted());
    BOOST_TEST(out.take().empty());
}

// --- methods ---

BOOST_AUTO_TEST_CASE(every_method_is_told_and_accepted) {
    {
        ready_server s;
        BOOST_TEST(event_as<auth::none_requested>(s.take(none)).user == "alice");
        s.login.accept();
        BOOST_TEST((s.out.take() == payloads{success}));
    }
    {
        ready_server s;
        const auto happened = s.take(password);
        const auto given = event_as<auth::password_given>(happened);
        BOOST_TEST(given.user == "alice");
        BOOST_TEST(as_text(given.password) == "secret");
        BOOST_TEST(!given.change);
        s.login.accept();
        BOOST_TEST((s.out.take() == payloads{success}));
    }
    {
        ready_server s;
        const auto happened = s.take(interaction);
        BOOST_TEST(event_as<auth::interaction_requested>(happened).submethods == "pam");
        s.login.accept();
        BOOST_TEST((s.out.take() == payloads{success}));
    }
    ready_server s;
    const auto happened = s.take(signature);
    const auto key = event_as<auth::key_signed>(happened);
    BOOST_TEST(key.user == "alice");
    BOOST_TEST(key.algorithm == "ssh-ed25519");
    BOOST_TEST(equal(key.key, key_a));
    BOOST_TEST(as_text(key.signature) == "signature");
    BOOST_TEST(!s.login.is_authenticated());
    s.login.accept();
    BOOST_TEST(s.login.is_authenticated());
    BOOST_TEST(s.login.user() == "alice");
    BOOST_TEST((s.out.take() == payloads{success}));
}

BOOST_AUTO_TEST_CASE(every_method_is_refused_alike) {
    for (const byte_vector& m : {none, password, query, signature, interaction}) {
        ready_server s;
        BOOST_TEST(s.take(m).has_value());
        s.login.reject();
        s.login.reject(); // the second does nothing
        s.login.accept();
        BOOST_TEST((s.out.take() == payloads{failure()}));
        BOOST_TEST(!s.login.is_authenticated());
    }
}

BOOST_AUTO_TEST_CASE(what_the_owner_leaves_open_is_refused) {
    ready_server s;
    BOOST_TEST(s.take(password).has_value());
    BOOST_TEST(s.out.take().empty());
    BOOST_TEST(s.take(none).has_value());
    BOOST_TEST((s.out.take() == payloads{failure()}));
    s.login.settle();
    s.login.settle();
    BOOST_TEST((s.out.take() == payloads{failure()}));
}

BOOST_AUTO_TEST_CASE(methods_not_offered_are_refused_without_asking) {
    ready_server s{auth::server_options{.methods = "publickey"}};
    for (const byte_vector& m : {password, interaction, login_payload(wire::login_public_key_hostbound{})}) {
        BOOST_TEST(tells_nothing(s.take(m)));
        BOOST_TEST((s.out.take() == payloads{failure("publickey")}));
    }
    BOOST_TEST(holds<auth::key_queried>(s.take(query)));
    // a method that is offered and unknown to us
    ready_server odd{auth::server_options{.methods = "hostbased"}};
    BOOST_TEST(tells_nothing(odd.take(login_payload(hostbased{}))));
    BOOST_TEST((odd.out.take() == payloads{failure("hostbased")}));
}

BOOST_AUTO_TEST_CASE(partial_success_narrows_what_may_follow) {
    ready_server s;
    BOOST_TEST(s.take(signature).has_value());
    s.login.reject(true, "password");
    BOOST_TEST((s.out.take() == payloads{failure("password", true)}));
    BOOST_TEST(!s.login.is_authenticated());
    // the same key does not count twice
    BOOST_TEST(tells_nothing(s.take(signature)));
    BOOST_TEST((s.out.take() == payloads{failure("password")}));
    BOOST_TEST(holds<auth::password_given>(s.take(password)));
    s.login.accept();
    BOOST_TEST(s.login.is_authenticated());
}

// --- what never reaches a server by right ---

BOOST_AUTO_TEST_CASE(messages_of_a_server_are_refused, *label("A02")) {
    const payloads wrong{success, failure(), payload(wire::userauth_banner{"x", {}}),
                         payload(wire::userauth_pk_ok{"ssh-ed25519", key_a}),
                         payload(wire::service_accept{"ssh-userauth"})};
    for (const byte_vector& m : wrong) {
        open_outbox early;
        auth::server_auth fresh{early.box, {}};
        BOOST_TEST(fresh.on_message(m, {}).error() == protocol_error::unexpected_message);
        ready_server s;
        BOOST_TEST(s.take(m).error() == protocol_error::unexpected_message);
        BOOST_TEST(s.login.details().as<unexpected_message>()->number == wire::number_of(m));
        ready_server asked;
        BOOST_TEST(asked.take(interaction).has_value());
        BOOST_TEST(asked.login.ask({}, {}, {}).has_value());
        BOOST_TEST(asked.take(m).error() == protocol_error::unexpected_message);
        for (const auth::server_auth* l : {&fresh, &s.login, &asked.login})
            BOOST_TEST(!l->is_authenticated());
    }
}

BOOST_AUTO_TEST_CASE(only_messages_to_a_server_are_taken, *label("A02")) {
    for (unsigned number = 0; number < 256; ++number) {
        if (number == 50) continue;
        ready_server s;
        const byte_vector m{static_cast<std::byte>(number), {}, {}, {}, {}};
        BOOST_TEST(!s.take(m).has_value());
        BOOST_TEST(s.out.take().empty());
    }
}

// --- users and services ---

BOOST_AUTO_TEST_CASE(the_user_name_must_not_change, *label("A05")) {
    for (bool partly : {false, true}) {
        ready_server s;
        BOOST_TEST(s.take(signature).has_value());
        s.login.reject(partly);
        const byte_vector other = login_payload(wire::login_password{as_bytes("secret"), false, {}}, "root");
        BOOST_TEST(s.take(other).error() == protocol_error::unexpected_message);
        BOOST_TEST(s.login.details().as<malformed>()->problem == "another user name than before");
        BOOST_TEST(s.login.user() == "alice");
        s.login.accept();
        BOOST_TEST(!s.login.is_authenticated());
    }
    ready_server from_nobody;
    BOOST_TEST(from_nobody.take(login_payload(wire::login_none{}, "")).has_value());
    BOOST_TEST(!from_nobody.take(none).has_value());
}

BOOST_AUTO_TEST_CASE(the_service_must_be_ours, *label("A05")) {
    ready_server s;
    BOOST_TEST(s.take(none).has_value());
    const byte_vector other = login_payload(wire::login_none{}, "alice", "ssh-gossip");
    BOOST_TEST(s.take(other).error() == remote_error::service_refused);
    s.login.accept();
    BOOST_TEST(!s.login.is_authenticated());
}

BOOST_AUTO_TEST_CASE(user_names_are_bounded) {
    ready_server s;
    const std::string longest(limits::auth_user, 'u');
    BOOST_TEST(s.take(login_payload(wire::login_none{}, longest)).has_value());
    ready_server over;
    BOOST_TEST(over.take(login_payload(wire::login_none{}, longest + "u")).error() ==
               protocol_error::malformed_message);
}

// --- keys ---

BOOST_AUTO_TEST_CASE(a_key_query_is_answered_by_the_same_key) {
    ready_server s;
    const auto happened = s.take(query);
    BOOST_TEST(event_as<auth::key_queried>(happened).algorithm == "ssh-ed25519");
    BOOST_TEST(equal(event_as<auth::key_queried>(happened).key, key_a));
    s.login.accept_key();
    s.login.accept_key();
    BOOST_TEST((s.out.take() == payloads{payload(wire::userauth_pk_ok{"ssh-ed25519", key_a})}));
}

BOOST_AUTO_TEST_CASE(a_key_query_lets_nobody_in, *label("A06")) {
    ready_server s;
    BOOST_TEST(s.take(query).has_value());
    s.login.accept(); // an owner's mistake
    BOOST_TEST(!s.login.is_authenticated());
    s.login.settle();
    BOOST_TEST((s.out.take() == payloads{failure()}));
}

BOOST_AUTO_TEST_CASE(the_key_that_signed_is_the_key_told, *label("A06")) {
    ready_server s;
    BOOST_TEST(s.take(query).has_value());
    s.login.accept_key();
    s.out.take();
    const auto happened =
        s.take(login_payload(wire::login_public_key{"ssh-rsa", key_b, true, as_bytes("signature")}));
    const auto signed_by = event_as<auth::key_signed>(happened);
    BOOST_TEST(equal(signed_by.key, key_b));
    BOOST_TEST(signed_by.algorithm == "ssh-rsa");
    // accept_key() after a signature means nothing
    s.login.accept_key();
    BOOST_TEST(s.out.take().empty());
    // and a query after it takes nothing along
    s.login.reject();
    const auto queried = s.take(query);
    BOOST_TEST(holds<auth::key_queried>(queried));
    s.login.accept();
    BOOST_TEST(!s.login.is_authenticated());
}

BOOST_AUTO_TEST_CASE(what_a_key_signed_is_built_from_this_session_and_request, *label("A07")) {
    const auto signed_data = [](std::byte session, std::string_view user, std::string_view algorithm,
                                byte_view key) {
        ready_server s;
        s.session_id.assign(32, session);
        const wire::login_public_key body{algorithm, key, true, as_bytes("signature")};
        const byte_vector m = login_payload(body, user);
        return to_vector(event_as<auth::key_signed>(s.take(m)).signed_data);
    };
    const byte_vector id(32, std::byte{1});
    byte_buffer expected;
    wire::writer w{expected};
    auth::write_signed_request(w, id, "alice", "ssh-connection", "ssh-ed25519", key_a);
    const byte_vector mine = signed_data(std::byte{1}, "alice", "ssh-ed25519", key_a);
    BOOST_TEST(equal(mine, expected.view()));
    BOOST_TEST((signed_data(std::byte{2}, "alice", "ssh-ed25519", key_a) != mine));
    BOOST_TEST((signed_data(std::byte{1}, "root", "ssh-ed25519", key_a) != mine));
    BOOST_TEST((signed_data(std::byte{1}, "alice", "ssh-rsa", key_a) != mine));
    BOOST_TEST((signed_data(std::byte{1}, "alice", "ssh-ed25519", key_b) != mine));
}

// --- keyboard-interactive ---

BOOST_AUTO_TEST_CASE(several_rounds_of_questions) {
    ready_server s;
    BOOST_TEST(s.take(interaction).has_value());
    const wire::prompt prompts[] = {{"Password: ", false}, {"Code: ", true}};
    BOOST_TEST(s.login.ask("Bank", "Hello", prompts).has_value());
    BOOST_TEST((s.out.take() == payloads{questions_payload({prompts[0], prompts[1]}, "Bank", "Hello")}));
    s.login.accept(); // nothing to accept while the client owes an answer
    BOOST_TEST(!s.login.is_authenticated());

    const byte_vector responses = responses_payload({"secret", "42"});
    const auto happened = s.take(responses);
    std::vector<std::string> given;
    event_as<auth::responses_given>(happened).responses.for_each(
        [&](byte_view one) { given.emplace_back(as_text(one)); });
    BOOST_TEST((given == std::vector<std::string>{"secret", "42"}));
    BOOST_TEST(event_as<auth::responses_given>(happened).user == "alice");

    BOOST_TEST(s.login.ask({}, {}, {}).has_value());
    BOOST_TEST(holds<auth::responses_given>(s.take(responses_payload({}))));
    s.login.accept();
    BOOST_TEST(s.login.is_authenticated());
}

BOOST_AUTO_TEST_CASE(another_number_of_responses_is_a_failure, *label("A09")) {
    for (const byte_vector& wrong :
         {responses_payload({}), responses_payload({"a"}), responses_payload({"a", "b", "c"})}) {
        ready_server s;
        BOOST_TEST(s.take(interaction).has_value());
        const wire::prompt prompts[] = {{"a", false}, {"b", false}};
        BOOST_TEST(s.login.ask({}, {}, prompts).has_value());
        s.out.take();
        BOOST_TEST(tells_nothing(s.take(wrong)));
        BOOST_TEST((s.out.take() == payloads{failure()}));
        s.login.accept();
        BOOST_TEST(!s.login.is_authenticated());
    }
    ready_server s;
    BOOST_TEST(s.take(interaction).has_value());
    BOOST_TEST(s.login.ask({}, {}, {}).has_value());
    BOOST_TEST(s.take(payload(wire::userauth_info_response{0xffffffff, {}})).error() ==
               protocol_error::malformed_message);
}

BOOST_AUTO_TEST_CASE(responses_to_no_question_are_refused, *label("A09")) {
    const byte_vector responses = responses_payload({});
    ready_server s;
    BOOST_TEST(s.take(responses).error() == protocol_error::unexpected_message);
    ready_server unasked;
    BOOST_TEST(unasked.take(interaction).has_value());
    BOOST_TEST(unasked.take(responses).error() == protocol_error::unexpected_message);
    ready_server twice;
    BOOST_TEST(twice.take(interaction).has_value());
    BOOST_TEST(twice.login.ask({}, {}, {}).has_value());
    BOOST_TEST(twice.take(responses).has_value());
    twice.login.reject();
    BOOST_TEST(twice.take(responses).error() == protocol_error::unexpected_message);
    ready_server abandoned;
    BOOST_TEST(abandoned.take(interaction).has_value());
    BOOST_TEST(abandoned.login.ask({}, {}, {}).has_value());
    BOOST_TEST(abandoned.take(none).has_value());
    abandoned.login.reject();
    BOOST_TEST(abandoned.take(responses).error() == protocol_error::unexpected_message);
}

BOOST_AUTO_TEST_CASE(questions_are_bounded) {
    ready_server s;
    BOOST_TEST(s.login.ask({}, {}, {}).error() == usage_error::wrong_phase);
    BOOST_TEST(s.take(password).has_value());
    BOOST_TEST(s.login.ask({}, {}, {}).error() == usage_error::wrong_phase);
    s.login.reject();
    BOOST_TEST(s.take(interaction).has_value());
    const std::vector<wire::prompt> many(limits::auth_prompts + 1, wire::prompt{"a", false});
    BOOST_TEST(s.login.ask({}, {}, many).error() == usage_error::invalid_argument);
    const std::string text(limits::packet_before_login, 'x');
    const wire::prompt long_one[] = {{std::string_view{text}.substr(0, limits::auth_prompt + 1), false}};
    BOOST_TEST(s.login.ask({}, {}, long_one).error() == usage_error::invalid_argument);
    BOOST_TEST(s.login.ask({}, text, {}).error() == usage_error::invalid_argument);
    s.out.take();
    for (std::size_t i = 0; i < limits::auth_rounds; ++i) {
        BOOST_TEST_REQUIRE(s.login.ask({}, {}, {}).has_value());
        BOOST_TEST_REQUIRE(s.take(responses_payload({})).has_value());
    }
    BOOST_TEST(s.login.ask({}, {}, {}).error() == usage_error::invalid_argument);
    s.login.settle();
    BOOST_TEST(s.out.take().back() == failure());
}

// The first answer was right, as the second question shows: whoever leaves then has tried a credential.
BOOST_AUTO_TEST_CASE(leaving_after_an_answer_counts_as_a_failure) {
    ready_server s{auth::server_options{.failures = 2}};
    for (int i = 0; i < 2; ++i) {
        BOOST_TEST(s.take(interaction).has_value());
        BOOST_TEST(s.login.ask({}, {}, {}).has_value());
        BOOST_TEST(s.take(responses_payload({})).has_value());
        BOOST_TEST(s.login.ask({}, {}, {}).has_value());
        BOOST_TEST(!s.login.is_exhausted());
        if (i != 0) break;
        // left before any answer: costs nothing
        BOOST_TEST(s.take(interaction).has_value());
        BOOST_TEST(s.login.ask({}, {}, {}).has_value());
    }
    BOOST_TEST(s.take(interaction).error() == remote_error::authentication_failed);
    BOOST_TEST(s.login.is_exhausted());
}

// --- passwords ---

BOOST_AUTO_TEST_CASE(a_password_is_changed_when_the_owner_asks, *label("A15")) {
    ready_server s;
    BOOST_TEST(s.take(password).has_value());
    s.login.request_password_change("Choose another");
    s.login.request_password_change("Choose another");
    BOOST_TEST((s.out.take() == payloads{payload(wire::userauth_passwd_changereq{"Choose another", {}})}));
    BOOST_TEST(!s.login.is_authenticated());
    const auto given = event_as<auth::password_given>(s.take(change));
    BOOST_TEST(given.change);
    BOOST_TEST(as_text(given.password) == "old");
    BOOST_TEST(as_text(given.new_password) == "new");
    s.login.accept();
    BOOST_TEST(s.login.is_authenticated());
}

// An owner that never asks for a change must not take one for a plain login.
BOOST_AUTO_TEST_CASE(a_password_change_nobody_asked_for_is_refused, *label("A15")) {
    ready_server s;
    BOOST_TEST(tells_nothing(s.take(change)));
    BOOST_TEST((s.out.take() == payloads{failure()}));
    // asked for, but something else came first
    BOOST_TEST(s.take(password).has_value());
    s.login.request_password_change({});
    BOOST_TEST(s.take(none).has_value());
    BOOST_TEST(tells_nothing(s.take(change)));
    // once only
    BOOST_TEST(s.take(password).has_value());
    s.login.request_password_change({});
    BOOST_TEST(holds<auth::password_given>(s.take(change)));
    BOOST_TEST(tells_nothing(s.take(change)));
}

BOOST_AUTO_TEST_CASE(empty_passwords_are_refused_unless_allowed, *label("A15")) {
    const byte_vector empty = login_payload(wire::login_password{{}, false, {}});
    ready_server s;
    BOOST_TEST(tells_nothing(s.take(empty)));
    BOOST_TEST((s.out.take() == payloads{failure()}));
    BOOST_TEST(s.take(password).has_value());
    s.login.request_password_change({});
    BOOST_TEST(tells_nothing(s.take(login_payload(wire::login_password{as_bytes("old"), true, {}}))));
    ready_server lax{auth::server_options{.allow_empty_passwords = true}};
    BOOST_TEST(holds<auth::password_given>(lax.take(empty)));
}

BOOST_AUTO_TEST_CASE(huge_secrets_are_refused_without_asking, *label("A15")) {
    const std::string huge(1024 * 1024, 'x');
    const std::string longest(limits::auth_secret, 'x');
    ready_server s;
    BOOST_TEST(tells_nothing(s.take(login_payload(wire::login_password{as_bytes(huge), false, {}}))));
    BOOST_TEST((s.out.take() == payloads{failure()}));
    BOOST_TEST(holds<auth::password_given>(
        s.take(login_payload(wire::login_password{as_bytes(longest), false, {}}))));
    s.login.request_password_change({});
    BOOST_TEST(
        tells_nothing(s.take(login_payload(wire::login_password{as_bytes("old"), true, as_bytes(huge)}))));
    BOOST_TEST(s.take(interaction).has_value());
    const wire::prompt prompts[] = {{"a", false}};
    BOOST_TEST(s.login.ask({}, {}, prompts).has_value());
    BOOST_TEST(tells_nothing(s.take(responses_payload({huge}))));
}

// --- counting ---

BOOST_AUTO_TEST_CASE(refused_credentials_are_counted) {
    ready_server s{auth::server_options{.failures = 3}};
    for (const byte_vector& free_of_charge : {none, query, none, query}) {
        BOOST_TEST(s.take(free_of_charge).has_value());
        s.login.reject();
    }
    BOOST_TEST(s.take(password).has_value());
    s.login.reject(true);
    BOOST_TEST(!s.login.is_exhausted());
    for (const byte_vector& m : {password, signature, interaction}) {
        BOOST_TEST(!s.login.is_exhausted());
        BOOST_TEST(s.take(m).has_value());
        s.login.reject();
    }
    BOOST_TEST(s.login.is_exhausted());
    s.out.take();
    BOOST_TEST(s.take(password).error() == remote_error::authentication_failed);
    s.login.accept();
    BOOST_TEST(!s.login.is_authenticated());
    BOOST_TEST(s.out.take().empty());
}

BOOST_AUTO_TEST_CASE(requests_of_any_kind_are_capped, *label("A11")) {
    for (const byte_vector& m : {none, query, interaction, login_payload(hostbased{})}) {
        ready_server s{auth::server_options{.failures = 1000000}};
        std::size_t taken = 0;
        result<auth::event> last = auth::event{};
        while (taken < 1000 && (last = s.take(m))) ++taken;
        BOOST_TEST(taken == limits::auth_requests);
        BOOST_TEST(last.error() == protocol_error::too_many_requests);
    }
}

// --- before and after ---

BOOST_AUTO_TEST_CASE(the_banner_comes_with_the_first_answer) {
    open_outbox out;
    auth::server_auth login{out.box, auth::server_options{.banner = "Hello"}};
    BOOST_TEST(login.on_message(payload(wire::service_request{"ssh-userauth"}), {}).has_value());
    BOOST_TEST((out.take_numbers() == std::vector{6}));
    BOOST_TEST(login.on_message(none, {}).has_value());
    login.reject();
    BOOST_TEST((out.take() == payloads{payload(wire::userauth_banner{"Hello", {}}), failure()}));
    BOOST_TEST(login.on_message(password, {}).has_value());
    login.accept();
    BOOST_TEST((out.take() == payloads{success}));
}

BOOST_AUTO_TEST_CASE(requests_that_crossed_the_success_are_ignored) {
    ready_server s;
    BOOST_TEST(s.take(password).has_value());
    s.login.accept();
    s.out.take();
    for (const byte_vector& m : {signature, none, login_payload(wire::login_none{}, "root")}) {
        BOOST_TEST(tells_nothing(s.take(m)));
        s.login.reject();
    }
    BOOST_TEST(s.out.take().empty());
    BOOST_TEST(s.login.is_authenticated());
    BOOST_TEST(s.login.user() == "alice");
    BOOST_TEST(s.take(responses_payload({})).error() == protocol_error::unexpected_message);
}

// --- a key exchange in between ---

BOOST_AUTO_TEST_CASE(answers_wait_while_output_is_barred) {
    ready_server s;
    BOOST_TEST(s.take(query).has_value());
    s.out.box.bar(true);
    s.login.accept_key();
    BOOST_TEST(s.take(password).has_value());
    s.login.accept();
    BOOST_TEST(!s.login.is_authenticated());
    s.login.flush();
    BOOST_TEST(s.out.take().empty());
    BOOST_TEST(tells_nothing(s.take(none))); // it crossed the success that waits
    s.out.box.bar(false);
    s.login.flush();
    s.login.flush();
    BOOST_TEST((s.out.take() == payloads{payload(wire::userauth_pk_ok{"ssh-ed25519", key_a}), success}));
    BOOST_TEST(s.login.is_authenticated());
}

BOOST_AUTO_TEST_CASE(answers_keep_their_order_when_output_opens) {
    ready_server s;
    BOOST_TEST(s.take(query).has_value());
    s.out.box.bar(true);
    s.login.accept_key();
    BOOST_TEST(s.take(password).has_value());
    s.out.box.bar(false);
    s.login.reject();
    BOOST_TEST((s.out.take_numbers() == std::vector{60, 51}));
}

BOOST_AUTO_TEST_CASE(waiting_answers_are_bounded) {
    ready_server s;
    s.out.box.bar(true);
    const std::string big(60000, 'k');
    const byte_vector m = login_payload(wire::login_public_key{"ssh-ed25519", as_bytes(big), false, {}});
    result<auth::event> last = auth::event{};
    int taken = 0;
    while (taken < 100 && (last = s.take(m))) {
        ++taken;
        s.login.accept_key();
    }
    BOOST_TEST(taken < 10);
    BOOST_TEST(last.error() == protocol_error::too_many_pending);
}

// A success that could not even be kept lets nobody in.
BOOST_AUTO_TEST_CASE(a_success_that_does_not_fit_is_none) {
    ready_server s;
    s.out.box.bar(true);
    const std::size_t around = 4 + payload(wire::userauth_pk_ok{"ssh-ed25519", {}}).size();
    const std::string big(60000, 'k');
    std::size_t left = limits::packet;
    while (left > 4) {
        const std::size_t key = std::min(big.size(), left - around - 3);
        const wire::login_public_key body{
            "ssh-ed25519", as_bytes(std::string_view{big}.substr(0, key)), false, {}};
        BOOST_TEST_REQUIRE(s.take(login_payload(body)).has_value());
        s.login.accept_key();
        left -= around + key;
    }
    BOOST_TEST(s.take(password).has_value());
    s.login.accept();
    s.out.box.bar(false);
    s.login.flush();
    BOOST_TEST(!s.login.is_authenticated());
    BOOST_TEST(s.take(none).error() == protocol_error::too_many_pending);
}

// --- damage ---

BOOST_AUTO_TEST_CASE(messages_cut_short_or_too_long_are_refused, *label("T20") * label("T21")) {
    const auto ready = [] { return std::make_unique<ready_server>(); };
    const auto take = [](ready_server& s, byte_view m) { return s.take(m); };
    for (const byte_vector& m : {none, password, query, signature, interaction})
        BOOST_TEST(takes_only_whole(m, ready, take));
    const auto expired = [] {
        auto s = std::make_unique<ready_server>();
        BOOST_TEST_REQUIRE(s->take(password).has_value());
        s->login.request_password_change({});
        return s;
    };
    BOOST_TEST(takes_only_whole(change, expired, take));
    const auto asked = [] {
        auto s = std::make_unique<ready_server>();
        BOOST_TEST_REQUIRE(s->take(interaction).has_value());
        const wire::prompt prompts[] = {{"a", false}, {"b", true}};
        BOOST_TEST_REQUIRE(s->login.ask({}, {}, prompts).has_value());
        return s;
    };
    BOOST_TEST(takes_only_whole(responses_payload({"x", "yy"}), asked, take));

    struct fresh_server {
        fresh_server() : login{out.box, {}} {}
        open_outbox out;
        auth::server_auth login;
    };
    BOOST_TEST(takes_only_whole(
        payload(wire::service_request{"ssh-userauth"}), [] { return std::make_unique<fresh_server>(); },
        [](fresh_server& s, byte_view m) { return s.login.on_message(m, {}); }));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
