#include <hawser/algorithm/host_key/ssh_dss.hpp>

#include "support/dss_key.hpp"
#include "support/key_case.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using testing::generating_dss;
namespace utf = boost::unit_test;

namespace {

const std::error_code host_key_malformed = security_error::host_key_malformed;

byte_vector trimmed(byte_vector number) {
    while (!number.empty() && number[0] == std::byte{0}) number.erase(number.begin());
    return number;
}

struct faulty_dsa : native::dsa {
    static bool sign(byte_view hash, const native::dsa_key& key, byte_view secret, byte_view nonce,
                     byte_span r, byte_span s) {
        const bool made = native::dsa::sign(hash, key, secret, nonce, r, s);
        s[19] ^= std::byte{1};
        return made;
    }
};
/// Refuses the first nonces, as when r or s is zero.
struct choosy_dsa : native::dsa {
    static inline int refusals = 0;
    static bool sign(byte_view hash, const native::dsa_key& key, byte_view secret, byte_view nonce,
                     byte_span r, byte_span s) {
        return refusals-- <= 0 && native::dsa::sign(hash, key, secret, nonce, r, s);
    }
};
template <class Primitive, class Hash = cryptopp::sha1>
using with = legacy::host_key::basic_ssh_dss<Primitive, Hash>;

} // namespace

BOOST_AUTO_TEST_SUITE(host_key_ssh_dss)

BOOST_AUTO_TEST_CASE(names) {
    using algorithm = legacy::host_key::ssh_dss;
    static_assert(host_key_algorithm<algorithm> && !generating_host_key<algorithm>);
    BOOST_TEST(algorithm::name == "ssh-dss");
    BOOST_TEST(algorithm::key_format == "ssh-dss");
    BOOST_TEST((algorithm::rank == grade::broken));
}

BOOST_AUTO_TEST_CASE(known_signatures, *utf::label("AL-H-008")) {
    testing::failing_random no_random; // the nonce is no matter of chance
    for (const auto& record : testing::records_in(testing::own_vector_path("host_key/rfc6979_dsa.txt"))) {
        byte_buffer fields, blob, out;
        wire::writer w{fields};
        for (const char* number : {"p", "q", "g", "y", "x"}) w.mpint(record.bytes(number));
        BOOST_REQUIRE(generating_dss::sign(fields.view(), record.bytes("message"), no_random, out));
        BOOST_TEST(to_hex(out.view()) ==
                   to_hex(testing::strings("ssh-dss", *from_hex(record.text("r") + record.text("s")))));
        BOOST_REQUIRE(generating_dss::public_blob(fields.view(), blob));
        BOOST_TEST(generating_dss::verify(blob.view(), record.bytes("message"), out.view(), {}).has_value());
    }
}

BOOST_AUTO_TEST_CASE(values_of_r_and_s) {
    testing::throwaway_key<generating_dss> key;
    // both have 20 bytes each, no more and no less
    const byte_vector good = key.sign(as_bytes("m"));
    wire::reader r{good};
    r.string();
    const byte_view inner = r.string();
    BOOST_TEST(inner.size() == 40u);
    const byte_vector q = testing::dss_record().bytes("q");
    const auto says = [&](byte_view first, byte_view second) {
        byte_vector both = to_vector(first);
        both.insert(both.end(), second.begin(), second.end());
        return key.verify(as_bytes("m"), testing::strings("ssh-dss", both));
    };
    BOOST_TEST(!says(inner.first(20), inner.last(20)));
    for (const byte_vector& bad :
         {byte_vector(20), q, byte_vector(20, std::byte{0xff}), byte_vector(19), byte_vector(21)}) {
        BOOST_TEST(says(bad, inner.last(20)) == make_error_code(security_error::signature_invalid));
        BOOST_TEST(says(inner.first(20), bad) == make_error_code(security_error::signature_invalid));
    }
}

