#include <hawser/algorithm/host_key/ecdsa_nistp.hpp>

#include "support/key_case.hpp"
#include "support/no_points.hpp"
#include "support/vectors.hpp"

#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>

using namespace hawser;
using algorithm_under_test = host_key::ecdsa_sha2_nistp256;
namespace utf = boost::unit_test;

namespace {

/// An algorithm and what its curve is.
template <class Algorithm, class Curve, class Parameters>
struct under_test {
    using algorithm = Algorithm;
    using curve = Curve;
    static constexpr std::size_t size = Curve::scalar_size;
    static byte_vector order() { return *from_hex(Parameters::order); }
};
using p256 = under_test<host_key::ecdsa_sha2_nistp256, native::p256, native::p256_parameters>;
using p384 = under_test<host_key::ecdsa_sha2_nistp384, native::p384, native::p384_parameters>;
using p521 = under_test<host_key::ecdsa_sha2_nistp521, native::p521, native::p521_parameters>;
using curves = boost::mpl::list<p256, p384, p521>;

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
using with = host_key::basic_ecdsa_sha2_nistp256<Curve, Hash>;

} // namespace

BOOST_AUTO_TEST_SUITE(host_key_ecdsa_nistp)

BOOST_AUTO_TEST_CASE_TEMPLATE(names, T, curves) {
    using algorithm = typename T::algorithm;
    static_assert(generating_host_key<algorithm>);
    BOOST_TEST(algorithm::name == "ecdsa-sha2-" + std::string{T::curve::name});
    BOOST_TEST(algorithm::key_format == algorithm::name);
}

/// RFC 6979's answers, through blobs and fields.
template <class T>
void known_answers(std::string_view bits, std::string_view hash) {
    using algorithm = typename T::algorithm;
    testing::failing_random no_random; // the nonce is no matter of chance
    std::size_t seen = 0;
    for (const auto& record :
         testing::records_in(testing::own_vector_path("host_key/rfc6979_p" + std::string{bits} + ".txt"))) {
        if (record.text("hash") != hash) continue;
        ++seen;
        const byte_vector point = *from_hex("04" + record.text("x") + record.text("y"));
        const byte_vector fields = fields_of(T::curve::name, point, record.bytes("key"));
        byte_buffer out, blob;
        BOOST_REQUIRE(algorithm::sign(fields, record.bytes("message"), no_random, out));
        const byte_vector expected =
            testing::strings(algorithm::name, mpints(record.bytes("r"), record.bytes("s")));
        BOOST_TEST(to_hex(out.view()) == to_hex(expected));
        BOOST_REQUIRE(algorithm::public_blob(fields, blob));
        BOOST_TEST(algorithm::verify(blob.view(), record.bytes("message"), out.view(), {}).has_value());
    }
    BOOST_TEST(seen == 2u);
}
BOOST_AUTO_TEST_CASE(known_signatures_256, *utf::label("C11") * utf::label("AL-H-002")) {
    known_answers<p256>("256", "sha256");
}
BOOST_AUTO_TEST_CASE(known_signatures_384, *utf::label("C11") * utf::label("AL-H-003")) {
    known_answers<p384>("384", "sha384");
}
BOOST_AUTO_TEST_CASE(known_signatures_521, *utf::label("C11") * utf::label("AL-H-004")) {
    known_answers<p521>("521", "sha512");
}

BOOST_TEST_DECORATOR(*utf::label("C09"))
BOOST_AUTO_TEST_CASE_TEMPLATE(forms_of_r_and_s, T, curves) {
    testing::throwaway_key<typename T::algorithm> key;
    const byte_view message = as_bytes("m");
    const byte_vector good = key.sign(message);
    wire::reader outer{good};
    outer.string();
    wire::reader inner{outer.string()};
    const byte_vector r = to_vector(inner.mpint()), s = to_vector(inner.mpint());
    const byte_vector zero, n = T::order(), huge(T::size + 1, std::byte{0x7f});
    const auto error = [&](byte_view rs) {
        return key.verify(message, testing::strings(T::algorithm::name, rs));
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

BOOST_TEST_DECORATOR(*utf::label("C03"))
BOOST_AUTO_TEST_CASE_TEMPLATE(wrong_keys, T, curves) {
    testing::throwaway_key<typename T::algorithm> key;
    wire::reader reader{key.blob.view()};
    reader.string();
    reader.string();
    const byte_vector point = to_vector(reader.string());
    const auto check = [&](std::string_view curve, byte_view p) {
        return T::algorithm::check_key(testing::strings(T::algorithm::name, curve, p), {}).error();
    };
    const std::string_view own = T::curve::name;
    const std::error_code malformed = security_error::host_key_malformed;
    BOOST_TEST(!check(own, point));
    for (std::string_view curve : {"nistp256", "nistp384", "nistp521", "nistp192", ""})
        BOOST_TEST((check(curve, point) == malformed) == (curve != own));
    for (const byte_vector& bad : testing::no_points(point)) BOOST_TEST(check(own, bad) == malformed);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(private_scalars_out_of_range_or_of_another_point, T, curves) {
    testing::throwaway_key<typename T::algorithm> key;
    wire::reader reader{key.fields.view()};
    reader.string();
    const byte_view point = reader.string();
    const byte_view scalar = reader.mpint();
    const auto sign = [&](std::string_view curve, byte_view p, byte_view d) {
        byte_buffer out;
        return T::algorithm::sign(fields_of(curve, p, d), as_bytes("m"), key.random, out).error();
    };
    const std::error_code malformed = usage_error::key_malformed;
    const std::string_view own = T::curve::name;
    BOOST_TEST(!sign(own, point, scalar));
    BOOST_TEST(sign("nistp224", point, scalar) == malformed);
    BOOST_TEST(sign(own, point, {}) == malformed);
    BOOST_TEST(sign(own, point, T::order()) == malformed);
    BOOST_TEST(sign(own, point, byte_vector(T::size + 1, std::byte{1})) == malformed);
    BOOST_TEST(sign(own, point, *from_hex("05")) == malformed);
}

BOOST_AUTO_TEST_CASE(a_refused_nonce_leads_to_the_next) {
    testing::throwaway_key<algorithm_under_test> key;
    testing::check_refused_nonces<with<choosy_p256>>(key, choosy_p256::refusals);
}
BOOST_AUTO_TEST_CASE(a_wrong_signature_of_ours_does_not_leave, *utf::label("C12")) {
    testing::throwaway_key<algorithm_under_test> key;
    testing::check_wrong_signature_stays<with<faulty_p256>>(key);
}
BOOST_AUTO_TEST_CASE(every_failure_of_the_hash_is_an_error, *utf::label("C13")) {
    testing::throwaway_key<algorithm_under_test> key;
    testing::check_failing_hash<with<native::p256, testing::failing<cryptopp::sha256>>>(key);
}

BOOST_AUTO_TEST_SUITE_END()
