#pragma once
// What every form of X25519 and of Ed25519 must do, as functions that the test of each calls.

#include <hawser/core/constant_time.hpp>
#include <hawser/core/error.hpp>

#include "support/fixed_random.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace hawser::testing {

/// RFC 7748, section 5.2.
template <class Primitive>
void x25519_answers() {
    for (const auto& record : records_in(own_vector_path("kex/x25519.txt"))) {
        byte_vector shared(32);
        BOOST_REQUIRE(Primitive::agree(record.bytes("private"), record.bytes("public"), shared));
        BOOST_TEST(to_hex(shared) == record.text("shared"));
    }
}

template <class Primitive>
void x25519_wycheproof() {
    const auto file = vector_json("wycheproof/x25519.json");
    std::size_t zero = 0, good = 0;
    for (const auto& group : file["testGroups"])
        for (const auto& test : group["tests"]) {
            BOOST_TEST_CONTEXT("tcId " << test["tcId"].number()) {
                byte_vector shared(32, std::byte{0xee});
                const auto agreed = Primitive::agree(test["private"].bytes(), test["public"].bytes(), shared);
                BOOST_TEST(to_hex(shared) == test["shared"].text());
                const bool is_zero = test["shared"].text() == std::string(64, '0');
                BOOST_TEST(agreed.has_value() == !is_zero);
                if (is_zero) BOOST_TEST(agreed.error() == make_error_code(security_error::kex_value_weak));
                ++(is_zero ? zero : good);
            }
        }
    BOOST_TEST((zero > 10 && good > 300));
}

