#include <hawser/algorithm/compression/none.hpp>
#include <hawser/transport/incoming_half.hpp>

#include "support/null_algorithms.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using namespace hawser::transport;

using half = incoming_half<type_list<testing::null_aead, testing::null_cipher>, type_list<testing::null_mac>,
                           type_list<compression::none>>;
const auto zero_keys = [](char, byte_span) -> result<void> { return {}; };
constexpr key_letters letters = letters_of(direction::server_to_client);
constexpr std::size_t most = 1024;

/// A clear packet whose lengths may lie.
void put(byte_buffer& in, std::uint32_t length, std::uint8_t padding, std::size_t size) {
    byte_vector packet(4 + size);
    store_u32(packet.data(), length);
    if (size != 0) packet[4] = static_cast<std::byte>(padding);
    if (size > 1) packet[5] = std::byte{2};
    BOOST_REQUIRE(in.append(packet).has_value());
}
std::error_code refused(std::uint32_t length, std::uint8_t padding) {
    half h{std::pmr::get_default_resource()};
    byte_buffer in;
    put(in, length, padding, std::min<std::size_t>(length, most));
    return h.next(in, most).error();
}

BOOST_AUTO_TEST_SUITE(transport_incoming_half)

BOOST_AUTO_TEST_CASE(packets_are_told_one_by_one_and_counted) {
    half h{std::pmr::get_default_resource()};
    byte_buffer in;
    put(in, 12, 10, 12);
    put(in, 20, 11, 20);
    auto first = h.next(in, most);
    BOOST_REQUIRE((first && *first));
    BOOST_TEST((*first)->size() == 1u);
    BOOST_TEST(h.last_sequence() == 0u);
    auto second = h.next(in, most);
    BOOST_REQUIRE((second && *second));
    BOOST_TEST((*second)->size() == 8u);
    BOOST_TEST(h.last_sequence() == 1u);
    auto none = h.next(in, most);
    BOOST_REQUIRE(none.has_value());
    BOOST_TEST(!none->has_value());
    BOOST_TEST(in.empty());
    BOOST_TEST(h.sequence() == 2u);
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_known) {
    half h{std::pmr::get_default_resource()};
    byte_buffer in;
    BOOST_REQUIRE(in.append(byte_vector(3)).has_value());
    BOOST_TEST(!h.next(in, most)->has_value());
    BOOST_TEST(h.missing() == 1u);
    in.clear();
    put(in, 20, 11, 8);
    BOOST_TEST(!h.next(in, most)->has_value());
    BOOST_TEST(h.missing() == 12u);
    BOOST_TEST(h.sequence() == 0u);
}

BOOST_AUTO_TEST_CASE(lengths_are_bounded_before_anything_is_waited_for) {
    for (std::uint32_t length : {0u, 1u, 5u, 11u, 13u, 1025u, 262145u, 0x80000000u, 0xffffffffu})
        BOOST_TEST(refused(length, 4) == protocol_error::packet_length);
}

BOOST_AUTO_TEST_CASE(padding_leaves_room_for_a_message) {
    for (int padding : {0, 1, 2, 3, 12, 13, 255})
        BOOST_TEST(refused(12, static_cast<std::uint8_t>(padding)) == protocol_error::packet_padding);
    BOOST_TEST(refused(12, 11) == protocol_error::packet_empty);
    BOOST_TEST(!refused(12, 10));
}

BOOST_AUTO_TEST_CASE(a_strict_exchange_begins_to_count_anew_and_another_does_not,
                     *boost::unit_test::label("AL-K-020") * boost::unit_test::label("AL-K-021")) {
    for (bool strict : {true, false}) {
        half h{std::pmr::get_default_resource()};
        byte_buffer in;
        put(in, 12, 10, 12);
        BOOST_REQUIRE(h.next(in, most).has_value());
        h.finish_packet(in);
        BOOST_REQUIRE(h.start(1, 0, 0, false, strict, 100, 10, letters, zero_keys).has_value());
        BOOST_TEST(h.sequence() == (strict ? 0u : 1u));
        BOOST_CHECK(h.facts().form == protection_form::encrypt_and_mac);
        BOOST_TEST(!h.budget_is_spent());
    }
}

BOOST_AUTO_TEST_CASE(counters_do_not_come_round, *boost::unit_test::label("T12")) {
    half h{std::pmr::get_default_resource()};
    byte_buffer in;
    h.skip_to(0xffff'ffff, 0xffff'ffff);
    put(in, 12, 10, 12);
    put(in, 12, 10, 12);
    BOOST_TEST(h.next(in, most).has_value());
    BOOST_TEST(h.next(in, most).error() == security_error::sequence_number_exhausted);
}

