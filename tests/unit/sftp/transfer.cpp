#include <hawser/sftp/transfer.hpp>

#include "support/sftp_link.hpp"

#include <boost/test/unit_test.hpp>

#include <random>

namespace {

using namespace hawser;
using sftp::download;
using sftp::download_options;
using sftp::event;
using sftp::sftp_errc;
using sftp::upload;
using sftp::upload_options;
using testing::sftp_link;
using type = sftp::packet_type;

std::string pattern(std::size_t size) {
    std::string text(size, '\0');
    std::mt19937 random{7};
    for (char& c : text) c = static_cast<char>('a' + random() % 26);
    return text;
}

void offer(testing::sftp_responder& server, std::string_view name) {
    server.extensions.emplace_back(name, "1");
}

/// A local file to download into, that notices what a sink must not see.
struct local_file {
    std::string text;
    std::uint64_t calls = 0;
    bool in_order = true;
    std::optional<std::uint64_t> fails_at = {};

    result<void> operator()(std::uint64_t offset, byte_view bytes) {
        ++calls;
        if (fails_at && offset + bytes.size() > *fails_at) return std::errc::no_space_on_device;
        in_order = in_order && offset == text.size();
        const std::size_t at = static_cast<std::size_t>(offset);
        text.resize(std::max(text.size(), at + bytes.size()), '?');
        text.replace(at, bytes.size(), as_text(bytes));
        return {};
    }
};

/// One download over a link.
struct getting : sftp_link {
    local_file local;
    std::optional<download> transfer;

    void start(std::string_view path, download_options options = {}) {
        handler = [this](const event& e) {
            if (transfer) (void)transfer->on_event(e);
        };
        (void)engine.start();
        local.text.resize(static_cast<std::size_t>(options.offset), '.');
        transfer.emplace(engine, local, options);
        BOOST_REQUIRE(transfer->start(path));
    }
    void get(std::string_view path, download_options options = {}) {
        start(path, options);
        run();
        BOOST_TEST(transfer->is_done());
        BOOST_TEST(server.open.empty());
        BOOST_TEST(engine.outstanding() == 0U);
        BOOST_TEST(!engine.failure());
    }
};

struct local_source {
    std::string text;
    /// How much a call gives at most; where it fails, blocks or ends.
    std::size_t step = static_cast<std::size_t>(-1);
    std::optional<std::uint64_t> fails_at = {};
    std::optional<std::uint64_t> blocks_at = {};
    bool in_order = true;
    std::uint64_t next = 0;

    result<std::size_t> operator()(std::uint64_t offset, byte_span room) {
        if (fails_at && offset >= *fails_at) return std::errc::io_error;
        if (blocks_at && offset >= *blocks_at) return std::errc::operation_would_block;
        in_order = in_order && offset == next;
        std::size_t size =
            std::min({room.size(), step,
                      text.size() - std::min<std::size_t>(text.size(), static_cast<std::size_t>(offset))});
        for (auto stop : {fails_at, blocks_at})
            if (stop) size = std::min<std::size_t>(size, static_cast<std::size_t>(*stop - offset));
        std::copy_n(as_bytes(text).begin() + static_cast<std::ptrdiff_t>(offset), size, room.begin());
        next = offset + size;
        return size;
    }
};

struct putting : sftp_link {
    local_source local;
    std::optional<upload> transfer;

