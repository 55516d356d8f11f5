#include <hawser/auth/public_key.hpp>

#include "support/login.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using namespace hawser::testing;
using boost::unit_test::label;

static_assert(auth::client_method<auth::public_key>);

const byte_vector session_id(32, std::byte{9});
const byte_vector blob = to_vector(as_bytes("a key"));

/// What a method is told by a suite that signs RSA keys with two hashes; signing appends the algorithm's name.
struct suite_stub {
    auth::method_context context() {
        auth::method_context told;
        told.session_id = session_id;
        told.has_server_sig_algs = !server_sig_algs.empty();
        told.server_sig_algs = server_sig_algs;
        told.algorithms_for = algorithms;
        told.sign = sign;
        told.on_unusable_key = on_unusable_key;
        return told;
    }

    std::string server_sig_algs;
    byte_vector signed_data;
    std::error_code refusal;
    std::vector<std::error_code> unusable;
    std::function<void(byte_view, std::error_code)> on_unusable_key = [this](byte_view key,
                                                                             std::error_code why) {
        BOOST_TEST(equal(key, blob));
        unusable.push_back(why);
    };
    std::function<std::vector<std::string_view>(std::string_view)> algorithms = [](std::string_view format) {
        return format == "ssh-rsa" ? std::vector<std::string_view>{"rsa-sha2-512", "rsa-sha2-256"}
                                   : std::vector<std::string_view>{};
    };
    std::function<result<void>(const keys::private_key&, std::string_view, byte_view, byte_buffer&)> sign =
        [this](const keys::private_key&, std::string_view algorithm, byte_view data,
               byte_buffer& out) -> result<void> {
        if (refusal) return refusal;
        signed_data = to_vector(data);
        return out.append(as_bytes(algorithm));
    };
};

auth::public_key rsa_key() {
    keys::private_key key;
    key.format = "ssh-rsa";
    key.public_blob = blob;
    return auth::public_key{std::move(key)};
}

byte_vector request(std::string_view algorithm) {
    return login_payload(wire::login_public_key{algorithm, blob, true, as_bytes(algorithm)});
}

BOOST_AUTO_TEST_SUITE(auth_public_key)

BOOST_AUTO_TEST_CASE(signs_the_request_with_the_best_algorithm_first_and_then_the_others) {
    ready_client c;
    suite_stub suite;
    auth::public_key method = rsa_key();
    BOOST_TEST(method.waits_for_service());
    BOOST_TEST((method.start(c.login, suite.context()).value() == auth::method_step::waiting));
    BOOST_TEST((c.out.take() == payloads{request("rsa-sha2-512")}));

    byte_buffer expected;
    wire::writer w{expected};
    auth::write_signed_request(w, session_id, "alice", "ssh-connection", "rsa-sha2-512", blob);
    BOOST_TEST(equal(suite.signed_data, expected.view()));

    (void)c.take(payload(wire::userauth_failure{"publickey", false}));
    BOOST_TEST((method.on_event(c.login, suite.context(), auth::method_failed{}).value() ==
                auth::method_step::waiting));
    BOOST_TEST((c.out.take() == payloads{request("rsa-sha2-256")}));
    (void)c.take(payload(wire::userauth_failure{"publickey", false}));
    BOOST_TEST((method.on_event(c.login, suite.context(), auth::method_failed{}).value() ==
                auth::method_step::exhausted));
}

BOOST_AUTO_TEST_CASE(sends_only_what_server_sig_algs_names, *label("SX-A-004")) {
    ready_client c;
    suite_stub suite;
    suite.server_sig_algs = "ssh-ed25519,rsa-sha2-256,broken name";
    auth::public_key method = rsa_key();
    BOOST_TEST(method.start(c.login, suite.context()).has_value());
    BOOST_TEST((c.out.take() == payloads{request("rsa-sha2-256")}));

    ready_client other;
    suite.server_sig_algs = "ssh-ed25519";
    auth::public_key useless = rsa_key();
    BOOST_TEST((useless.start(other.login, suite.context()).value() == auth::method_step::exhausted));
    BOOST_TEST(other.out.take().empty());
    BOOST_TEST((suite.unusable == std::vector<std::error_code>{protocol_error::no_common_algorithm}));
}

