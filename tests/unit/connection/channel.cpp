#include <hawser/connection/channel.hpp>

#include <boost/test/unit_test.hpp>

#include <set>

using namespace hawser;
using namespace hawser::connection;
using enum hawser::wire::message_number;

// The table of RFC 4254, section 5, written down a second time: for each state the messages that may come.
BOOST_AUTO_TEST_CASE(every_message_in_every_state) {
    struct row {
        channel_phase phase;
        bool eof;
        std::set<int> allowed;
    };
    const row rows[] = {
        {channel_phase::requested, false, {}},
        {channel_phase::requested, true, {}},
        {channel_phase::opening, false, {91, 92}},
        {channel_phase::opening, true, {91, 92}},
        {channel_phase::open, false, {93, 94, 95, 96, 97, 98, 99, 100}},
        {channel_phase::open, true, {93, 97, 98, 99, 100}},
        {channel_phase::ended, false, {}},
        {channel_phase::ended, true, {}},
    };
    for (const row& r : rows) {
        for (int number = 0; number < 256; ++number) {
            BOOST_TEST_CONTEXT("message " << number << ", " << name_of(r.phase, r.eof))
            BOOST_TEST(may_receive(static_cast<wire::message_number>(number), r.phase, r.eof) ==
                       (r.allowed.count(number) == 1));
        }
    }
}

BOOST_AUTO_TEST_CASE(nothing_may_be_said_after_close_and_no_data_after_eof) {
    channel c{channel_id{3}, std::pmr::get_default_resource()};
    BOOST_TEST(!c.can_say());
    c.phase = channel_phase::open;
    BOOST_TEST(c.can_say());
    BOOST_TEST(c.can_send_data());
    c.eof_sent = true;
    BOOST_TEST(c.can_say());
    BOOST_TEST(!c.can_send_data());
    c.close_sent = true;
    BOOST_TEST(!c.can_say());
}
