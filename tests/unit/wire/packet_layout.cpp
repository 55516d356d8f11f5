#include <hawser/wire/packet_layout.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using wire::packet_shape;

BOOST_AUTO_TEST_SUITE(wire_packet_layout)

BOOST_AUTO_TEST_CASE(padding_fills_whole_blocks) {
    for (std::size_t block : {8, 16, 32}) {
        for (bool aligned : {true, false}) {
            const packet_shape shape{block, 0, aligned};
            for (std::size_t payload = 1; payload < 200; ++payload) {
                const std::size_t padding = wire::padding_for(payload, shape);
                BOOST_TEST(padding >= 4u);
                BOOST_TEST(padding < 4 + block);
                BOOST_TEST(padding <= 255u);
                BOOST_TEST((1 + payload + padding + (aligned ? 4 : 0)) % block == 0u);
                const auto length = static_cast<std::uint32_t>(1 + payload + padding);
                BOOST_TEST(wire::is_packet_length(length, shape, limits::packet));
                BOOST_TEST(wire::is_padding_length(padding, length));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(the_smallest_packet_has_sixteen_bytes) {
    const packet_shape clear;
    BOOST_TEST(wire::padding_for(1, clear) == 10u);
    BOOST_TEST(wire::is_packet_length(12, clear, limits::packet));
    BOOST_TEST(!wire::is_packet_length(4, clear, limits::packet));
}

BOOST_AUTO_TEST_CASE(lengths_out_of_bounds_are_refused) {
    const packet_shape shapes[] = {{8, 0, true}, {16, 32, true}, {16, 16, false}, {8, 16, false}};
    for (const packet_shape& shape : shapes) {
        for (std::uint32_t length : {0u, 1u, 5u, 7u, 256u * 1024 + 1, 0x80000000u, 0xfffffffcu, 0xffffffffu})
            BOOST_TEST(!wire::is_packet_length(length, shape, limits::packet), length);
    }
    const packet_shape aead{16, 16, false};
    BOOST_TEST(wire::is_packet_length(16, aead, limits::packet));
    BOOST_TEST(!wire::is_packet_length(24, aead, limits::packet));
    BOOST_TEST(wire::is_packet_length(limits::packet, aead, limits::packet));
    BOOST_TEST(!wire::is_packet_length(limits::packet + 16, aead, limits::packet));
}

BOOST_AUTO_TEST_CASE(padding_leaves_a_message) {
    BOOST_TEST(!wire::is_padding_length(0, 16));
    BOOST_TEST(!wire::is_padding_length(3, 16));
    BOOST_TEST(wire::is_padding_length(4, 16));
    BOOST_TEST(wire::is_padding_length(14, 16)); // one byte of payload
    BOOST_TEST(!wire::is_padding_length(15, 16));
    BOOST_TEST(!wire::is_padding_length(16, 16));
    BOOST_TEST(!wire::is_padding_length(255, 16));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
