#include <hawser/algorithm/cryptopp/rsa_consistency.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <vector>

using namespace hawser;

namespace {

/// The textbook key p = 61, q = 53, with d modulo phi.
struct toy_key {
    byte_vector n = *from_hex("0ca1"), e = *from_hex("11"), d = *from_hex("0ac1"), iqmp = *from_hex("26"),
                p = *from_hex("3d"), q = *from_hex("35");

    bool agrees() const { return *cryptopp::rsa_numbers_agree({n, e, d, iqmp, p, q}); }
};

} // namespace

BOOST_AUTO_TEST_CASE(rsa_numbers_of_a_key_agree) {
    toy_key key;
    BOOST_TEST(key.agrees());
    key.d = *from_hex("019d"); // modulo the least common multiple of p-1 and q-1
    BOOST_TEST(key.agrees());
}

BOOST_AUTO_TEST_CASE(rsa_numbers_disagree_when_any_is_another) {
    for (byte_vector toy_key::*number :
         {&toy_key::n, &toy_key::e, &toy_key::d, &toy_key::iqmp, &toy_key::p, &toy_key::q}) {
        toy_key key;
        (key.*number).back() ^= std::byte{2};
        BOOST_TEST(!key.agrees());
        (key.*number) = {};
        BOOST_TEST(!key.agrees());
    }
    // one factor 1, the other n: the product is right
    toy_key key;
    key.p = {std::byte{1}};
    key.q = key.n;
    BOOST_TEST(!key.agrees());
    std::swap(key.p, key.q);
    BOOST_TEST(!key.agrees());
}
