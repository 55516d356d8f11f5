#include <hawser/core/error.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/keys/agent_messages.hpp>
#include <hawser/wire/writer.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

namespace {

template <class Write>
byte_vector made(Write write) {
    byte_buffer out;
    wire::writer w{out};
    write(w);
    return to_vector(out.view());
}

byte_vector one(unsigned number) { return {static_cast<std::byte>(number)}; }

} // namespace

BOOST_AUTO_TEST_SUITE(agent_messages)

BOOST_AUTO_TEST_CASE(requests_are_as_the_draft_says) {
    byte_buffer out;
    BOOST_TEST(keys::encode_request_identities(out).has_value());
    BOOST_TEST(to_hex(out.view()) == "000000010b");
    out.clear();
    BOOST_TEST(keys::encode_sign_request(out, as_bytes("KEY"), as_bytes("data"),
                                         keys::agent_sign_flags::rsa_sha2_512)
                   .has_value());
    BOOST_TEST(to_hex(out.view()) == "00000014"
                                     "0d"
                                     "000000034b4559"
                                     "0000000464617461"
                                     "00000004");
}

BOOST_AUTO_TEST_CASE(flags_follow_the_algorithm) {
    using keys::agent_sign_flags;
    BOOST_TEST((keys::agent_flags_of("rsa-sha2-256") == agent_sign_flags::rsa_sha2_256));
    BOOST_TEST((keys::agent_flags_of("rsa-sha2-512") == agent_sign_flags::rsa_sha2_512));
    BOOST_TEST((keys::agent_flags_of("rsa-sha2-512-cert-v01@openssh.com") == agent_sign_flags::rsa_sha2_512));
    BOOST_TEST((keys::agent_flags_of("ssh-rsa") == agent_sign_flags::none));
    BOOST_TEST((keys::agent_flags_of("ssh-ed25519") == agent_sign_flags::none));
}

BOOST_AUTO_TEST_CASE(request_over_the_limit_appends_nothing) {
    byte_buffer out;
    const byte_vector data(limits::agent_message - (1 + 4 + 3 + 4 + 4));
    BOOST_TEST(keys::encode_sign_request(out, as_bytes("KEY"), data, {}).has_value());
    BOOST_TEST(out.size() == 4 + limits::agent_message);
    out.clear();
    const byte_vector more(data.size() + 1);
    BOOST_TEST(
        (keys::encode_sign_request(out, as_bytes("KEY"), more, {}).error() == usage_error::invalid_argument));
    BOOST_TEST(out.empty());
    byte_buffer small{10};
    BOOST_TEST(!keys::encode_sign_request(small, as_bytes("KEY"), as_bytes("data"), {}).has_value());
    BOOST_TEST(small.empty());
}

BOOST_AUTO_TEST_CASE(frames_come_in_any_pieces) {
    const byte_vector bytes = *from_hex("00000003"
                                        "0c0102"
                                        "00000001"
                                        "05"
                                        "0000");
    for (std::size_t size = 0; size < 7; ++size)
        BOOST_TEST(!keys::next_agent_frame(byte_view{bytes}.first(size))->has_value());
    const auto first = *keys::next_agent_frame(bytes);
    BOOST_TEST_REQUIRE(first.has_value());
    BOOST_TEST(to_hex(first->payload) == "0c0102");
    const auto second = *keys::next_agent_frame(byte_view{bytes}.subspan(first->size));
    BOOST_TEST_REQUIRE(second.has_value());
    BOOST_TEST(to_hex(second->payload) == "05");
    BOOST_TEST(!keys::next_agent_frame(byte_view{bytes}.subspan(first->size + second->size))->has_value());
}

BOOST_AUTO_TEST_CASE(frame_length_is_bounded_before_it_is_waited_for) {
    BOOST_TEST((keys::next_agent_frame(*from_hex("00000000")).error() == protocol_error::agent_malformed));
    BOOST_TEST((keys::next_agent_frame(*from_hex("ffffffff")).error() == protocol_error::agent_malformed));
    byte_vector header(4);
    store_u32(header.data(), limits::agent_message);
    BOOST_TEST(keys::next_agent_frame(header).has_value());
    store_u32(header.data(), limits::agent_message + 1);
    BOOST_TEST(!keys::next_agent_frame(header).has_value());
}

BOOST_AUTO_TEST_CASE(identities_are_read) {
    const byte_vector two = made([](wire::writer& w) {
        w.u8(12).u32(2).string("blob one").string("comment").string("blob two").string("");
    });
    const auto found = keys::decode_identities(two);
    BOOST_TEST_REQUIRE(found.has_value());
    BOOST_TEST_REQUIRE(found->size() == 2u);
    BOOST_TEST(as_text((*found)[0].blob) == "blob one");
    BOOST_TEST((*found)[0].comment == "comment");
    BOOST_TEST(as_text((*found)[1].blob) == "blob two");
    BOOST_TEST(keys::decode_identities(made([](wire::writer& w) { w.u8(12).u32(0); }))->empty());
    // cut anywhere, or with a byte more, it is refused
    for (std::size_t size = 0; size < two.size(); ++size)
        BOOST_TEST(
            (keys::decode_identities(byte_view{two}.first(size)).error() == protocol_error::agent_malformed));
    byte_vector more = two;
    more.push_back(std::byte{0});
    BOOST_TEST((keys::decode_identities(more).error() == protocol_error::agent_malformed));
}

BOOST_AUTO_TEST_CASE(count_of_identities_is_not_believed) {
    for (const std::uint32_t count : {1u, 3u, 0x7fffffffu, 0xffffffffu})
        BOOST_TEST((keys::decode_identities(made([&](wire::writer& w) {
                        w.u8(12).u32(count).string("a").string("b").string("c").string("d");
                    })).error() == protocol_error::agent_malformed));
    BOOST_TEST((keys::decode_identities(made([](wire::writer& w) {
                    w.u8(12).u32(1).string("").string("x");
                })).error() == protocol_error::agent_malformed));
}

BOOST_AUTO_TEST_CASE(signature_is_read) {
    const byte_vector good = made([](wire::writer& w) { w.u8(14).string("signature"); });
    BOOST_TEST(as_text(*keys::decode_signature(good)) == "signature");
    for (std::size_t size = 0; size < good.size(); ++size)
        BOOST_TEST(
            (keys::decode_signature(byte_view{good}.first(size)).error() == protocol_error::agent_malformed));
    byte_vector more = good;
    more.push_back(std::byte{0});
    BOOST_TEST(!keys::decode_signature(more).has_value());
    BOOST_TEST(!keys::decode_signature(made([](wire::writer& w) { w.u8(14).string(""); })).has_value());
}

BOOST_AUTO_TEST_CASE(refusal_and_wrong_answers_differ) {
    BOOST_TEST((keys::decode_identities(one(5)).error() == remote_error::agent_refused));
    BOOST_TEST((keys::decode_signature(one(5)).error() == remote_error::agent_refused));
    BOOST_TEST((keys::decode_signature(one(6)).error() == protocol_error::agent_malformed));
    BOOST_TEST((keys::decode_signature(made([](wire::writer& w) { w.u8(12).u32(0); })).error() ==
                protocol_error::agent_malformed));
    BOOST_TEST((keys::decode_identities(*from_hex("0500")).error() == protocol_error::agent_malformed));
}

BOOST_AUTO_TEST_SUITE_END()
