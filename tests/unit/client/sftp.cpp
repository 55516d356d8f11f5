#include <hawser/client/sftp.hpp>

#include "unit/client/served_client.hpp"

#include <algorithm>

using namespace hawser;
using namespace hawser::testing;
using namespace std::chrono_literals;

namespace {

/// A logged-in client with SFTP; files are there before the channel is.
struct sftp_story {
    explicit sftp_story(
        std::function<void(sftp_responder&)> prepare = [](sftp_responder&) {}, served_options how = {})
        : s{std::move(how)} {
        s.server.app.on_sftp = [this, prepare](sftp_responder& r) {
            responder = &r;
            r.add("/a", "hello");
            prepare(r);
        };
        s.log_in();
    }
    served_client s;
    sftp_responder* responder = nullptr;
    sftp_client<memory_client> files{s.client};
};

/// The path of a failed operation, from its details.
std::string path_of(const failure& f) {
    const auto* status = f.details.as<sftp_status>();
    return status == nullptr ? "" : status->path;
}

} // namespace

BOOST_AUTO_TEST_SUITE(sftp_clients)

BOOST_AUTO_TEST_CASE(a_file_is_written_and_read_back) {
    sftp_story t;
    t.files.write_file("/b", "some text");
    BOOST_TEST(t.files.read_file("/b") == "some text");
    t.files.write_file("/b", "");
    BOOST_TEST(t.files.read_file("/b") == "");
    BOOST_TEST((t.files.stat("/a").size == 5u));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_is_told_by_its_path) {
    sftp_story t;
    failure out;
    t.files.stat("/none", out);
    BOOST_TEST((out.code == sftp::sftp_errc::no_such_file));
    BOOST_TEST((out.code == std::errc::no_such_file_or_directory));
    BOOST_TEST(path_of(out) == "/none");
    BOOST_TEST(throws(sftp::sftp_errc::no_such_file, [&] { t.files.read_file("/none"); }));
    BOOST_TEST(throws(sftp::sftp_errc::no_such_file, [&] { t.files.remove("/none"); }));
    // Nothing of this has harmed the channel.
    BOOST_TEST(t.files.read_file("/a") == "hello");
}

BOOST_AUTO_TEST_CASE(names_change_and_go) {
    sftp_story t;
    t.files.rename("/a", "/c");
    BOOST_TEST(t.files.read_file("/c") == "hello");
    t.files.remove("/c");
    failure out;
    t.files.stat("/c", out);
    BOOST_TEST((out.code == sftp::sftp_errc::no_such_file));
}

BOOST_AUTO_TEST_CASE(a_listing_leaves_out_the_dots_and_stops_where_told) {
    sftp_story t;
    t.files.make_directory("/d");
    for (const char* name : {"/d/x", "/d/y", "/d/z"}) t.files.write_file(name, name);
    std::vector<std::string> names;
    for (const directory_entry& e : t.files.list("/d")) names.push_back(e.name);
    std::sort(names.begin(), names.end());
    BOOST_TEST((names == std::vector<std::string>{"x", "y", "z"}));
    failure out;
    BOOST_TEST(t.files.list("/d", out, 2).size() == 2u);
    BOOST_TEST(out.text() == "");
    BOOST_TEST(t.files.list("/none", out).empty());
    BOOST_TEST((out.code == sftp::sftp_errc::no_such_file));
    BOOST_TEST(t.responder->open.empty());
}

BOOST_AUTO_TEST_CASE(a_file_larger_than_wanted_is_given_up) {
    sftp_story t;
    BOOST_TEST(throws(make_error_code(std::errc::file_too_large), [&] { t.files.read_file("/a", 4); }));
    BOOST_TEST(t.files.read_file("/a", 5) == "hello");
}

BOOST_AUTO_TEST_CASE(a_sink_that_fails_ends_the_transfer_with_its_error) {
    sftp_story t;
    const auto sink = [](std::uint64_t, byte_view) -> result<void> { return std::errc::no_space_on_device; };
    const transfer_result done = t.files.get("/a", sink);
    BOOST_TEST((done.problem.code == std::errc::no_space_on_device));
    BOOST_TEST(done.confirmed == 0u);
    BOOST_TEST(t.files.read_file("/a") == "hello");
}

