#include <hawser/algorithm/kex/mlkem_nistp.hpp>

#include "support/exchange.hpp"
#include "support/vectors.hpp"

#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>

using namespace hawser;
namespace utf = boost::unit_test;

namespace {

template <class Method, class Kem, class Curve>
struct under_test {
    using method = Method;
    static constexpr std::size_t init_size = Kem::public_key_size + Curve::point_size;
    static constexpr std::size_t reply_size = Kem::ciphertext_size + Curve::point_size;
    static constexpr std::size_t point_size = Curve::point_size;
};
using p256 = under_test<kex::mlkem768nistp256_sha256, native::ml_kem_768, native::p256>;
using p384 = under_test<kex::mlkem1024nistp384_sha384, native::ml_kem_1024, native::p384>;
using methods = boost::mpl::list<p256, p384>;

byte_vector init(byte_view value) { return testing::payload_of(wire::ecdh_init{value}); }
byte_vector reply(byte_view value) {
    return testing::payload_of(wire::ecdh_reply{as_bytes("k"), value, as_bytes("s")});
}

const std::error_code out_of_range = protocol_error::kex_value_out_of_range;

template <class T>
void refuses_bad_halves() {
    using method = typename T::method;
    testing::fixed_random random{6};
    testing::started_initiator<method> client{random};
    const byte_vector good = to_vector(client.sent.view().subspan(5));
    BOOST_TEST(testing::responder_says<method>(init(good)) == std::error_code{});
    byte_vector bad = good;
    bad.back() ^= std::byte{1}; // off the curve
    BOOST_TEST(testing::responder_says<method>(init(bad)) == out_of_range);
    bad = good;
    bad[bad.size() - T::point_size] = std::byte{2}; // compressed
    BOOST_TEST(testing::responder_says<method>(init(bad)) == out_of_range);
    bad = good;
    bad[0] = std::byte{0xff}; // not reduced
    bad[1] |= std::byte{0x0f};
    BOOST_TEST(testing::responder_says<method>(init(bad)) == out_of_range);
    BOOST_TEST(testing::initiator_says<method>(reply(byte_vector(T::reply_size))) == out_of_range);
}

} // namespace

BOOST_AUTO_TEST_SUITE(kex_mlkem_nistp)

BOOST_AUTO_TEST_CASE(what_they_are) {
    using first = kex::mlkem768nistp256_sha256;
    using second = kex::mlkem1024nistp384_sha384;
    static_assert(kex_algorithm<first> && kex_algorithm<second>);
    BOOST_TEST(first::name == "mlkem768nistp256-sha256");
    BOOST_TEST(second::name == "mlkem1024nistp384-sha384");
    BOOST_TEST((first::rank == grade::unproven && second::rank == grade::unproven));
    BOOST_TEST((first::hash::size == 32u && second::hash::size == 48u));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(known_answers, T, methods) {
    using method = typename T::method;
    const std::string file = "kex/" + std::string{method::name} + ".txt";
    for (const auto& record : testing::records_in(testing::own_vector_path(file))) {
        testing::repeating_random random{record.bytes("random")};
        testing::started_initiator<method> client{random};
        BOOST_TEST(to_hex(client.sent.view().subspan(5)) == record.text("init"));
        BOOST_REQUIRE(client.on(reply(record.bytes("reply")), random));
        byte_buffer out;
        wire::writer w{out};
        client.machine.hash_secret(w);
        BOOST_TEST(to_hex(out.view()) == record.text("secret"));
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(both_machines_hash_the_same, T, methods) {
    using method = typename T::method;
    testing::fixed_random random{5};
    testing::started_initiator<method> client{random};
    BOOST_TEST(client.sent.size() == 5 + T::init_size);
    typename method::responder server;
    byte_buffer out;
    BOOST_REQUIRE(server.start(random, {}, out));
    BOOST_REQUIRE(server.on_message(client.sent.view(), random, out));
    wire::writer w{out};
    server.reply(w, as_bytes("k"), as_bytes("s"));
    BOOST_TEST(out.size() == 1 + 5 + 4 + T::reply_size + 5);
    BOOST_REQUIRE(client.on(out.view(), random));
    BOOST_TEST(testing::hashed_by(client.machine) == testing::hashed_by(server));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(values_of_another_length, T, methods) {
    using method = typename T::method;
    for (std::size_t size : {std::size_t{0}, T::point_size, T::init_size - 1, T::init_size + 1})
        BOOST_TEST(testing::responder_says<method>(init(byte_vector(size))) == out_of_range);
    for (std::size_t size : {std::size_t{0}, T::point_size, T::reply_size - 1, T::reply_size + 1})
        BOOST_TEST(testing::initiator_says<method>(reply(byte_vector(size))) == out_of_range);
}

BOOST_AUTO_TEST_CASE(points_off_the_curve_and_keys_that_are_not_reduced,
                     *utf::label("C02") * utf::label("C04")) {
    refuses_bad_halves<p256>();
    refuses_bad_halves<p384>();
}

BOOST_AUTO_TEST_SUITE_END()
