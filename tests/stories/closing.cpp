// End of data and close in every order, and close or loss while anything is under way.

#include "support/story.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;

namespace {

/// What a side does with its channel, in this order.
constexpr std::string_view every_order[] = {"", "e", "c", "ec", "de", "dc", "dec", "ed", "cd", "ece"};

/// d: a byte of data; e: end of data; c: close. What may not be done any more is an error and nothing else.
template <class Session>
void act(Session& session, connection::channel_id id, char what) {
    connection::multiplexer& connection = session.connection();
    if (what == 'd') (void)connection.send(id, connection::data_stream::standard, as_bytes("x"));
    if (what == 'e') (void)connection.send_eof(id);
    if (what == 'c') (void)connection.close(id);
}

/// Two sides with a channel open between them that nobody uses.
struct idle_channel {
    story s;
    connection::channel_id theirs;

    explicit idle_channel(story_options options = {}) : s{std::move(options)} {
        s.options.goodbye = false;
        s.exec("hang").keep_open = true;
        s.run();
        BOOST_REQUIRE(s.jobs[0].accepted);
        theirs = s.app.channels[0].id;
    }
};

/// What a client can have under way.
enum class under_way { open, request, write, read, rekey, global };
constexpr under_way everything[] = {under_way::open, under_way::request, under_way::write,
                                    under_way::read, under_way::rekey,   under_way::global};

/// A client with one channel, of which a request, a read and a write can be begun, and what became of them.
class busy_client {
  public:
    story s;
    int replies = 0, opens = 0, global_replies = 0, closes = 0, ends = 0;
    std::error_code close_error, global_error;
    int begun_requests = 0, begun_opens = 0, begun_globals = 0;

    busy_client() : s{without_goodbye()} {
        s.also_on_client_event = [this](session_event& e) {
            e.visit(overload{
                [](const auto&) {},
                [&](const connection::channel_reply& r) { replies += r.token == 77 ? 1 : 0; },
                [&](const connection::channel_opened& o) { opens += o.id == extra ? 1 : 0; },
                [&](const connection::channel_open_failed& o) { opens += o.id == extra ? 1 : 0; },
                [&](const connection::channel_closed& c) {
                    // The channel asked for second ends like any other, opened or not.
                    if (begun_opens != 0 && c.id == extra) extra_closes++;
                    if (c.id == s.jobs[0].id) {
                        ++closes;
                        close_error = c.error;
                    }
                },
                [&](const connection::global_reply& g) {
                    ++global_replies;
                    global_error = g.error;
                },
                [&](const transport::closed&) { ++ends; },
            });
        };
        s.exec("cat").keep_open = true;
        s.run();
        BOOST_REQUIRE(s.jobs[0].accepted);
    }

