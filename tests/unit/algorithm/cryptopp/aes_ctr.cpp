#include <hawser/algorithm/cryptopp/aes_ctr.hpp>

#include "support/primitive_cases.hpp"

using namespace hawser;

static_assert(stream_primitive<cryptopp::aes_ctr<16>> && stream_primitive<cryptopp::aes_ctr<24>> &&
              stream_primitive<cryptopp::aes_ctr<32>>);

BOOST_AUTO_TEST_SUITE(cryptopp_aes_ctr)

BOOST_AUTO_TEST_CASE(pieces_of_any_size_give_one_stream) { testing::aes_ctr_answers<cryptopp::aes_ctr>(); }
BOOST_AUTO_TEST_CASE(sizes_that_do_not_fit_are_refused) { testing::aes_ctr_refusals<cryptopp::aes_ctr>(); }

BOOST_AUTO_TEST_SUITE_END()
