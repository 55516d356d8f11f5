// Files that come.

#include <hawser/sftp/transfer.hpp>

#include "unit/sftp/transfers.hpp"

namespace {

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_CASE(files_of_all_sizes_arrive_whole) {
    for (std::size_t size :
         {std::size_t{0}, std::size_t{1}, common - 1, common, common + 1, 2 * common, 10 * common + 17}) {
        for (std::size_t piece : {std::size_t{1000}, std::size_t{32768}, std::size_t{1} << 20}) {
            for (bool use_stat : {true, false}) {
                getting link;
                link.piece = piece;
                const std::string text = pattern(size);
                link.server.add("/f", text);
                download_options options;
                options.use_stat = use_stat;
                link.get("/f", options);
                BOOST_TEST(link.transfer->error() == std::error_code{});
                BOOST_TEST((link.local.text == text));
                BOOST_TEST(link.transfer->confirmed() == size);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_small_file_takes_one_read_and_no_further_round_trip) {
    getting link;
    link.server.add("/f", "small");
    link.get("/f");
    BOOST_TEST(
        (link.server.log == std::vector<type>{type::init, type::stat, type::open, type::read, type::close}));
}

BOOST_AUTO_TEST_CASE(reads_fill_the_window_at_once_with_the_size_the_server_allows,
                     *boost::unit_test::label("SF-C-002") * boost::unit_test::label("SF-C-022") *
                         boost::unit_test::label("SF-C-024")) {
    getting link;
    offer(link.server, sftp::extension::limits);
    link.server.add("/f", pattern(20 * 255 * 1024));
    download_options options;
    options.in_flight = 10 * 255 * 1024;
    link.begin();
    link.server.script = [&](const auto& in) {
        link.server.hold = in.kind == type::read;
        return false;
    };
    link.start("/f", options);
    link.run();
    BOOST_TEST(link.server.held.size() == 10U);
    BOOST_TEST(link.engine.expected_bytes() == options.in_flight);
    for (const auto& [offset, length] : link.server.ranges) BOOST_TEST(length == 255U * 1024);
    while (!link.server.held.empty()) {
        link.server.release(0);
        link.run();
        if (!link.transfer->is_done()) BOOST_TEST(link.server.held.size() <= 10U);
    }
    BOOST_TEST(link.transfer->is_done());
    BOOST_TEST((link.local.text == pattern(20 * 255 * 1024)));
    BOOST_TEST(link.local.in_order);
}

BOOST_AUTO_TEST_CASE(of_many_reads_some_go_out_together_but_not_what_is_missing) {
    getting link;
    link.server.add("/f", pattern(40 * common));
    link.server.script = [&](const auto& in) {
        link.server.hold = in.kind == type::read;
        // the seventh answer is a byte short
        link.server.most_read = link.server.count(type::read) == 7 ? common - 1 : common;
        return false;
    };
    download_options options;
    options.in_flight = 16 * common;
    link.start("/f", options);
    const auto asked_after = [&](std::size_t answers) {
        for (; answers > 0; --answers) link.server.release(0);
        link.run();
        return link.server.count(type::read);
    };
    BOOST_TEST(asked_after(0) == 16);
    BOOST_TEST(asked_after(1) == 16);
    BOOST_TEST(asked_after(1) == 18);
    BOOST_TEST(asked_after(1) == 18);
    BOOST_TEST(asked_after(3) == 22);
    BOOST_TEST(asked_after(1) == 23);
    BOOST_TEST(link.server.ranges.back().second == 1U);
    while (!link.server.held.empty()) (void)asked_after(1);
    BOOST_TEST(link.transfer->is_done());
    BOOST_TEST((link.local.text == pattern(40 * common)));
}

BOOST_AUTO_TEST_CASE(reads_do_not_wait_for_the_limits) {
    constexpr std::size_t size = 20 * 1024 * 1024;
    getting link;
    offer(link.server, sftp::extension::limits);
    link.server.add("/f", std::string(size, 'x'));
    std::uint32_t asked = 0;
    link.server.script = [&](const auto& in) {
        link.server.hold = in.kind == type::read;
        if (in.kind == type::extended) asked = in.id;
        return in.kind == type::extended;
    };
    link.start("/f");
    while (link.server.count(type::read) == 0 && (link.send_some() || link.receive_some())) {
    }
    while (link.send_some()) {
    }
    BOOST_TEST(link.server.count(type::read) == 512U);
    BOOST_TEST(link.engine.awaits_limits());
    link.server.script = {};
    link.server.hold = false;
    link.server.send(type::extended_reply, [&](wire::writer& w) {
        w.u32(asked);
        for (std::uint64_t limit : link.server.limits) w.u64(limit);
    });
    link.server.release_all();
    link.run();
    BOOST_TEST(link.transfer->is_done());
    BOOST_TEST((link.local.text == std::string(size, 'x')));
    BOOST_TEST(link.server.ranges.front().second == common);
    BOOST_TEST(link.server.ranges[link.server.ranges.size() - 2].second == 255U * 1024);
}

BOOST_AUTO_TEST_CASE(short_answers_are_completed) {
    for (std::size_t most : {std::size_t{1}, std::size_t{700}, common / 2, common - 1}) {
        getting link;
        const std::string text = pattern(most == 1 ? 3000 : 5 * common + 5);
        link.server.add("/f", text);
        link.server.most_read = most;
        link.get("/f");
        BOOST_TEST(link.transfer->error() == std::error_code{});
        BOOST_TEST((link.local.text == text));
    }
}

BOOST_AUTO_TEST_CASE(a_size_of_zero_means_read_until_the_end) {
    getting link;
    const std::string text = pattern(10000);
    link.server.add("/proc/x", text);
    link.server.tree["/proc/x"].told_size = 0;
    link.server.most_read = 4096;
    link.get("/proc/x");
    BOOST_TEST(link.transfer->error() == std::error_code{});
    BOOST_TEST((link.local.text == text));
    BOOST_TEST(!link.transfer->size().has_value());
}

BOOST_AUTO_TEST_CASE(answers_in_any_order_reach_a_random_access_sink) {
    getting link;
    const std::string text = pattern(8 * common + 99);
    link.server.add("/f", text);
    link.server.script = [&](const auto& in) {
        link.server.hold = in.kind == type::read;
        return false;
    };
    link.start("/f");
    while (!link.transfer->is_done()) {
        link.run();
        if (link.server.held.empty()) break;
        link.server.release(link.server.held.size() / 2);
    }
    BOOST_TEST(link.transfer->is_done());
    BOOST_TEST(link.transfer->error() == std::error_code{});
    BOOST_TEST(!link.local.in_order);
    BOOST_TEST((link.local.text == text));
}

BOOST_AUTO_TEST_CASE(in_order_mode_sorts_within_its_bound_and_asks_again_beyond) {
    for (std::size_t bound : {std::size_t{0}, common, 3 * common + 1, std::size_t{1} << 20}) {
        getting link;
        link.piece = 1500;
        const std::string text = pattern(12 * common + 99);
        link.server.add("/f", text);
        link.server.script = [&](const auto& in) {
            link.server.hold = in.kind == type::read;
            return false;
        };
        download_options options;
        options.in_order = true;
        options.reorder_limit = bound;
        link.start("/f", options);
        int rounds = 0;
        while (!link.transfer->is_done() && ++rounds < 1000) {
            link.run();
            link.server.release_all(true);
        }
        BOOST_TEST(link.transfer->is_done());
        BOOST_TEST(link.transfer->error() == std::error_code{});
        BOOST_TEST(link.local.in_order);
        BOOST_TEST((link.local.text == text));
        if (bound >= std::size_t{1} << 20) BOOST_TEST(link.server.count(type::read) == 13U);
    }
}

BOOST_AUTO_TEST_CASE(ranges_and_resuming,
                     *boost::unit_test::label("SF-C-036") * boost::unit_test::label("SF-M-007")) {
    const std::string text = pattern(3 * common);
    struct {
        std::uint64_t offset;
        std::optional<std::uint64_t> length;
        std::size_t end;
    } const cases[] = {
        {100, {}, 3 * common},        {100, 50, 150},
        {common, common, 2 * common}, {3 * common - 5, 100, 3 * common},
        {3 * common, {}, 3 * common}, {50, 0, 50},
    };
    for (const auto& c : cases) {
        getting link;
        link.server.add("/f", text);
        download_options options;
        options.offset = c.offset;
        options.length = c.length;
        link.get("/f", options);
        BOOST_TEST(link.transfer->error() == std::error_code{});
        const std::size_t offset = static_cast<std::size_t>(c.offset);
        BOOST_TEST((link.local.text == std::string(offset, '.') + text.substr(offset, c.end - offset)));
        BOOST_TEST(link.transfer->confirmed() == c.end);
    }
}

BOOST_AUTO_TEST_CASE(an_end_before_the_told_size_is_an_error, *boost::unit_test::label("S05")) {
    for (std::size_t real : {std::size_t{0}, std::size_t{10}, common, 3 * common - 1}) {
        getting link;
        link.server.add("/f", pattern(real));
        link.server.tree["/f"].told_size = 3 * common;
        link.get("/f");
        BOOST_TEST(link.transfer->error() == protocol_error::sftp_short_data);
        BOOST_TEST(!is_fatal(link.transfer->error()));
        BOOST_TEST(link.transfer->confirmed() == real);

        getting tolerant;
        tolerant.server.add("/f", pattern(real));
        tolerant.server.tree["/f"].told_size = 3 * common;
        download_options options;
        options.accept_shorter = true;
        tolerant.get("/f", options);
        BOOST_TEST(tolerant.transfer->error() == std::error_code{});
        BOOST_TEST((tolerant.local.text == pattern(real)));
    }
}

BOOST_AUTO_TEST_CASE(a_file_longer_than_told_is_read_to_its_end, *boost::unit_test::label("S05")) {
    for (std::size_t told : {std::size_t{1}, common, common + 5}) {
        getting link;
        const std::string text = pattern(5 * common + 7);
        link.server.add("/f", text);
        link.server.tree["/f"].told_size = told;
        link.get("/f");
        BOOST_TEST(link.transfer->error() == std::error_code{});
        BOOST_TEST((link.local.text == text));
    }
}

BOOST_AUTO_TEST_CASE(data_after_an_end_of_file_is_an_error, *boost::unit_test::label("S05")) {
    getting link;
    link.server.add("/f", pattern(4 * common));
    int reads = 0;
    link.server.script = [&](const auto& in) {
        if (in.kind != type::read || ++reads != 2) return false;
        link.server.send_status(in.id, 1);
        return true;
    };
    download_options options;
    options.accept_shorter = true;
    link.get("/f", options);
    BOOST_TEST(link.transfer->error() == protocol_error::sftp_short_data);
    BOOST_TEST(link.transfer->confirmed() == common);
}

BOOST_AUTO_TEST_CASE(data_that_never_ends_stops_at_the_length_asked_for, *boost::unit_test::label("S05")) {
    getting link;
    link.server.add("/f", "");
    const byte_vector block(common, std::byte{'x'});
    link.server.script = [&](const auto& in) {
        if (in.kind != type::read) return false;
        wire::reader r{in.fields};
        (void)r.string();
        (void)r.u64();
        link.server.send_data(in.id, byte_view{block}.first(std::min<std::size_t>(block.size(), r.u32())));
        return true;
    };
    download_options options;
    options.length = 10 * common + 1;
    link.get("/f", options);
    BOOST_TEST(link.transfer->error() == std::error_code{});
    BOOST_TEST(link.local.text.size() == 10 * common + 1);
}

BOOST_AUTO_TEST_CASE(told_sizes_beyond_belief_cost_nothing, *boost::unit_test::label("S10")) {
    for (std::uint64_t told : {std::uint64_t{1} << 63, ~std::uint64_t{0}}) {
        getting link;
        link.server.add("/f", "abc");
        link.server.tree["/f"].told_size = told;
        link.get("/f");
        BOOST_TEST(link.transfer->error() == protocol_error::sftp_short_data);
        BOOST_TEST(link.local.text == "abc");
    }
}

BOOST_AUTO_TEST_CASE(a_missing_file_keeps_the_servers_words) {
    getting link;
    link.get("/none");
    BOOST_TEST(link.transfer->error() == sftp_errc::no_such_file);
    BOOST_TEST((link.transfer->error() == std::errc::no_such_file_or_directory));
    const auto& status = *link.transfer->details().as<sftp_status>();
    BOOST_TEST(status.path == "/none");
    BOOST_TEST(status.text == "text");
}

BOOST_AUTO_TEST_CASE(a_refused_stat_does_not_matter) {
    getting link;
    link.server.add("/f", "abc");
    link.server.script = [&](const auto& in) {
        if (in.kind != type::stat) return false;
        link.server.send_status(in.id, 3);
        return true;
    };
    link.get("/f");
    BOOST_TEST(link.transfer->error() == std::error_code{});
    BOOST_TEST(link.local.text == "abc");
}

BOOST_AUTO_TEST_CASE(a_failing_read_and_a_full_disk_end_the_download_and_close_the_file,
                     *boost::unit_test::label("S17")) {
    {
        getting link;
        link.server.add("/f", pattern(9 * common));
        int reads = 0;
        link.server.script = [&](const auto& in) {
            if (in.kind != type::read || ++reads != 5) return false;
            link.server.send_status(in.id, 4, "disk on fire");
            return true;
        };
        link.get("/f");
        BOOST_TEST(link.transfer->error() == sftp_errc::failure);
        BOOST_TEST(link.transfer->confirmed() == 4 * common);
        BOOST_TEST(link.transfer->details().as<sftp_status>()->text == "disk on fire");
    }
    getting link;
    link.server.add("/f", pattern(9 * common));
    link.local.fails_at = 5 * common;
    link.get("/f");
    BOOST_TEST((link.transfer->error() == std::errc::no_space_on_device));
    BOOST_TEST(link.transfer->confirmed() == 5 * common);
}

BOOST_AUTO_TEST_CASE(a_cancelled_or_destroyed_download_leaves_the_engine_usable) {
    for (bool destroy : {false, true}) {
        for (int steps = 0; steps < 8; ++steps) {
            getting link;
            link.server.add("/f", pattern(9 * common));
            link.start("/f");
            for (int i = 0; i < steps; ++i) (void)(i % 2 == 0 ? link.send_some() : link.receive_some());
            if (destroy) {
                link.transfer.reset();
            } else {
                link.transfer->cancel();
                if (link.transfer->error())
                    BOOST_TEST((link.transfer->error() == std::errc::operation_canceled));
            }
            const auto calls = link.local.calls;
            link.run();
            BOOST_TEST(link.local.calls == calls);
            BOOST_TEST(link.server.open.empty());
            BOOST_TEST(link.engine.outstanding() == 0U);
            BOOST_TEST(!link.engine.failure());
        }
    }
}

} // namespace
