#include <hawser/connection/keepalive.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace std::chrono_literals;
using hawser::connection::keepalive;
using action = keepalive::action;

namespace {
const time_point zero{};
}

BOOST_AUTO_TEST_CASE(keepalives_are_off_by_default, *boost::unit_test::label("CM-C-025")) {
    keepalive k;
    k.start(zero);
    BOOST_TEST(!k.next_deadline());
    BOOST_TEST((k.on_deadline(zero + 24h) == action::none));
}

BOOST_AUTO_TEST_CASE(a_silent_peer_is_asked_and_then_given_up, *boost::unit_test::label("CM-C-025")) {
    keepalive k{{10s, 2}};
    BOOST_TEST(!k.next_deadline());
    k.start(zero);
    BOOST_TEST((*k.next_deadline() == zero + 10s));
    BOOST_TEST((k.on_deadline(zero + 9s) == action::none));
    BOOST_TEST((k.on_deadline(zero + 10s) == action::ask));
    BOOST_TEST((*k.next_deadline() == zero + 20s));
    BOOST_TEST((k.on_deadline(zero + 20s) == action::ask));
    BOOST_TEST((k.on_deadline(zero + 29s) == action::none));
    BOOST_TEST((k.on_deadline(zero + 30s) == action::give_up));
}

BOOST_AUTO_TEST_CASE(any_sign_of_life_counts, *boost::unit_test::label("CM-C-025")) {
    keepalive k{{10s, 1}};
    k.start(zero);
    for (int i = 1; i < 100; ++i) {
        BOOST_TEST((k.on_deadline(zero + i * 20s) == action::ask));
        BOOST_TEST(k.unanswered() == 1u);
        k.on_traffic(zero + i * 20s + 9s);
        BOOST_TEST(k.unanswered() == 0u);
        BOOST_TEST((*k.next_deadline() == zero + i * 20s + 19s));
    }
}

BOOST_AUTO_TEST_CASE(five_may_stay_unanswered_unless_told_otherwise, *boost::unit_test::label("CM-C-024")) {
    keepalive k{{.interval = 1s}};
    k.start(zero);
    for (int i = 1; i <= 5; ++i) BOOST_TEST((k.on_deadline(zero + i * 1s) == action::ask));
    BOOST_TEST((k.on_deadline(zero + 6s) == action::give_up));
}

BOOST_AUTO_TEST_CASE(a_postponed_question_counts_as_neither_asked_nor_answered) {
    keepalive k{{10s, 1}};
    k.start(zero);
    BOOST_TEST((k.on_deadline(zero + 10s) == action::ask));
    k.postpone(zero + 20s);
    BOOST_TEST((k.on_deadline(zero + 29s) == action::none));
    BOOST_TEST((k.on_deadline(zero + 30s) == action::give_up));
}
