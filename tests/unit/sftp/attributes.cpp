#include <hawser/sftp/attributes.hpp>

#include <boost/test/unit_test.hpp>

#include <functional>

namespace {

using namespace hawser;
using sftp::attributes;
using sftp::file_type;

byte_vector written(const std::function<void(wire::writer&)>& fields) {
    byte_buffer buffer;
    wire::writer w{buffer};
    fields(w);
    return to_vector(buffer.view());
}

BOOST_AUTO_TEST_CASE(members_go_out_and_come_back) {
    for (unsigned members = 0; members < 16; ++members) {
        attributes a;
        if ((members & 1) != 0) a.size = 0x123456789;
        if ((members & 2) != 0) a.owner = attributes::owners{1, 2};
        if ((members & 4) != 0) a.permissions = 0100644;
        if ((members & 8) != 0) a.time = attributes::times{3, 0xffffffff};
        const byte_vector bytes = written([&](wire::writer& w) { a.encode(w); });
        BOOST_TEST(load_u32(bytes.data()) == members);
        wire::reader r{bytes};
        BOOST_TEST((attributes::decode(r) == a));
        BOOST_TEST(r.finish().has_value());
        for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
            wire::reader s{byte_view{bytes}.first(cut)};
            BOOST_TEST((attributes::decode(s) == attributes{}));
            BOOST_TEST(!s.finish());
        }
    }
}

BOOST_AUTO_TEST_CASE(absent_and_zero_differ) {
    const byte_vector bytes = written([](wire::writer& w) { w.u32(1).u64(0); });
    wire::reader r{bytes};
    const attributes a = attributes::decode(r);
    BOOST_TEST(a.size.value() == 0U);
    BOOST_TEST(!a.permissions.has_value());
}

BOOST_AUTO_TEST_CASE(extreme_values_are_values, *boost::unit_test::label("S10")) {
    const byte_vector bytes = written([](wire::writer& w) {
        w.u32(15)
            .u64(std::uint64_t{1} << 63)
            .u32(0xffffffff)
            .u32(0xffffffff)
            .u32(0xffffffff)
            .u32(0xffffffff)
            .u32(0xffffffff);
    });
    wire::reader r{bytes};
    const attributes a = attributes::decode(r);
    BOOST_TEST(r.finish().has_value());
    BOOST_TEST(a.size.value() == std::uint64_t{1} << 63);
    BOOST_TEST(a.time->modified == 0xffffffffU);
    BOOST_TEST(sftp::local_permissions(*a.permissions) == 0777U);
    BOOST_TEST(sftp::local_permissions(0106755) == 0755U);
    BOOST_TEST(sftp::local_permissions(0107755, true) == 07755U);
}

BOOST_AUTO_TEST_CASE(extended_pairs_are_bounded_and_passed_over, *boost::unit_test::label("S10")) {
    const auto pairs = [](std::uint32_t told, std::uint32_t real) {
        return written([&](wire::writer& w) {
            w.u32(0x80000004).u32(0644).u32(told);
            for (std::uint32_t i = 0; i < real; ++i) w.string("name").string("value");
        });
    };
    const byte_vector good = pairs(64, 64);
    wire::reader r{good};
    BOOST_TEST(attributes::decode(r).permissions.value() == 0644U);
    BOOST_TEST(r.finish().has_value());
    for (const byte_vector& bad : {pairs(65, 65), pairs(0xffffffff, 2), pairs(3, 2)}) {
        wire::reader b{bad};
        BOOST_TEST((attributes::decode(b) == attributes{}));
        BOOST_TEST(!b.ok());
    }
}

BOOST_AUTO_TEST_CASE(flags_of_later_versions_are_refused) {
    const byte_vector bytes = written([](wire::writer& w) { w.u32(0x10).u32(0); });
    wire::reader r{bytes};
    (void)attributes::decode(r);
    BOOST_TEST(!r.ok());
}

BOOST_AUTO_TEST_CASE(types_come_from_the_mode, *boost::unit_test::label("SF-T-005") *
                                                   boost::unit_test::label("SF-P-014") *
                                                   boost::unit_test::label("SF-P-016")) {
    const std::pair<std::uint32_t, file_type> cases[] = {
        {0010644, file_type::fifo},      {0020600, file_type::char_device},
        {0040755, file_type::directory}, {0060600, file_type::block_device},
        {0100644, file_type::regular},   {0120777, file_type::symlink},
        {0140755, file_type::socket},    {0644, file_type::unknown},
        {0150000, file_type::special},
    };
    for (const auto& [mode, expected] : cases) {
        attributes a;
        a.permissions = mode;
        BOOST_TEST((a.type() == expected));
        BOOST_TEST(a.is_directory() == (expected == file_type::directory));
        BOOST_TEST(a.is_symlink() == (expected == file_type::symlink));
        BOOST_TEST(a.is_regular() == (expected == file_type::regular));
    }
    BOOST_TEST((attributes{}.type() == file_type::unknown));
}

} // namespace
