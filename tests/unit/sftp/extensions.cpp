#include <hawser/sftp/extensions.hpp>
#include <hawser/wire/writer.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using namespace hawser::sftp;

BOOST_AUTO_TEST_CASE(pairs_are_found_by_name) {
    byte_buffer buffer;
    wire::writer w{buffer};
    w.string(extension::fsync).string("1").string("empty").string("");
    wire::reader r{buffer.view()};
    const auto list = extension_list::decode(r);
    BOOST_TEST(r.finish().has_value());
    BOOST_TEST(list.contains(extension::fsync));
    BOOST_TEST(list.find(extension::fsync)->data == "1");
    BOOST_TEST(list.find("empty")->data.empty());
    BOOST_TEST(!list.contains("fsync"));
}

BOOST_AUTO_TEST_CASE(pairs_cut_or_too_many_are_refused_and_huge_ones_passed_over) {
    byte_buffer buffer;
    wire::writer w{buffer};
    w.string("a").string("1");
    for (std::size_t cut = 1; cut < buffer.size(); ++cut) {
        wire::reader r{buffer.view().first(cut)};
        BOOST_TEST(extension_list::decode(r).pairs().empty());
        BOOST_TEST(!r.ok());
    }
    w.string(std::string(257, 'n'))
        .string("")
        .string("big")
        .string(std::string(limits::peer_text + 1, 'd'))
        .string("b")
        .string("2");
    wire::reader r{buffer.view()};
    const auto list = extension_list::decode(r);
    BOOST_TEST(r.ok());
    BOOST_TEST(list.pairs().size() == 2U);
    BOOST_TEST(list.contains("b"));
    byte_buffer many;
    wire::writer m{many};
    for (std::size_t i = 0; i <= limits::sftp_extensions; ++i) m.string("x").string("");
    wire::reader s{many.view()};
    BOOST_TEST(extension_list::decode(s).pairs().empty());
    BOOST_TEST(!s.ok());
}

transfer_limits limits_of(std::uint64_t packet, std::uint64_t read, std::uint64_t write,
                          std::uint64_t handles) {
    byte_buffer buffer;
    wire::writer w{buffer};
    w.u64(packet).u64(read).u64(write).u64(handles);
    wire::reader r{buffer.view()};
    return transfer_limits::decode(r);
}

BOOST_AUTO_TEST_CASE(limits_are_taken_within_ours) {
    const auto openssh = limits_of(262144, 261120, 261120, 1019);
    BOOST_TEST(openssh.read == 261120U);
    BOOST_TEST(openssh.write == 261120U);
    BOOST_TEST(openssh.handles.value() == 1019U);
    const auto nothing = limits_of(0, 0, 0, 0);
    BOOST_TEST(nothing.read == 32768U);
    BOOST_TEST(nothing.write == 32768U);
    BOOST_TEST(!nothing.handles.has_value());
    constexpr std::uint64_t huge = ~std::uint64_t{0};
    BOOST_TEST(limits_of(huge, huge, huge, huge).read == transfer_limits::maximum);
    BOOST_TEST(limits_of(0, 1, 1, 1).write == 1024U);
    BOOST_TEST(limits_of(16384, huge, huge, 1).write == 15360U);
    BOOST_TEST(limits_of(1, huge, 0, 1).read == transfer_limits::maximum);
}

BOOST_AUTO_TEST_CASE(statistics_keep_the_wires_order) {
    byte_buffer buffer;
    wire::writer w{buffer};
    for (std::uint64_t i = 1; i <= 11; ++i) w.u64(i);
    wire::reader r{buffer.view()};
    const auto s = filesystem_statistics::decode(r);
    BOOST_TEST(r.finish().has_value());
    BOOST_TEST(s.block_size == 1U);
    BOOST_TEST(s.fragment_size == 2U);
    BOOST_TEST(s.blocks == 3U);
    BOOST_TEST(s.blocks_available == 5U);
    BOOST_TEST(s.name_maximum == 11U);
}

} // namespace