BOOST_AUTO_TEST_CASE(a_transfer_resumes_where_it_is_told_and_shows_its_progress) {
    const std::string content(700'000, 'r');
    sftp_story t{[&](sftp_responder& r) { r.add("/big", content); }};
    std::uint64_t got = 0, last = 0;
    const auto sink = [&](std::uint64_t offset, byte_view bytes) -> result<void> {
        BOOST_TEST(offset >= 500'000u);
        got += bytes.size();
        return {};
    };
    sftp::download_options how;
    how.offset = 500'000;
    const transfer_result done = t.files.get("/big", sink, how, [&](const transfer_progress& p) {
        BOOST_TEST(p.done >= last);
        last = p.done;
    });
    BOOST_TEST(done.problem.text() == "");
    BOOST_TEST(done.confirmed == content.size());
    BOOST_TEST(got == 200'000u);
    BOOST_TEST(last == content.size());
}

BOOST_AUTO_TEST_CASE(a_source_that_ends_early_is_told) {
    sftp_story t;
    const auto source = [](std::uint64_t, byte_span) -> result<std::size_t> { return std::size_t{0}; };
    sftp::upload_options how;
    how.length = 10;
    const transfer_result done = t.files.put(source, "/short", how);
    BOOST_TEST((done.problem.code == sftp::sftp_errc::source_ended));
}

BOOST_AUTO_TEST_CASE(a_source_of_unknown_length_may_be_empty) {
    sftp_story t;
    const auto nothing = [](std::uint64_t, byte_span) -> result<std::size_t> { return std::size_t{0}; };
    BOOST_TEST(t.files.open().text() == "");
    const time_point begun = t.s.clock.now();
    const transfer_result done = t.files.put(nothing, "/empty");
    BOOST_TEST(done.problem.text() == "");
    // nothing is waited for
    BOOST_TEST((t.s.clock.now() - begun < 1s));
    BOOST_TEST(t.files.read_file("/empty").empty());
}

BOOST_AUTO_TEST_CASE(a_server_that_answers_no_more_times_out_and_a_late_answer_harms_nothing,
                     *boost::unit_test::label("S15")) {
    sftp_story t;
    t.files.write_file("/x", "1");
    t.responder->hold = true;
    failure out;
    t.files.stat("/x", out);
    BOOST_TEST((out.code == std::errc::timed_out));
    t.responder->hold = false;
    t.responder->release_all();
    BOOST_TEST((t.files.stat("/a").size == 5u));
}

BOOST_AUTO_TEST_CASE(a_transfer_takes_as_long_as_it_needs_while_the_server_answers) {
    const std::string content(4'000'000, 'x');
    served_options how;
    how.client.timeout = 6s;
    sftp_story t{[&](sftp_responder& r) { r.add("/big", content); }, std::move(how)};
    BOOST_TEST(t.files.open().text() == "");
    // Each turn of the server takes a third of the time that one answer may take.
    const duration timeout = t.s.client.options().timeout;
    t.s.client.stream().on_idle([&] {
        t.s.clock.advance(timeout / 3);
        return t.s.server.run();
    });
    const time_point begun = t.s.clock.now();
    // Few requests at a time: there are always as many under way, until the last.
    sftp::upload_options up;
    up.length = content.size();
    up.request_size = 32 * 1024;
    up.in_flight = 2 * up.request_size;
    const auto source = [&](std::uint64_t offset, byte_span room) -> result<std::size_t> {
        const std::size_t size = std::min(room.size(), content.size() - static_cast<std::size_t>(offset));
        std::copy_n(as_bytes(content).begin() + static_cast<std::ptrdiff_t>(offset), size, room.begin());
        return size;
    };
    const transfer_result put = t.files.put(source, "/copy", up);
    BOOST_TEST(put.problem.text() == "");
    BOOST_TEST(put.confirmed == content.size());
    BOOST_TEST((t.s.clock.now() - begun > 10 * timeout));

    const time_point between = t.s.clock.now();
    sftp::download_options down;
    down.request_size = up.request_size;
    down.in_flight = up.in_flight;
    const auto sink = [](std::uint64_t, byte_view) { return result<void>{}; };
    const transfer_result got = t.files.get("/copy", sink, down);
    BOOST_TEST(got.problem.text() == "");
    BOOST_TEST(got.confirmed == content.size());
    BOOST_TEST((t.s.clock.now() - between > 10 * timeout));

    // Once it says nothing any more, its time is up.
    t.responder->hold = true;
    const time_point silent = t.s.clock.now();
    BOOST_TEST((t.files.put(source, "/again", up).problem.code == std::errc::timed_out));
    BOOST_TEST((t.s.clock.now() - silent < 4 * timeout));
}

BOOST_AUTO_TEST_CASE(an_upload_over_a_slow_line_goes_on_while_what_is_sent_is_taken) {
    const std::string content(256 * 1024, 'x');
    const auto source = [&](std::uint64_t offset, byte_span room) -> result<std::size_t> {
        const std::size_t size = std::min(room.size(), content.size() - static_cast<std::size_t>(offset));
        std::copy_n(as_bytes(content).begin() + static_cast<std::ptrdiff_t>(offset), size, room.begin());
        return size;
    };
    // What tells that the bytes are under way: only the stream, which holds little; or only the window.
    for (const bool by_window : {false, true}) {
        served_options how;
        how.client.timeout = 10s;
        how.pipe.server_reads.at_most = 1024;
        how.pipe.capacity = by_window ? 1024 * 1024 : 8 * 1024;
        if (by_window) {
            how.server.connection.channel.window = how.server.connection.channel.window_maximum = 8 * 1024;
            how.server.connection.channel.maximum_packet = 2 * 1024;
        }
        sftp_story t{[](sftp_responder&) {}, std::move(how)};
        BOOST_TEST(t.files.open().text() == "");
        const duration timeout = t.s.client.options().timeout;
        t.s.client.stream().on_idle([&] {
            t.s.clock.advance(1s);
            return t.s.server.run();
        });
        // one reply in half a minute
        sftp::upload_options up;
        up.length = content.size();
        up.request_size = 32 * 1024;
        up.in_flight = 2 * up.request_size;
        const time_point begun = t.s.clock.now();
        const transfer_result put = t.files.put(source, "/slow", up);
        BOOST_TEST(put.problem.text() == "", "by the window: " << by_window);
        BOOST_TEST(put.confirmed == content.size());
        BOOST_TEST((t.s.clock.now() - begun > 20 * timeout));

        // A server that takes nothing more has its time, and no other: its keepalives do not count.
        t.s.client.stream().on_idle([&] { return false; });
        const time_point silent = t.s.clock.now();
        BOOST_TEST((t.files.put(source, "/again", up).problem.code == std::errc::timed_out));
        BOOST_TEST((t.s.clock.now() - silent <= 2 * timeout));
    }
}

BOOST_AUTO_TEST_CASE(a_server_that_only_answers_keepalives_times_out) {
    served_options how;
    how.client.timeout = 10s;
    how.client.session.connection.keepalive.interval = 3s;
    sftp_story t{[](sftp_responder&) {}, std::move(how)};
    BOOST_TEST(t.files.open().text() == "");
    t.responder->hold = true;
    const time_point begun = t.s.clock.now();
    failure out;
    t.files.stat("/a", out);
    BOOST_TEST((out.code == std::errc::timed_out));
    BOOST_TEST((t.s.clock.now() - begun < 2 * t.s.client.options().timeout));
    BOOST_TEST(!t.s.client.session().is_closed());
}

BOOST_AUTO_TEST_CASE(a_lost_connection_is_told_by_every_later_operation) {
    sftp_story t;
    BOOST_TEST(t.files.read_file("/a") == "hello");
    t.s.server.stream.reset();
    failure out;
    t.files.stat("/a", out);
    BOOST_TEST((out.code == std::errc::connection_reset));
    t.files.stat("/a", out);
    BOOST_TEST(static_cast<bool>(out));
}

BOOST_AUTO_TEST_CASE(links_and_paths) {
    sftp_story t;
    t.files.make_link("/a", "/link");
    BOOST_TEST(t.files.read_link("/link") == "/a");
    BOOST_TEST(!t.files.real_path("/a").empty());
}

BOOST_AUTO_TEST_SUITE_END()
