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

BOOST_AUTO_TEST_CASE(a_strict_exchange_begins_to_count_anew_and_another_does_not) {
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

BOOST_AUTO_TEST_SUITE_END()

} // namespace