    void start(std::string_view path, upload_options options = {}) {
        handler = [this](const event& e) {
            if (transfer) (void)transfer->on_event(e);
        };
        (void)engine.start();
        local.next = options.offset;
        transfer.emplace(engine, local, options);
        BOOST_REQUIRE(transfer->start(path));
    }
    void put(std::string_view path, upload_options options = {}) {
        start(path, options);
        run();
        check_end();
    }
    void check_end() {
        BOOST_TEST(transfer->is_done());
        BOOST_TEST(server.open.empty());
        BOOST_TEST(engine.outstanding() == 0U);
        BOOST_TEST(!engine.failure());
        BOOST_TEST(!overran);
        BOOST_TEST(server.at_boundary());
    }
    std::string remote(const std::string& path) { return std::string{as_text(server.tree[path].content)}; }
};

constexpr std::size_t common = sftp::transfer_limits::common;

// --- download ---

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

BOOST_AUTO_TEST_CASE(reads_fill_the_window_at_once_with_the_size_the_server_allows) {
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

BOOST_AUTO_TEST_CASE(ranges_and_resuming) {
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
    const auto& status = std::get<sftp_status>(link.transfer->details());
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
        BOOST_TEST(std::get<sftp_status>(link.transfer->details()).text == "disk on fire");
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

BOOST_AUTO_TEST_CASE(an_engine_that_fails_takes_its_transfers_with_it) {
    getting link;
    link.server.add("/f", pattern(9 * common));
    link.start("/f");
    (void)link.send_some();
    (void)link.receive_some();
    (void)link.send_some();
    link.engine.on_end();
    link.drain();
    BOOST_TEST(link.transfer->is_done());
    BOOST_TEST(link.transfer->error() == remote_error::no_reply);
}

BOOST_AUTO_TEST_CASE(many_downloads_share_an_engine) {
    sftp_link link;
    std::vector<std::unique_ptr<local_file>> files;
    std::vector<std::unique_ptr<download>> transfers;
    BOOST_REQUIRE(link.engine.start());
    for (int i = 0; i < 50; ++i) {
        const std::string path = "/f" + std::to_string(i);
        link.server.add(path, pattern(static_cast<std::size_t>(i) * 1500));
        files.push_back(std::make_unique<local_file>());
        transfers.push_back(std::make_unique<download>(link.engine, *files.back()));
        BOOST_REQUIRE(transfers.back()->start(path));
    }
    link.handler = [&](const event& e) {
        for (auto& t : transfers)
            if (t->on_event(e)) break;
    };
    link.run();
    for (std::size_t i = 0; i < transfers.size(); ++i) {
        BOOST_TEST(transfers[i]->is_done());
        BOOST_TEST((files[i]->text == pattern(i * 1500)));
    }
    BOOST_TEST(link.server.open.empty());
}

// --- upload ---

BOOST_AUTO_TEST_CASE(sources_of_all_sizes_arrive_whole) {
    for (std::size_t size :
         {std::size_t{0}, std::size_t{1}, common - 1, common, common + 1, 10 * common + 17}) {
        for (std::size_t room :
             {std::size_t{100}, std::size_t{1000}, std::size_t{32768}, std::size_t{1} << 20}) {
            for (bool known : {true, false}) {
                putting link;
                link.room = room;
                link.local.text = pattern(size);
                link.server.add("/f", "what was there before and is longer than a byte");
                upload_options options;
                if (known) options.length = size;
                link.put("/f", options);
                BOOST_TEST(link.transfer->error() == std::error_code{});
                BOOST_TEST((link.remote("/f") == link.local.text));
                BOOST_TEST(link.transfer->confirmed() == size);
                BOOST_TEST(link.local.in_order);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(writes_are_as_large_as_the_server_allows_and_pipelined) {
    putting link;
    offer(link.server, sftp::extension::limits);
    link.local.text = pattern(3 * 255 * 1024 + 1);
    link.server.script = [&](const auto& in) {
        link.server.hold = in.kind == type::write;
        return false;
    };
    upload_options options;
    options.length = link.local.text.size();
    options.in_flight = 2 * 255 * 1024;
    link.begin();
    link.start("/f", options);
    link.run();
    BOOST_TEST(link.server.held.size() == 2U);
    BOOST_TEST(link.transfer->taken() == options.in_flight);
    BOOST_TEST(link.transfer->confirmed() == 0U);
    while (!link.server.held.empty()) {
        link.server.release(0);
        link.run();
    }
    link.check_end();
    BOOST_TEST(link.server.count(type::write) == 4U);
    BOOST_TEST((link.remote("/f") == link.local.text));
}

BOOST_AUTO_TEST_CASE(close_follows_the_last_write_without_waiting) {
    for (bool known : {true, false}) {
        putting link;
        link.local.text = pattern(3 * common);
        link.server.script = [&](const auto& in) {
            link.server.hold = in.kind == type::write;
            return false;
        };
        upload_options options;
        if (known) options.length = link.local.text.size();
        link.start("/f", options);
        while (link.send_some() || link.receive_some()) link.transfer->advance();
        BOOST_TEST(link.server.held.size() == link.server.count(type::write));
        BOOST_TEST(link.server.held.size() >= 3U);
        BOOST_TEST(link.server.count(type::close) == 1U);
        // Done is it only when every WRITE is confirmed.
        BOOST_TEST(!link.transfer->is_done());
        link.server.release_all();
        link.run();
        link.check_end();
        BOOST_TEST(link.server.count(type::close) == 1U);
        BOOST_TEST((link.remote("/f") == link.local.text));
    }
}

BOOST_AUTO_TEST_CASE(a_write_that_fails_behind_close_still_cuts_the_file) {
    putting link;
    link.local.text = pattern(3 * common);
    unsigned writes = 0;
    link.server.script = [&](const auto& in) {
        link.server.hold = in.kind == type::write;
        if (in.kind != type::write || ++writes != 2) return false;
        link.server.send_status(in.id, 4, "disk full");
        return true;
    };
    upload_options options;
    options.length = link.local.text.size();
    link.start("/f", options);
    while (link.send_some() || link.receive_some()) link.transfer->advance();
    BOOST_TEST(link.server.count(type::close) == 1U);
    link.server.hold = false;
    link.server.script = {};
    link.server.release_all();
    link.run();
    BOOST_TEST(link.transfer->is_done());
    BOOST_TEST(link.transfer->error() == sftp_errc::failure);
    BOOST_TEST(link.server.count(type::setstat) == 1U);
    BOOST_TEST(link.server.count(type::close) == 1U);
    BOOST_TEST((link.remote("/f") == link.local.text.substr(0, common)));
    BOOST_TEST(link.engine.outstanding() == 0U);
}

BOOST_AUTO_TEST_CASE(a_close_that_fails_fails_the_upload_and_cuts_nothing) {
    putting link;
    link.local.text = pattern(2 * common);
    link.server.script = [&](const auto& in) {
        if (in.kind == type::close) link.server.send_status(in.id, 4, "quota");
        return in.kind == type::close;
    };
    upload_options options;
    options.length = link.local.text.size();
    link.start("/f", options);
    link.run();
    BOOST_TEST(link.transfer->is_done());
    BOOST_TEST(link.transfer->error() == sftp_errc::failure);
    BOOST_TEST(link.transfer->confirmed() == link.local.text.size());
    BOOST_TEST(link.server.count(type::setstat) + link.server.count(type::fsetstat) == 0U);
    BOOST_TEST((link.remote("/f") == link.local.text));
}

BOOST_AUTO_TEST_CASE(sources_that_give_little_or_nothing_for_a_while) {
    for (bool known : {true, false}) {
        putting link;
        link.local.text = pattern(3 * common);
        link.local.step = 777;
        link.local.blocks_at = common + 100;
        upload_options options;
        if (known) options.length = link.local.text.size();
        link.start("/f", options);
        link.run();
        BOOST_TEST(!link.transfer->is_done());
        BOOST_TEST(link.engine.has_output());
        BOOST_TEST(link.transfer->taken() == common + 100);
        link.local.blocks_at.reset();
        link.run();
        link.check_end();
        BOOST_TEST(link.transfer->error() == std::error_code{});
        BOOST_TEST((link.remote("/f") == link.local.text));
    }
}

BOOST_AUTO_TEST_CASE(uploads_resume_at_an_offset) {
    putting link;
    link.local.text = pattern(3 * common);
    link.server.add("/f", link.local.text.substr(0, common + 5));
    upload_options options;
    options.offset = common + 5;
    link.put("/f", options);
    BOOST_TEST(link.transfer->error() == std::error_code{});
    BOOST_TEST((link.remote("/f") == link.local.text));
}

BOOST_AUTO_TEST_CASE(one_failing_write_of_64_fails_the_upload_and_the_file_is_cut,
                     *boost::unit_test::label("S12")) {
    for (int failing : {1, 2, 33, 64}) {
        putting link;
        link.local.text = pattern(64 * common);
        int writes = 0;
        link.server.script = [&](const auto& in) {
            if (in.kind != type::write || ++writes != failing) return false;
            link.server.send_status(in.id, 4, "no");
            return true;
        };
        upload_options options;
        options.length = link.local.text.size();
        options.in_flight = 64 * common;
        link.room = 1 << 22;
        link.put("/f", options);
        BOOST_TEST(writes == 64);
        BOOST_TEST(link.transfer->error() == sftp_errc::failure);
        const std::size_t confirmed = static_cast<std::size_t>(failing - 1) * common;
        BOOST_TEST(link.transfer->confirmed() == confirmed);
        BOOST_TEST((link.remote("/f") == link.local.text.substr(0, confirmed)));
    }
}

BOOST_AUTO_TEST_CASE(a_source_that_fails_or_ends_early_leaves_a_resumable_file) {
    for (bool fails : {true, false}) {
        for (std::size_t at : {std::size_t{0}, std::size_t{1}, common - 1, common, 2 * common + 9000}) {
            for (std::size_t room : {std::size_t{500}, std::size_t{32768}, std::size_t{1} << 20}) {
                putting link;
                link.room = room;
                link.local.text = pattern(fails ? 4 * common : at);
                if (fails) link.local.fails_at = at;
                upload_options options;
                options.length = 4 * common;
                link.put("/f", options);
                BOOST_TEST(link.transfer->error() == (fails ? std::make_error_code(std::errc::io_error)
                                                            : make_error_code(sftp_errc::source_ended)));
                BOOST_TEST(link.transfer->confirmed() == at);
                // No zeros that a later upload would take for data.
                BOOST_TEST((link.remote("/f") == pattern(4 * common).substr(0, at)));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_write_already_announced_is_filled_up_with_zeros_and_nothing_else) {
    putting link;
    link.room = 1000;
    link.local.text = pattern(5000);
    upload_options options;
    options.length = common;
    options.cut_on_failure = false;
    link.put("/f", options);
    BOOST_TEST(link.transfer->error() == sftp_errc::source_ended);
    BOOST_TEST(link.transfer->confirmed() == 5000U);
    BOOST_TEST((link.remote("/f") == pattern(5000) + std::string(common - 5000, '\0')));
}

BOOST_AUTO_TEST_CASE(opening_closing_and_setting_can_fail) {
    for (const type kind : {type::open, type::fsetstat, type::close}) {
        putting link;
        link.local.text = "abc";
        link.server.script = [&](const auto& in) {
            if (in.kind != kind) return false;
            if (kind == type::close) link.server.open.clear();
            link.server.send_status(in.id, 3, "no");
            return true;
        };
        upload_options options;
        options.at_end.emplace();
        options.at_end->time = sftp::attributes::times{5, 6};
        link.put("/f", options);
        BOOST_TEST(link.transfer->error() == sftp_errc::permission_denied);
    }
}

BOOST_AUTO_TEST_CASE(attributes_are_set_and_data_is_synced_before_the_close) {
    putting link;
    offer(link.server, sftp::extension::fsync);
    link.local.text = "abc";
    upload_options options;
    options.sync = true;
    options.initial.permissions = 0600;
    options.at_end.emplace();
    options.at_end->time = sftp::attributes::times{5, 6};
    link.put("/f", options);
    BOOST_TEST(link.transfer->error() == std::error_code{});
    BOOST_TEST(link.server.tree["/f"].modified == 6U);
    BOOST_TEST((link.server.tree["/f"].mode & 0777U) == 0600U);
    const std::vector<type> end(link.server.log.end() - 3, link.server.log.end());
    BOOST_TEST((end == std::vector<type>{type::fsetstat, type::extended, type::close}));

    putting without;
    without.local.text = "abc";
    without.put("/f", options);
    BOOST_TEST(without.transfer->error() == std::error_code{});
}

BOOST_AUTO_TEST_CASE(a_cancelled_or_destroyed_upload_leaves_the_engine_usable) {
    for (bool destroy : {false, true}) {
        for (int steps = 0; steps < 10; ++steps) {
            putting link;
            link.room = 20000;
            link.local.text = pattern(9 * common);
            upload_options options;
            options.length = link.local.text.size();
            link.start("/f", options);
            for (int i = 0; i < steps; ++i) (void)(i % 2 == 0 ? link.send_some() : link.receive_some());
            if (destroy)
                link.transfer.reset();
            else
                link.transfer->cancel();
            link.local.fails_at = 0;
            link.run();
            BOOST_TEST(link.server.open.empty());
            BOOST_TEST(link.server.at_boundary());
            BOOST_TEST(link.engine.outstanding() == 0U);
            BOOST_TEST(!link.engine.failure());
            if (destroy) continue;
            BOOST_TEST(link.transfer->is_done());
            BOOST_TEST((link.transfer->error() == std::errc::operation_canceled));
            if (link.server.tree.count("/f") != 0) {
                const std::string there = link.remote("/f");
                BOOST_TEST((there == link.local.text.substr(0, there.size())));
                BOOST_TEST(there.size() == link.transfer->confirmed());
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(transfers_go_on_after_the_engine_had_no_room) {
    putting link;
    link.local.text = pattern(3 * common);
    link.start("/f", {});
    link.server.add("/", "");
    std::size_t made = 0;
    while (link.engine.stat("/")) ++made;
    link.run();
    link.transfer->advance();
    link.run();
    link.check_end();
    BOOST_TEST((link.remote("/f") == link.local.text));
    BOOST_TEST(made > 4000U);
}

} // namespace
