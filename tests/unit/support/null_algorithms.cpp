#include "support/null_algorithms.hpp"

#include "support/fixed_random.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(support_null_algorithms)

BOOST_AUTO_TEST_CASE(null_kex_agrees) {
    fixed_random a{1}, b{2};
    null_kex::initiator client;
    null_kex::responder server;
    byte_buffer init, none, reply;
    BOOST_TEST_REQUIRE(client.start(a, {}, init).has_value());
    BOOST_TEST_REQUIRE(server.start(b, {}, none).has_value());
    BOOST_TEST(none.empty());
    BOOST_TEST((*server.on_message(init.view(), b, none) == kex_progress::done));
    wire::writer w{reply};
    server.reply(w, as_bytes("key"), as_bytes("signature"));
    BOOST_TEST((*client.on_message(reply.view(), a, none) == kex_progress::done));
    BOOST_TEST((as_text(client.host_key()) == "key" && as_text(client.signature()) == "signature"));
    const auto transcript = [](const null_kex::shares& side) {
        byte_buffer out;
        wire::writer to{out};
        side.hash_fields(to);
        side.hash_secret(to);
        return to_hex(out.view());
    };
    BOOST_TEST(transcript(client) == transcript(server));
}

BOOST_AUTO_TEST_CASE(null_kex_refuses_what_is_malformed) {
    fixed_random random;
    byte_buffer out;
    const auto code = [&](auto machine, std::string_view hex) {
        BOOST_TEST_REQUIRE(machine.start(random, {}, out).has_value());
        return machine.on_message(*from_hex(hex), random, out).error();
    };
    BOOST_TEST(code(null_kex::responder{}, "1f") == protocol_error::unexpected_message);
    BOOST_TEST(code(null_kex::responder{}, "1e000000") == protocol_error::malformed_message);
    BOOST_TEST(code(null_kex::responder{}, "1e0000000401020304ff") == protocol_error::trailing_bytes);
    BOOST_TEST(code(null_kex::responder{}, "1e00000003010203") == protocol_error::kex_value_out_of_range);
    BOOST_TEST(code(null_kex::initiator{}, "1e0000000401020304") == protocol_error::unexpected_message);
    BOOST_TEST(code(null_kex::initiator{}, "1f00000000") == protocol_error::malformed_message);
}

BOOST_AUTO_TEST_CASE(null_host_key_tells_right_from_wrong) {
    fixed_random random;
    const byte_vector key = null_host_key::key("host");
    byte_buffer fields, signature;
    wire::writer{fields}.string("host");
    BOOST_TEST(null_host_key::sign(fields.view(), as_bytes("m"), random, signature).has_value());
    BOOST_TEST(null_host_key::check_key(key, {}).has_value());
    BOOST_TEST(null_host_key::verify(key, as_bytes("m"), signature.view(), {}).has_value());
    byte_vector wrong = to_vector(signature.view());
    wrong.back() ^= std::byte{1};
    BOOST_TEST(null_host_key::verify(key, as_bytes("m"), wrong, {}).error() ==
               security_error::signature_invalid);
    wrong[5] ^= std::byte{1};
    BOOST_TEST(null_host_key::verify(key, {}, wrong, {}).error() ==
               security_error::signature_algorithm_mismatch);
    BOOST_TEST(null_host_key::verify(wrong, {}, wrong, {}).error() == security_error::host_key_malformed);
    BOOST_TEST(null_host_key::sign(as_bytes("x"), {}, random, signature).error() ==
               usage_error::key_malformed);
}

BOOST_AUTO_TEST_CASE(null_digest_depends_on_every_byte) {
    const auto hash = [](std::string_view text) {
        null_digest d;
        byte_vector out(null_digest::size);
        BOOST_TEST((d.update(as_bytes(text)) && d.final(out)));
        return to_hex(out);
    };
    BOOST_TEST(hash("ab") == hash("ab"));
    BOOST_TEST(hash("ab") != hash("ba"));
    BOOST_TEST(hash("") != hash(std::string_view{"\0", 1}));
    byte_vector small(31);
    BOOST_TEST(!null_digest{}.final(small));
}

BOOST_AUTO_TEST_CASE(null_ciphers_change_nothing) {
    byte_vector packet = to_vector(as_bytes("0123packet")), tag;
    const byte_vector before = packet;
    BOOST_TEST((null_aead::sealer{}.seal(1, packet, tag) && null_aead::opener{}.open(1, packet, tag)));
    BOOST_TEST((null_cipher::sealer{}.encrypt(packet) && null_cipher::opener{}.decrypt(packet)));
    BOOST_TEST(equal(packet, before));
    BOOST_TEST(null_aead::opener{}.length(0, packet) == 0x30313233u);
    tag.resize(null_mac::tag_size);
    BOOST_TEST((null_mac::state{}.sign(7, packet, tag) && load_u32(tag.data()) == 7));
}

BOOST_AUTO_TEST_SUITE_END()