template <class Primitive>
void x25519_low_order() {
    fixed_random random;
    for (std::string value : {"0000000000000000000000000000000000000000000000000000000000000000",
                              "0100000000000000000000000000000000000000000000000000000000000000",
                              "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                              "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                              "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                              "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                              "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
        byte_vector peer = *from_hex(value);
        for (int top = 0; top < 2; ++top) { // the top bit is ignored by X25519
            byte_vector shared(32, std::byte{1});
            BOOST_TEST(Primitive::agree(random.bytes(32), peer, shared).error() ==
                       make_error_code(security_error::kex_value_weak));
            BOOST_TEST(constant_time_is_zero(shared));
            peer.back() ^= std::byte{0x80};
        }
    }
}

template <class Primitive>
void x25519_lengths() {
    fixed_random random;
    for (std::size_t size : {0u, 1u, 31u, 33u, 64u}) {
        byte_vector shared(32, std::byte{1});
        BOOST_TEST(Primitive::agree(random.bytes(32), random.bytes(size), shared).error() ==
                   make_error_code(protocol_error::kex_value_out_of_range));
        BOOST_TEST(constant_time_is_zero(shared));
    }
}

template <class Primitive>
void x25519_both_sides() {
    fixed_random random;
    byte_vector a(32), b(32), ka(32), kb(32), x(32), y(32);
    BOOST_REQUIRE(Primitive::generate(random, a, ka));
    BOOST_REQUIRE(Primitive::generate(random, b, kb));
    BOOST_REQUIRE(Primitive::agree(a, kb, x));
    BOOST_REQUIRE(Primitive::agree(b, ka, y));
    BOOST_TEST(to_hex(x) == to_hex(y));
    BOOST_TEST(to_hex(ka) != to_hex(kb));
}

template <class Primitive>
void x25519_without_random() {
    failing_random random;
    byte_vector secret(32), value(32);
    BOOST_TEST(Primitive::generate(random, secret, value).error() ==
               make_error_code(security_error::random_failed));
    BOOST_TEST(constant_time_is_zero(value));
}

/// S + L for the S that ends a signature, which names the same residue.
inline byte_vector with_order_added(byte_vector signature) {
    const auto order = *from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    unsigned carry = 0;
    for (std::size_t i = 0; i < 32; ++i) {
        std::byte& s = signature[signature.size() - 32 + i];
        carry += std::to_integer<unsigned>(s) + std::to_integer<unsigned>(order[i]);
        s = static_cast<std::byte>(carry & 0xff);
        carry >>= 8;
    }
    return signature;
}

/// RFC 8032, section 7.1.
template <class Primitive>
void ed25519_answers() {
    std::size_t seen = 0;
    for (const auto& record : records_in(own_vector_path("host_key/ed25519.txt"))) {
        const byte_vector seed = record.bytes("seed"), message = record.bytes("message");
        byte_vector key(32), signature(64);
        BOOST_REQUIRE(Primitive::public_key(seed, key));
        BOOST_TEST(to_hex(key) == record.text("key"));
        BOOST_REQUIRE(Primitive::sign(seed, key, message, signature));
        BOOST_TEST(to_hex(signature) == record.text("signature"));
        BOOST_TEST(Primitive::verify(key, message, signature));
        ++seen;
    }
    BOOST_TEST(seen == 3u);
}

template <class Primitive>
void ed25519_wycheproof() {
    std::size_t valid = 0, invalid = 0;
    const auto file = vector_json("wycheproof/ed25519.json");
    for (const auto& group : file["testGroups"])
        for (const auto& test : group["tests"]) {
            BOOST_TEST_CONTEXT("tcId " << test["tcId"].number()) {
                const bool good = Primitive::verify(group["publicKey"]["pk"].bytes(), test["msg"].bytes(),
                                                    test["sig"].bytes());
                BOOST_TEST(good == (test["result"].text() == "valid"));
                ++(good ? valid : invalid);
            }
        }
    BOOST_TEST((valid > 50 && invalid > 30));
}

template <class Primitive>
void ed25519_second_forms() {
    fixed_random random;
    for (int i = 0; i < 20; ++i) {
        const byte_vector seed = random.bytes(32), message = random.bytes(50);
        byte_vector key(32), signature(64);
        BOOST_REQUIRE(Primitive::public_key(seed, key));
        BOOST_REQUIRE(Primitive::sign(seed, key, message, signature));
        BOOST_TEST(Primitive::verify(key, message, signature));
        BOOST_TEST(!Primitive::verify(key, message, with_order_added(signature)));
    }
}

template <class Primitive>
void ed25519_changes() {
    fixed_random random;
    const byte_vector seed = random.bytes(32), message = random.bytes(9);
    byte_vector key(32), signature(64);
    BOOST_REQUIRE(Primitive::public_key(seed, key));
    BOOST_REQUIRE(Primitive::sign(seed, key, message, signature));
    for (std::size_t bit = 0; bit < 8 * 64; ++bit) {
        byte_vector other = signature;
        other[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
        BOOST_TEST(!Primitive::verify(key, message, other));
    }
    BOOST_TEST(!Primitive::verify(key, byte_view{message}.first(8), signature));
    BOOST_TEST(!Primitive::verify(key, message, byte_view{signature}.first(63)));
    BOOST_TEST(!Primitive::verify(key, message, {}));
    BOOST_TEST(!Primitive::verify(byte_view{key}.first(31), message, signature));
}

template <class Primitive>
void ed25519_unacceptable_keys() {
    for (std::string y : {"0000000000000000000000000000000000000000000000000000000000000000",
                          "0100000000000000000000000000000000000000000000000000000000000000",
                          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          // the prime and more: not the least number of its residue
                          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
        byte_vector key = *from_hex(y);
        for (int sign = 0; sign < 2; ++sign) {
            BOOST_TEST(!Primitive::is_key(key));
            key.back() ^= std::byte{0x80};
        }
    }
    // under the neutral element, R = S * B fits any message; S = 0 makes R the neutral element itself
    byte_vector neutral(32), signature(64);
    neutral[0] = signature[0] = std::byte{1};
    BOOST_TEST(!Primitive::verify(neutral, as_bytes("any message"), signature));
}

} // namespace hawser::testing