BOOST_AUTO_TEST_CASE(the_budget_is_the_lesser_of_the_users_and_the_ciphers) {
    half h{std::pmr::get_default_resource()};
    byte_buffer in;
    BOOST_REQUIRE(h.start(0, 0, 0, false, false, 16, 1000, letters, zero_keys).has_value());
    put(in, 16, 10, 16);
    BOOST_TEST(h.next(in, most)->has_value());
    BOOST_TEST(h.budget_is_spent());
}

/// Blocks as they are, treated as a CBC cipher's, and a MAC that says yes or no; both count the bytes of their work.
struct work {
    static inline std::size_t decrypted, authenticated;
    static inline bool genuine;
    static void reset(bool says) {
        decrypted = authenticated = 0;
        genuine = says;
    }
};
struct counting_cbc : testing::null_cbc {
    struct opener {
        result<void> start(byte_view, byte_view) noexcept { return {}; }
        bool decrypt(byte_span blocks) noexcept {
            work::decrypted += blocks.size();
            return true;
        }
    };
};
struct counting_mac : testing::null_mac {
    struct state : testing::null_mac::state {
        bool verify(std::uint32_t, byte_view bytes, byte_view) noexcept {
            work::authenticated += bytes.size();
            return work::genuine;
        }
    };
};
using chained_half =
    incoming_half<type_list<counting_cbc>, type_list<counting_mac>, type_list<compression::none>>;

/// How many bytes are taken, in pieces, until a packet with this length field is refused, and with which error.
struct refusal {
    std::size_t bytes = 0;
    std::error_code error;
    friend bool operator==(const refusal&, const refusal&) = default;
};
refusal fate(std::uint32_t length, std::size_t piece, std::size_t largest) {
    chained_half h{std::pmr::get_default_resource()};
    BOOST_REQUIRE(h.start(0, 0, 0, false, true, 1000, 1000, letters, zero_keys).has_value());
    byte_buffer in;
    byte_vector packet(16);
    store_u32(packet.data(), length);
    packet[4] = std::byte{10};
    for (refusal out;; out.bytes += piece) {
        const auto got = h.next(in, largest);
        if (!got) {
            out.error = got.error();
            return out;
        }
        BOOST_TEST(!got->has_value());
        BOOST_REQUIRE(out.bytes <= 2 * largest);
        BOOST_TEST(in.size() <= std::max<std::size_t>(length <= largest ? length : 0, 8 * 1024) + 16);
        byte_vector more(piece);
        for (std::size_t i = 0; i < piece && out.bytes + i < packet.size(); ++i)
            more[i] = packet[out.bytes + i];
        BOOST_REQUIRE(in.append(more).has_value());
    }
}

BOOST_AUTO_TEST_CASE(a_bad_length_and_a_bad_mac_look_the_same_behind_a_chain_of_blocks,
                     *boost::unit_test::label("T11")) {
    for (const std::size_t largest : {std::size_t{1020}, limits::packet_before_login, limits::packet}) {
        for (const std::size_t piece : {std::size_t{1}, std::size_t{4096}}) {
            if (piece == 1 && largest > 2000) continue;
            work::reset(false);
            const refusal bad_mac = fate(12, piece, largest);
            const std::size_t decrypted = work::decrypted, authenticated = work::authenticated;
            BOOST_TEST((bad_mac.error == security_error::mac_mismatch));
            BOOST_TEST(bad_mac.bytes >= 4 + largest);
            BOOST_TEST(bad_mac.bytes < 4 + largest + 4 + piece);
            // in every place that a length can be wrong, and in every other place that a MAC can
            for (const std::uint32_t length : {0u, 1u, 11u, 13u, 20u, 508u, 0x80000000u, 0xffffffffu}) {
                work::reset(false);
                BOOST_TEST((fate(length, piece, largest) == bad_mac), "length " << length);
                // the same work, but for a block
                BOOST_TEST(work::decrypted + 32 >= decrypted);
                BOOST_TEST(work::decrypted <= decrypted + 32);
                BOOST_TEST(work::authenticated + 32 >= authenticated);
                BOOST_TEST(work::authenticated <= authenticated + 32);
            }
            // a MAC that would be right saves nothing
            work::reset(true);
            BOOST_TEST((fate(0, piece, largest) == bad_mac));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_same_cipher_behind_a_mac_of_its_bytes_needs_no_such_care) {
    using etm_half = incoming_half<type_list<counting_cbc>, type_list<testing::null_mac_etm>,
                                   type_list<compression::none>>;
    etm_half h{std::pmr::get_default_resource()};
    BOOST_REQUIRE(h.start(0, 0, 0, false, true, 1000, 1000, letters, zero_keys).has_value());
    byte_buffer in;
    put(in, 13, 4, 13);
    BOOST_TEST(h.next(in, most).error() == protocol_error::packet_length);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
