#pragma once
// What every backend's primitive of a kind must do, as functions that the test of each of them calls: the same answers and
// the same refusals whoever computes.

#include <hawser/algorithm/digest.hpp>
#include <hawser/algorithm/primitive.hpp>
#include <hawser/core/constant_time.hpp>
#include <hawser/core/error.hpp>

#include "support/fixed_random.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <type_traits>

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
        const std::size_t cut = std::min(size, 64 * static_cast<std::size_t>(random.below(40)));
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

// --- AES ---------------------------------------------------------------------------------------------------------------

/// Answers for 128- and 256-bit keys.
template <template <std::size_t> class Gcm>
void aes_gcm_wycheproof() {
    const json all = vector_json("wycheproof/aes_gcm.json");
    const auto answer = []<class G>(std::type_identity<G>, const json& test) {
        const byte_vector key = test["key"].bytes(), iv = test["iv"].bytes(), aad = test["aad"].bytes();
        const byte_vector message = test["msg"].bytes(), sealed = test["ct"].bytes(),
                          tag = test["tag"].bytes();
        const bool valid = test["result"].text() == "valid";
        BOOST_TEST_CONTEXT("tcId " << test["tcId"].number()) {
            typename G::sealer sealer;
            BOOST_TEST_REQUIRE(sealer.start(key).has_value());
            byte_vector data = message, our_tag(G::tag_size);
            BOOST_TEST(sealer.seal(iv, aad, data, our_tag));
            BOOST_TEST((equal(data, sealed) && equal(our_tag, tag)) == valid);

            typename G::opener opener;
            BOOST_TEST_REQUIRE(opener.start(key).has_value());
            // an opener is as good as new after a forgery
            for (int turn = 0; turn < 2; ++turn) {
                data = sealed;
                BOOST_TEST(opener.open(iv, aad, data, tag) == valid);
                if (valid)
                    BOOST_TEST(equal(data, message));
                else
                    BOOST_TEST(constant_time_is_zero(data));
            }
        }
    };
    std::int64_t count = 0;
    for (const json& group : all["testGroups"]) {
        for (const json& test : group["tests"]) {
            ++count;
            if (group["keySize"].number() == 128)
                answer(std::type_identity<Gcm<16>>{}, test);
            else if (group["keySize"].number() == 256)
                answer(std::type_identity<Gcm<32>>{}, test);
            else
                --count;
        }
    }
    BOOST_TEST(count == all["numberOfTests"].number());
}

template <template <std::size_t> class Gcm>
void aes_gcm_refusals() {
    using gcm = Gcm<32>;
    typename gcm::sealer sealer;
    typename gcm::opener opener;
    for (const std::size_t size : {0u, 16u, 24u, 31u, 33u}) {
        BOOST_TEST(sealer.start(byte_vector(size)).error() == usage_error::invalid_argument);
        BOOST_TEST(opener.start(byte_vector(size)).error() == usage_error::invalid_argument);
    }
    byte_vector data(16), tag(16);
    // unkeyed
    BOOST_TEST(!sealer.seal(byte_vector(12), {}, data, tag));
    BOOST_TEST_REQUIRE(sealer.start(byte_vector(32)).has_value());
    BOOST_TEST_REQUIRE(opener.start(byte_vector(32)).has_value());
    for (const std::size_t size : {0u, 8u, 11u, 13u, 16u}) {
        BOOST_TEST(!sealer.seal(byte_vector(size), {}, data, tag));
        BOOST_TEST(!opener.open(byte_vector(size), {}, data, tag));
    }
    tag.resize(12);
    BOOST_TEST(!sealer.seal(byte_vector(12), {}, data, tag));
    BOOST_TEST(!opener.open(byte_vector(12), {}, data, tag));
}

