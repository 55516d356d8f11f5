#include <hawser/algorithm/native/nist_curve.hpp>

#include "support/nist_curve_cases.hpp"

using namespace hawser;
using namespace hawser::testing;
namespace utf = boost::unit_test;

using curves =
    boost::mpl::list<tested_p256<native::p256>, tested_p384<native::p384>, tested_p521<native::p521>>;

BOOST_AUTO_TEST_SUITE(native_nist_curve)

#include "support/nist_curve_cases.ipp"

BOOST_AUTO_TEST_SUITE_END()
