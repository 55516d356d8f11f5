// Every cipher that needs a MAC beside it: streams and keys. Its packets are in packets.cpp.

#include "algorithms/lists.hpp"

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(paired)

namespace {

const for_each_algorithm<paired_ciphers> streams_go_on_from_call_to_call{
    "streams_go_on_from_call_to_call", __FILE__, __LINE__, {}, []<class C>(std::type_identity<C>) {
        fixed_random random{9};
        const cipher_keys<C> keys{random};
        typename C::sealer sealer;
        typename C::opener opener;
        BOOST_TEST_REQUIRE(sealer.start(keys.key, keys.iv).has_value());
        BOOST_TEST_REQUIRE(opener.start(keys.key, keys.iv).has_value());
        for (std::size_t blocks = 1; blocks < 70; ++blocks) {
            const byte_vector plain = random.bytes(blocks * C::block_size);
            byte_vector data = plain;
            BOOST_TEST_REQUIRE(sealer.encrypt(data));
            BOOST_TEST_REQUIRE(!equal(data, plain));
            // the first block by itself, as a length field is read
            BOOST_TEST_REQUIRE(opener.decrypt(byte_span{data}.first(C::block_size)));
            BOOST_TEST_REQUIRE(opener.decrypt(byte_span{data}.subspan(C::block_size)));
            BOOST_TEST_REQUIRE(equal(data, plain));
        }
    }};

const for_each_algorithm<paired_ciphers> every_bit_of_the_key_counts{
    "every_bit_of_the_key_counts", __FILE__, __LINE__, {}, []<class C>(std::type_identity<C>) {
        const bool has_parity = std::string_view{C::name}.substr(0, 4) == "3des";
        for (std::size_t bit = 0; bit < C::key_size * 8; ++bit) {
            if (has_parity && bit % 8 == 0) continue; // an ignored bit
            fixed_random random{bit + 1};
            cipher_keys<C> keys{random};
            typename C::sealer sealer;
            typename C::opener opener;
            BOOST_TEST_REQUIRE(sealer.start(keys.key, keys.iv).has_value());
            keys.key[bit / 8] ^= static_cast<std::byte>(1u << bit % 8);
            BOOST_TEST_REQUIRE(opener.start(keys.key, keys.iv).has_value());
            const byte_vector plain = random.bytes(32);
            byte_vector data = plain;
            BOOST_TEST(sealer.encrypt(data));
            BOOST_TEST(opener.decrypt(data));
            BOOST_TEST(!equal(byte_view{data}.first(16), byte_view{plain}.first(16)));
            BOOST_TEST(!equal(byte_view{data}.subspan(16), byte_view{plain}.subspan(16)));
        }
    }};

const for_each_algorithm<paired_ciphers> nothing_works_before_a_start{
    "nothing_works_before_a_start", __FILE__, __LINE__, {}, []<class C>(std::type_identity<C>) {
        typename C::sealer sealer;
        byte_vector block(C::block_size, std::byte{0x41});
        BOOST_TEST(!sealer.encrypt(block));
        BOOST_TEST(constant_time_is_zero(block));
        typename C::opener opener;
        BOOST_TEST(!opener.decrypt(block));
    }};

} // namespace

BOOST_AUTO_TEST_SUITE_END()
