#include <hawser/connection/channel_table.hpp>

#include <boost/test/unit_test.hpp>

#include <set>
#include <support/checking_memory.hpp>

using namespace hawser;
using namespace hawser::connection;

BOOST_AUTO_TEST_CASE(numbers_count_up_and_are_not_used_again, *boost::unit_test::label("NS-C-006")) {
    channel_table table{256, std::pmr::get_default_resource()};
    std::uint32_t last = 0;
    for (std::uint32_t i = 0; i < 10000; ++i) {
        channel& c = table.add();
        if (i == 0)
            BOOST_TEST(c.id.value == 0u);
        else
            BOOST_TEST_REQUIRE(c.id.value > last);
        last = c.id.value;
        BOOST_TEST_REQUIRE(table.find(last) == &c);
        table.remove(c);
        BOOST_TEST_REQUIRE(table.find(last) == nullptr);
    }
    BOOST_TEST(table.slots() == 4u);
}

BOOST_AUTO_TEST_CASE(the_table_is_bounded_and_finds_each_while_channels_come_and_go) {
    channel_table table{100, std::pmr::get_default_resource()};
    BOOST_TEST(table.find(0) == nullptr);
    std::vector<channel*> live;
    while (!table.full()) live.push_back(&table.add());
    BOOST_TEST(live.size() == 100u);
    std::set<std::uint32_t> seen;
    for (channel* c : live) seen.insert(c->id.value);
    for (std::size_t round = 0; round < 1000; ++round) {
        channel*& victim = live[round * 37 % live.size()];
        table.remove(*victim);
        victim = &table.add();
        BOOST_TEST_REQUIRE(seen.insert(victim->id.value).second);
        BOOST_TEST_REQUIRE(table.full());
        for (channel* c : live) BOOST_TEST_REQUIRE(table.find(c->id.value) == c);
    }
    BOOST_TEST(table.slots() == 128u);
}

BOOST_AUTO_TEST_CASE(memory_comes_from_the_given_resource_and_goes_back_also_when_it_runs_out) {
    hawser::testing::checking_memory memory;
    for (std::size_t n = 0;; ++n) {
        memory.allocations_left = n;
        bool failed = false;
        {
            channel_table table{16, &memory};
            for (std::size_t i = 0; i < 16; ++i) {
                try {
                    channel& c = table.add();
                    BOOST_TEST(table.find(c.id.value) == &c);
                } catch (const std::bad_alloc&) {
                    failed = true;
                    BOOST_TEST(table.size() == i);
                    break;
                }
            }
        }
        BOOST_TEST(memory.blocks_held == 0u);
        if (!failed) break;
        BOOST_TEST_REQUIRE(n < 100u);
    }
    BOOST_TEST(memory.allocations > 16u);
}
