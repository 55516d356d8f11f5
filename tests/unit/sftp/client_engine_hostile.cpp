// What a hostile server says to the client engine, and what comes of it.

#include <hawser/sftp/client_engine.hpp>

#include "unit/sftp/engine_cases.hpp"

namespace {

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_CASE(every_reply_cut_at_every_byte_waits_or_fails_cleanly) {
    // Recorded from the conversation above, in order: what the server says when everything is asked at once.
    sftp_link link;
    link.server.add("/f", "0123456789");
    link.begin();
    BOOST_REQUIRE(link.engine.stat("/f"));
    BOOST_REQUIRE(link.engine.realpath("/f"));
    BOOST_REQUIRE(link.engine.open("/f", sftp::open_flags::read));
    BOOST_REQUIRE(link.engine.remove("/none"));
    (void)link.send_some();
    const byte_vector replies = link.server.take_output();
    for (std::size_t cut = 0; cut <= replies.size(); ++cut) {
        sftp_link again;
        again.begin();
        BOOST_REQUIRE(again.engine.stat("/f"));
        BOOST_REQUIRE(again.engine.realpath("/f"));
        BOOST_REQUIRE(again.engine.open("/f", sftp::open_flags::read));
        BOOST_REQUIRE(again.engine.remove("/none"));
        (void)again.send_some();
        again.server = {};
        again.receive(byte_view{replies}.first(cut));
        BOOST_TEST(!again.engine.failure());
        const std::size_t told = again.seen.lines.size();
        again.engine.on_end();
        again.drain();
        BOOST_TEST(again.seen.lines.size() == told + 1);
        BOOST_TEST(again.engine.failure() ==
                   (cut == replies.size() ? remote_error::connection_closed : remote_error::no_reply));
    }
}

BOOST_AUTO_TEST_CASE(a_byte_changed_anywhere_in_the_replies_never_does_more_than_fail) {
    sftp_link link;
    link.server.add("/", "", 0040755);
    link.server.add("/f", "0123456789");
    link.begin();
    auto ask = [](client_engine& e) {
        const sftp::file_handle handle{as_bytes("h")};
        for (const auto& id : {e.stat("/f"), e.realpath("/f"), e.open("/f", sftp::open_flags::read),
                               e.remove("/none"), e.read(handle, 0, 10), e.readdir(handle)})
            BOOST_REQUIRE(id);
    };
    ask(link.engine);
    link.server.open["h"] = "/f";
    (void)link.send_some();
    const byte_vector replies = link.server.take_output();
    for (std::size_t at = 0; at < replies.size(); ++at) {
        for (unsigned flip : {0x01U, 0x80U, 0xffU}) {
            byte_vector bad = replies;
            bad[at] ^= static_cast<std::byte>(flip);
            sftp_link again;
            again.begin();
            ask(again.engine);
            (void)again.send_some();
            again.server = {};
            again.piece = 1 + at % 7;
            again.receive(bad);
            if (again.engine.failure())
                BOOST_TEST(again.engine.failure().category().name() == protocol_category().name());
        }
    }
}

BOOST_AUTO_TEST_CASE(replies_that_name_no_request_end_the_session, *boost::unit_test::label("S06")) {
    const auto status = [](std::uint32_t id) {
        return packet(type::status, [&](wire::writer& w) { w.u32(id).u32(0).string("").string(""); });
    };
    {
        opened link;
        link.receive(status(77));
        check_failure(link, protocol_error::sftp_unknown_request);
    }
    { // answered twice
        opened link;
        const auto id = link.engine.remove("/f");
        link.run();
        link.receive(status(id->value));
        check_failure(link, protocol_error::sftp_unknown_request);
    }
    { // answered twice, with the slot in use again
        opened link;
        const auto id = link.engine.remove("/f");
        link.run();
        BOOST_REQUIRE(link.engine.remove("/f"));
        (void)link.send_some();
        (void)link.server.take_output();
        link.receive(status(id->value));
        check_failure(link, protocol_error::sftp_unknown_request);
    }
    { // answered before it was asked
        opened link;
        const auto id = link.engine.remove("/f");
        link.receive(status(id->value));
        check_failure(link, protocol_error::sftp_unknown_request);
    }
    for (std::size_t room : {0U, 100U}) { // a WRITE answered before it left, or before all of it did
        opened link;
        auto zeros = [](std::uint64_t, byte_span to) -> result<std::size_t> {
            std::fill(to.begin(), to.end(), std::byte{0});
            return to.size();
        };
        sftp::write_stream stream;
        stream.handle = link.file;
        stream.source = zeros;
        stream.end = 1000;
        const auto id = link.engine.write(stream, 1000);
        byte_vector packet(room);
        BOOST_TEST(link.engine.fill(packet) == room);
        link.receive(status(id->value));
        check_failure(link, protocol_error::sftp_unknown_request);
    }
    { // data before it was asked for
        opened link;
        const auto id = link.engine.read(link.file, 0, 10);
        link.receive(packet(type::data, [&](wire::writer& w) { w.u32(id->value).string("abc"); }));
        check_failure(link, protocol_error::sftp_unknown_request);
    }
    { // data for nobody
        opened link;
        link.receive(packet(type::data, [](wire::writer& w) { w.u32(5).string("abc"); }));
        check_failure(link, protocol_error::sftp_unknown_request);
    }
}

BOOST_AUTO_TEST_CASE(replies_of_the_wrong_kind_end_the_session, *boost::unit_test::label("S06")) {
    using server = testing::sftp_responder;
    const std::vector<std::pair<type, std::function<void(server&, std::uint32_t)>>> cases{
        {type::remove, [](server& s, std::uint32_t id) { s.send_handle(id, "h"); }},
        {type::remove, [](server& s, std::uint32_t id) { s.send_data(id, as_bytes("x")); }},
        {type::remove, [](server& s, std::uint32_t id) { s.send_names(id, {"x"}); }},
        {type::remove, [](server& s, std::uint32_t id) { s.send_attributes(id, {}); }},
        {type::remove,
         [](server& s, std::uint32_t id) {
             s.send(type::extended_reply, [&](wire::writer& w) { w.u32(id); });
         }},
        {type::open, [](server& s, std::uint32_t id) { s.send_status(id, 0); }},
        {type::open, [](server& s, std::uint32_t id) { s.send_attributes(id, {}); }},
        {type::read, [](server& s, std::uint32_t id) { s.send_status(id, 0); }},
        {type::read, [](server& s, std::uint32_t id) { s.send_handle(id, "h"); }},
        {type::stat, [](server& s, std::uint32_t id) { s.send_status(id, 0); }},
        {type::realpath, [](server& s, std::uint32_t id) { s.send_status(id, 0); }},
        {type::readdir, [](server& s, std::uint32_t id) { s.send_status(id, 0); }},
        {type::stat,
         [](server& s, std::uint32_t) { s.send(type::version, [](wire::writer& w) { w.u32(3); }); }},
    };
    for (const auto& [kind, answer] : cases) {
        opened link;
        answer_with(link, kind, answer);
        switch (kind) {
        case type::remove: (void)link.engine.remove("/f"); break;
        case type::open: (void)link.engine.open("/f", sftp::open_flags::read); break;
        case type::read: (void)link.engine.read(link.file, 0, 5); break;
        case type::stat: (void)link.engine.stat("/f"); break;
        case type::realpath: (void)link.engine.realpath("/f"); break;
        default: (void)link.engine.readdir(link.file); break;
        }
        link.run();
        check_failure(link, protocol_error::sftp_wrong_reply);
    }
}

BOOST_AUTO_TEST_CASE(data_longer_than_asked_and_empty_data_are_refused, *boost::unit_test::label("S05")) {
    for (std::string_view data : {std::string_view{"123456"}, std::string_view{}}) {
        opened link;
        answer_with(link, type::read, [&](auto& s, std::uint32_t id) { s.send_data(id, as_bytes(data)); });
        BOOST_REQUIRE(link.engine.read(link.file, 0, 5));
        link.run();
        check_failure(link, protocol_error::sftp_malformed);
        BOOST_TEST(describe(link.engine.failure(), link.engine.details()).find("SFTP DATA") !=
                   std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(handles_of_no_bytes_and_of_too_many_are_refused, *boost::unit_test::label("S07")) {
    for (std::size_t size : {0U, 257U, 65536U}) {
        opened link;
        answer_with(link, type::open,
                    [&](auto& s, std::uint32_t id) { s.send_handle(id, std::string(size, 'h')); });
        BOOST_REQUIRE(link.engine.open("/f", sftp::open_flags::read));
        link.run();
        check_failure(link, protocol_error::sftp_malformed);
    }
    opened link;
    answer_with(link, type::open,
                [&](auto& s, std::uint32_t id) { s.send_handle(id, std::string(256, 'h')); });
    BOOST_REQUIRE(link.engine.open("/f", sftp::open_flags::read));
    link.run();
    BOOST_TEST(!link.engine.failure());
    BOOST_TEST(link.seen.lines.back().size() == 7U + 512);
}

BOOST_AUTO_TEST_CASE(packet_lengths_are_bounded, *boost::unit_test::label("S08")) {
    for (std::string_view head :
         {"0000000065", "0000000465", "ffffffff65", "0004000165", "000000086700000000"}) {
        opened link;
        link.receive(*from_hex(head));
        check_failure(link, protocol_error::sftp_malformed);
    }
    // Inner lengths past the packet, for each reply.
    for (const type t : {type::status, type::handle, type::name, type::attrs}) {
        opened link;
        const auto id = t == type::handle  ? link.engine.open("/f", sftp::open_flags::read)
                        : t == type::name  ? link.engine.realpath("/f")
                        : t == type::attrs ? link.engine.stat("/f")
                                           : link.engine.remove("/f");
        (void)link.send_some();
        (void)link.server.take_output();
        link.receive(packet(t, [&](wire::writer& w) { w.u32(id->value).u32(1).u32(0x7fffffff).u8(0); }));
        check_failure(link, protocol_error::sftp_malformed);
    }
    // Data whose own length differs from the packet's.
    opened link;
    const auto id = link.engine.read(link.file, 0, 100);
    (void)link.send_some();
    (void)link.server.take_output();
    link.receive(packet(type::data, [&](wire::writer& w) { w.u32(id->value).string("abc").u8(0); }));
    check_failure(link, protocol_error::sftp_malformed);
}

BOOST_AUTO_TEST_CASE(a_large_packet_costs_only_what_has_arrived) {
    opened link;
    BOOST_REQUIRE(link.engine.readdir(link.file));
    (void)link.send_some();
    (void)link.server.take_output();
    // 256 KiB are announced and a little comes.
    link.receive(*from_hex("0004000068"));
    link.receive(byte_vector(10, std::byte{0}));
    BOOST_TEST(!link.engine.failure());
    link.engine.on_end();
    link.drain();
    check_failure(link, remote_error::no_reply);
}

BOOST_AUTO_TEST_CASE(versions_other_than_ours_are_refused,
                     *boost::unit_test::label("ER-1102") * boost::unit_test::label("S09")) {
    for (std::uint32_t version : {0U, 2U, 4U, 6U, 0xffffffffU}) {
        sftp_link link;
        link.server.version = version;
        link.begin();
        BOOST_TEST(link.engine.failure() == protocol_error::sftp_version);
        BOOST_TEST(!link.engine.has_output());
    }
}

BOOST_AUTO_TEST_CASE(extension_pairs_are_bounded, *boost::unit_test::label("S09")) {
    sftp_link link;
    for (std::size_t i = 0; i < limits::sftp_extensions; ++i)
        link.server.extensions.emplace_back("e" + std::to_string(i), "1");
    link.begin();
    BOOST_TEST(link.engine.extensions().pairs().size() == limits::sftp_extensions);
    for (std::size_t count : {limits::sftp_extensions + 1, std::size_t{10000}, std::size_t{100000}}) {
        sftp_link flood;
        for (std::size_t i = 0; i < count; ++i) flood.server.extensions.emplace_back("e", "1");
        flood.begin();
        BOOST_TEST(flood.engine.failure() == protocol_error::sftp_malformed);
    }
}

BOOST_AUTO_TEST_CASE(stated_limits_never_exceed_ours, *boost::unit_test::label("S09")) {
    constexpr std::uint64_t huge = ~std::uint64_t{0};
    struct {
        std::array<std::uint64_t, 4> stated;
        std::uint32_t read, write;
    } const cases[] = {
        {{0, 0, 0, 0}, 32768, 32768},
        {{huge, huge, huge, huge}, 261120, 261120},
        {{34000, 65536, 16384, 5}, 32976, 16384},
        {{262144, 1, 1, 5}, 1024, 1024},
    };
    for (const auto& c : cases) {
        sftp_link link;
        add_all_extensions(link.server);
        link.server.limits = c.stated;
        link.begin();
        BOOST_TEST(link.engine.data_limits().read == c.read);
        BOOST_TEST(link.engine.data_limits().write == c.write);
        BOOST_TEST(!link.engine.failure());
    }
}

BOOST_AUTO_TEST_CASE(realpath_and_readlink_give_exactly_one_name,
                     *boost::unit_test::label("SF-C-029") * boost::unit_test::label("S13")) {
    for (const std::vector<std::string>& names :
         {std::vector<std::string>{}, std::vector<std::string>{"a", "b"}, std::vector<std::string>{""}}) {
        for (const type kind : {type::realpath, type::readlink}) {
            opened link;
            answer_with(link, kind, [&](auto& s, std::uint32_t id) { s.send_names(id, names); });
            BOOST_REQUIRE(kind == type::realpath ? link.engine.realpath("/f") : link.engine.readlink("/f"));
            link.run();
            check_failure(link, protocol_error::sftp_malformed);
        }
    }
}

BOOST_AUTO_TEST_CASE(long_names_are_never_parsed, *boost::unit_test::label("S11")) {
    opened link;
    const std::string evil = "drwsrwxrwt %n%n%s\x1b]0;owned\x07 99999999999999999999 -1 \xff\xfe";
    answer_with(link, type::readdir, [&](auto& s, std::uint32_t id) {
        s.send(type::name, [&](wire::writer& w) {
            w.u32(id).u32(1).string("plain").string(evil);
            sftp::attributes a;
            a.permissions = 0100644;
            a.encode(w);
        });
    });
    link.handler = [&](const event& e) {
        const auto& names = e.as<sftp::names_reply>()->names;
        BOOST_TEST(names.size() == 1U);
        BOOST_TEST(names.begin()->longname == evil);
        BOOST_TEST(names.begin()->attrs.is_regular());
        BOOST_TEST(!names.begin()->attrs.size.has_value());
    };
    BOOST_REQUIRE(link.engine.readdir(link.file));
    link.run();
    BOOST_TEST(link.seen.lines == lines{"names plain,"});
}

BOOST_AUTO_TEST_CASE(names_in_one_reply_are_bounded) {
    opened link;
    answer_with(link, type::readdir, [&](auto& s, std::uint32_t id) {
        s.send(type::name, [&](wire::writer& w) {
            w.u32(id).u32(static_cast<std::uint32_t>(limits::sftp_names) + 1);
            for (std::size_t i = 0; i <= limits::sftp_names; ++i) w.string("").string("").u32(0);
        });
    });
    BOOST_REQUIRE(link.engine.readdir(link.file));
    link.run();
    check_failure(link, protocol_error::sftp_malformed);
}

} // namespace
