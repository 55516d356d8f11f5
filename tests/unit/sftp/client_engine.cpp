#include <hawser/sftp/client_engine.hpp>

#include "support/sftp_link.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using sftp::client_engine;
using sftp::event;
using testing::sftp_link;
using type = sftp::packet_type;
using lines = std::vector<std::string>;

void add_all_extensions(testing::sftp_responder& server) {
    namespace x = sftp::extension;
    for (std::string_view name : {x::posix_rename, x::statvfs, x::hardlink, x::fsync, x::lsetstat, x::limits})
        server.extensions.emplace_back(name, "1");
}

/// A client that is ready and has an open file "/f" of the text 0123456789.
struct opened : sftp_link {
    sftp::file_handle file;

    opened() {
        server.add("/f", "0123456789");
        begin();
        handler = [this](const event& e) {
            if (const auto* h = std::get_if<sftp::handle_reply>(&e)) file = sftp::file_handle{h->handle};
        };
        BOOST_REQUIRE(engine.open("/f", sftp::open_flags::read | sftp::open_flags::write));
        run();
        BOOST_REQUIRE(!file.empty());
        handler = nullptr;
        seen.lines.clear();
    }
};

byte_vector packet(type t, const std::function<void(wire::writer&)>& fields) {
    byte_buffer buffer;
    wire::writer w{buffer};
    w.u32(0).u8(static_cast<std::uint8_t>(t));
    fields(w);
    store_u32(buffer.span().data(), static_cast<std::uint32_t>(buffer.size() - 4));
    return to_vector(buffer.view());
}

/// A script that answers the next request of a kind with a packet of one's own.
template <class Answer>
void answer_with(sftp_link& link, type kind, Answer answer) {
    link.server.script = [&link, kind, answer](const testing::sftp_responder::incoming& in) {
        if (in.kind != kind) return false;
        answer(link.server, in.id);
        return true;
    };
}

void check_failure(sftp_link& link, std::error_code error) {
    BOOST_TEST(link.engine.failure() == error);
    BOOST_REQUIRE(!link.seen.lines.empty());
    BOOST_TEST(link.seen.lines.back() == "failed " + error.message());
    BOOST_TEST(blame_of(link.engine.failure()) == blame::peer);
    BOOST_TEST(!link.engine.has_output());
    // The same answer for ever, and nothing is read any more.
    BOOST_TEST(link.engine.stat("/").error() == error);
    link.receive(byte_vector(100, std::byte{0}));
    BOOST_TEST(!link.engine.next_event());
}

} // namespace

namespace hawser {
inline std::ostream& boost_test_print_type(std::ostream& out, blame b) { return out << static_cast<int>(b); }
} // namespace hawser

namespace {

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
        if (const auto* h = std::get_if<sftp::handle_reply>(&ev)) file = sftp::file_handle{h->handle};
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
    const auto& head = std::get<sftp::data_fragment>(*first);
    BOOST_TEST(head.bytes.data() == reply.data() + 13);
    BOOST_TEST(head.bytes.size() == 4U);
    BOOST_TEST(!head.last);
    BOOST_TEST((head.id == *id));
    BOOST_TEST(!link.engine.next_event());
    link.engine.on_data(byte_view{reply}.subspan(17));
    const auto second = link.engine.next_event();
    BOOST_REQUIRE(second);
    const auto& tail = std::get<sftp::data_fragment>(*second);
    BOOST_TEST(tail.bytes.data() == reply.data() + 17);
    BOOST_TEST(tail.offset == 4U);
    BOOST_TEST(tail.received == 10U);
    BOOST_TEST(tail.last);
    BOOST_TEST(tail.missing == 0U);
    BOOST_TEST(link.engine.expected_bytes() == 0U);
    BOOST_TEST(link.engine.outstanding() == 0U);
}

/// One conversation with every kind of reply.
lines conversation(std::size_t piece, std::size_t room) {
    sftp_link link;
    link.piece = piece;
    link.room = room;
    add_all_extensions(link.server);
    link.server.add("/f", std::string(3000, 'x') + "end");
    link.server.add("/", "", 0040755);
    sftp::file_handle file;
    std::string text = "written from a source";
    auto read = [&](std::uint64_t offset, byte_span to) -> result<std::size_t> {
        const auto from = as_bytes(text).subspan(static_cast<std::size_t>(offset));
        const std::size_t size = std::min(from.size(), to.size());
        std::copy_n(from.begin(), size, to.begin());
        return size;
    };
    sftp::write_stream stream;
    stream.source = read;
    stream.end = text.size();
    link.handler = [&](const event& e) {
        const auto* h = std::get_if<sftp::handle_reply>(&e);
        if (h == nullptr) return;
        file = sftp::file_handle{h->handle};
        stream.handle = file;
        BOOST_TEST(link.engine.read(file, 0, 5000).has_value());
        BOOST_TEST(link.engine.write(stream, 1000).has_value());
        BOOST_TEST(link.engine.read(file, 0, 7).has_value());
        BOOST_TEST(link.engine.readdir(file).has_value());
        BOOST_TEST(link.engine.statvfs("/").has_value());
        BOOST_TEST(link.engine.close(file).has_value());
    };
    BOOST_TEST(link.engine.start().has_value());
    BOOST_TEST(link.engine.realpath("/f").has_value());
    BOOST_TEST(link.engine.stat("/none").has_value());
    BOOST_TEST(link.engine.open("/f", sftp::open_flags::read).has_value());
    link.run();
    BOOST_TEST(!link.overran);
    BOOST_TEST(link.engine.outstanding() == 0U);
    BOOST_TEST(link.server.at_boundary());
    return link.seen.lines;
}

BOOST_AUTO_TEST_CASE(pieces_of_any_size_give_the_same_events) {
    const lines whole = conversation(1 << 20, 1 << 20);
    BOOST_TEST(whole.size() == 10U);
    for (std::size_t piece : {1U, 2U, 3U, 5U, 13U, 64U, 1000U})
        BOOST_TEST(conversation(piece, 32768) == whole, boost::test_tools::per_element());
    for (std::size_t room : {1U, 2U, 7U, 26U, 27U, 28U, 29U, 30U, 40U, 100U})
        BOOST_TEST(conversation(1 << 20, room) == whole, boost::test_tools::per_element());
}

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

BOOST_AUTO_TEST_CASE(a_listing_without_entries_is_its_end) {
    opened link;
    answer_with(link, type::readdir, [&](auto& s, std::uint32_t id) { s.send_names(id, {}); });
    BOOST_REQUIRE(link.engine.readdir(link.file));
    link.run();
    BOOST_TEST(link.seen.lines == lines{"status 12 1 end of file [] 0 0"});
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
        const auto& names = std::get<sftp::names_reply>(e).names;
        BOOST_TEST(names.size() == 1U);
        BOOST_TEST(names.begin()->longname == evil);
        BOOST_TEST(names.begin()->attrs.is_regular());
        BOOST_TEST(!names.begin()->attrs.size.has_value());
    };
    BOOST_REQUIRE(link.engine.readdir(link.file));
    link.run();
    BOOST_TEST(link.seen.lines == lines{"names plain,"});
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
            const auto& status = std::get<sftp::status_reply>(e);
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
