#include <hawser/algorithm/cipher/aes_gcm.hpp>

#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;

namespace {

template <class Gcm>
void stream_of(const json& stream) {
    const byte_vector key = stream["key"].bytes(), iv = stream["initial_iv"].bytes();
    typename Gcm::sealer sealer;
    typename Gcm::opener opener;
    BOOST_TEST_REQUIRE(sealer.start(key, iv).has_value());
    BOOST_TEST_REQUIRE(opener.start(key, iv).has_value());
    std::uint32_t sequence = 1000; // of no importance to this cipher
    for (const json& p : stream["packets"]) {
        const byte_vector wire = p["wire"].bytes(), body = p["body"].bytes();
        const auto length = static_cast<std::uint32_t>(p["packet_length"].number());
        byte_vector packet(4), tag(16);
        store_u32(packet.data(), length);
        packet.insert(packet.end(), body.begin(), body.end());
        BOOST_TEST_REQUIRE(sealer.seal(sequence, packet, tag));
        BOOST_TEST(to_hex(packet) + to_hex(tag) == to_hex(wire));
        // the length travels in clear
        BOOST_TEST(opener.length(sequence, byte_view{wire}.first(4)) == length);
        BOOST_TEST_REQUIRE(opener.open(sequence, packet, tag));
        BOOST_TEST(to_hex(byte_view{packet}.subspan(4)) == to_hex(body));
        ++sequence;
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(cipher_aes_gcm)

BOOST_AUTO_TEST_CASE(streams_and_the_wrap_of_the_counter,
                     *boost::unit_test::label("C14") *
                         boost::unit_test::precondition(needs_vectors{"generated"})) {
    const json all = vector_json("generated/aes-gcm-openssh.json");
    int wraps = 0;
    for (const json& stream : all["streams"]) {
        const byte_vector iv = stream["initial_iv"].bytes();
        if (load_u64(iv.data() + 4) + stream["packets"].size() < stream["packets"].size()) ++wraps;
        const std::string& name = stream["alg"].text();
        if (name == cipher::aes128_gcm::name)
            stream_of<cipher::aes128_gcm>(stream);
        else if (name == cipher::aes256_gcm::name)
            stream_of<cipher::aes256_gcm>(stream);
        else
            BOOST_ERROR("unknown " + name);
    }
    BOOST_TEST(wraps > 0);
}

// The fixed part never changes: what was sealed with the counter at its end and then at zero opens with ivs
// set so.
BOOST_AUTO_TEST_CASE(the_wrap_leaves_the_fixed_part_alone, *boost::unit_test::label("C14")) {
    byte_vector iv(12, std::byte{0xff});
    cipher::aes256_gcm::sealer sealer;
    BOOST_TEST_REQUIRE(sealer.start(byte_vector(32), iv).has_value());
    for (int packet = 0; packet < 3; ++packet) {
        byte_vector data(20, std::byte{7}), tag(16);
        BOOST_TEST_REQUIRE(sealer.seal(0, data, tag));
        cipher::aes256_gcm::opener fresh;
        BOOST_TEST_REQUIRE(fresh.start(byte_vector(32), iv).has_value());
        BOOST_TEST(fresh.open(0, data, tag));
        store_u64(iv.data() + 4, static_cast<std::uint64_t>(packet));
    }
}

BOOST_AUTO_TEST_SUITE_END()