/// Two backends seal the same, and each opens what the other sealed, at packet sizes and others.
template <class Gcm, class Other>
void aes_gcm_agrees_with() {
    fixed_random random{11};
    const byte_vector key = random.bytes(Gcm::key_size);
    typename Gcm::sealer ours;
    typename Other::sealer theirs;
    typename Gcm::opener opener;
    BOOST_TEST_REQUIRE((ours.start(key) && theirs.start(key) && opener.start(key)));
    for (std::size_t turn = 0; turn < 400; ++turn) {
        const std::size_t size = turn < 300 ? turn : static_cast<std::size_t>(random.below(70'000));
        const byte_vector nonce = random.bytes(12), aad = random.bytes(turn % 40), plain = random.bytes(size);
        byte_vector a = plain, b = plain, tag_a(16), tag_b(16);
        BOOST_TEST_REQUIRE((ours.seal(nonce, aad, a, tag_a) && theirs.seal(nonce, aad, b, tag_b)));
        BOOST_TEST((equal(a, b) && equal(tag_a, tag_b)), "size " << size);
        BOOST_TEST_REQUIRE(opener.open(nonce, aad, b, tag_b));
        BOOST_TEST(equal(b, plain));
        tag_a[turn % 16] ^= std::byte{1};
        BOOST_TEST(!opener.open(nonce, aad, a, tag_a));
        BOOST_TEST(constant_time_is_zero(a));
    }
}

template <template <std::size_t> class Ctr>
void aes_ctr_answers() {
    const auto answers = records_in(own_vector_path("cipher/aes256-ctr.txt"));
    BOOST_TEST_REQUIRE(answers.size() == 4u);
    for (const vector_record& answer : answers) {
        for (const std::size_t piece : {1u, 5u, 16u, 17u, 64u}) {
            Ctr<32> stream;
            BOOST_TEST_REQUIRE(stream.start(answer.bytes("key"), answer.bytes("iv")).has_value());
            byte_vector data = answer.bytes("plaintext");
            for (std::size_t at = 0; at < data.size(); at += piece)
                BOOST_TEST(stream.apply(byte_span{data}.subspan(at, std::min(piece, data.size() - at))));
            BOOST_TEST(to_hex(data) == answer.text("ciphertext"));
        }
    }
    Ctr<16> stream;
    byte_vector first(40), second(40);
    for (byte_vector* data : {&first, &second}) { // a new start begins a new stream
        BOOST_TEST_REQUIRE(stream.start(byte_vector(16), byte_vector(16)).has_value());
        BOOST_TEST(stream.apply(*data));
    }
    BOOST_TEST(equal(first, second));
    // AES-128 of the zero block under the zero key
    BOOST_TEST(to_hex(byte_view{first}.first(16)) == "66e94bd4ef8a2c3b884cfa59ca342b2e");
}

template <template <std::size_t> class Ctr>
void aes_ctr_refusals() {
    Ctr<24> stream;
    for (const std::size_t size : {0u, 16u, 23u, 25u, 32u})
        BOOST_TEST(stream.start(byte_vector(size), byte_vector(16)).error() == usage_error::invalid_argument);
    for (const std::size_t size : {0u, 8u, 15u, 17u})
        BOOST_TEST(stream.start(byte_vector(24), byte_vector(size)).error() == usage_error::invalid_argument);
}

// --- SHA-2 and HMAC ----------------------------------------------------------------------------------------------------

template <digest D>
std::string hash_of(byte_view bytes, std::size_t piece = 0) {
    D d;
    if (piece == 0) piece = bytes.size() + 1;
    for (std::size_t at = 0; at < bytes.size(); at += piece)
        BOOST_TEST(d.update(bytes.subspan(at, std::min(piece, bytes.size() - at))));
    byte_vector out(D::size);
    BOOST_TEST(d.final(out));
    return to_hex(out);
}

/// FIPS 180-4 examples: "abc", the empty message, a million times "a".
template <digest Sha256, digest Sha384, digest Sha512>
void sha2_answers() {
    BOOST_TEST(hash_of<Sha256>(as_bytes("abc")) ==
               "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    BOOST_TEST(hash_of<Sha256>({}) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    BOOST_TEST(
        hash_of<Sha384>(as_bytes("abc")) ==
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");
    BOOST_TEST(hash_of<Sha512>(as_bytes("abc")) ==
               "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
               "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    const std::string million(1'000'000, 'a');
    BOOST_TEST(hash_of<Sha256>(as_bytes(million)) ==
               "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    BOOST_TEST((Sha256::size == 32 && Sha256::block_size == 64));
    BOOST_TEST((Sha384::size == 48 && Sha384::block_size == 128));
    BOOST_TEST((Sha512::size == 64 && Sha512::block_size == 128));
}

/// Pieces do not matter, final begins anew, copies go on alone, and a result has its size.
template <digest D>
void digest_behaviour() {
    const std::string text(300, 'x');
    for (std::size_t piece : {1u, 7u, 63u, 64u, 65u, 128u})
        BOOST_TEST(hash_of<D>(as_bytes(text), piece) == hash_of<D>(as_bytes(text)));
    D a;
    byte_vector first(D::size), again(D::size), copied(D::size);
    BOOST_TEST(a.update(as_bytes("a")));
    BOOST_TEST(a.final(first));
    BOOST_TEST(a.update(as_bytes("a")));
    D b = a, fresh, over = a;
    over = fresh;
    BOOST_TEST(b.update(as_bytes("bc")));
    BOOST_TEST(a.final(again));
    BOOST_TEST(b.final(copied));
    BOOST_TEST(to_hex(first) == to_hex(again));
    BOOST_TEST(to_hex(copied) == hash_of<D>(as_bytes("abc")));
    BOOST_TEST((over.update(as_bytes("abc")) && over.final(copied)));
    BOOST_TEST(to_hex(copied) == hash_of<D>(as_bytes("abc")));
    byte_vector small(D::size - 1);
    BOOST_TEST(!a.final(small));
}

template <mac_primitive Hmac>
std::string hmac_tag(byte_view key, byte_view message, std::size_t piece = 1000) {
    Hmac h;
    BOOST_TEST_REQUIRE(h.start(key).has_value());
    for (std::size_t at = 0; at < message.size(); at += piece)
        BOOST_TEST(h.update(message.subspan(at, std::min(piece, message.size() - at))));
    byte_vector out(Hmac::size);
    BOOST_TEST(h.final(out));
    return to_hex(out);
}

/// RFC 4231, sections 4.2, 4.3 and 4.7 (a key longer than a block).
template <mac_primitive Sha256, mac_primitive Sha512>
void hmac_rfc4231() {
    const byte_vector twenty(20, std::byte{0x0b}), long_key(131, std::byte{0xaa});
    const byte_view long_message = as_bytes("Test Using Larger Than Block-Size Key - Hash Key First");
    BOOST_TEST(hmac_tag<Sha256>(twenty, as_bytes("Hi There")) ==
               "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    BOOST_TEST(hmac_tag<Sha512>(as_bytes("Jefe"), as_bytes("what do ya want for nothing?")) ==
               "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e"
               "6fdcaeab1a34d4a6b4b636e070a38bce737");
    BOOST_TEST(hmac_tag<Sha256>(long_key, long_message) ==
               "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    BOOST_TEST(hmac_tag<Sha512>(long_key, long_message) ==
               "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1"
               "e5295e64f73f63f0aec8b915a985d786598");
}

/// Answers of MacTest files; those for shorter tags compare the beginning.
template <mac_primitive Hmac>
void hmac_wycheproof(const char* file) {
    const json all = vector_json(file);
    std::int64_t count = 0;
    for (const json& group : all["testGroups"]) {
        for (const json& test : group["tests"]) {
            ++count;
            const std::string ours = hmac_tag<Hmac>(test["key"].bytes(), test["msg"].bytes());
            const std::string theirs = test["tag"].text();
            BOOST_TEST((ours.substr(0, theirs.size()) == theirs) == (test["result"].text() == "valid"),
                       "tcId " << test["tcId"].number());
        }
    }
    BOOST_TEST(count == all["numberOfTests"].number());
}

/// Keys may be replaced, serve many messages, and are needed.
template <mac_primitive Hmac>
void hmac_behaviour() {
    const std::string text(200, 'y');
    for (const std::size_t piece : {1u, 63u, 64u, 65u})
        BOOST_TEST(hmac_tag<Hmac>(as_bytes("k"), as_bytes(text), piece) ==
                   hmac_tag<Hmac>(as_bytes("k"), as_bytes(text)));
    Hmac h;
    byte_vector out(Hmac::size);
    BOOST_TEST(!h.update(as_bytes("a")));
    BOOST_TEST(!h.final(out));
    for (const char* key : {"one", "two", ""}) {
        BOOST_TEST_REQUIRE(h.start(as_bytes(key)).has_value());
        for (const char* message : {"a", "", "b"}) {
            BOOST_TEST(h.update(as_bytes(message)));
            BOOST_TEST(h.final(out));
            BOOST_TEST(to_hex(out) == hmac_tag<Hmac>(as_bytes(key), as_bytes(message)));
        }
    }
    // a new key drops what was hashed under the old one
    BOOST_TEST(h.update(as_bytes("unfinished")));
    BOOST_TEST_REQUIRE(h.start(as_bytes("one")).has_value());
    BOOST_TEST((h.update(as_bytes("a")) && h.final(out)));
    BOOST_TEST(to_hex(out) == hmac_tag<Hmac>(as_bytes("one"), as_bytes("a")));
    // a refusal lasts until the next start
    out.resize(Hmac::size - 1);
    BOOST_TEST(!h.final(out));
    out.resize(Hmac::size);
    BOOST_TEST(!h.final(out));
}

} // namespace hawser::testing
