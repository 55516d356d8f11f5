// Files that go.

#include <hawser/sftp/transfer.hpp>

#include "unit/sftp/transfers.hpp"

namespace {

using namespace hawser;
using namespace hawser::testing;

/// Ended by a full disk, with so many bytes there.
void check_full_after(putting& link, std::size_t there) {
    BOOST_TEST(link.transfer->is_done());
    BOOST_TEST(link.transfer->error() == sftp_errc::failure);
    BOOST_TEST(link.transfer->details().as<sftp_status>()->text == "disk full");
    BOOST_TEST(link.transfer->confirmed() == there);
    BOOST_TEST((link.remote("/f") == link.local.text.substr(0, there)));
}

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
        link.send("/f", options);
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
    link.send("/f", options);
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

BOOST_AUTO_TEST_CASE(a_write_that_fails_before_the_end_cuts_the_file_while_it_is_open) {
    for (const bool known : {true, false}) {
        putting link;
        link.local.text = pattern(9 * common);
        unsigned writes = 0;
        link.server.script = [&](const auto& in) {
            if (in.kind != type::write || ++writes != 2) return false;
            link.server.send_status(in.id, 4, "disk full");
            return true;
        };
        upload_options options;
        options.in_flight = 2 * common;
        if (known) options.length = link.local.text.size();
        link.put("/f", options);
        BOOST_TEST(link.transfer->error() == sftp_errc::failure);
        BOOST_TEST(writes < 9U);
        BOOST_TEST(link.server.count(type::fsetstat) == 1U);
        BOOST_TEST(link.server.count(type::setstat) == 0U);
        BOOST_TEST(link.server.count(type::close) == 1U);
        BOOST_TEST((link.remote("/f") ==
                    link.local.text.substr(0, static_cast<std::size_t>(link.transfer->confirmed()))));
    }
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

BOOST_AUTO_TEST_CASE(of_several_failing_writes_the_first_in_the_file_is_told) {
    for (const bool reversed : {false, true}) {
        putting link;
        link.local.text = pattern(4 * common);
        unsigned writes = 0;
        link.server.script = [&](const auto& in) {
            link.server.hold = true;
            if (in.kind != type::write) return link.server.hold = false, false;
            ++writes;
            if (writes == 2) link.server.send_status(in.id, 4, "disk full");
            if (writes == 3) link.server.send_status(in.id, 3, "read-only by now");
            return writes == 2 || writes == 3;
        };
        upload_options options;
        options.length = link.local.text.size();
        link.send("/f", options);
        BOOST_TEST_REQUIRE(link.server.held.size() == 4U);
        link.server.hold = false;
        link.server.script = {};
        link.server.release_all(reversed);
        link.run();
        check_full_after(link, common);
    }
}

BOOST_AUTO_TEST_CASE(a_write_that_fails_is_told_rather_than_the_close_behind_it) {
    putting link;
    link.local.text = pattern(2 * common);
    unsigned writes = 0;
    link.server.script = [&](const auto& in) {
        if (in.kind == type::close) link.server.send_status(in.id, 3, "not closed either");
        if (in.kind != type::write || ++writes != 2) return in.kind == type::close;
        link.server.hold = true;
        link.server.send_status(in.id, 4, "disk full");
        link.server.hold = false;
        return true;
    };
    upload_options options;
    options.length = link.local.text.size();
    link.send("/f", options);
    // CLOSE has been refused, and a WRITE is not answered.
    BOOST_TEST(link.server.count(type::close) == 1U);
    BOOST_TEST(link.server.held.size() == 1U);
    BOOST_TEST(!link.transfer->is_done());
    link.server.release_all();
    link.run();
    check_full_after(link, common);
}

BOOST_AUTO_TEST_CASE(a_connection_lost_behind_close_leaves_no_success) {
    for (const std::size_t answered : {0U, 1U, 2U}) {
        putting link;
        link.local.text = pattern(2 * common);
        link.server.script = [&](const auto& in) {
            link.server.hold = in.kind == type::write || in.kind == type::close;
            return false;
        };
        upload_options options;
        options.length = link.local.text.size();
        link.send("/f", options);
        BOOST_TEST_REQUIRE(link.server.held.size() == 3U);
        for (std::size_t i = 0; i < answered; ++i) link.server.release(0);
        link.run();
        BOOST_TEST(!link.transfer->is_done());
        BOOST_TEST(link.server.count(type::close) == 1U);
        link.engine.on_end();
        link.drain();
        BOOST_TEST(link.transfer->is_done());
        BOOST_TEST(link.transfer->error() == remote_error::no_reply);
        BOOST_TEST(link.transfer->confirmed() == answered * common);
    }
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

} // namespace