BOOST_AUTO_TEST_CASE(a_key_of_a_format_outside_the_suite_is_exhausted_at_once) {
    ready_client c;
    suite_stub suite;
    keys::private_key key;
    key.format = "ssh-dss";
    key.public_blob = blob;
    auth::public_key method{std::move(key)};
    BOOST_TEST(!method.waits_for_service());
    BOOST_TEST((method.start(c.login, suite.context()).value() == auth::method_step::exhausted));
    BOOST_TEST((suite.unusable == std::vector<std::error_code>{usage_error::key_type_not_supported}));
}

BOOST_AUTO_TEST_CASE(a_signature_that_fails_sends_nothing) {
    ready_client c;
    suite_stub suite;
    suite.refusal = security_error::backend_failed;
    auth::public_key method = rsa_key();
    BOOST_TEST(method.start(c.login, suite.context()).error() == security_error::backend_failed);
    BOOST_TEST(c.out.take().empty());
}

BOOST_AUTO_TEST_CASE(a_key_that_must_not_sign_is_told_and_passed_over) {
    ready_client c;
    suite_stub suite;
    suite.refusal = security_error::key_too_small;
    auth::public_key method = rsa_key();
    BOOST_TEST((method.start(c.login, suite.context()).value() == auth::method_step::exhausted));
    BOOST_TEST(c.out.take().empty());
    BOOST_TEST((suite.unusable == std::vector<std::error_code>{security_error::key_too_small}));
}

BOOST_AUTO_TEST_CASE(an_agent_that_refuses_one_algorithm_is_asked_for_the_next) {
    ready_client c;
    suite_stub suite;
    std::vector<std::string> asked;
    auth::public_key method{keys::public_key{"ssh-rsa", blob, {}},
                            [&](std::string_view algorithm, byte_view, byte_view) -> result<byte_vector> {
                                asked.emplace_back(algorithm);
                                if (algorithm == "rsa-sha2-512") return remote_error::agent_refused;
                                return to_vector(as_bytes(algorithm));
                            }};
    BOOST_TEST((method.start(c.login, suite.context()).value() == auth::method_step::waiting));
    BOOST_TEST((asked == std::vector<std::string>{"rsa-sha2-512", "rsa-sha2-256"}));
    BOOST_TEST((c.out.take() == payloads{request("rsa-sha2-256")}));
    // the key was tried: what the server says of it is what counts
    (void)c.take(payload(wire::userauth_failure{"publickey", false}));
    BOOST_TEST((method.on_event(c.login, suite.context(), auth::method_failed{}).value() ==
                auth::method_step::exhausted));
    BOOST_TEST(suite.unusable.empty());
}

BOOST_AUTO_TEST_CASE(a_signer_that_always_fails_is_told_once_with_its_last_reason) {
    ready_client c;
    suite_stub suite;
    auth::public_key method{keys::public_key{"ssh-rsa", blob, {}},
                            [&](std::string_view algorithm, byte_view, byte_view) -> result<byte_vector> {
                                if (algorithm == "rsa-sha2-512") return remote_error::agent_refused;
                                return std::errc::timed_out;
                            }};
    BOOST_TEST((method.start(c.login, suite.context()).value() == auth::method_step::exhausted));
    BOOST_TEST(c.out.take().empty());
    BOOST_TEST((suite.unusable == std::vector<std::error_code>{std::make_error_code(std::errc::timed_out)}));
    // a program that does not ask is not told
    auth::method_context deaf = suite.context();
    deaf.on_unusable_key = {};
    BOOST_TEST((method.start(c.login, deaf).value() == auth::method_step::exhausted));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
