#include <hawser/connection/pending_answers.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;
using hawser::connection::pending_answers;

BOOST_AUTO_TEST_CASE(answers_leave_in_the_order_of_the_requests) {
    pending_answers queue;
    const auto a = queue.push();
    const auto b = queue.push();
    const auto c = queue.push();
    BOOST_TEST(queue.decide(c, true));
    BOOST_TEST(queue.decide(b, false));
    BOOST_TEST(queue.front() == nullptr);
    BOOST_TEST(*queue.oldest() == a);
    BOOST_TEST(queue.decide(a, true, as_bytes("port")));
    BOOST_TEST(!queue.oldest());
    BOOST_TEST(queue.front()->success);
    BOOST_TEST(as_text(queue.front()->data) == "port");
    queue.pop();
    BOOST_TEST(!queue.front()->success);
    queue.pop();
    BOOST_TEST(queue.front()->success);
    queue.pop();
    BOOST_TEST(queue.front() == nullptr);
    BOOST_TEST(queue.size() == 0u);
}

BOOST_AUTO_TEST_CASE(a_request_is_decided_once) {
    pending_answers queue;
    const auto a = queue.push();
    BOOST_TEST(!queue.decide(a + 1, true));
    BOOST_TEST(queue.decide(a, true));
    BOOST_TEST(!queue.decide(a, false));
    queue.pop();
    BOOST_TEST(!queue.decide(a, true));
    const auto b = queue.push();
    queue.clear();
    BOOST_TEST(!queue.decide(b, true));
    BOOST_TEST(queue.push() != b);
}

BOOST_AUTO_TEST_CASE(tickets_stay_right_while_the_queue_moves) {
    pending_answers queue;
    auto oldest = queue.push();
    for (int i = 0; i < 100000; ++i) {
        const auto next = queue.push();
        BOOST_TEST_REQUIRE(queue.decide(oldest, i % 2 == 0));
        BOOST_TEST_REQUIRE(queue.front()->success == (i % 2 == 0));
        queue.pop();
        BOOST_TEST_REQUIRE(queue.size() == 1u);
        BOOST_TEST_REQUIRE(*queue.oldest() == next);
        oldest = next;
    }
}
