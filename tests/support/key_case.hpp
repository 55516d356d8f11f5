#pragma once
// A key of a host key algorithm, and what an algorithm must do over parts that fail. What all must do with keys and
// signatures is in tests/algorithms.

#include <hawser/algorithm/host_key.hpp>
#include <hawser/wire/reader.hpp>
#include <hawser/wire/writer.hpp>

#include "support/failing.hpp"
#include "support/fixed_random.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace hawser::testing {

/// A throwaway key of an algorithm.
template <generating_host_key H>
struct throwaway_key {
    byte_buffer fields;
    byte_buffer blob;
    fixed_random random;

    explicit throwaway_key(std::uint64_t seed = 1) : random{seed} {
        BOOST_REQUIRE(H::generate(random, fields));
        BOOST_REQUIRE(H::public_blob(fields.view(), blob));
    }
    byte_vector sign(byte_view message) {
        byte_buffer out;
        BOOST_REQUIRE(H::sign(fields.view(), message, random, out));
        return to_vector(out.view());
    }
    std::error_code verify(byte_view message, byte_view signature, key_policy policy = {}) const {
        return H::verify(blob.view(), message, signature, policy).error();
    }
};

/// A blob of strings.
template <class... Fields>
byte_vector strings(const Fields&... fields) {
    byte_buffer out;
    wire::writer w{out};
    (w.string(fields), ...);
    return to_vector(out.view());
}

/// C12: `Faulty` is the key's algorithm over a primitive that signs wrongly.
template <class Faulty, generating_host_key H>
void check_wrong_signature_stays(throwaway_key<H>& key) {
    byte_buffer out;
    BOOST_TEST(Faulty::sign(key.fields.view(), as_bytes("m"), key.random, out).error() ==
               make_error_code(security_error::backend_failed));
    BOOST_TEST(out.empty());
}

/// `Choosy` is the key's algorithm over a primitive that refuses the first nonces: a later one serves, and some time there is
/// an end. (Half of DSA's are of no use anyway, so that one refusal may change nothing.)
template <class Choosy, generating_host_key H>
void check_refused_nonces(throwaway_key<H>& key, int& refusals) {
    const auto sign = [&](int refused, byte_buffer& out) {
        refusals = refused;
        return Choosy::sign(key.fields.view(), as_bytes("m"), key.random, out);
    };
    byte_buffer first, second, none;
    BOOST_REQUIRE(sign(0, first));
    BOOST_REQUIRE(sign(3, second));
    BOOST_TEST(to_hex(first.view()) == to_hex(key.sign(as_bytes("m"))));
    BOOST_TEST(to_hex(first.view()) != to_hex(second.view()));
    BOOST_TEST(!key.verify(as_bytes("m"), second.view()));
    BOOST_TEST(sign(100000, none).error() == make_error_code(security_error::backend_failed));
    BOOST_TEST(none.empty());
}

/// C13: `Failing` is the key's algorithm over a hash that fails when told to: at each of its calls, an error.
template <class Failing, generating_host_key H>
void check_failing_hash(throwaway_key<H>& key) {
    const std::error_code failed = security_error::backend_failed;
    const byte_vector good = key.sign(as_bytes("m"));
    byte_buffer out;
    const auto sign = [&] {
        return Failing::sign(key.fields.view(), as_bytes("m"), key.random, out).error();
    };
    const auto verify = [&] { return Failing::verify(key.blob.view(), as_bytes("m"), good, {}).error(); };
    const auto each_call_fails = [&](auto run) {
        crypto_fault::arm(crypto_fault::never);
        BOOST_TEST(!run());
        const std::size_t calls = crypto_fault::calls();
        BOOST_TEST(calls >= 2u); // update and final
        for (std::size_t nth = 1; nth <= calls; ++nth) {
            out.clear();
            crypto_fault::arm(nth);
            BOOST_TEST(run() == failed, nth);
            BOOST_TEST(out.empty());
        }
        crypto_fault::arm(crypto_fault::never);
    };
    each_call_fails(sign);
    out.clear();
    each_call_fails(verify);
}

} // namespace hawser::testing
