#include <hawser/algorithm/kex/ecdh_nistp.hpp>

#include "support/exchange.hpp"
#include "support/no_points.hpp"
#include "support/vectors.hpp"

#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>

using namespace hawser;
namespace utf = boost::unit_test;

namespace {

template <class Method, class Curve>
struct under_test {
    using method = Method;
    using curve = Curve;
    static constexpr std::size_t size = Curve::scalar_size;
};
using p256 = under_test<kex::ecdh_sha2_nistp256, native::p256>;
using p384 = under_test<kex::ecdh_sha2_nistp384, native::p384>;
using p521 = under_test<kex::ecdh_sha2_nistp521, native::p521>;
using methods = boost::mpl::list<p256, p384, p521>;

byte_vector init(byte_view value) { return testing::payload_of(wire::ecdh_init{value}); }
byte_vector reply(byte_view value) {
    return testing::payload_of(wire::ecdh_reply{as_bytes("k"), value, as_bytes("s")});
}

/// NIST's answers for a curve, through the machine of the client.
template <class T>
void nist_answers() {
    std::size_t seen = 0;
    const auto padded = [](const std::string& digits) {
        const std::string zeros(2 * T::size - std::min(2 * T::size, digits.size()), '0');
        return zeros + digits.substr(digits.size() - std::min(2 * T::size, digits.size()));
    };
    for (const auto& record : testing::records_in(testing::vector_path("nist/ecc_cdh_primitive.txt"))) {
        if (!record.has("ZIUT")) continue;
        const auto peer = from_hex("04" + padded(record.text("QCAVSx")) + padded(record.text("QCAVSy")));
        if (!peer || !T::curve::is_point(*peer)) continue;
        ++seen;
        testing::repeating_random random{*from_hex(padded(record.text("dIUT")))};
        testing::started_initiator<typename T::method> client{random};
        BOOST_TEST(to_hex(client.sent.view().subspan(5)) ==
                   "04" + padded(record.text("QIUTx")) + padded(record.text("QIUTy")));
        BOOST_REQUIRE(client.on(reply(*peer), random));
        byte_buffer out, expected;
        wire::writer w{out}, e{expected};
        client.machine.hash_secret(w);
        e.mpint(*from_hex(padded(record.text("ZIUT"))));
        BOOST_TEST(to_hex(out.view()) == to_hex(expected.view()));
    }
    BOOST_TEST(seen == 5u);
}

} // namespace

BOOST_AUTO_TEST_SUITE(kex_ecdh_nistp)

BOOST_AUTO_TEST_CASE(names) {
    BOOST_TEST(kex::ecdh_sha2_nistp256::name == "ecdh-sha2-nistp256");
    BOOST_TEST(kex::ecdh_sha2_nistp384::name == "ecdh-sha2-nistp384");
    BOOST_TEST(kex::ecdh_sha2_nistp521::name == "ecdh-sha2-nistp521");
    // RFC 5656, section 6.2.1: the hash goes with the size of the curve
    BOOST_TEST(kex::ecdh_sha2_nistp256::hash::size == 32u);
    BOOST_TEST(kex::ecdh_sha2_nistp384::hash::size == 48u);
    BOOST_TEST(kex::ecdh_sha2_nistp521::hash::size == 64u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(sizes, T, methods) {
    static_assert(kex_algorithm<typename T::method>);
    testing::fixed_random random;
    testing::started_initiator<typename T::method> client{random};
    const std::size_t point = 1 + 2 * T::size;
    BOOST_TEST(client.sent.size() == 1 + 4 + point);
    BOOST_TEST(std::to_integer<unsigned>(client.sent.view()[0]) == 30u);
    BOOST_TEST(load_u32(client.sent.view().data() + 1) == point);
    BOOST_TEST(std::to_integer<unsigned>(client.sent.view()[5]) == 4u);
}

BOOST_AUTO_TEST_CASE(nist_answers_256,
                     *utf::label("AL-K-010") * utf::precondition(testing::needs_vectors{"nist"})) {
    nist_answers<p256>();
}
BOOST_AUTO_TEST_CASE(nist_answers_384,
                     *utf::label("AL-K-011") * utf::precondition(testing::needs_vectors{"nist"})) {
    nist_answers<p384>();
}
BOOST_AUTO_TEST_CASE(nist_answers_521,
                     *utf::label("AL-K-012") * utf::precondition(testing::needs_vectors{"nist"})) {
    nist_answers<p521>();
}

BOOST_TEST_DECORATOR(*utf::label("C03"))
BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_not_a_point_ends_the_exchange, T, methods) {
    testing::fixed_random random;
    byte_vector secret(T::size), good(1 + 2 * T::size);
    BOOST_REQUIRE(T::curve::generate(random, secret, good));
    BOOST_TEST(!testing::responder_says<typename T::method>(init(good)));
    for (const byte_vector& value : testing::no_points(good)) {
        BOOST_TEST(testing::responder_says<typename T::method>(init(value)) ==
                   make_error_code(protocol_error::kex_value_out_of_range));
        BOOST_TEST(testing::initiator_says<typename T::method>(reply(value)) ==
                   make_error_code(protocol_error::kex_value_out_of_range));
    }
}

BOOST_AUTO_TEST_SUITE_END()
