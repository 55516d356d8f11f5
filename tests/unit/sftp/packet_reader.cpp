#include <hawser/sftp/packet_reader.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

namespace {

using namespace hawser;
using sftp::packet_reader;
using sftp::packet_type;
using found = packet_reader::found;

/// What is found in the bytes when they come in pieces of a size.
std::string found_in(byte_view bytes, std::size_t piece) {
    packet_reader reader{std::pmr::get_default_resource()};
    std::string text;
    while (!bytes.empty()) {
        const byte_vector part = to_vector(bytes.first(std::min(piece, bytes.size())));
        bytes = bytes.subspan(part.size());
        reader.feed(part);
        for (found f = reader.next(); f != found::nothing; f = reader.next()) {
            switch (f) {
            case found::packet:
                text += "packet " + std::to_string(static_cast<int>(reader.type())) + ' ' +
                        to_hex(reader.body()) + '\n';
                break;
            case found::data_header:
                text += "data " + std::to_string(reader.data_id()) + ' ' +
                        std::to_string(reader.data_size()) + ' ';
                break;
            case found::data_piece:
                text += to_hex(reader.bytes());
                if (reader.is_last()) text += '\n';
                break;
            default: text += "malformed: " + std::string{reader.problem()} + '\n';
            }
        }
    }
    if (!reader.at_boundary()) text += "unfinished";
    return text;
}

BOOST_AUTO_TEST_CASE(packets_are_found_however_they_are_cut) {
    const auto bytes = *from_hex("00000009650000000100000000"         // STATUS
                                 "0000000d670000000200000004aabbccdd" // DATA
                                 "0000000b660000000300000002ffee"     // HANDLE
                                 "00000005020000000300");             // VERSION and one byte more
    const std::string expected =
        "packet 101 0000000100000000\ndata 2 4 aabbccdd\npacket 102 0000000300000002ffee\n"
        "packet 2 00000003\nunfinished";
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece)
        BOOST_TEST(found_in(bytes, piece) == expected);
}

BOOST_AUTO_TEST_CASE(lengths_out_of_bounds_are_malformed_for_good, *boost::unit_test::label("S08")) {
    for (std::string_view head : {"0000000065", "0000000465", "0004000165", "ffffffff67", "0000000867"}) {
        auto bytes = *from_hex(head);
        bytes.resize(100);
        for (std::size_t piece : {std::size_t{1}, std::size_t{100}}) {
            const std::string text = found_in(bytes, piece);
            BOOST_TEST(text.substr(0, 10) == "malformed:");
            BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 1);
        }
    }
    BOOST_TEST(found_in(*from_hex("0000000c670000000200000004aabbcc"), 100).substr(0, 10) == "malformed:");
    BOOST_TEST(found_in(*from_hex("0000000d67000000020000000400000000"), 100) == "data 2 4 00000000\n");
}

BOOST_AUTO_TEST_CASE(whole_packets_and_data_are_not_copied) {
    packet_reader reader{std::pmr::get_default_resource()};
    const auto bytes = *from_hex("000000096500000001000000000000000d670000000200000004aabbccdd");
    reader.feed(bytes);
    BOOST_REQUIRE((reader.next() == found::packet));
    BOOST_TEST(reader.body().data() == bytes.data() + 5);
    BOOST_REQUIRE((reader.next() == found::data_header));
    BOOST_REQUIRE((reader.next() == found::data_piece));
    BOOST_TEST(reader.bytes().data() == bytes.data() + 26);
    BOOST_TEST(reader.memory_in_use() == 0U);
}

BOOST_AUTO_TEST_CASE(memory_follows_what_came_and_is_given_back) {
    packet_reader reader{std::pmr::get_default_resource()};
    byte_vector bytes = *from_hex("0004000068");
    bytes.resize(1000);
    reader.feed(bytes);
    BOOST_TEST((reader.next() == found::nothing));
    BOOST_TEST(reader.memory_in_use() < 4096U);
    const byte_vector rest(limits::sftp_packet + 4 - bytes.size());
    reader.feed(rest);
    BOOST_TEST((reader.next() == found::packet));
    BOOST_TEST(reader.body().size() == limits::sftp_packet - 1);
    BOOST_TEST((reader.next() == found::nothing));
    reader.release_memory();
    BOOST_TEST(reader.memory_in_use() == 0U);
    BOOST_TEST(reader.at_boundary());
}

} // namespace
