#include <hawser/wire/writer.hpp>

#include <boost/test/unit_test.hpp>

#include <support/checking_memory.hpp>
#include <support/wire_layout.hpp>

namespace {

using namespace hawser;
using testing::written;

BOOST_AUTO_TEST_SUITE(wire_writer)

BOOST_AUTO_TEST_CASE(fields_are_written_in_order) {
    const byte_vector bytes = written([](auto& w) {
        w.u8(1).u32(0x02030405).u64(0x060708090a0b0c0d).boolean(false).boolean(true);
        w.string("abc").string(as_bytes("x")).string(byte_view{}).raw(as_bytes("zz")).raw({});
    });
    BOOST_TEST(to_hex(bytes) == "01"
                                "02030405"
                                "060708090a0b0c0d"
                                "00"
                                "01"
                                "00000003616263"
                                "0000000178"
                                "00000000"
                                "7a7a");
}

BOOST_AUTO_TEST_CASE(integers_lose_zeros_and_gain_a_sign_byte) {
    const auto mpint = [](std::string_view hex) {
        const byte_vector magnitude = *from_hex(hex);
        return to_hex(written([&](auto& w) { w.mpint(magnitude); }));
    };
    BOOST_TEST(mpint("") == "00000000");
    BOOST_TEST(mpint("0000") == "00000000");
    BOOST_TEST(mpint("09a378f9b2e332a7") == "0000000809a378f9b2e332a7");
    BOOST_TEST(mpint("80") == "000000020080");
    BOOST_TEST(mpint("0080") == "000000020080");
    BOOST_TEST(mpint("00007f") == "000000017f");
}

BOOST_AUTO_TEST_CASE(reserved_room_is_filled_by_the_caller) {
    byte_buffer buffer;
    wire::writer w{buffer};
    w.u8(1);
    const byte_span room = w.reserve(2);
    BOOST_REQUIRE(room.size() == 2u);
    room[0] = std::byte{0xaa};
    room[1] = std::byte{0xbb};
    w.u8(2);
    BOOST_TEST(to_hex(buffer.view()) == "01aabb02");
}

BOOST_AUTO_TEST_CASE(after_the_first_error_nothing_is_written) {
    byte_buffer buffer{4};
    wire::writer w{buffer};
    w.u8(1).u32(2).u8(3);
    BOOST_TEST((w.finish().error() == std::errc::no_buffer_space));
    BOOST_TEST(w.reserve(1).empty());
    BOOST_TEST(to_hex(buffer.view()) == "01");

    testing::checking_memory memory;
    memory.allocations_left = 0;
    byte_buffer starved{byte_buffer{}.limit(), &memory};
    wire::writer none{starved};
    none.string("text");
    BOOST_TEST((none.finish().error() == std::errc::not_enough_memory));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