    void begin(under_way what) {
        connection::multiplexer& connection = s.client.connection();
        const auto id = s.jobs[0].id;
        switch (what) {
        case under_way::open:
            if (auto opened = connection.open(wire::session_channel{})) {
                extra = *opened;
                ++begun_opens;
            }
            break;
        case under_way::request:
            if (connection.request(id, wire::env_request{"A", "B"}, true, 77)) ++begun_requests;
            break;
        case under_way::write:
            (void)connection.send(id, connection::data_stream::standard, byte_vector(100'000));
            break;
        case under_way::read: {
            const auto theirs = s.app.channels[0].id;
            (void)s.server.connection().send(theirs, connection::data_stream::standard, byte_vector(100'000));
            break;
        }
        case under_way::rekey: s.client.rekey(); break;
        case under_way::global:
            if (connection.global_request("nonsense@example.com", true, {}, 5)) ++begun_globals;
            break;
        }
    }

    connection::channel_id extra{~0u};
    int extra_closes = 0;

  private:
    static story_options without_goodbye() {
        story_options options;
        options.goodbye = false;
        return options;
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(stories_closing)

BOOST_AUTO_TEST_CASE(end_of_data_and_close_in_every_order) {
    for (std::string_view ours : every_order) {
        for (std::string_view theirs : every_order) {
            // Turns of the wire between the steps: none, one, or until all is quiet.
            for (const int pause : {0, 1, 2}) {
                BOOST_TEST_CONTEXT("client '" << ours << "', server '" << theirs << "', pause " << pause) {
                    idle_channel c;
                    for (std::size_t i = 0; i < std::max(ours.size(), theirs.size()); ++i) {
                        if (i < ours.size()) act(c.s.client, c.s.jobs[0].id, ours[i]);
                        if (i < theirs.size()) act(c.s.server, c.theirs, theirs[i]);
                        if (pause == 1) c.s.link.turn();
                        if (pause == 2) c.s.run();
                    }
                    c.s.run();
                    const bool closed = ours.find('c') != std::string_view::npos ||
                                        theirs.find('c') != std::string_view::npos;
                    BOOST_TEST(!c.s.client.is_closed());
                    BOOST_TEST(!c.s.server.is_closed());
                    BOOST_TEST(c.s.jobs[0].ends == (closed ? 1 : 0));
                    BOOST_TEST(!c.s.jobs[0].error);
                    BOOST_TEST(c.s.app.channels[0].closed == closed);
                    BOOST_TEST(c.s.client.connection().channel_count() == (closed ? 0u : 1u));
                    BOOST_TEST(c.s.server.connection().channel_count() == (closed ? 0u : 1u));
                    // The session is as good as new.
                    c.s.exec("echo still here");
                    c.s.run();
                    BOOST_TEST(c.s.jobs[1].out == "still here");
                    BOOST_TEST(c.s.jobs[1].is_done_well());
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(close_with_any_two_things_under_way, *boost::unit_test::label("N19")) {
    for (const bool by_client : {true, false}) {
        for (under_way first : everything) {
            for (under_way second : everything) {
                BOOST_TEST_CONTEXT((by_client ? "client closes, " : "server closes, ")
                                   << static_cast<int>(first) << " and " << static_cast<int>(second)) {
                    busy_client b;
                    b.begin(first);
                    if (second != first) b.begin(second);
                    if (by_client)
                        BOOST_TEST(b.s.client.connection().close(b.s.jobs[0].id).has_value());
                    else
                        BOOST_TEST(b.s.server.connection().close(b.s.app.channels[0].id).has_value());
                    b.s.run();
                    BOOST_TEST(b.closes == 1);
                    BOOST_TEST(!b.close_error);
                    // A request on the closed channel was answered or never will be; the end tells.
                    BOOST_TEST(b.replies <= b.begun_requests);
                    BOOST_TEST(b.opens == b.begun_opens);
                    BOOST_TEST(b.global_replies == b.begun_globals);
                    BOOST_TEST(!b.global_error);
                    BOOST_TEST(!b.s.client.is_closed());
                    b.s.exec("echo still here");
                    b.s.run();
                    BOOST_TEST(b.s.jobs[1].out == "still here");
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(loss_with_any_two_things_under_way, *boost::unit_test::label("N19")) {
    for (const int how : {0, 1, 2, 3}) {
        for (under_way first : everything) {
            for (under_way second : everything) {
                BOOST_TEST_CONTEXT("loss " << how << ", " << static_cast<int>(first) << " and "
                                           << static_cast<int>(second)) {
                    busy_client b;
                    b.begin(first);
                    if (second != first) b.begin(second);
                    std::error_code expected;
                    if (how == 0) {
                        b.s.link.client_end().reset();
                        expected = std::make_error_code(std::errc::connection_reset);
                    } else if (how == 1) {
                        b.s.link.server_end().close();
                        expected = remote_error::connection_closed;
                    } else if (how == 2) {
                        b.s.server.disconnect("going down");
                        expected = remote_error::disconnected;
                    } else {
                        b.s.client.fail(std::make_error_code(std::errc::operation_canceled));
                        expected = std::make_error_code(std::errc::operation_canceled);
                    }
                    b.s.run();
                    BOOST_TEST(b.ends == 1);
                    BOOST_TEST(
                        (b.s.client_end.error == expected || b.s.client_end.error == std::errc::broken_pipe));
                    BOOST_TEST(b.closes == 1);
                    BOOST_TEST((b.close_error == b.s.client_end.error));
                    // Whatever was asked of a channel that was not opened yet ends with that channel.
                    BOOST_TEST(b.opens + b.extra_closes >= b.begun_opens);
                    BOOST_TEST(b.extra_closes <= 1);
                    BOOST_TEST(b.replies <= b.begun_requests);
                    BOOST_TEST(b.global_replies == b.begun_globals);
                    // Nothing can be asked any more.
                    BOOST_TEST((b.s.client.connection().open(wire::session_channel{}).error() ==
                                usage_error::session_closed));
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_channel_closed_before_it_is_opened) {
    busy_client b;
    auto id = b.s.client.connection().open(wire::session_channel{});
    BOOST_REQUIRE(id);
    BOOST_TEST(b.s.client.connection().close(*id).has_value());
    b.extra = *id;
    b.begun_opens = 1;
    b.s.run();
    BOOST_TEST(b.opens == 0);
    BOOST_TEST(b.extra_closes == 1);
    BOOST_TEST(b.s.client.connection().channel_count() == 1u);
    BOOST_TEST(b.s.server.connection().channel_count() == 1u);
}

BOOST_AUTO_TEST_CASE(data_before_the_close_arrives_in_full) {
    story s;
    s.source(1, 3'000'000);
    s.exec("echo last words");
    s.run();
    BOOST_TEST(s.is_happy());
    BOOST_TEST(s.jobs[1].out == "last words");
}

BOOST_AUTO_TEST_SUITE_END()
