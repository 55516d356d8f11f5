#pragma once
// What every backend's primitive of a kind must do, as functions that the test of each of them calls: the same answers and
// the same refusals whoever computes.

#include <hawser/algorithm/primitive.hpp>
#include <hawser/core/constant_time.hpp>
#include <hawser/core/error.hpp>

#include "support/fixed_random.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

namespace hawser::testing {

// --- ChaCha20 --------------------------------------------------------------------------------------------------------

/// draft-strombergson-chacha-test-vectors-01, TC1, 256-bit key, 20 rounds: blocks 0 and 1 of all zeros; and its refusals.
template <nonce_stream_primitive Stream>
void chacha20_answers() {
    Stream stream;
    BOOST_TEST_REQUIRE(stream.start(byte_vector(32)).has_value());
    for (int turn = 0; turn < 2; ++turn) {
        BOOST_TEST_REQUIRE(stream.restart(byte_vector(8)));
        byte_vector first(64), second(64);
        BOOST_TEST(stream.apply(first));
        BOOST_TEST(stream.apply(second));
        BOOST_TEST(to_hex(first) == "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
                                    "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586");
        BOOST_TEST(to_hex(second) == "9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed"
                                     "29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f");
    }
}

template <nonce_stream_primitive Stream>
void chacha20_nonces() {
    Stream stream;
    BOOST_TEST_REQUIRE(stream.start(byte_vector(32)).has_value());
    byte_vector nonce(8), one(32), two(32);
    BOOST_TEST((stream.restart(nonce) && stream.apply(one)));
    nonce[7] = std::byte{1};
    BOOST_TEST((stream.restart(nonce) && stream.apply(two)));
    BOOST_TEST(!equal(one, two));
    // restarting forgets the rest of a block that was not used up
    BOOST_TEST((stream.restart(nonce) && stream.apply(byte_span{one}.first(5))));
    byte_vector again(32);
    BOOST_TEST((stream.restart(nonce) && stream.apply(again)));
    BOOST_TEST(equal(again, two));
    // and a new key replaces the old one
    byte_vector other(32);
    BOOST_TEST_REQUIRE(stream.start(byte_vector(32, std::byte{1})).has_value());
    BOOST_TEST((stream.restart(nonce) && stream.apply(other)));
    BOOST_TEST(!equal(other, two));
}

template <nonce_stream_primitive Stream>
void chacha20_refusals() {
    Stream stream;
    for (const std::size_t size : {0u, 16u, 31u, 33u, 64u})
        BOOST_TEST(stream.start(byte_vector(size)).error() == usage_error::invalid_argument);
    BOOST_TEST_REQUIRE(stream.start(byte_vector(32)).has_value());
    for (const std::size_t size : {0u, 7u, 12u}) BOOST_TEST(!stream.restart(byte_vector(size)));
}

/// Two streams agree at sizes of 0 to 70 KB, wherever the data lies, and however it is cut at whole blocks.
template <nonce_stream_primitive Stream, nonce_stream_primitive Other>
void chacha20_agrees_with() {
    fixed_random random{8};
    const byte_vector key = random.bytes(32);
    Stream ours;
    Other theirs;
    BOOST_TEST_REQUIRE((ours.start(key) && theirs.start(key)));
    byte_vector room(71'000 + 64);
    for (std::size_t turn = 0; turn < 900; ++turn) {
        const std::size_t size = turn < 600 ? turn * 3 : static_cast<std::size_t>(random.below(70'000));
        const std::size_t at = turn % 64;
        const byte_vector nonce = random.bytes(8), plain = random.bytes(size);
        std::copy(plain.begin(), plain.end(), room.begin() + static_cast<std::ptrdiff_t>(at));
        byte_span ours_data = byte_span{room}.subspan(at, size);
        byte_vector theirs_data = plain;
        const std::byte before = at > 0 ? room[at - 1] : std::byte{}, after = room[at + size];
        const std::size_t cut = std::min<std::size_t>(size, 64 * random.below(40));
        BOOST_TEST_REQUIRE(
            (ours.restart(nonce) && ours.apply(ours_data.first(cut)) && ours.apply(ours_data.subspan(cut))));
        BOOST_TEST_REQUIRE((theirs.restart(nonce) && theirs.apply(theirs_data)));
        BOOST_TEST(equal(ours_data, theirs_data), "size " << size << " at " << at << " cut " << cut);
        BOOST_TEST((room[at + size] == after && (at == 0 || room[at - 1] == before)));
    }
}

// --- Poly1305 --------------------------------------------------------------------------------------------------------

template <one_time_mac_primitive Mac>
std::string poly1305_tag(byte_view key, byte_view message, std::size_t piece = 1'000'000) {
    Mac mac;
    BOOST_TEST_REQUIRE(mac.start(key));
    for (std::size_t at = 0; at < message.size(); at += piece)
        BOOST_TEST(mac.update(message.subspan(at, std::min(piece, message.size() - at))));
    byte_vector tag(16);
    BOOST_TEST(mac.final(tag));
    return to_hex(tag);
}

/// RFC 8439, section 2.5.2, and the numbers of appendix A.3 at which carries go wrong (7 to 11 there).
template <one_time_mac_primitive Mac>
void poly1305_answers() {
    const auto key = from_hex("85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b");
    for (const std::size_t piece : {1u, 15u, 16u, 17u, 34u})
        BOOST_TEST(poly1305_tag<Mac>(*key, as_bytes("Cryptographic Forum Research Group"), piece) ==
                   "a8061dc1305136c6c22b8baf0c0127a9");

    const std::string zeros(30, '0'), ones(30, 'f'), none(32, '0');
    const struct {
        std::string r, s, message, tag;
    } edges[] = {
        {none, none, std::string(128, '0'), none},
        {none, "36e5f6b5c5e06070f0efca96227a863e", std::string(200, 'a'), "36e5f6b5c5e06070f0efca96227a863e"},
        {"02" + zeros, none, "ff" + ones, "03" + zeros},
        {"02" + zeros, "ff" + ones, "02" + zeros, "03" + zeros},
        {"01" + zeros, none, "ff" + ones + "f0" + ones + "11" + zeros, "05" + zeros},
        {"01" + zeros, none,
         "ff" + ones + "fbfefefefefefefefefefefefefefefe" + "01010101010101010101010101010101", none},
        {"02" + zeros, none, "fd" + ones, "fa" + ones},
        {"01000000000000000400000000000000", none,
         "e33594d7505e43b900000000000000003394d7505e4379cd010000000000000000000000000000000000000000000000010"
         "00000000"
         "000000000000000000000",
         "14000000000000005500000000000000"},
        {"01000000000000000400000000000000", none,
         "e33594d7505e43b900000000000000003394d7505e4379cd010000000000000000000000000000000000000000000000",
         "13" + zeros},
    };
    for (const auto& edge : edges)
        BOOST_TEST(poly1305_tag<Mac>(*from_hex(edge.r + edge.s), *from_hex(edge.message)) == edge.tag,
                   edge.message);
}

/// The MAC within the AEAD of RFC 8439: `first_block(key, nonce)` is block 0 of that RFC's ChaCha20, which is not the
/// one of SSH.
template <one_time_mac_primitive Mac, class FirstBlock>
void poly1305_wycheproof(FirstBlock&& first_block) {
    const json all = vector_json("wycheproof/chacha20_poly1305.json");
    std::int64_t count = 0;
    for (const json& group : all["testGroups"]) {
        for (const json& test : group["tests"]) {
            ++count;
            const byte_vector key = test["key"].bytes(), iv = test["iv"].bytes();
            const byte_vector aad = test["aad"].bytes(), sealed = test["ct"].bytes();
            const bool valid = test["result"].text() == "valid";
            if (iv.size() != 12) { // answers that only say that the size is wrong
                BOOST_TEST(!valid);
                continue;
            }
            Mac mac;
            const byte_vector block = first_block(key, iv);
            BOOST_TEST_REQUIRE(mac.start(byte_view{block}.first(32)));
            const byte_vector zeros(15);
            const auto padded = [&](byte_view bytes) {
                BOOST_TEST(mac.update(bytes));
                BOOST_TEST(mac.update(byte_view{zeros}.first((16 - bytes.size() % 16) % 16)));
            };
            padded(aad);
            padded(sealed);
            byte_vector lengths(16), tag(16);
            lengths[0] = static_cast<std::byte>(aad.size());
            lengths[1] = static_cast<std::byte>(aad.size() >> 8);
            lengths[8] = static_cast<std::byte>(sealed.size());
            lengths[9] = static_cast<std::byte>(sealed.size() >> 8);
            BOOST_TEST((mac.update(lengths) && mac.final(tag)));
            BOOST_TEST(equal(tag, test["tag"].bytes()) == valid, "tcId " << test["tcId"].number());
        }
    }
    BOOST_TEST(count == all["numberOfTests"].number());
}

template <one_time_mac_primitive Mac>
void poly1305_refusals() {
    Mac mac;
    byte_vector key(32, std::byte{9}), first(16), second(16);
    BOOST_TEST((mac.start(key) && mac.update(as_bytes("left over"))));
    BOOST_TEST((mac.start(key) && mac.update(as_bytes("m")) && mac.final(first)));
    BOOST_TEST((mac.start(key) && mac.update({}) && mac.update(as_bytes("m")) && mac.final(second)));
    BOOST_TEST(equal(first, second));
    for (const std::size_t size : {0u, 16u, 31u, 33u}) BOOST_TEST(!mac.start(byte_vector(size)));
    BOOST_TEST_REQUIRE(mac.start(byte_vector(32)));
    byte_vector tag(15);
    BOOST_TEST(!mac.final(tag));
}

/// Two MACs agree at sizes of 0 to 70 KB, wherever the data lies and however it is cut; some keys and messages are all
/// ones, which is where carries reach furthest.
template <one_time_mac_primitive Mac, one_time_mac_primitive Other>
void poly1305_agrees_with() {
    fixed_random random{9};
    byte_vector room(71'000 + 64);
    for (std::size_t turn = 0; turn < 1200; ++turn) {
        const std::size_t size = turn < 900 ? turn : static_cast<std::size_t>(random.below(70'000));
        const byte_span message = byte_span{room}.subspan(turn % 64, size);
        byte_vector key = random.bytes(32);
        (void)random.fill(message);
        if (turn % 3 == 1) std::ranges::fill(message, std::byte{0xff});
        if (turn % 5 < 2) std::ranges::fill(key, std::byte{0xff});
        Mac ours;
        Other theirs;
        byte_vector our_tag(16), their_tag(16);
        BOOST_TEST_REQUIRE((ours.start(key) && theirs.start(key)));
        const std::size_t cut = static_cast<std::size_t>(random.below(size + 1));
        BOOST_TEST_REQUIRE(
            (ours.update(message.first(cut)) && ours.update(message.subspan(cut)) && ours.final(our_tag)));
        BOOST_TEST_REQUIRE((theirs.update(message) && theirs.final(their_tag)));
        BOOST_TEST(equal(our_tag, their_tag), "size " << size << " cut " << cut << " turn " << turn);
    }
}

} // namespace hawser::testing
