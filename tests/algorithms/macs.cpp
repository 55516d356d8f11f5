// Every MAC: every length, every bit changed, wrong keys and sizes.

#include "algorithms/lists.hpp"

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(mac)

namespace {

const for_each_algorithm<macs> tags_of_every_length_agree{
    "tags_of_every_length_agree", __FILE__, __LINE__, {}, []<class M>(std::type_identity<M>) {
        fixed_random random{10};
        typename M::state here, there;
        const byte_vector key = random.bytes(M::key_size);
        BOOST_TEST_REQUIRE(here.start(key).has_value());
        BOOST_TEST_REQUIRE(there.start(key).has_value());
        for (std::size_t size = 0; size < 300; ++size) {
            const byte_vector message = random.bytes(size);
            byte_vector tag(M::tag_size);
            BOOST_TEST_REQUIRE(here.sign(static_cast<std::uint32_t>(size), message, tag));
            BOOST_TEST_REQUIRE(there.verify(static_cast<std::uint32_t>(size), message, tag));
        }
    }};

const for_each_algorithm<macs> every_bit_of_the_key_counts{
    "every_bit_of_the_key_counts", __FILE__, __LINE__, {}, []<class M>(std::type_identity<M>) {
        for (std::size_t bit = 0; bit < M::key_size * 8; ++bit) {
            fixed_random random{bit + 1};
            byte_vector key = random.bytes(M::key_size);
            typename M::state here, there;
            BOOST_TEST_REQUIRE(here.start(key).has_value());
            key[bit / 8] ^= static_cast<std::byte>(1u << bit % 8);
            BOOST_TEST_REQUIRE(there.start(key).has_value());
            byte_vector tag(M::tag_size);
            BOOST_TEST_REQUIRE(here.sign(0, key, tag));
            BOOST_TEST(!there.verify(0, key, tag));
        }
    }};

const for_each_algorithm<macs> every_bit_of_message_tag_and_number_counts{
    "every_bit_of_message_tag_and_number_counts",
    __FILE__,
    __LINE__,
    {label("T10")},
    []<class M>(std::type_identity<M>) {
        fixed_random random{12};
        byte_vector message = random.bytes(60), tag(M::tag_size);
        typename M::state state;
        BOOST_TEST_REQUIRE(state.start(random.bytes(M::key_size)).has_value());
        BOOST_TEST_REQUIRE(state.sign(1, message, tag));
        for (std::size_t bit = 0; bit < 8 * (message.size() + tag.size()); ++bit) {
            const std::size_t at = bit / 8;
            std::byte& byte = at < message.size() ? message[at] : tag[at - message.size()];
            byte ^= static_cast<std::byte>(1u << bit % 8);
            BOOST_TEST(!state.verify(1, message, tag));
            byte ^= static_cast<std::byte>(1u << bit % 8);
        }
        for (unsigned bit = 0; bit < 32; ++bit) BOOST_TEST(!state.verify(1u ^ 1u << bit, message, tag));
        BOOST_TEST(state.verify(1, message, tag));
    }};

const for_each_algorithm<macs> tags_of_other_sizes_are_wrong{
    "tags_of_other_sizes_are_wrong", __FILE__, __LINE__, {}, []<class M>(std::type_identity<M>) {
        typename M::state state;
        BOOST_TEST_REQUIRE(state.start(byte_vector(M::key_size)).has_value());
        byte_vector tag(M::tag_size);
        BOOST_TEST_REQUIRE(state.sign(0, {}, tag));
        tag.resize(M::tag_size + 1);
        for (std::size_t size = 0; size <= tag.size(); ++size)
            BOOST_TEST(state.verify(0, {}, byte_view{tag}.first(size)) == (size == M::tag_size));
    }};

const for_each_algorithm<macs> keys_of_other_sizes_are_refused{
    "keys_of_other_sizes_are_refused", __FILE__, __LINE__, {}, []<class M>(std::type_identity<M>) {
        const byte_vector many(200, std::byte{1});
        typename M::state state;
        for (std::size_t key = 0; key < 200; ++key)
            BOOST_TEST(state.start(byte_view{many}.first(key)).has_value() == (key == M::key_size));
    }};

const for_each_algorithm<macs> nothing_works_before_a_start{
    "nothing_works_before_a_start", __FILE__, __LINE__, {}, []<class M>(std::type_identity<M>) {
        typename M::state state;
        byte_vector tag(M::tag_size, std::byte{0x41});
        BOOST_TEST(!state.sign(0, {}, tag));
        BOOST_TEST(constant_time_is_zero(tag));
        BOOST_TEST(!state.verify(0, {}, tag));
    }};

} // namespace

BOOST_AUTO_TEST_SUITE_END()
