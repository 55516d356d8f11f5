#include <hawser/sftp/request_table.hpp>

#include <boost/test/unit_test.hpp>

#include <set>

namespace {

using namespace hawser;
using namespace hawser::sftp;

BOOST_AUTO_TEST_CASE(ids_are_found_until_removed_and_never_come_back_soon) {
    request_table table{std::pmr::get_default_resource()};
    std::set<std::uint32_t> seen;
    for (int i = 0; i < 10000; ++i) {
        int owner = 0;
        request& r = table.add(packet_type::read, &owner);
        const std::uint32_t id = r.id.value;
        BOOST_TEST(id != 0U);
        BOOST_TEST(seen.insert(id).second);
        BOOST_TEST(table.find(id) == &r);
        BOOST_TEST(r.owner == &owner);
        table.remove(r);
        BOOST_TEST(table.find(id) == nullptr);
    }
    BOOST_TEST(table.active() == 0U);
    BOOST_TEST(table.find(0) == nullptr);
    BOOST_TEST(table.find(0xffffffff) == nullptr);
}

BOOST_AUTO_TEST_CASE(a_table_fills_up_and_empties) {
    request_table table{std::pmr::get_default_resource()};
    std::vector<std::uint32_t> ids;
    while (!table.is_full()) ids.push_back(table.add(packet_type::stat, nullptr).id.value);
    BOOST_TEST(ids.size() == limits::sftp_requests);
    std::size_t visited = 0;
    table.for_each([&](request&) { ++visited; });
    BOOST_TEST(visited == ids.size());
    for (std::uint32_t id : ids) {
        request* r = table.find(id);
        BOOST_REQUIRE(r != nullptr);
        table.remove(*r);
    }
    BOOST_TEST(table.active() == 0U);
    // The old ids stay unknown when their slots are taken again.
    while (!table.is_full()) (void)table.add(packet_type::stat, nullptr);
    for (std::uint32_t id : ids) BOOST_TEST(table.find(id) == nullptr);
}

BOOST_AUTO_TEST_CASE(lists_keep_their_order) {
    request_table table{std::pmr::get_default_resource()};
    request_list list;
    std::vector<std::uint32_t> ids;
    for (int i = 0; i < 3; ++i) {
        request& r = table.add(packet_type::write, nullptr);
        ids.push_back(r.id.value);
        list.push(table, r);
    }
    for (std::uint32_t id : ids) {
        BOOST_REQUIRE(!list.empty());
        BOOST_TEST(table[list.first()].id.value == id);
        list.pop(table);
    }
    BOOST_TEST(list.empty());
    list.push(table, *table.find(ids[1]));
    BOOST_TEST(table[list.first()].id.value == ids[1]);
}

} // namespace
