#include <hawser/algorithm/kex/mlkem_nistp.hpp>

#include "support/hybrid_case.hpp"
#include "support/no_points.hpp"

#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>

using namespace hawser;
namespace utf = boost::unit_test;

namespace {

using p256 = testing::hybrid_case<kex::mlkem768nistp256_sha256, native::ml_kem_768, native::p256::point_size>;
using p384 =
    testing::hybrid_case<kex::mlkem1024nistp384_sha384, native::ml_kem_1024, native::p384::point_size>;
using methods = boost::mpl::list<p256, p384>;

const std::error_code out_of_range = protocol_error::kex_value_out_of_range;

} // namespace

BOOST_AUTO_TEST_SUITE(kex_mlkem_nistp)

BOOST_AUTO_TEST_CASE(what_they_are) {
    using first = kex::mlkem768nistp256_sha256;
    using second = kex::mlkem1024nistp384_sha384;
    static_assert(p256::init_size == 1184 + 65 && p384::reply_size == 1568 + 97);
    BOOST_TEST(first::name == "mlkem768nistp256-sha256");
    BOOST_TEST(second::name == "mlkem1024nistp384-sha384");
    BOOST_TEST((first::rank == grade::opt_in && second::rank == grade::opt_in));
}

BOOST_TEST_DECORATOR(*utf::label("C04"))
BOOST_AUTO_TEST_CASE_TEMPLATE(values_of_another_length, T, methods) { T{}.check_lengths(); }

BOOST_TEST_DECORATOR(*utf::label("C03"))
BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_not_a_point_ends_the_exchange, T, methods) {
    const T halves;
    for (const byte_vector& bad : testing::no_points(byte_view{halves.init}.last(T::share_size)))
        halves.check_share(bad, out_of_range);
}

BOOST_TEST_DECORATOR(*utf::label("C04"))
BOOST_AUTO_TEST_CASE_TEMPLATE(keys_that_are_not_reduced, T, methods) {
    byte_vector init = T{}.init;
    init[0] = std::byte{0xff};
    init[1] |= std::byte{0x0f};
    BOOST_TEST(T::of_server(init) == out_of_range);
}

BOOST_TEST_DECORATOR(*utf::label("C04"))
BOOST_AUTO_TEST_CASE_TEMPLATE(a_wrong_ciphertext_gives_another_hash, T, methods) {
    T::check_wrong_ciphertexts();
}

BOOST_AUTO_TEST_SUITE_END()
