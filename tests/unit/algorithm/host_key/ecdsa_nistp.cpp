#include <hawser/algorithm/host_key/ecdsa_nistp.hpp>

#include "support/failing.hpp"
#include "support/key_case.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using algorithm_under_test = host_key::ecdsa_sha2_nistp256;
namespace utf = boost::unit_test;

namespace {

const std::string order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

byte_vector mpints(byte_view a, byte_view b) {
    byte_buffer out;
    wire::writer w{out};
    w.mpint(a).mpint(b);
    return to_vector(out.view());
}

byte_vector fields_of(std::string_view curve, byte_view point, byte_view scalar) {
    byte_buffer out;
    wire::writer w{out};
    w.string(curve).string(point).mpint(scalar);
    return to_vector(out.view());
}

struct faulty_p256 : native::p256 {
    static bool sign(byte_view hash, byte_view secret, byte_view nonce, byte_span r, byte_span s) noexcept {
        const bool made = native::p256::sign(hash, secret, nonce, r, s);
        s[31] ^= std::byte{1};
        return made;
    }
};
/// Refuses the first nonce, as when r or s is zero.
struct choosy_p256 : native::p256 {
    static inline int refusals = 0;
    static bool sign(byte_view hash, byte_view secret, byte_view nonce, byte_span r, byte_span s) noexcept {
        return refusals-- <= 0 && native::p256::sign(hash, secret, nonce, r, s);
    }
};
template <class Curve, class Hash = cryptopp::sha256>
using with = host_key::basic_ecdsa<host_key::detail::ecdsa_sha2_nistp256_names, Curve, Hash>;

} // namespace

BOOST_AUTO_TEST_SUITE(host_key_ecdsa_nistp)

BOOST_AUTO_TEST_CASE(names) {
    static_assert(generating_host_key<algorithm_under_test>);
    BOOST_TEST(algorithm_under_test::name == "ecdsa-sha2-nistp256");
    BOOST_TEST(algorithm_under_test::key_format == "ecdsa-sha2-nistp256");
}

BOOST_AUTO_TEST_CASE(known_signatures, *utf::label("C11") * utf::label("AL-H-002")) {
    testing::failing_random no_random; // the nonce is no matter of chance
    std::size_t seen = 0;
    for (const auto& record : testing::records_in(testing::own_vector_path("host_key/rfc6979_p256.txt"))) {
        if (record.text("hash") != "sha256") continue;
        ++seen;
        const byte_vector point = *from_hex("04" + record.text("x") + record.text("y"));
        const byte_vector fields = fields_of("nistp256", point, record.bytes("key"));
        byte_buffer out, blob;
        BOOST_REQUIRE(algorithm_under_test::sign(fields, record.bytes("message"), no_random, out));
        const byte_vector expected =
            testing::strings(algorithm_under_test::name, mpints(record.bytes("r"), record.bytes("s")));
        BOOST_TEST(to_hex(out.view()) == to_hex(expected));
        BOOST_REQUIRE(algorithm_under_test::public_blob(fields, blob));
        BOOST_TEST(
            algorithm_under_test::verify(blob.view(), record.bytes("message"), out.view(), {}).has_value());
    }
    BOOST_TEST(seen == 2u);
}

BOOST_AUTO_TEST_CASE(wrong_signatures, *utf::label("K11") * utf::label("K12")) {
    testing::throwaway_key<algorithm_under_test> key;
    testing::check_signatures(key);
}

BOOST_AUTO_TEST_CASE(forms_of_r_and_s, *utf::label("C09")) {
    testing::throwaway_key<algorithm_under_test> key;
    const byte_view message = as_bytes("m");
    const byte_vector good = key.sign(message);
    wire::reader outer{good};
    outer.string();
    wire::reader inner{outer.string()};
    const byte_vector r = to_vector(inner.mpint()), s = to_vector(inner.mpint());
    const byte_vector zero, n = *from_hex(order), huge(33, std::byte{0x7f});
    const auto error = [&](byte_view rs) {
        return key.verify(message, testing::strings(algorithm_under_test::name, rs));
    };
    const std::error_code invalid = security_error::signature_invalid;
    BOOST_TEST(!error(mpints(r, s)));
    for (const byte_vector& bad : {zero, n, huge}) {
        BOOST_TEST(error(mpints(bad, s)) == invalid);
        BOOST_TEST(error(mpints(r, bad)) == invalid);
    }
    BOOST_TEST(error(mpints(s, r)) == invalid);
    // needless zeros, negative numbers, a third number
    byte_vector padded{std::byte{0}, std::byte{0}};
    padded.insert(padded.end(), r.begin(), r.end());
    BOOST_TEST(error(testing::strings(padded, s)) == invalid);
    byte_vector negative = r;
    negative[0] |= std::byte{0x80};
    BOOST_TEST(error(testing::strings(negative, s)) == invalid);
    byte_vector three = mpints(r, s);
    three.insert(three.end(), 4, std::byte{0});
    BOOST_TEST(error(three) == invalid);
}

