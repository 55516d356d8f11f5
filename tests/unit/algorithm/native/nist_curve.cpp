#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/native/nist_curve.hpp>

#include "support/fixed_random.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <optional>

using namespace hawser;
using native::p256;
namespace utf = boost::unit_test;

namespace {

byte_vector padded(byte_view magnitude, std::size_t size) {
    while (!magnitude.empty() && magnitude[0] == std::byte{0}) magnitude = magnitude.subspan(1);
    byte_vector out(size - std::min(size, magnitude.size()));
    out.insert(out.end(), magnitude.begin(), magnitude.end());
    return out;
}

byte_vector point(const std::string& x, const std::string& y) { return *from_hex("04" + x + y); }

/// r and s of a strict DER ECDSA signature, 32 bytes each; the product takes no DER, so this lives here.
std::optional<std::pair<byte_vector, byte_vector>> from_der(byte_view der) {
    const auto take = [&](unsigned tag) -> std::optional<byte_view> {
        if (der.size() < 2 || std::to_integer<unsigned>(der[0]) != tag) return {};
        std::size_t length = std::to_integer<std::size_t>(der[1]);
        if (length >= 0x80 || der.size() - 2 < length) return {};
        const byte_view out = der.subspan(2, length);
        der = der.subspan(2 + length);
        return out;
    };
    const auto number = [&]() -> std::optional<byte_vector> {
        const auto n = take(2);
        if (!n || n->empty() || (*n)[0] >= std::byte{0x80}) return {};
        if (n->size() > 1 && (*n)[0] == std::byte{0} && (*n)[1] < std::byte{0x80}) return {};
        if (n->size() > 33 || (n->size() == 33 && (*n)[0] != std::byte{0})) return {};
        return padded(*n, 32);
    };
    const auto sequence = take(0x30);
    if (!sequence || !der.empty()) return {};
    der = *sequence;
    auto r = number();
    auto s = number();
    if (!r || !s || !der.empty()) return {};
    return std::pair{*r, *s};
}

byte_vector sha256(byte_view message) {
    cryptopp::sha256 h;
    byte_vector out(32);
    BOOST_REQUIRE(h.update(message) && h.final(out));
    return out;
}

const std::string order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
const std::string prime = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
const std::string base_x = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
const std::string base_y = "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";

} // namespace

BOOST_AUTO_TEST_SUITE(native_nist_curve)

BOOST_AUTO_TEST_CASE(points_of_known_scalars) {
    byte_vector out(p256::point_size);
    byte_vector scalar(32);
    scalar.back() = std::byte{1};
    BOOST_REQUIRE(p256::public_point(scalar, out));
    BOOST_TEST(to_hex(out) == "04" + base_x + base_y);
    // the order less one: the same x, y negated
    scalar = *from_hex(order);
    scalar.back() ^= std::byte{1};
    BOOST_REQUIRE(p256::public_point(scalar, out));
    BOOST_TEST(to_hex(byte_view{out}.subspan(1, 32)) == base_x);
    BOOST_TEST(to_hex(byte_view{out}.subspan(33)) != base_y);
    BOOST_TEST(p256::is_point(out));
}

BOOST_AUTO_TEST_CASE(scalars_out_of_range) {
    byte_vector out(p256::point_size), x(32);
    for (const std::string& scalar : {order, std::string(64, '0'), std::string(64, 'f')}) {
        BOOST_TEST(!p256::is_scalar(*from_hex(scalar)));
        BOOST_TEST(!p256::public_point(*from_hex(scalar), out));
        BOOST_TEST(!p256::agree(*from_hex(scalar), point(base_x, base_y), x));
    }
    BOOST_TEST(!p256::is_scalar(*from_hex("01")));
}

