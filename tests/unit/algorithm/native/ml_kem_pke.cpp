#include <hawser/algorithm/native/ml_kem_pke.hpp>

#include "support/fixed_random.hpp"

#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>

using namespace hawser;

namespace {

using schemes = boost::mpl::list<native::ml_kem_pke<3, 10, 4>, native::ml_kem_pke<4, 11, 5>>;

template <class Pke>
struct pair {
    byte_vector private_key, public_key;

    explicit pair(testing::fixed_random& random)
        : private_key(Pke::private_key_size),
          public_key(random.bytes(Pke::public_key_size)) { // ends with rho
        Pke::make_pair(random.bytes(32), private_key, public_key);
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(native_ml_kem_pke)

BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_encrypted_comes_back, Pke, schemes) {
    testing::fixed_random random;
    const pair<Pke> ours{random}, other{random};
    byte_vector ciphertext(Pke::ciphertext_size), back(32);
    for (int i = 0; i < 10; ++i) {
        const byte_vector message = i == 0 ? byte_vector(32) : random.bytes(32);
        Pke::encrypt(ours.public_key, message, random.bytes(32), ciphertext);
        Pke::decrypt(ours.private_key, ciphertext, back);
        BOOST_TEST(to_hex(back) == to_hex(message));
        Pke::decrypt(other.private_key, ciphertext, back);
        BOOST_TEST(to_hex(back) != to_hex(message));
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(only_the_seeds_matter, Pke, schemes) {
    testing::fixed_random once{2}, again{2};
    const pair<Pke> a{once}, b{again};
    BOOST_TEST((equal(a.private_key, b.private_key) && equal(a.public_key, b.public_key)));
    byte_vector first(Pke::ciphertext_size), second(Pke::ciphertext_size);
    const byte_vector message(32, std::byte{1});
    Pke::encrypt(a.public_key, message, byte_vector(32), first);
    Pke::encrypt(a.public_key, message, byte_vector(32, std::byte{1}), second);
    BOOST_TEST(!equal(first, second));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(keys_it_makes_are_reduced, Pke, schemes) {
    testing::fixed_random random{3};
    pair<Pke> keys{random};
    BOOST_TEST(Pke::is_reduced(keys.public_key));
    const std::size_t last = Pke::private_key_size - 1; // the high bits of the last coefficient
    keys.public_key[last] = std::byte{0xff};
    BOOST_TEST(!Pke::is_reduced(keys.public_key));
}

BOOST_AUTO_TEST_SUITE_END()
