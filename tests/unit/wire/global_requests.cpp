#include <hawser/wire/global_requests.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <support/wire_layout.hpp>

namespace {

using namespace hawser;
using testing::check_body;
using testing::check_message;

BOOST_AUTO_TEST_SUITE(wire_global_requests)

BOOST_AUTO_TEST_CASE(messages_are_taken_whole_or_not_at_all, *boost::unit_test::label("T20") *
                                                                 boost::unit_test::label("T21") *
                                                                 boost::unit_test::label("T22")) {
    check_message(wire::global_request{"keep", true, as_bytes("rest")}, "50 #00000004'keep' 01 *'rest'");
    check_message(wire::request_success{as_bytes("rest")}, "51 *'rest'");
    check_message(wire::request_failure{}, "52");
}

BOOST_AUTO_TEST_CASE(bodies_are_taken_whole_or_not_at_all, *boost::unit_test::label("T20") *
                                                               boost::unit_test::label("T21") *
                                                               boost::unit_test::label("T22")) {
    check_body(wire::tcpip_forward_request{"0.0.0.0", 8080}, "#00000007'0.0.0.0' 00001f90");
    check_body(wire::tcpip_forward_reply{49152}, "0000c000");
    check_body(wire::cancel_tcpip_forward_request{"0.0.0.0", 8080}, "#00000007'0.0.0.0' 00001f90");
    check_body(wire::streamlocal_forward_request{"/s"}, "#00000002'/s'");
    check_body(wire::cancel_streamlocal_forward_request{"/s"}, "#00000002'/s'");
    check_body(wire::keepalive_request{}, "");
    check_body(wire::no_more_sessions_request{}, "");
    const testing::wire_layout keys{"00000003'one' 00000002'to'"};
    check_body(wire::hostkeys_request{keys.bytes}, "| #00000003'one' | #00000002'to'");
    check_body(wire::hostkeys_prove_request{keys.bytes}, "| #00000003'one' | #00000002'to'");
}

BOOST_AUTO_TEST_CASE(host_keys_are_written_and_walked_in_order) {
    const byte_view blobs[] = {as_bytes("first"), as_bytes("second")};
    const byte_vector strings = testing::written([&](auto& w) { wire::encode_strings(w, blobs); });
    const byte_vector payload = testing::written(
        [&](auto& w) { wire::encode_global_request(w, false, wire::hostkeys_request{strings}); });
    const auto m = wire::decode<wire::global_request>(payload);
    BOOST_REQUIRE(m.has_value());
    BOOST_TEST(m->name == "hostkeys-00@openssh.com");
    BOOST_TEST(!m->want_reply);
    const auto body = wire::decode_body<wire::hostkeys_request>(m->rest);
    BOOST_REQUIRE(body.has_value());
    std::string seen;
    wire::for_each_string(body->keys, [&](byte_view key) { seen += std::string{as_text(key)} + ";"; });
    BOOST_TEST(seen == "first;second;");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