BOOST_AUTO_TEST_CASE(what_is_not_a_point, *utf::label("C03")) {
    const auto good = point(base_x, base_y);
    BOOST_TEST(p256::is_point(good));
    byte_vector x(32);
    byte_vector scalar(32, std::byte{7});
    std::vector<byte_vector> bad{{}, {std::byte{0}}, *from_hex("03" + base_x), byte_vector(65)};
    bad.push_back(good); // off the curve
    bad.back().back() ^= std::byte{1};
    bad.push_back(good); // hybrid form
    bad.back()[0] = std::byte{7};
    bad.push_back(good); // infinity with padding
    bad.back()[0] = std::byte{0};
    bad.push_back(good);
    bad.back().push_back(std::byte{0});
    bad.push_back(good);
    bad.back().pop_back();
    bad.push_back(point(std::string(64, '0'), std::string(64, '0')));
    bad.push_back(point(prime, base_y));
    bad.push_back(point(base_x, prime));
    // y of the point with x = 0 exists; x = p names the same point in another way
    const std::string root_of_b = "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4";
    BOOST_TEST(p256::is_point(point(std::string(64, '0'), root_of_b)));
    bad.push_back(point(prime, root_of_b));
    for (const byte_vector& b : bad) {
        BOOST_TEST(!p256::is_point(b));
        BOOST_TEST(!p256::agree(scalar, b, x));
    }
}

BOOST_AUTO_TEST_CASE(wycheproof_ecdh,
                     *utf::label("C03") * utf::precondition(testing::needs_vectors{"wycheproof"})) {
    const auto file = testing::vector_json("wycheproof/ecdh_secp256r1_ecpoint.json");
    std::size_t valid = 0, invalid = 0;
    for (const auto& group : file["testGroups"])
        for (const auto& test : group["tests"]) {
            BOOST_TEST_CONTEXT("tcId " << test["tcId"].number()) {
                byte_vector x(32);
                const bool agreed =
                    p256::agree(padded(test["private"].bytes(), 32), test["public"].bytes(), x);
                // "acceptable" are compressed points, which are refused here
                BOOST_TEST(agreed == (test["result"].text() == "valid"));
                if (agreed) BOOST_TEST(to_hex(x) == test["shared"].text());
                ++(agreed ? valid : invalid);
            }
        }
    BOOST_TEST((valid > 200 && invalid > 15));
}

BOOST_AUTO_TEST_CASE(nist_ecc_cdh, *utf::precondition(testing::needs_vectors{"nist"})) {
    // the file's headings name the curve; P-256 is the one whose numbers have 64 digits and a point on it
    std::size_t seen = 0;
    for (const auto& record : testing::records_in(testing::vector_path("nist/ecc_cdh_primitive.txt"))) {
        if (!record.has("ZIUT") || record.text("QCAVSx").size() != 64) continue;
        const byte_vector peer = point(record.text("QCAVSx"), record.text("QCAVSy"));
        if (!p256::is_point(peer)) continue;
        ++seen;
        byte_vector own(p256::point_size), x(32);
        const byte_vector secret = record.bytes("dIUT");
        BOOST_REQUIRE(p256::public_point(secret, own));
        BOOST_TEST(to_hex(own) == "04" + record.text("QIUTx") + record.text("QIUTy"));
        BOOST_REQUIRE(p256::agree(secret, peer, x));
        BOOST_TEST(to_hex(x) == record.text("ZIUT"));
    }
    BOOST_TEST(seen == 5u);
}

BOOST_AUTO_TEST_CASE(wycheproof_ecdsa,
                     *utf::label("C09") * utf::precondition(testing::needs_vectors{"wycheproof"})) {
    const auto file = testing::vector_json("wycheproof/ecdsa_secp256r1_sha256.json");
    std::size_t valid = 0, invalid = 0;
    for (const auto& group : file["testGroups"]) {
        const byte_vector key = group["publicKey"]["uncompressed"].bytes();
        for (const auto& test : group["tests"]) {
            BOOST_TEST_CONTEXT("tcId " << test["tcId"].number()) {
                const auto rs = from_der(test["sig"].bytes());
                const bool good = rs && p256::verify(sha256(test["msg"].bytes()), key, rs->first, rs->second);
                BOOST_TEST(good == (test["result"].text() == "valid"));
                ++(good ? valid : invalid);
            }
        }
    }
    BOOST_TEST((valid > 100 && invalid > 150));
}

