#include <hawser/client/channel_sink.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

namespace {

connection::channel_id id_of(std::uint32_t number) {
    connection::channel_id id;
    id.value = number;
    return id;
}

struct noting_sink : channel_sink {
    int events = 0;
    int outputs = 0;
    channel_router* adds_to = nullptr;
    noting_sink* added = nullptr;

    void on_channel_event(const session_event&) override { ++events; }
    void before_output() override {
        ++outputs;
        if (adds_to != nullptr) adds_to->add(id_of(9), *added);
        adds_to = nullptr;
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(channel_sinks)

BOOST_AUTO_TEST_CASE(the_channel_of_an_event) {
    BOOST_TEST((detail::channel_of(connection::channel_eof{id_of(4)}) == id_of(4)));
    BOOST_TEST((detail::channel_of(connection::channel_closed{id_of(5), {}}) == id_of(5)));
    BOOST_TEST(!detail::channel_of({}));
    BOOST_TEST(!detail::channel_of(transport::closed{}));
    BOOST_TEST(!detail::channel_of(connection::global_reply{}));
}

BOOST_AUTO_TEST_CASE(events_go_to_the_sink_of_their_channel_only) {
    channel_router router;
    noting_sink first, second;
    router.add(id_of(1), first);
    router.add(id_of(2), second);
    BOOST_TEST(router.dispatch(connection::channel_eof{id_of(2)}));
    BOOST_TEST(first.events == 0);
    BOOST_TEST(second.events == 1);
    BOOST_TEST(!router.dispatch(connection::channel_eof{id_of(3)}));
    BOOST_TEST(!router.dispatch(transport::closed{}));
    BOOST_TEST(first.events + second.events == 1);
}

BOOST_AUTO_TEST_CASE(a_removed_sink_hears_nothing_on_any_of_its_channels) {
    channel_router router;
    noting_sink sink, other;
    router.add(id_of(1), sink);
    router.add(id_of(2), sink);
    router.add(id_of(3), other);
    router.remove(sink);
    BOOST_TEST(!router.dispatch(connection::channel_eof{id_of(1)}));
    BOOST_TEST(!router.dispatch(connection::channel_eof{id_of(2)}));
    BOOST_TEST(router.dispatch(connection::channel_eof{id_of(3)}));
    router.before_output();
    BOOST_TEST(sink.outputs == 0);
    BOOST_TEST(other.outputs == 1);
}

BOOST_AUTO_TEST_CASE(a_sink_may_open_another_channel_before_output) {
    channel_router router;
    noting_sink first, late;
    first.adds_to = &router;
    first.added = &late;
    router.add(id_of(1), first);
    router.before_output();
    BOOST_TEST(first.outputs == 1);
    BOOST_TEST(late.outputs == 1);
    BOOST_TEST(router.dispatch(connection::channel_eof{id_of(9)}));
}

BOOST_AUTO_TEST_SUITE_END()
