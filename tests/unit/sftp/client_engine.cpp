#include <hawser/sftp/client_engine.hpp>

#include "unit/sftp/engine_cases.hpp"

namespace {

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_CASE(init_is_sent_first_and_version_makes_ready) {
    sftp_link link;
    BOOST_TEST(link.engine.stat("/").error() == usage_error::wrong_phase);
    BOOST_TEST(!link.engine.has_output());
    BOOST_REQUIRE(link.engine.start());
    BOOST_TEST(link.engine.start().error() == usage_error::wrong_phase);
    std::array<std::byte, 64> room{};
    BOOST_TEST(to_hex(byte_view{room}.first(link.engine.fill(room))) == "000000050100000003");
    link.server.on_data(byte_view{*from_hex("000000050100000003")});
    link.server.extensions.clear();
    link.run();
    BOOST_TEST(link.seen.lines == lines{"ready"});
    BOOST_TEST(link.engine.is_ready());
    BOOST_TEST(link.engine.data_limits().read == 32768U);
}

BOOST_AUTO_TEST_CASE(requests_made_early_follow_init_at_once) {
    sftp_link link;
    add_all_extensions(link.server);
    link.server.add("/f", "x");
    BOOST_REQUIRE(link.engine.start());
    BOOST_REQUIRE(link.engine.stat("/f"));
    BOOST_TEST(link.engine.statvfs("/f").error() == usage_error::wrong_phase);
    std::array<std::byte, 256> room{};
    // INIT and STAT, cut in the middle of STAT.
    BOOST_TEST(link.engine.fill(byte_span{room}.first(12)) == 12U);
    link.server.on_data(byte_view{room}.first(12));
    BOOST_TEST(link.engine.has_output());
    BOOST_TEST(!link.engine.awaits_limits());
    // VERSION comes in between; the question for the limits does not cut into the request being sent.
    BOOST_TEST(link.receive_some());
    BOOST_TEST(link.engine.awaits_limits());
    BOOST_TEST(link.engine.data_limits().read == 32U * 1024);
    link.run();
    BOOST_TEST(link.seen.lines == (lines{"ready", "attributes 1 33188"}));
    BOOST_TEST((link.server.log == std::vector<type>{type::init, type::stat, type::extended}));
    BOOST_TEST(!link.engine.awaits_limits());
    BOOST_TEST(link.engine.data_limits().read == 255U * 1024);
    BOOST_TEST(link.engine.data_limits().handles.value() == 1000U);
}

BOOST_AUTO_TEST_CASE(every_request_and_its_answer) {
    sftp_link fresh;
    add_all_extensions(fresh.server);
    fresh.server.add("/f", "0123456789");
    fresh.server.add("/", "", 0040755);
    fresh.begin();
    auto& e = fresh.engine;
    sftp::file_handle file;
    fresh.handler = [&](const event& ev) {
        if (const auto* h = ev.as<sftp::handle_reply>()) file = sftp::file_handle{h->handle};
    };
    auto one = [&](auto&& id) {
        BOOST_REQUIRE(id);
        fresh.seen.lines.clear();
        fresh.run();
        BOOST_REQUIRE(fresh.seen.lines.size() == 1U);
        BOOST_TEST(e.outstanding() == 0U);
        return fresh.seen.lines.front();
    };
    sftp::attributes mode;
    mode.permissions = 0600;
    BOOST_TEST(one(e.open("/f", sftp::open_flags::read)) == "handle 6831");
    BOOST_TEST(one(e.read(file, 3, 4)) == "data 3 3456 missing 0");
    BOOST_TEST(one(e.read(file, 8, 4)) == "data 8 89 missing 2");
    BOOST_TEST(one(e.read(file, 10, 4)) == "status 5 1 end of file [End of file] 10 4");
    BOOST_TEST(one(e.write(file, 2, as_bytes("ab"))) == "status 6 0 ok [text] 2 2");
    BOOST_TEST(one(e.fstat(file)) == "attributes 10 33188");
    BOOST_TEST(one(e.fsetstat(file, mode)) == "status 10 0 ok [text] 0 0");
    BOOST_TEST(one(e.fsync(file)) == "status 200 0 ok [text] 0 0");
    BOOST_TEST(one(e.close(file)) == "status 4 0 ok [text] 0 0");
    BOOST_TEST(one(e.setstat("/f", mode)) == "status 9 0 ok [text] 0 0");
    BOOST_TEST(one(e.stat("/f")) == "attributes 10 33152");
    BOOST_TEST(one(e.lstat("/none")) == "status 7 2 no such file [text] 0 0");
    BOOST_TEST(one(e.mkdir("/d", mode)) == "status 14 0 ok [text] 0 0");
    BOOST_TEST(one(e.rename("/f", "/g")) == "status 18 0 ok [text] 0 0");
    BOOST_TEST(one(e.posix_rename("/g", "/f")) == "status 200 0 ok [text] 0 0");
    BOOST_TEST(one(e.hardlink("/f", "/h")) == "status 200 0 ok [text] 0 0");
    BOOST_TEST(one(e.symlink("/f", "/l")) == "status 20 0 ok [text] 0 0");
    BOOST_TEST(fresh.server.tree["/l"].target == "/f");
    BOOST_TEST(one(e.readlink("/l")) == "path /f");
    BOOST_TEST(one(e.realpath(".")) == "path /home");
    BOOST_TEST(one(e.statvfs("/")) == "statistics 1 11");
    BOOST_TEST(one(e.lsetstat("/l", mode)) ==
               "status 200 8 the server does not support this operation [text] 0 0");
    BOOST_TEST(one(e.extended(sftp::extension::statvfs, *from_hex("000000012f"))).substr(0, 25) ==
               "extended 0000000000000001");
    BOOST_TEST(one(e.opendir("/")) == "handle 6832");
    BOOST_TEST(one(e.readdir(file)) == "names .,..,d,f,h,l,");
    BOOST_TEST(one(e.readdir(file)) == "status 12 1 end of file [text] 0 0");
    BOOST_TEST(one(e.close(file)) == "status 4 0 ok [text] 0 0");
    BOOST_TEST(one(e.rmdir("/d")) == "status 15 0 ok [text] 0 0");
    BOOST_TEST(one(e.remove("/h")) == "status 13 0 ok [text] 0 0");
    BOOST_TEST(to_hex(fresh.server.tree["/f"].content) == to_hex(as_bytes("01ab456789")));
}

BOOST_AUTO_TEST_CASE(extensions_that_were_not_offered_are_refused_here) {
    opened link;
    BOOST_TEST(link.engine.posix_rename("/a", "/b").error() == sftp::sftp_errc::operation_unsupported);
    BOOST_TEST(link.engine.extended("x@y", {}).error() == sftp::sftp_errc::operation_unsupported);
    BOOST_TEST(!link.engine.has_output());
    BOOST_TEST(!link.engine.failure());
}

BOOST_AUTO_TEST_CASE(unusable_arguments_are_the_callers_fault) {
    opened link;
    auto& e = link.engine;
    BOOST_TEST(e.stat(std::string_view{"a\0b", 3}).error() == usage_error::invalid_argument);
    BOOST_TEST(e.stat(std::string(client_engine::path_limit + 1, 'a')).error() ==
               usage_error::invalid_argument);
    BOOST_TEST(e.rename("/a", std::string_view{"\0", 1}).error() == usage_error::invalid_argument);
    BOOST_TEST(e.read(link.file, 0, 0).error() == usage_error::invalid_argument);
    BOOST_TEST(e.read(link.file, 0, sftp::transfer_limits::maximum + 1).error() ==
               usage_error::invalid_argument);
    BOOST_TEST(e.read(link.file, ~std::uint64_t{0}, 2).error() == usage_error::invalid_argument);
    BOOST_TEST(e.read(sftp::file_handle{}, 0, 1).error() == usage_error::invalid_argument);
    BOOST_TEST(e.close(sftp::file_handle{}).error() == usage_error::invalid_argument);
    BOOST_TEST(e.outstanding() == 0U);
    BOOST_TEST(!e.has_output());
}

BOOST_AUTO_TEST_CASE(requests_are_bounded_and_slots_are_used_again) {
    opened link;
    std::size_t made = 0;
    while (link.engine.stat("/f")) ++made;
    BOOST_TEST(made == limits::sftp_requests);
    BOOST_TEST(link.engine.stat("/f").error() == usage_error::output_blocked);
    link.run();
    BOOST_TEST(link.seen.lines.size() == made);
    BOOST_TEST(link.engine.outstanding() == 0U);
    // Now the queue is the limit; nothing of the refused request is left behind.
    const std::string path(30000, 'p');
    made = 0;
    while (link.engine.stat(path)) ++made;
    BOOST_TEST(made == client_engine::queue_limit / 30013);
    link.seen.lines.clear();
    link.run();
    BOOST_TEST(link.seen.lines.size() == made);
    BOOST_TEST(!link.engine.failure());
}

BOOST_AUTO_TEST_CASE(a_read_is_passed_on_where_it_lies_and_expected_bytes_fall) {
    opened link;
    const auto id = link.engine.read(link.file, 0, 10);
    BOOST_REQUIRE(id);
    BOOST_TEST(link.engine.expected_bytes() == 10U);
    (void)link.send_some();
    const byte_vector reply = link.server.take_output();
    link.engine.on_data(byte_view{reply}.first(17));
    auto first = link.engine.next_event();
    BOOST_REQUIRE(first);
    const auto& head = *first.as<sftp::data_fragment>();
    BOOST_TEST(head.bytes.data() == reply.data() + 13);
    BOOST_TEST(head.bytes.size() == 4U);
    BOOST_TEST(!head.last);
    BOOST_TEST((head.id == *id));
    BOOST_TEST(!link.engine.next_event());
    link.engine.on_data(byte_view{reply}.subspan(17));
    const auto second = link.engine.next_event();
    BOOST_REQUIRE(second);
    const auto& tail = *second.as<sftp::data_fragment>();
    BOOST_TEST(tail.bytes.data() == reply.data() + 17);
    BOOST_TEST(tail.offset == 4U);
    BOOST_TEST(tail.received == 10U);
    BOOST_TEST(tail.last);
    BOOST_TEST(tail.missing == 0U);
    BOOST_TEST(link.engine.expected_bytes() == 0U);
    BOOST_TEST(link.engine.outstanding() == 0U);
}

BOOST_AUTO_TEST_CASE(pieces_of_any_size_give_the_same_events) {
    const lines whole = conversation(1 << 20, 1 << 20);
    BOOST_TEST(whole.size() == 10U);
    for (std::size_t piece : {1U, 2U, 3U, 5U, 13U, 64U, 1000U})
        BOOST_TEST(conversation(piece, 32768) == whole, boost::test_tools::per_element());
    for (std::size_t room : {1U, 2U, 7U, 26U, 27U, 28U, 29U, 30U, 40U, 100U})
        BOOST_TEST(conversation(1 << 20, room) == whole, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_listing_without_entries_is_its_end) {
    opened link;
    answer_with(link, type::readdir, [&](auto& s, std::uint32_t id) { s.send_names(id, {}); });
    BOOST_REQUIRE(link.engine.readdir(link.file));
    link.run();
    BOOST_TEST(link.seen.lines == lines{"status 12 1 end of file [] 0 0"});
}

BOOST_AUTO_TEST_CASE(unusual_statuses_are_typed, *boost::unit_test::label("S16")) {
    struct {
        std::uint32_t code;
        std::string_view text;
        sftp::sftp_errc error;
    } const cases[] = {
        {3, "\x1b[31mred\x1b[0m", sftp::sftp_errc::permission_denied},
        {11, "", sftp::sftp_errc::file_already_exists},
        {999, "what", sftp::sftp_errc::unrecognised},
        {0xffffffff, "what", sftp::sftp_errc::unrecognised},
    };
    for (const auto& c : cases) {
        opened link;
        answer_with(link, type::remove,
                    [&](auto& s, std::uint32_t id) { s.send_status(id, c.code, c.text); });
        std::error_code error;
        std::string line;
        link.handler = [&](const event& e) {
            const auto& status = *e.as<sftp::status_reply>();
            error = status.error;
            BOOST_TEST(status.code == c.code);
            line = describe(status.error, sftp_status{status.code, std::string{status.text}, "/f"});
        };
        BOOST_REQUIRE(link.engine.remove("/f"));
        link.run();
        BOOST_TEST(error == c.error);
        BOOST_TEST(!is_fatal(error));
        BOOST_TEST(line.find('\x1b') == std::string::npos);
        BOOST_TEST(!link.engine.failure());
    }
}

BOOST_AUTO_TEST_CASE(statuses_without_text_are_taken, *boost::unit_test::label("S16")) {
    for (int strings = 0; strings <= 2; ++strings) {
        opened link;
        answer_with(link, type::remove, [&](auto& s, std::uint32_t id) {
            s.send(type::status, [&](wire::writer& w) {
                w.u32(id).u32(4);
                for (int i = 0; i < strings; ++i) w.string("");
            });
        });
        BOOST_REQUIRE(link.engine.remove("/f"));
        link.run();
        BOOST_TEST(link.seen.lines == lines{"status 13 4 the server could not do it [] 0 0"});
    }
    // A code that is cut short is not a status.
    opened link;
    answer_with(link, type::remove, [](auto& s, std::uint32_t id) {
        s.send(type::status, [&](wire::writer& w) { w.u32(id).u8(0); });
    });
    BOOST_REQUIRE(link.engine.remove("/f"));
    link.run();
    check_failure(link, protocol_error::sftp_malformed);
}

BOOST_AUTO_TEST_CASE(abandoned_requests_are_silent_and_opened_files_are_closed_again,
                     *boost::unit_test::label("S15")) {
    opened link;
    int me = 0;
    int other = 0;
    BOOST_REQUIRE(link.engine.open("/f", sftp::open_flags::read, {}, &me));
    BOOST_REQUIRE(link.engine.read(link.file, 0, 10, &me));
    BOOST_REQUIRE(link.engine.realpath("/f", &me));
    BOOST_REQUIRE(link.engine.stat("/f", &other));
    link.engine.abandon(&me);
    link.run();
    BOOST_TEST(link.seen.lines == lines{"attributes 10 33188"});
    BOOST_TEST(link.engine.outstanding() == 0U);
    BOOST_TEST(link.engine.expected_bytes() == 0U);
    BOOST_TEST(link.server.open.size() == 1U);
}

BOOST_AUTO_TEST_CASE(owners_come_back_with_their_events) {
    opened link;
    int me = 0;
    link.handler = [&](const event& e) { BOOST_TEST(sftp::owner_of(e) == &me); };
    BOOST_REQUIRE(link.engine.stat("/f", &me));
    BOOST_REQUIRE(link.engine.stat("/none", &me));
    BOOST_REQUIRE(link.engine.read(link.file, 0, 10, &me));
    BOOST_REQUIRE(link.engine.open("/f", sftp::open_flags::read, {}, &me));
    BOOST_REQUIRE(link.engine.realpath("/f", &me));
    link.run();
    BOOST_TEST(link.seen.lines.size() == 5U);
}

BOOST_AUTO_TEST_CASE(steady_state_takes_no_memory) {
    struct counting : std::pmr::memory_resource {
        std::size_t calls = 0;
        void* do_allocate(std::size_t size, std::size_t alignment) override {
            ++calls;
            return std::pmr::new_delete_resource()->allocate(size, alignment);
        }
        void do_deallocate(void* at, std::size_t size, std::size_t alignment) override {
            std::pmr::new_delete_resource()->deallocate(at, size, alignment);
        }
        bool do_is_equal(const memory_resource& o) const noexcept override { return this == &o; }
    } memory;
    client_engine engine{&memory};
    testing::sftp_responder server;
    server.add("/f", "0123456789");
    server.open["h"] = "/f";
    const sftp::file_handle handle{as_bytes("h")};
    BOOST_REQUIRE(engine.start());
    std::array<std::byte, 4096> room{};
    std::size_t warm = 0;
    for (int round = 0; round < 100; ++round) {
        if (round > 0)
            for (int i = 0; i < 20; ++i) BOOST_REQUIRE(engine.read(handle, 0, 10));
        while (engine.has_output()) server.on_data(byte_view{room}.first(engine.fill(room)));
        const byte_vector out = server.take_output();
        engine.on_data(out);
        while (engine.next_event()) {
        }
        if (round == 2) warm = memory.calls;
    }
    BOOST_TEST(memory.calls == warm);
}

} // namespace