BOOST_AUTO_TEST_CASE(ranges_of_r_and_s, *utf::label("C09")) {
    testing::fixed_random random;
    byte_vector secret(32), key(p256::point_size), r(32), s(32);
    BOOST_REQUIRE(p256::generate(random, secret, key));
    const byte_vector hash = random.bytes(32);
    BOOST_REQUIRE(p256::sign(hash, secret, byte_vector(32, std::byte{9}), r, s));
    BOOST_TEST(p256::verify(hash, key, r, s));
    const byte_vector zero(32), n = *from_hex(order);
    BOOST_TEST(!p256::verify(hash, key, zero, s));
    BOOST_TEST(!p256::verify(hash, key, r, zero));
    BOOST_TEST(!p256::verify(hash, key, n, s));
    BOOST_TEST(!p256::verify(hash, key, r, n));
    BOOST_TEST(!p256::verify(hash, key, s, r));
    BOOST_TEST(!p256::verify(random.bytes(32), key, r, s));
    key.back() ^= std::byte{1};
    BOOST_TEST(!p256::verify(hash, key, r, s));
}

BOOST_AUTO_TEST_CASE(known_signatures, *utf::label("C11")) {
    for (const auto& record : testing::records_in(testing::own_vector_path("host_key/rfc6979_p256.txt"))) {
        if (record.text("hash") != "sha256") continue;
        byte_vector r(32), s(32), key(p256::point_size);
        const byte_vector hash = sha256(record.bytes("message"));
        BOOST_REQUIRE(p256::sign(hash, record.bytes("key"), record.bytes("k"), r, s));
        BOOST_TEST(to_hex(r) == record.text("r"));
        BOOST_TEST(to_hex(s) == record.text("s"));
        BOOST_REQUIRE(p256::public_point(record.bytes("key"), key));
        BOOST_TEST(to_hex(key) == "04" + record.text("x") + record.text("y"));
        BOOST_TEST(p256::verify(hash, key, r, s));
    }
}

BOOST_AUTO_TEST_CASE(a_nonce_out_of_range_signs_nothing) {
    byte_vector r(32), s(32);
    const byte_vector hash(32, std::byte{1}), secret(32, std::byte{2});
    BOOST_TEST(!p256::sign(hash, secret, byte_vector(32), r, s));
    BOOST_TEST(!p256::sign(hash, secret, *from_hex(order), r, s));
    BOOST_TEST(!p256::sign(hash, byte_vector(32), byte_vector(32, std::byte{3}), r, s));
}

BOOST_AUTO_TEST_CASE(a_source_that_fails_or_gives_zeros_makes_no_key, *utf::label("C16")) {
    byte_vector secret(32), key(p256::point_size);
    testing::failing_random failing;
    BOOST_TEST(p256::generate(failing, secret, key).error() ==
               make_error_code(security_error::random_failed));
    testing::repeating_random zeros;
    BOOST_TEST(p256::generate(zeros, secret, key).error() == make_error_code(security_error::random_failed));
}

BOOST_AUTO_TEST_CASE(both_sides_agree) {
    testing::fixed_random random;
    for (int i = 0; i < 20; ++i) {
        byte_vector a(32), b(32), ka(65), kb(65), x(32), y(32);
        BOOST_REQUIRE(p256::generate(random, a, ka));
        BOOST_REQUIRE(p256::generate(random, b, kb));
        BOOST_REQUIRE(p256::agree(a, kb, x));
        BOOST_REQUIRE(p256::agree(b, ka, y));
        BOOST_TEST(to_hex(x) == to_hex(y));
    }
}

BOOST_AUTO_TEST_SUITE_END()
