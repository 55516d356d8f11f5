#include <hawser/algorithm/cipher/chacha20_poly1305.hpp>

#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;

namespace {

byte_vector join(std::initializer_list<byte_vector> parts) {
    byte_vector out;
    for (const byte_vector& part : parts) out.insert(out.end(), part.begin(), part.end());
    return out;
}
byte_vector u32(std::uint32_t value) {
    byte_vector out(4);
    store_u32(out.data(), value);
    return out;
}

/// Seals `plain` and opens `wire`; `valid` tells whether the second is the outcome of the first.
void answer(const byte_vector& key, std::uint32_t sequence, const byte_vector& plain, const byte_vector& wire,
            const byte_vector& tag, bool valid) {
    cipher::chacha20_poly1305::sealer sealer;
    BOOST_TEST_REQUIRE(sealer.start(key, {}).has_value());
    byte_vector packet = plain, our_tag(16);
    BOOST_TEST_REQUIRE(sealer.seal(sequence, packet, our_tag));
    BOOST_TEST((equal(packet, wire) && equal(our_tag, tag)) == valid);

    cipher::chacha20_poly1305::opener opener;
    BOOST_TEST_REQUIRE(opener.start(key, {}).has_value());
    packet = wire;
    if (valid) BOOST_TEST(opener.length(sequence, byte_view{packet}.first(4)) == load_u32(plain.data()));
    BOOST_TEST(opener.open(sequence, packet, tag) == valid);
    if (valid)
        BOOST_TEST(equal(byte_view{packet}.subspan(4), byte_view{plain}.subspan(4)));
    else
        BOOST_TEST(constant_time_is_zero(packet));
}

} // namespace

BOOST_AUTO_TEST_SUITE(cipher_chacha20_poly1305)

BOOST_AUTO_TEST_CASE(answers_and_damaged_packets,
                     *boost::unit_test::precondition(needs_vectors{"generated"})) {
    const json all = vector_json("generated/chacha20-poly1305-openssh.json");
    int valid = 0, damaged = 0;
    for (const json& v : all["vectors"]) {
        const bool right = v["result"].text() == "valid";
        ++(right ? valid : damaged);
        BOOST_TEST_CONTEXT("sequence " << v["seq"].number() << " length " << v["packet_length"].number()) {
            answer(v["key"].bytes(), static_cast<std::uint32_t>(v["seq"].number()),
                   join({u32(static_cast<std::uint32_t>(v["packet_length"].number())), v["body"].bytes()}),
                   join({v["enc_length"].bytes(), v["enc_body"].bytes()}), v["tag"].bytes(), right);
        }
    }
    BOOST_TEST((valid > 10 && damaged > 10));
    // one packet of a real connection
    const json& real = all["real_connection"];
    answer(real["key"].bytes(), static_cast<std::uint32_t>(real["seq"].number()),
           join({real["packet_length"].bytes(), real["body"].bytes()}),
           join({real["enc_length"].bytes(), real["enc_body"].bytes()}), real["tag"].bytes(), true);
}

// These give the packet's key first like we do; their associated data is the length as it travels.
BOOST_AUTO_TEST_CASE(answers_of_another_maker,
                     *boost::unit_test::precondition(needs_vectors{"sshattacker"})) {
    int count = 0;
    for (const vector_record& v : records_in(vector_path("sshattacker/chachapolyssh.txt"))) {
        BOOST_TEST_CONTEXT("COUNT " << v.text("COUNT")) {
            const byte_vector key = v.bytes("Key"), iv = v.bytes("IV");
            if (key.size() != 64) continue; // answers of RFC 7539, which is another construction
            ++count;
            cipher::chacha20_poly1305::opener opener;
            BOOST_TEST_REQUIRE(opener.start(key, {}).has_value());
            const auto sequence = static_cast<std::uint32_t>(load_u64(iv.data()));
            byte_vector packet = join({v.bytes("AAD"), v.bytes("Ciphertext")});
            BOOST_TEST(opener.open(sequence, packet, v.bytes("Tag")));
            BOOST_TEST(to_hex(byte_view{packet}.subspan(4)) == v.text("Plaintext"));
        }
    }
    BOOST_TEST(count >= 8);
}

BOOST_AUTO_TEST_CASE(the_tag_is_checked_before_anything_is_decrypted) {
    // a stream that counts: opening a forgery makes the MAC key (64 bytes) and not one byte more
    struct counting : native::chacha20 {
        static std::size_t& bytes() {
            static std::size_t count = 0;
            return count;
        }
        bool apply(byte_span data) noexcept {
            bytes() += data.size();
            return native::chacha20::apply(data);
        }
    };
    using watched = cipher::basic_chacha20_poly1305<counting, native::poly1305>;
    watched::opener opener;
    BOOST_TEST_REQUIRE(opener.start(byte_vector(64), {}).has_value());
    byte_vector packet(4 + 1000), tag(16);
    counting::bytes() = 0;
    BOOST_TEST(!opener.open(0, packet, tag));
    BOOST_TEST(counting::bytes() == 64u);
}

BOOST_AUTO_TEST_SUITE_END()
