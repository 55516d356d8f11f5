#include <hawser/algorithm/kex/dh_group.hpp>

#include "support/dh_case.hpp"

#include <boost/test/unit_test.hpp>

#include <new>

using namespace hawser;
using testing::check_dh_answers;
using testing::check_dh_range;
using method = kex::diffie_hellman_group14_sha256;
namespace utf = boost::unit_test;

namespace {

struct failing_modexp {
    static void power(byte_span, byte_view, byte_view, byte_view) { throw std::bad_alloc{}; }
};

} // namespace

BOOST_AUTO_TEST_SUITE(kex_dh_group)

BOOST_AUTO_TEST_CASE(names_and_hashes) {
    static_assert(kex_algorithm<kex::diffie_hellman_group14_sha256>);
    static_assert(kex_algorithm<kex::diffie_hellman_group16_sha512>);
    static_assert(kex_algorithm<kex::diffie_hellman_group18_sha512>);
    BOOST_TEST(kex::diffie_hellman_group14_sha256::name == "diffie-hellman-group14-sha256");
    BOOST_TEST(kex::diffie_hellman_group16_sha512::name == "diffie-hellman-group16-sha512");
    BOOST_TEST(kex::diffie_hellman_group18_sha512::name == "diffie-hellman-group18-sha512");
    BOOST_TEST(kex::diffie_hellman_group14_sha256::hash::size == 32u);
    BOOST_TEST(kex::diffie_hellman_group16_sha512::hash::size == 64u);
    BOOST_TEST(kex::diffie_hellman_group18_sha512::hash::size == 64u);
}

BOOST_AUTO_TEST_CASE(group14_agrees_with_another_library, *utf::label("AL-K-005") * utf::label("K24")) {
    check_dh_answers<kex::diffie_hellman_group14_sha256, kex::modp_2048>();
    check_dh_range<kex::diffie_hellman_group14_sha256, kex::modp_2048>();
}
BOOST_AUTO_TEST_CASE(group16_agrees_with_another_library, *utf::label("AL-K-006") * utf::label("K24")) {
    check_dh_answers<kex::diffie_hellman_group16_sha512, kex::modp_4096>();
    check_dh_range<kex::diffie_hellman_group16_sha512, kex::modp_4096>();
}
BOOST_AUTO_TEST_CASE(group18_agrees_with_another_library, *utf::label("AL-K-007") * utf::label("K24")) {
    check_dh_answers<kex::diffie_hellman_group18_sha512, kex::modp_8192>();
    check_dh_range<kex::diffie_hellman_group18_sha512, kex::modp_8192>();
}

BOOST_AUTO_TEST_CASE(mpints_negative_padded_and_huge, *utf::label("K24") * utf::label("C07")) {
    const auto raw = [](byte_view value) {
        byte_buffer out;
        wire::writer w{out};
        w.u8(30).string(value);
        return to_vector(out.view());
    };
    const std::error_code malformed = protocol_error::malformed_message;
    BOOST_TEST(testing::responder_says<method>(raw(*from_hex("8000"))) == malformed);
    BOOST_TEST(testing::responder_says<method>(raw(*from_hex("0002"))) == malformed);
    BOOST_TEST(testing::responder_says<method>(raw(*from_hex("00"))) == malformed);
    BOOST_TEST(testing::responder_says<method>(raw(byte_vector(64 * 1024, std::byte{1}))) == malformed);
}

BOOST_AUTO_TEST_CASE(a_source_of_zeros_is_noticed, *utf::label("C16")) {
    testing::repeating_random zeros;
    byte_buffer out;
    method::initiator initiator;
    BOOST_TEST(initiator.start(zeros, {}, out).error() == make_error_code(security_error::random_failed));
    BOOST_TEST(out.empty());
}

BOOST_AUTO_TEST_CASE(what_the_arithmetic_throws_becomes_an_error, *utf::label("C13")) {
    using failing = kex::basic_dh_group<kex::detail::diffie_hellman_group14_sha256_names, kex::modp_2048,
                                        failing_modexp, cryptopp::sha256>;
    testing::fixed_random random;
    byte_buffer out;
    failing::initiator initiator;
    BOOST_TEST(initiator.start(random, {}, out).error() ==
               std::make_error_code(std::errc::not_enough_memory));
    BOOST_TEST(out.empty());
}

BOOST_AUTO_TEST_SUITE_END()