BOOST_AUTO_TEST_CASE(numbers_that_are_no_key, *utf::label("C07")) {
    const auto parameters = testing::dss_record();
    const byte_vector p = parameters.bytes("p"), q = parameters.bytes("q"), g = parameters.bytes("g"),
                      y = parameters.bytes("y");
    const auto blob = [](auto... numbers) {
        byte_buffer out;
        wire::writer w{out};
        w.string("ssh-dss");
        (w.mpint(numbers), ...);
        return to_vector(out.view());
    };
    const auto says = [](byte_view b) { return generating_dss::check_key(b, {}).error(); };
    BOOST_TEST(!says(blob(p, q, g, y)));
    const byte_vector none, one{std::byte{1}};
    byte_vector minus_one = p, even = p;
    minus_one.back() ^= std::byte{1};
    for (const byte_vector& element : {none, one, p, minus_one}) {
        BOOST_TEST(says(blob(p, q, element, y)) == host_key_malformed);
        BOOST_TEST(says(blob(p, q, g, element)) == host_key_malformed);
    }
    BOOST_TEST(says(blob(minus_one, q, g, y)) == host_key_malformed);
    BOOST_TEST(says(blob(p, none, g, y)) == host_key_malformed);
    BOOST_TEST(says(blob(p, p, g, y)) == host_key_malformed);
    BOOST_TEST(says(blob(p, q, g)) == host_key_malformed);
    BOOST_TEST(says(blob(byte_vector(256, std::byte{0xff}), q, g, y)) == host_key_malformed);
    BOOST_TEST(says(blob(byte_vector(64, std::byte{0xff}), q, g, y)) == host_key_malformed);
    // needless zeros, and a number with the sign of a negative one
    byte_vector padded{std::byte{0}};
    const byte_vector y_magnitude = trimmed(y);
    padded.insert(padded.end(), y_magnitude.begin(), y_magnitude.end());
    byte_buffer out;
    wire::writer w{out};
    w.string("ssh-dss").mpint(p).mpint(q).mpint(g).string(padded);
    BOOST_TEST_REQUIRE(std::to_integer<unsigned>(y_magnitude[0]) < 0x80u); // else the zero is needed
    BOOST_TEST(says(out.view()) == host_key_malformed);
    byte_buffer negative;
    wire::writer v{negative};
    v.string("ssh-dss").string(trimmed(p)).mpint(q).mpint(g).mpint(y);
    BOOST_TEST(says(negative.view()) == host_key_malformed);
}

BOOST_AUTO_TEST_CASE(private_numbers_of_another_key_do_not_sign) {
    const auto parameters = testing::dss_record();
    testing::fixed_random random;
    const auto says = [&](byte_view y, byte_view x) {
        byte_buffer fields, out;
        wire::writer w{fields};
        for (const char* number : {"p", "q", "g"}) w.mpint(parameters.bytes(number));
        w.mpint(y).mpint(x);
        const std::error_code error = generating_dss::sign(fields.view(), as_bytes("m"), random, out).error();
        BOOST_TEST(out.empty() == bool(error));
        return error;
    };
    const std::error_code malformed = usage_error::key_malformed;
    const byte_vector y = parameters.bytes("y"), x = parameters.bytes("x");
    BOOST_TEST(!says(y, x));
    BOOST_TEST(says(y, *from_hex("05")) == malformed);
    BOOST_TEST(says(y, {}) == malformed);
    BOOST_TEST(says(y, parameters.bytes("q")) == malformed);
    BOOST_TEST(says(y, byte_vector(21, std::byte{1})) == malformed);
    BOOST_TEST(says(parameters.bytes("g"), x) == malformed);
}

BOOST_AUTO_TEST_CASE(a_refused_nonce_leads_to_the_next) {
    testing::throwaway_key<generating_dss> key;
    testing::check_refused_nonces<with<choosy_dsa>>(key, choosy_dsa::refusals);
}
BOOST_AUTO_TEST_CASE(a_wrong_signature_of_ours_does_not_leave, *utf::label("C12")) {
    testing::throwaway_key<generating_dss> key;
    testing::check_wrong_signature_stays<with<faulty_dsa>>(key);
}
BOOST_AUTO_TEST_CASE(every_failure_of_the_hash_is_an_error, *utf::label("C13")) {
    testing::throwaway_key<generating_dss> key;
    testing::check_failing_hash<with<native::dsa, testing::failing<cryptopp::sha1>>>(key);
}

BOOST_AUTO_TEST_SUITE_END()
