#include <hawser/wire/repeated.hpp>

#include <boost/test/unit_test.hpp>

#include <support/wire_layout.hpp>

namespace {

using namespace hawser;

BOOST_AUTO_TEST_SUITE(wire_repeated)

BOOST_AUTO_TEST_CASE(as_many_items_as_counted_are_taken) {
    const testing::wire_layout bytes{"00000001'a' 00000001'b' 00000001'c'"};
    wire::reader r{bytes.bytes};
    const byte_view two = wire::read_repeated(r, 2, 10, [](wire::reader& one) { one.string(); });
    BOOST_TEST(two.size() == 10u);
    BOOST_TEST(r.text() == "c");
    BOOST_TEST(r.finish().has_value());
}

BOOST_AUTO_TEST_CASE(a_count_above_the_limit_reads_nothing) {
    const testing::wire_layout bytes{"00000001'a'"};
    wire::reader r{bytes.bytes};
    int reads = 0;
    BOOST_TEST(wire::read_repeated(r, 11, 10, [&](wire::reader&) { ++reads; }).empty());
    BOOST_TEST(reads == 0);
    BOOST_TEST((r.finish().error() == protocol_error::malformed_message));
}

BOOST_AUTO_TEST_CASE(reading_stops_at_the_first_item_that_is_not_there) {
    const testing::wire_layout bytes{"00000001'a' 000000"};
    wire::reader r{bytes.bytes};
    int reads = 0;
    BOOST_TEST(wire::read_repeated(r, 1000, 1000, [&](wire::reader& one) {
                   one.string();
                   ++reads;
               }).empty());
    BOOST_TEST(reads == 2);
    BOOST_TEST((r.finish().error() == protocol_error::malformed_message));
    BOOST_TEST(r.failed_at() == 5u);
}

BOOST_AUTO_TEST_CASE(strings_run_to_the_end_and_no_further) {
    const testing::wire_layout good{"00000001'a' 00000000 00000002'bb'"};
    wire::reader r{good.bytes};
    const byte_view all = wire::read_strings_to_end(r);
    BOOST_TEST(all.size() == good.bytes.size());
    int count = 0;
    wire::for_each_string(all, [&](byte_view) { ++count; });
    BOOST_TEST(count == 3);

    const testing::wire_layout bad{"00000001'a' 00000003'bb'"};
    wire::reader refused{bad.bytes};
    BOOST_TEST(wire::read_strings_to_end(refused).empty());
    BOOST_TEST((refused.finish().error() == protocol_error::malformed_message));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
