#include <hawser/algorithm/cryptopp/sha1.hpp>
#include <hawser/algorithm/native/dsa.hpp>

#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using native::dsa;
namespace utf = boost::unit_test;

namespace {

byte_vector trimmed(byte_vector number) {
    while (!number.empty() && number[0] == std::byte{0}) number.erase(number.begin());
    return number;
}

/// A key of RFC 6979, appendix A.2.1, and its signatures.
struct known {
    std::vector<testing::vector_record> records =
        testing::records_in(testing::own_vector_path("host_key/rfc6979_dsa.txt"));
    byte_vector p = trimmed(records[0].bytes("p")), q = trimmed(records[0].bytes("q")),
                g = trimmed(records[0].bytes("g")), y = trimmed(records[0].bytes("y")),
                x = records[0].bytes("x");
    native::dsa_key key{p, q, g, y};

    static byte_vector digest(const testing::vector_record& record) {
        cryptopp::sha1 hash;
        byte_vector out(20);
        BOOST_REQUIRE(hash.update(record.bytes("message")) && hash.final(out));
        return out;
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(native_dsa)

BOOST_AUTO_TEST_CASE(known_signatures, *utf::label("C11")) {
    const known k;
    BOOST_TEST(dsa::is_key(k.key));
    byte_vector y(128);
    dsa::public_value(k.x, k.key, y);
    BOOST_TEST(to_hex(trimmed(y)) == to_hex(k.y));
    for (const auto& record : k.records) {
        byte_vector r(20), s(20);
        const byte_vector hash = known::digest(record);
        BOOST_REQUIRE(dsa::sign(hash, k.key, k.x, record.bytes("k"), r, s));
        BOOST_TEST(to_hex(r) == record.text("r"));
        BOOST_TEST(to_hex(s) == record.text("s"));
        BOOST_TEST(dsa::verify(hash, k.key, r, s));
    }
}

BOOST_AUTO_TEST_CASE(every_bit_of_a_signature_counts, *utf::label("C09")) {
    const known k;
    const byte_vector hash = known::digest(k.records[0]);
    byte_vector signature = k.records[0].bytes("r");
    const byte_vector s = k.records[0].bytes("s");
    signature.insert(signature.end(), s.begin(), s.end());
    const auto good = [&] {
        return dsa::verify(hash, k.key, byte_view{signature}.first(20), byte_view{signature}.last(20));
    };
    BOOST_TEST(good());
    for (std::size_t bit = 0; bit < 320; ++bit) {
        signature[bit / 8] ^= static_cast<std::byte>(1u << bit % 8);
        BOOST_TEST(!good());
        signature[bit / 8] ^= static_cast<std::byte>(1u << bit % 8);
    }
}

BOOST_AUTO_TEST_CASE(ranges_of_r_and_s, *utf::label("C09")) {
    const known k;
    const byte_vector hash = known::digest(k.records[0]), r = k.records[0].bytes("r"),
                      s = k.records[0].bytes("s");
    const byte_vector zero(20), most(20, std::byte{0xff}), longer(21, std::byte{1});
    for (const byte_vector& bad : {zero, k.q, most, longer, byte_vector{}}) {
        BOOST_TEST(!dsa::verify(hash, k.key, bad, s));
        BOOST_TEST(!dsa::verify(hash, k.key, r, bad));
    }
    BOOST_TEST(!dsa::verify(hash, k.key, s, r));
    BOOST_TEST(!dsa::verify(byte_vector(20, std::byte{7}), k.key, r, s));
}

BOOST_AUTO_TEST_CASE(keys_that_are_none) {
    const known k;
    const auto plus = [](byte_vector number, int by) {
        number.back() = static_cast<std::byte>(std::to_integer<int>(number.back()) + by);
        return number;
    };
    const byte_vector even_p = plus(k.p, -1), other_p = plus(k.p, 2), even_q = plus(k.q, -1),
                      other_q = plus(k.q, 2);
    byte_vector short_p = k.p, long_p = k.p, small_p = k.p, short_q = k.q, small_q = k.q;
    short_p.erase(short_p.begin());
    long_p.push_back(std::byte{1});
    small_p[0] &= std::byte{0x7f}; // 1023 bits
    short_q.pop_back();
    small_q[0] &= std::byte{0x7f};
    const byte_vector none, one{std::byte{1}}, two{std::byte{2}}, minus_one = plus(k.p, -1),
                                                                  huge(129, std::byte{1});
    for (const byte_vector* p :
         std::initializer_list<const byte_vector*>{&none, &even_p, &other_p, &short_p, &long_p, &small_p})
        BOOST_TEST(!dsa::is_key({*p, k.q, k.g, k.y}));
    for (const byte_vector* q :
         std::initializer_list<const byte_vector*>{&none, &even_q, &other_q, &short_q, &small_q, &k.p})
        BOOST_TEST(!dsa::is_key({k.p, *q, k.g, k.y}));
    // 2 generates another group
    for (const byte_vector* element :
         std::initializer_list<const byte_vector*>{&one, &two, &minus_one, &k.p, &huge}) {
        BOOST_TEST(!dsa::is_key({k.p, k.q, *element, k.y}));
        BOOST_TEST(!dsa::is_key({k.p, k.q, k.g, *element}));
    }
    BOOST_TEST(!dsa::is_key({k.p, k.q, none, k.y}));
    BOOST_TEST(dsa::is_key({k.p, k.q, k.g, none})); // parameters alone
}

BOOST_AUTO_TEST_CASE(scalars_out_of_range_sign_nothing) {
    const known k;
    byte_vector r(20), s(20);
    const byte_vector hash(20, std::byte{1}), small = *from_hex("0000000000000000000000000000000000000003");
    BOOST_TEST(dsa::sign(hash, k.key, small, small, r, s));
    for (const byte_vector& bad :
         {byte_vector(20), k.q, byte_vector(20, std::byte{0xff}), byte_vector(19, std::byte{1})}) {
        BOOST_TEST(!dsa::is_scalar(bad, k.key));
        BOOST_TEST(!dsa::sign(hash, k.key, bad, small, r, s));
        BOOST_TEST(!dsa::sign(hash, k.key, small, bad, r, s));
    }
}

BOOST_AUTO_TEST_SUITE_END()
