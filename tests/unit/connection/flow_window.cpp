#include <hawser/connection/flow_window.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::connection;
using namespace std::chrono_literals;

namespace {
const time_point start{};
const time_point much_later = start + 1h;
} // namespace

BOOST_AUTO_TEST_CASE(send_window_adds_up_to_the_largest_window_and_no_further) {
    send_window w{10};
    BOOST_TEST(w.add(0));
    BOOST_TEST(w.add(0xffffffffu - 10));
    BOOST_TEST(w.available() == 0xffffffffu);
    BOOST_TEST(!w.add(1));
    BOOST_TEST(w.available() == 0xffffffffu);
    w.take(5);
    BOOST_TEST(!w.add(6));
    BOOST_TEST(w.add(5));
}

BOOST_AUTO_TEST_CASE(receive_window_refuses_the_first_byte_too_many) {
    receive_window w{100, start};
    BOOST_TEST(w.take(60));
    BOOST_TEST(!w.take(41));
    BOOST_TEST(w.credit() == 40u);
    BOOST_TEST(w.take(40));
    BOOST_TEST(!w.take(1));
    BOOST_TEST(w.take(0));
    BOOST_TEST(w.unread() == 100u);
}

BOOST_AUTO_TEST_CASE(an_adjustment_is_due_once_half_is_consumed) {
    receive_window w{100, start};
    BOOST_TEST(!w.is_due());
    BOOST_TEST(w.take(60));
    w.consumed(49);
    BOOST_TEST(!w.is_due());
    w.consumed(1);
    BOOST_TEST(w.is_due());
    BOOST_TEST(w.grant(much_later, 100) == 50u);
    BOOST_TEST(w.credit() == 90u);
    BOOST_TEST(!w.is_due());
}

BOOST_AUTO_TEST_CASE(what_is_unread_is_never_credited) {
    receive_window w{1000, start};
    BOOST_TEST(w.take(1000));
    BOOST_TEST(w.grant(much_later, 1000) == 0u);
    w.consumed(600);
    BOOST_TEST(w.grant(much_later, 1000) == 600u);
    BOOST_TEST(w.credit() + w.unread() == 1000u);
}

// An owner that waits for the rest of a record must not wait for ever because it holds the beginning.
BOOST_AUTO_TEST_CASE(a_peer_about_to_run_dry_is_credited_before_half_is_consumed) {
    receive_window w{800, start};
    BOOST_TEST(w.take(800));
    w.consumed(99);
    BOOST_TEST(!w.is_due());
    w.consumed(1);
    BOOST_TEST(w.is_due());
    BOOST_TEST(w.grant(much_later, 800) == 100u);
}

BOOST_AUTO_TEST_CASE(tiny_windows_move) {
    for (std::uint32_t size = 1; size <= 20; ++size) {
        receive_window w{size, start};
        BOOST_TEST(!w.is_due());
        for (int i = 0; i < 100; ++i) {
            BOOST_TEST_REQUIRE(w.take(1));
            w.consumed(1);
            if (w.is_due()) BOOST_TEST(w.grant(much_later, size) > 0u);
            BOOST_TEST_REQUIRE(w.credit() > 0u);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_window_doubles_while_it_goes_round_fast) {
    receive_window w{100, start};
    BOOST_TEST(w.take(100));
    w.consumed(100);
    BOOST_TEST(w.grant(start + 10ms, 1000) == 200u);
    BOOST_TEST(w.target() == 200u);
    BOOST_TEST(w.take(100));
    w.consumed(100);
    BOOST_TEST(w.grant(start + 20ms, 1000) == 300u);
    BOOST_TEST(w.target() == 400u);
}

BOOST_AUTO_TEST_CASE(a_window_stays_when_the_peer_or_the_owner_is_the_limit) {
    receive_window slow_peer{100, start};
    BOOST_TEST(slow_peer.take(100));
    slow_peer.consumed(100);
    BOOST_TEST(slow_peer.grant(start + receive_window::growth_time, 1000) == 100u);
    BOOST_TEST(slow_peer.target() == 100u);

    receive_window slow_owner{100, start};
    BOOST_TEST(slow_owner.take(100));
    slow_owner.consumed(99);
    BOOST_TEST(slow_owner.grant(start + 1ms, 1000) == 99u);
    BOOST_TEST(slow_owner.target() == 100u);
}

BOOST_AUTO_TEST_CASE(a_window_grows_to_its_ceiling_and_shrinks_back_to_where_it_began) {
    receive_window w{100, start};
    for (int i = 0; i < 10; ++i) {
        const std::uint32_t all = w.credit();
        BOOST_TEST(w.take(all));
        w.consumed(all);
        (void)w.grant(start, 350);
    }
    BOOST_TEST(w.target() == 350u);
    BOOST_TEST(w.take(200));
    w.consumed(200);
    BOOST_TEST(w.grant(start, 10) == 0u);
    BOOST_TEST(w.target() == 100u);
    BOOST_TEST(w.credit() == 150u);
    BOOST_TEST(!w.is_due());
}

BOOST_AUTO_TEST_CASE(a_widened_window_counts_what_it_adds_as_given) {
    receive_window w{100, start};
    BOOST_TEST(w.take(30));
    BOOST_TEST(w.widen(250) == 150u);
    BOOST_TEST(w.credit() == 220u);
    BOOST_TEST(w.unread() == 30u);
    BOOST_TEST(w.widen(50) == 0u);
    // It does not shrink below what it was widened to.
    BOOST_TEST(w.take(220));
    w.consumed(250);
    BOOST_TEST(w.grant(start + 1h, 10) == 250u);
}

BOOST_AUTO_TEST_CASE(the_largest_window_does_not_overflow) {
    receive_window w{0xffffffffu, start};
    BOOST_TEST(w.take(0xffffffffu));
    w.consumed(0xffffffffu);
    BOOST_TEST(w.is_due());
    BOOST_TEST(w.grant(start, 0xffffffffu) == 0xffffffffu);
    BOOST_TEST(w.credit() == 0xffffffffu);
}
