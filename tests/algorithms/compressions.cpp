// Every compression method: known answers, payloads of every length as one stream, bounds, damage at every bit and cuts at
// every byte. (A stream is authenticated by the packets that carry it, not by itself.)

#include "algorithms/lists.hpp"
#include "support/vectors.hpp"

#include <string>

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(compressions)

namespace {

template <class Z>
concept has_streams = requires(typename Z::deflater& d, byte_view in, byte_buffer& out) {
    d.deflate(in, out);
};

/// Both ends of a connection.
template <class Z>
struct streams {
    typename Z::deflater there;
    typename Z::inflater back;

    streams() {
        BOOST_TEST_REQUIRE(there.start().has_value());
        BOOST_TEST_REQUIRE(back.start().has_value());
    }
    byte_vector deflated(byte_view payload) {
        byte_buffer out;
        BOOST_TEST_REQUIRE(there.deflate(payload, out).has_value());
        return to_vector(out.view());
    }
};

const std::error_code damaged = protocol_error::decompression_failed;
const std::error_code too_large = protocol_error::decompressed_too_large;

/// A payload with words that come again, and some that do not.
byte_vector draw_text() {
    fixed_random random{53};
    std::string text;
    for (int i = 0; i < 40; ++i) text += "word" + std::to_string(random.below(50)) + ' ';
    return to_vector(as_bytes(text));
}

const for_each_algorithm<catalog::compressions> only_what_starts_has_streams{
    "only_what_starts_has_streams", __FILE__, __LINE__, {}, []<class Z>(std::type_identity<Z>) {
        BOOST_TEST(has_streams<Z> == (Z::starts != compression_start::never));
    }};

const for_each_algorithm<compressors> known_answers{
    "known_answers", __FILE__, __LINE__, {}, []<class Z>(std::type_identity<Z>) {
        typename Z::inflater back;
        BOOST_TEST_REQUIRE(back.start().has_value());
        std::size_t count = 0;
        for (const vector_record& answer :
             records_in(own_vector_path("compression/" + std::string{Z::name} + ".txt"))) {
            BOOST_TEST_CONTEXT("answer " << ++count) {
                const byte_vector payload = answer.bytes("payload");
                byte_buffer whole;
                BOOST_TEST_REQUIRE(
                    back.inflate(answer.bytes("compressed"), whole, payload.size()).has_value());
                BOOST_TEST(to_hex(whole.view()) == to_hex(payload));
            }
        }
        BOOST_TEST(count >= 5u);
    }};

const for_each_algorithm<compressors> payloads_come_back{
    "payloads_come_back", __FILE__, __LINE__, {}, []<class Z>(std::type_identity<Z>) {
        streams<Z> both;
        fixed_random random{51};
        std::vector<std::size_t> sizes(1100);
        for (std::size_t i = 0; i < sizes.size(); ++i) sizes[i] = i + 1;
        for (const std::size_t large : {4096u, 32768u, 65536u, 262144u}) sizes.push_back(large);
        for (const std::size_t size : sizes) {
            for (const byte_vector& payload : {random.bytes(size), byte_vector(size, std::byte{7})}) {
                byte_buffer whole;
                BOOST_TEST_REQUIRE(both.back.inflate(both.deflated(payload), whole, size).has_value());
                BOOST_TEST_REQUIRE(equal(whole.view(), payload));
            }
        }
    }};

const for_each_algorithm<compressors> no_more_than_is_allowed{
    "no_more_than_is_allowed", __FILE__, __LINE__, {label("T17")}, []<class Z>(std::type_identity<Z>) {
        streams<Z> both;
        byte_buffer whole;
        const byte_vector small = both.deflated(byte_vector(1'000'000));
        BOOST_TEST(small.size() < 2000u);
        BOOST_TEST((both.back.inflate(small, whole, limits::packet_before_login).error() == too_large));
        BOOST_TEST(whole.empty());
        // nor does the rest come later
        BOOST_TEST(!both.back.inflate(both.deflated(byte_vector(1)), whole, 2'000'000).has_value());
        BOOST_TEST(whole.empty());
    }};

const for_each_algorithm<compressors> each_stream_begins_anew{
    "each_stream_begins_anew", __FILE__, __LINE__, {}, []<class Z>(std::type_identity<Z>) {
        // as at each NEWKEYS: what one stream has learnt is of no use to the next
        const byte_vector payload = fixed_random{52}.bytes(300);
        streams<Z> both;
        const byte_vector first = both.deflated(payload), again = both.deflated(payload);
        BOOST_TEST(again.size() < first.size());
        byte_buffer whole;
        BOOST_TEST_REQUIRE(both.back.inflate(first, whole, 300).has_value());
        BOOST_TEST_REQUIRE(both.there.start().has_value());
        BOOST_TEST_REQUIRE(both.back.start().has_value());
        BOOST_TEST(equal(both.deflated(payload), first));
        whole.clear();
        BOOST_TEST_REQUIRE(both.back.inflate(first, whole, 300).has_value());
        BOOST_TEST(equal(whole.view(), payload));
    }};

const for_each_algorithm<compressors> every_changed_bit_ends_in_bounds{
    "every_changed_bit_ends_in_bounds",
    __FILE__,
    __LINE__,
    {label("T18")},
    []<class Z>(std::type_identity<Z>) {
        const byte_vector whole = streams<Z>{}.deflated(draw_text());
        std::size_t refused = 0;
        for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
            byte_vector changed = whole;
            changed[bit / 8] ^= static_cast<std::byte>(1u << bit % 8);
            streams<Z> fresh;
            byte_buffer out;
            const auto done = fresh.back.inflate(changed, out, 2000);
            BOOST_TEST((done ? !out.empty() && out.size() <= 2000 : out.empty()), bit);
            if (done) continue;
            ++refused;
            BOOST_TEST((done.error() == damaged || done.error() == too_large), done.error().message());
            // and the genuine one does not help any more
            BOOST_TEST(!fresh.back.inflate(whole, out, 2000).has_value());
        }
        BOOST_TEST(refused > 0u);
    }};

const for_each_algorithm<compressors> every_cut_gives_a_beginning_or_nothing{
    "every_cut_gives_a_beginning_or_nothing",
    __FILE__,
    __LINE__,
    {label("T18")},
    []<class Z>(std::type_identity<Z>) {
        const byte_vector text = draw_text(), whole = streams<Z>{}.deflated(text);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            streams<Z> fresh;
            byte_buffer out;
            const auto done = fresh.back.inflate(byte_view{whole}.first(size), out, 2000);
            if (!done) BOOST_TEST((done.error() == damaged), size);
            BOOST_TEST(out.empty() == !done.has_value());
            BOOST_TEST_REQUIRE(out.size() <= text.size());
            BOOST_TEST(equal(out.view(), byte_view{text}.first(out.size())));
        }
    }};

} // namespace

BOOST_AUTO_TEST_SUITE_END()
