// Every compression method: payloads of every length come back as one stream, bounded and whole.

#include "algorithms/lists.hpp"

#include <string>

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(compressions)

namespace {

template <class Z>
concept compressing = requires(typename Z::deflater& d, byte_view in, byte_buffer& out) {
    d.deflate(in, out);
};

const for_each_algorithm<catalog::compressions> payloads_come_back{
    "payloads_come_back", __FILE__, __LINE__, {}, []<class Z>(std::type_identity<Z>) {
        BOOST_TEST(compressing<Z> == (Z::starts != compression_start::never));
        if constexpr (compressing<Z>) {
            typename Z::deflater there;
            typename Z::inflater back;
            BOOST_TEST_REQUIRE(there.start().has_value());
            BOOST_TEST_REQUIRE(back.start().has_value());
            fixed_random random{51};
            for (std::size_t size = 1; size < 3000; size += size < 40 ? 1 : 97) {
                for (const byte_vector& payload : {random.bytes(size), byte_vector(size, std::byte{7})}) {
                    byte_buffer small, whole;
                    BOOST_TEST_REQUIRE(there.deflate(payload, small).has_value());
                    BOOST_TEST_REQUIRE(back.inflate(small.view(), whole, size).has_value());
                    BOOST_TEST_REQUIRE(equal(whole.view(), payload));
                }
            }
        }
    }};

const for_each_algorithm<catalog::compressions> no_more_than_is_allowed{
    "no_more_than_is_allowed", __FILE__, __LINE__, {label("T17")}, []<class Z>(std::type_identity<Z>) {
        if constexpr (compressing<Z>) {
            typename Z::deflater there;
            typename Z::inflater back;
            BOOST_TEST_REQUIRE(there.start().has_value());
            BOOST_TEST_REQUIRE(back.start().has_value());
            byte_buffer small, whole;
            BOOST_TEST_REQUIRE(there.deflate(byte_vector(1'000'000), small).has_value());
            BOOST_TEST(small.size() < 2000u);
            const auto refused = back.inflate(small.view(), whole, limits::packet_before_login);
            BOOST_TEST((refused.error() == protocol_error::decompressed_too_large));
            BOOST_TEST(whole.empty());
        }
    }};

const for_each_algorithm<catalog::compressions> each_stream_begins_anew{
    "each_stream_begins_anew", __FILE__, __LINE__, {}, []<class Z>(std::type_identity<Z>) {
        if constexpr (compressing<Z>) {
            // as at each NEWKEYS: what one stream has learnt is of no use to the next
            const byte_vector payload = fixed_random{52}.bytes(300);
            byte_buffer first, again, anew;
            typename Z::deflater there;
            BOOST_TEST_REQUIRE(there.start().has_value());
            BOOST_TEST_REQUIRE(there.deflate(payload, first).has_value());
            BOOST_TEST_REQUIRE(there.deflate(payload, again).has_value());
            BOOST_TEST_REQUIRE(there.start().has_value());
            BOOST_TEST_REQUIRE(there.deflate(payload, anew).has_value());
            BOOST_TEST(again.size() < first.size());
            BOOST_TEST(equal(anew.view(), first.view()));
        }
    }};

} // namespace

BOOST_AUTO_TEST_SUITE_END()
