#include <hawser/sftp/names.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using sftp::is_safe_local_name;
using sftp::name_list;

BOOST_AUTO_TEST_CASE(entries_are_read_where_they_lie) {
    byte_buffer buffer;
    wire::writer w{buffer};
    w.u32(2).string("one").string("long one").u32(1).u64(5).string("two").string("").u32(0).u8(9);
    wire::reader r{buffer.view()};
    const name_list names = name_list::decode(r);
    // What follows belongs to somebody else.
    BOOST_TEST(r.left() == 1U);
    BOOST_TEST(names.size() == 2U);
    auto at = names.begin();
    BOOST_TEST(at->filename == "one");
    BOOST_TEST(at->longname == "long one");
    BOOST_TEST(at->attrs.size.value() == 5U);
    BOOST_TEST((at->filename.data() == as_text(buffer.view()).data() + 8));
    ++at;
    BOOST_TEST((*at).filename == "two");
    ++at;
    BOOST_TEST((at == names.end()));
}

BOOST_AUTO_TEST_CASE(a_list_cut_anywhere_is_refused) {
    byte_buffer buffer;
    wire::writer w{buffer};
    w.u32(2).string("one").string("long").u32(1).u64(5).string("two").string("").u32(0);
    for (std::size_t cut = 0; cut < buffer.size(); ++cut) {
        wire::reader r{buffer.view().first(cut)};
        BOOST_TEST(name_list::decode(r).empty());
        BOOST_TEST(!r.ok());
    }
}

BOOST_AUTO_TEST_CASE(counts_are_bounded) {
    for (std::uint32_t count : {static_cast<std::uint32_t>(limits::sftp_names) + 1, 0xffffffffU}) {
        byte_buffer buffer;
        wire::writer w{buffer};
        w.u32(count);
        wire::reader r{buffer.view()};
        BOOST_TEST(name_list::decode(r).empty());
        BOOST_TEST(r.problem() == "too many names");
    }
}

BOOST_AUTO_TEST_CASE(names_that_leave_the_directory_are_recognised) {
    for (std::string_view name : {"", ".", "..", "/", "/etc", "../x", "a/b", "a/"})
        BOOST_TEST(!is_safe_local_name(name));
    BOOST_TEST(!is_safe_local_name(std::string_view{"a\0b", 3}));
    BOOST_TEST(!is_safe_local_name(std::string(256, 'a')));
    BOOST_TEST(!is_safe_local_name(std::string(65536, 'a')));
    for (std::string_view name : {"a", "...", ".hidden", "..a", "a b", "a\\b", "c:", "\xff", "a\nb"})
        BOOST_TEST(is_safe_local_name(name));
    BOOST_TEST(is_safe_local_name(std::string(255, 'a')));
    BOOST_TEST(!is_safe_local_name("a\\b", true));
    BOOST_TEST(!is_safe_local_name("c:", true));
    BOOST_TEST(is_safe_local_name("a", true));
}

} // namespace
