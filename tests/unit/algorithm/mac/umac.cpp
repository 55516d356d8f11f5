#include <hawser/algorithm/mac/umac.hpp>

#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(umac_of_ssh)

namespace {

static_assert(mac_algorithm<mac::umac_128> && mac_algorithm<mac::umac_128_etm>);
static_assert(mac_algorithm<legacy::mac::umac_64> && mac_algorithm<legacy::mac::umac_64_etm>);

/// Every answer of our own file, and of the larger set where it is; then what must not be taken.
template <class Mac>
void answered(const char* tag_name) {
    const auto agrees = [](byte_view key, std::uint32_t sequence, byte_view message, byte_view expected) {
        typename Mac::state state;
        BOOST_TEST_REQUIRE(state.start(key).has_value());
        byte_vector tag(Mac::tag_size);
        BOOST_TEST(state.sign(sequence, message, tag));
        BOOST_TEST(to_hex(tag) == to_hex(expected));
        BOOST_TEST(state.verify(sequence, message, expected));
        BOOST_TEST(!state.verify(sequence ^ 1, message, expected));
        BOOST_TEST(!state.verify(sequence + 2, message, expected));
        tag.back() ^= std::byte{0x80};
        BOOST_TEST(!state.verify(sequence, message, tag));
        BOOST_TEST(!state.verify(sequence, message, expected.first(expected.size() - 1)));
        byte_vector longer = to_vector(message);
        longer.push_back(std::byte{0}); // zeros that fill a unit up are not what was sent
        BOOST_TEST(!state.verify(sequence, longer, expected));
        BOOST_TEST(
            state.verify(sequence, message, expected)); // a forgery changes nothing for the genuine one
    };
    for (const vector_record& answer : records_in(own_vector_path("mac/" + std::string{Mac::name} + ".txt")))
        agrees(answer.bytes("key"), answer.number("sequence"), answer.bytes("message"), answer.bytes("tag"));
    if (!std::filesystem::exists(vector_path("umac/ssh-umac.json"))) return;
    const json set = vector_json("umac/ssh-umac.json");
    for (const json& answer : set["vectors"])
        agrees(answer["key"].bytes(), load_u32(answer["nonce"].bytes().data() + 4), answer["msg"].bytes(),
               answer[tag_name].bytes());
}

} // namespace

BOOST_AUTO_TEST_CASE(umac_64, *boost::unit_test::label("AL-M-015")) {
    answered<legacy::mac::umac_64>("umac64");
}
BOOST_AUTO_TEST_CASE(umac_64_etm, *boost::unit_test::label("AL-M-016")) {
    answered<legacy::mac::umac_64_etm>("umac64");
}
BOOST_AUTO_TEST_CASE(umac_128, *boost::unit_test::label("AL-M-017")) { answered<mac::umac_128>("umac128"); }
BOOST_AUTO_TEST_CASE(umac_128_etm, *boost::unit_test::label("AL-M-018")) {
    answered<mac::umac_128_etm>("umac128");
}

BOOST_AUTO_TEST_CASE(a_failure_leaves_no_tag) {
    mac::umac_128::state state;
    byte_vector tag(16, std::byte{0x55});
    BOOST_TEST(!state.sign(0, {}, tag)); // not keyed
    BOOST_TEST(constant_time_is_zero(tag));
    BOOST_TEST(!state.verify(0, {}, tag));
    BOOST_TEST(state.start(byte_vector(32)).error() == usage_error::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
