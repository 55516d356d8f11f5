#include <hawser/algorithm/kem.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

namespace {

struct complete {
    static constexpr std::size_t public_key_size = 1, private_key_size = 1, ciphertext_size = 1,
                                 secret_size = 1;
    static result<void> generate(random_ref, byte_span, byte_span) { return {}; }
    static result<void> encapsulate(random_ref, byte_view, byte_span, byte_span) { return {}; }
    static result<void> decapsulate(byte_view, byte_view, byte_span) { return {}; }
};
/// One that says whether the ciphertext was right is none.
struct telling : complete {
    static bool decapsulate(byte_view, byte_view, byte_span) { return true; }
};
struct without_sizes {
    static result<void> generate(random_ref, byte_span, byte_span) { return {}; }
    static result<void> encapsulate(random_ref, byte_view, byte_span, byte_span) { return {}; }
    static result<void> decapsulate(byte_view, byte_view, byte_span) { return {}; }
};

} // namespace

BOOST_AUTO_TEST_CASE(what_a_kem_is) {
    BOOST_TEST(kem<complete>);
    BOOST_TEST(!kem<telling>);
    BOOST_TEST(!kem<without_sizes>);
    BOOST_TEST(!kem<int>);
}
