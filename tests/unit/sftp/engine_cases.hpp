#pragma once
// What the tests of the SFTP client engine share.

#include <hawser/sftp/client_engine.hpp>

#include "support/sftp_link.hpp"

#include <boost/test/unit_test.hpp>

namespace hawser {
inline std::ostream& boost_test_print_type(std::ostream& out, blame b) { return out << static_cast<int>(b); }
} // namespace hawser

namespace hawser::testing {

using sftp::client_engine;
using sftp::event;
using type = sftp::packet_type;
using lines = std::vector<std::string>;

inline void add_all_extensions(sftp_responder& server) {
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
            if (const auto* h = e.as<sftp::handle_reply>()) file = sftp::file_handle{h->handle};
        };
        BOOST_REQUIRE(engine.open("/f", sftp::open_flags::read | sftp::open_flags::write));
        run();
        BOOST_REQUIRE(!file.empty());
        handler = nullptr;
        seen.lines.clear();
    }
};

inline byte_vector packet(type t, const std::function<void(wire::writer&)>& fields) {
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
    link.server.script = [&link, kind, answer](const sftp_responder::incoming& in) {
        if (in.kind != kind) return false;
        answer(link.server, in.id);
        return true;
    };
}

inline void check_failure(sftp_link& link, std::error_code error) {
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

/// One conversation with every kind of reply.
inline lines conversation(std::size_t piece, std::size_t room) {
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
        const auto* h = e.as<sftp::handle_reply>();
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

} // namespace hawser::testing
