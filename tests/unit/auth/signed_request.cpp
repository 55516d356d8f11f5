#include <hawser/auth/signed_request.hpp>

#include <boost/test/unit_test.hpp>

#include <set>

namespace {

using namespace hawser;

byte_vector signed_request(std::string_view session, std::string_view user, std::string_view service,
                           std::string_view algorithm, std::string_view key) {
    byte_buffer out;
    wire::writer w{out};
    auth::write_signed_request(w, as_bytes(session), user, service, algorithm, as_bytes(key));
    return to_vector(out.view());
}

BOOST_AUTO_TEST_SUITE(auth_signed_request)

BOOST_AUTO_TEST_CASE(layout_is_that_of_rfc_4252_section_7) {
    const byte_vector bytes = signed_request("id", "u", "s", "a", "k");
    BOOST_TEST(to_hex(bytes) == "000000026964"               // session identifier
                                "32"                         // SSH_MSG_USERAUTH_REQUEST
                                "0000000175"                 // user name
                                "0000000173"                 // service name
                                "000000097075626c69636b6579" // "publickey"
                                "01"                         // TRUE
                                "0000000161"                 // algorithm
                                "000000016b");               // key
}

BOOST_AUTO_TEST_CASE(is_the_session_id_and_the_request_without_its_signature) {
    byte_buffer request;
    wire::writer w{request};
    const wire::login_public_key body{"ssh-ed25519", as_bytes("key"), true, as_bytes("signature")};
    wire::encode_userauth_request(w, "alice", "ssh-connection", body);
    const byte_vector whole = to_vector(request.view());
    const byte_vector bytes = signed_request("id", "alice", "ssh-connection", "ssh-ed25519", "key");
    BOOST_TEST(to_hex(byte_view{bytes}.subspan(6)) == to_hex(byte_view{whole}.first(whole.size() - 4 - 9)));
}

// What was signed for one session, user, service, algorithm or key is not what is verified for another.
BOOST_AUTO_TEST_CASE(every_field_is_signed, *boost::unit_test::label("A07")) {
    const std::set<byte_vector> all{
        signed_request("id", "user", "service", "algorithm", "key"),
        signed_request("iD", "user", "service", "algorithm", "key"),
        signed_request("id", "useR", "service", "algorithm", "key"),
        signed_request("id", "user", "servicE", "algorithm", "key"),
        signed_request("id", "user", "service", "algorithM", "key"),
        signed_request("id", "user", "service", "algorithm", "keY"),
        // the same letters, divided otherwise
        signed_request("id", "users", "ervice", "algorithm", "key"),
        signed_request("id", "user", "service", "algorithmk", "ey"),
    };
    BOOST_TEST(all.size() == 8u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
