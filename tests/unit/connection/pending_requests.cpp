#include <hawser/connection/pending_requests.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;
using hawser::connection::pending_requests;

BOOST_AUTO_TEST_CASE(replies_find_requests_in_order) {
    pending_requests queue;
    queue.push({7, false});
    queue.push({8, true});
    queue.push({9, false});
    BOOST_TEST(queue.pop()->token == 7u);
    BOOST_TEST(queue.pop()->keepalive);
    queue.push({10, false});
    BOOST_TEST(queue.pop()->token == 9u);
    BOOST_TEST(queue.pop()->token == 10u);
}

BOOST_AUTO_TEST_CASE(a_reply_nobody_waits_for_finds_nothing_and_leaves_no_trace) {
    pending_requests queue;
    for (int i = 0; i < 1000; ++i) BOOST_TEST(!queue.pop());
    queue.push({1, false});
    BOOST_TEST(queue.pop()->token == 1u);
    BOOST_TEST(!queue.pop());
}

BOOST_AUTO_TEST_CASE(the_queue_is_bounded_and_full_again_after_each_reply) {
    pending_requests queue;
    for (std::uint64_t i = 0; i < limits::pending_replies; ++i) {
        BOOST_TEST(!queue.full());
        queue.push({i, false});
    }
    for (std::uint64_t i = 0; i < 10 * limits::pending_replies; ++i) {
        BOOST_TEST_REQUIRE(queue.full());
        BOOST_TEST_REQUIRE(queue.pop()->token == i);
        BOOST_TEST_REQUIRE(!queue.full());
        queue.push({i + limits::pending_replies, false});
    }
}
