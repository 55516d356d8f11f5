#include <hawser/algorithm/openssl/aes_ctr.hpp>

#include "support/primitive_cases.hpp"

using namespace hawser;

static_assert(stream_primitive<openssl::aes_ctr<16>> && stream_primitive<openssl::aes_ctr<24>> &&
              stream_primitive<openssl::aes_ctr<32>>);

BOOST_AUTO_TEST_SUITE(openssl_aes_ctr)

BOOST_AUTO_TEST_CASE(pieces_of_any_size_give_one_stream) { testing::aes_ctr_answers<openssl::aes_ctr>(); }
BOOST_AUTO_TEST_CASE(sizes_that_do_not_fit_are_refused) { testing::aes_ctr_refusals<openssl::aes_ctr>(); }
BOOST_AUTO_TEST_CASE(without_a_key_nothing_works) {
    openssl::aes_ctr<32> stream;
    byte_vector data(16);
    BOOST_TEST(!stream.apply(data));
}

BOOST_AUTO_TEST_SUITE_END()
