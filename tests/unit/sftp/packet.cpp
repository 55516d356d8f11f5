#include <hawser/sftp/packet.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using namespace hawser::sftp;

BOOST_AUTO_TEST_CASE(a_handle_keeps_its_own_bytes) {
    byte_vector bytes(limits::sftp_handle, std::byte{7});
    file_handle handle{bytes};
    bytes[0] = std::byte{0};
    BOOST_TEST(handle.view().size() == limits::sftp_handle);
    BOOST_TEST((handle.view()[0] == std::byte{7}));
    file_handle copy;
    BOOST_TEST(copy.empty());
    copy = handle;
    BOOST_TEST(equal(copy.view(), handle.view()));
    handle = file_handle{as_bytes("short")};
    BOOST_TEST(as_text(handle.view()) == "short");
    handle = file_handle{};
    BOOST_TEST(handle.empty());
}

BOOST_AUTO_TEST_CASE(open_flags_are_the_drafts_numbers) {
    BOOST_TEST(static_cast<std::uint32_t>(open_flags::read | open_flags::write) == 3U);
    BOOST_TEST(static_cast<std::uint32_t>(open_flags::append | open_flags::create | open_flags::truncate) ==
               0x1cU);
    BOOST_TEST(static_cast<std::uint32_t>(open_flags::exclusive) == 0x20U);
}

} // namespace