BOOST_AUTO_TEST_CASE(wrong_keys, *utf::label("C03")) {
    testing::throwaway_key<algorithm_under_test> key;
    testing::check_blobs(key);
    testing::check_fields(key);
    wire::reader reader{key.blob.view()};
    reader.string();
    reader.string();
    const byte_vector point = to_vector(reader.string());
    const auto check = [&](std::string_view curve, byte_view p) {
        return algorithm_under_test::check_key(testing::strings(algorithm_under_test::name, curve, p), {})
            .error();
    };
    const std::error_code malformed = security_error::host_key_malformed;
    BOOST_TEST(!check("nistp256", point));
    BOOST_TEST(check("nistp384", point) == malformed);
    BOOST_TEST(check("nistp256", testing::flipped(point, 64)) == malformed); // off the curve
    BOOST_TEST(check("nistp256", byte_view{point}.first(33)) == malformed);
    BOOST_TEST(check("nistp256", byte_vector(65)) == malformed);
    BOOST_TEST(check("nistp256", byte_vector(1)) == malformed);
    byte_vector hybrid = point;
    hybrid[0] = std::byte{6} | (point.back() & std::byte{1});
    BOOST_TEST(check("nistp256", hybrid) == malformed);
}

BOOST_AUTO_TEST_CASE(private_scalars_out_of_range_or_of_another_point) {
    testing::throwaway_key<algorithm_under_test> key;
    wire::reader reader{key.fields.view()};
    reader.string();
    const byte_view point = reader.string();
    const byte_view scalar = reader.mpint();
    const auto sign = [&](std::string_view curve, byte_view p, byte_view d) {
        byte_buffer out;
        return algorithm_under_test::sign(fields_of(curve, p, d), as_bytes("m"), key.random, out).error();
    };
    const std::error_code malformed = usage_error::key_malformed;
    BOOST_TEST(!sign("nistp256", point, scalar));
    BOOST_TEST(sign("nistp384", point, scalar) == malformed);
    BOOST_TEST(sign("nistp256", point, {}) == malformed);
    BOOST_TEST(sign("nistp256", point, *from_hex(order)) == malformed);
    BOOST_TEST(sign("nistp256", point, byte_vector(33, std::byte{1})) == malformed);
    BOOST_TEST(sign("nistp256", point, *from_hex("05")) == malformed);
}

BOOST_AUTO_TEST_CASE(a_refused_nonce_leads_to_the_next) {
    testing::throwaway_key<algorithm_under_test> key;
    byte_buffer first, second, none;
    choosy_p256::refusals = 0;
    BOOST_REQUIRE(with<choosy_p256>::sign(key.fields.view(), as_bytes("m"), key.random, first));
    choosy_p256::refusals = 1;
    BOOST_REQUIRE(with<choosy_p256>::sign(key.fields.view(), as_bytes("m"), key.random, second));
    BOOST_TEST(to_hex(first.view()) != to_hex(second.view()));
    BOOST_TEST(!key.verify(as_bytes("m"), second.view()));
    choosy_p256::refusals = 1000;
    BOOST_TEST(with<choosy_p256>::sign(key.fields.view(), as_bytes("m"), key.random, none).error() ==
               make_error_code(security_error::backend_failed));
    BOOST_TEST(none.empty());
}

BOOST_AUTO_TEST_CASE(a_wrong_signature_of_ours_does_not_leave, *utf::label("C12")) {
    testing::throwaway_key<algorithm_under_test> key;
    byte_buffer out;
    BOOST_TEST(with<faulty_p256>::sign(key.fields.view(), as_bytes("m"), key.random, out).error() ==
               make_error_code(security_error::backend_failed));
    BOOST_TEST(out.empty());
}

BOOST_AUTO_TEST_CASE(every_failure_of_the_hash_is_an_error, *utf::label("C13")) {
    testing::throwaway_key<algorithm_under_test> key;
    const byte_vector good = key.sign(as_bytes("m"));
    using failing = with<native::p256, testing::failing<cryptopp::sha256>>;
    const std::error_code failed = security_error::backend_failed;
    testing::crypto_fault::arm(testing::crypto_fault::never);
    byte_buffer out;
    BOOST_REQUIRE(failing::sign(key.fields.view(), as_bytes("m"), key.random, out));
    const std::size_t calls = testing::crypto_fault::calls();
    for (std::size_t n = 1; n <= calls; ++n) {
        out.clear();
        testing::crypto_fault::arm(n);
        BOOST_TEST(failing::sign(key.fields.view(), as_bytes("m"), key.random, out).error() == failed);
        BOOST_TEST(out.empty());
    }
    for (std::size_t n = 1; n <= 2; ++n) {
        testing::crypto_fault::arm(n);
        BOOST_TEST(failing::verify(key.blob.view(), as_bytes("m"), good, {}).error() == failed);
    }
    testing::crypto_fault::arm(testing::crypto_fault::never);
}

BOOST_AUTO_TEST_SUITE_END()
