#include <hawser/core/limits.hpp>
#include <hawser/transport/identification_exchange.hpp>

#include <boost/test/unit_test.hpp>

#include <vector>

namespace {

using namespace hawser;
using boost::unit_test::label;
using transport::identification_exchange;

/// What came of some bytes, given in pieces of a size, and then of the end of the stream.
struct heard {
    std::error_code error;
    std::string line;
    std::string rest;
    not_an_ssh_peer other;
};
heard hear(role self, std::string_view text, std::size_t step = 0) {
    identification_exchange exchange{self};
    byte_buffer received;
    diagnostic details;
    heard out;
    if (step == 0) step = text.size() + 1;
    result<bool> taken = false;
    for (std::size_t at = 0; at < text.size() && taken && !*taken; at += step) {
        BOOST_REQUIRE(received.append(as_bytes(text.substr(at, step))).has_value());
        taken = exchange.take(received, details);
    }
    out.error = taken.error();
    if (taken && !*taken) out.error = exchange.on_eof(received, details);
    if (const auto* other = details.as<not_an_ssh_peer>()) out.other = *other;
    out.line = exchange.line();
    out.rest = as_text(received.view());
    return out;
}

/// First bytes of services that are not SSH, as recorded from them.
struct listener {
    std::string_view name;
    std::string_view bytes;
    std::string_view first_line;
};
using namespace std::string_view_literals;
const std::vector<listener> listeners{
    {"HTTP", "HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nContent-Type: text/html\r\n\r\n<html>"sv,
     "HTTP/1.1 400 Bad Request"},
    {"HTTP", "<html>\r\n<head><title>400 Bad Request</title></head>\r\n"sv, "<html>"},
    {"FTP", "220 (vsFTPd 3.0.3)\r\n"sv, "220 (vsFTPd 3.0.3)"},
    {"FTP", "220-Welcome\r\n220-to this\r\n220 FTP server.\r\n"sv, "220-Welcome"},
    {"SMTP", "220 mail.example ESMTP Postfix (Debian)\r\n"sv, "220 mail.example ESMTP Postfix (Debian)"},
    {"SMTP", "554 5.7.1 mail.example not accepting messages\r\n"sv,
     "554 5.7.1 mail.example not accepting messages"},
    {"IMAP", "* OK [CAPABILITY IMAP4rev1 STARTTLS] Dovecot ready.\r\n"sv,
     "* OK [CAPABILITY IMAP4rev1 STARTTLS] Dovecot ready."},
    {"POP3", "+OK Dovecot ready.\r\n"sv, "+OK Dovecot ready."},
    {"VNC", "RFB 003.008\n"sv, "RFB 003.008"},
    {"MySQL", "\x4a\x00\x00\x00\x0a\x38\x2e\x30\x2e\x33\x36\x00\x08\x00\x00\x00"sv, "\x4a\0\0\0"sv},
    {"telnet", "\xff\xfd\x18\xff\xfd\x20\xff\xfd\x23\xff\xfd\x27"sv, "\xff\xfd"sv},
    {"TLS", "\x15\x03\x01\x00\x02\x02\x46"sv, "\x15\x03\x01"sv},
};

BOOST_AUTO_TEST_SUITE(transport_identification_exchange)

BOOST_AUTO_TEST_CASE(a_line_is_taken_and_nothing_behind_it, *label("T02")) {
    for (role self : {role::client, role::server}) {
        for (std::size_t step : {0u, 1u, 3u}) {
            const heard h = hear(self, "SSH-2.0-x y\r\nrest", step);
            BOOST_TEST(!h.error);
            BOOST_TEST(h.line == "SSH-2.0-x y");
            if (step == 0) BOOST_TEST(h.rest == "rest");
        }
        BOOST_TEST(hear(self, "SSH-2.0-no_carriage_return\n").line == "SSH-2.0-no_carriage_return");
        BOOST_TEST(hear(self, "SSH-1.99-Compat_1.0\r\n").line == "SSH-1.99-Compat_1.0");
    }
}

BOOST_AUTO_TEST_CASE(other_versions_end_it_and_are_shown, *label("ER-1002") * label("T02")) {
    for (role self : {role::client, role::server}) {
        for (std::string_view line : {"SSH-1.5-OldServer_1.2", "SSH-2.1-x", "SSH-3.0-Future"}) {
            const heard h = hear(self, std::string{line} + "\n");
            BOOST_TEST(h.error == protocol_error::version_unsupported);
            BOOST_TEST(h.other.protocol == "another version of SSH");
            BOOST_TEST(h.other.first_line == line);
        }
    }
}

BOOST_AUTO_TEST_CASE(broken_lines_end_it, *label("T02")) {
    for (role self : {role::client, role::server}) {
        BOOST_TEST(hear(self, "SSH-2.0-Nul\0byte\r\n"sv).error == protocol_error::identification_invalid);
        BOOST_TEST(hear(self, "SSH-2.0-esc\x1b[2J\r\n"sv).error == protocol_error::identification_invalid);
        BOOST_TEST(hear(self, "SSH-2.0-\r\n"sv).error == protocol_error::identification_invalid);
        const heard h = hear(self, "SSH-2.0\r\n"sv);
        BOOST_TEST(h.error == protocol_error::identification_invalid);
        BOOST_TEST(h.other.first_line == "SSH-2.0");
    }
}

BOOST_AUTO_TEST_CASE(the_line_has_255_bytes_at_most, *label("T01") * label("T02")) {
    for (role self : {role::client, role::server}) {
        const std::string longest = "SSH-2.0-" + std::string(limits::identification_line - 10, 'x');
        BOOST_TEST(hear(self, longest + "\r\n").line == longest);
        BOOST_TEST(hear(self, longest + "x\r\n").error == protocol_error::identification_too_long);
        // It is not waited for its end.
        BOOST_TEST(hear(self, longest + "xxx").error == protocol_error::identification_too_long);
        BOOST_TEST(hear(self, longest + "xxx", 1).error == protocol_error::identification_too_long);
    }
}

BOOST_AUTO_TEST_CASE(a_server_may_say_a_bounded_number_of_bounded_lines_first, *label("T01")) {
    std::string lines;
    for (std::size_t i = 0; i < limits::banner_lines; ++i)
        lines += "220 not FTP, for it is not the first line\r\n";
    lines.replace(0, 3, "hey");
    BOOST_TEST(hear(role::client, lines + "SSH-2.0-x\r\n").line == "SSH-2.0-x");
    BOOST_TEST(hear(role::client, lines + "one more\r\nSSH-2.0-x\r\n").error ==
               protocol_error::identification_too_long);

    const std::string longest(limits::banner_line - 2, 'x');
    BOOST_TEST(hear(role::client, longest + "\r\nSSH-2.0-x\r\n").line == "SSH-2.0-x");
    BOOST_TEST(hear(role::client, longest + "x\r\nSSH-2.0-x\r\n").error ==
               protocol_error::identification_too_long);
    BOOST_TEST(hear(role::client, longest + "xx").error == protocol_error::identification_too_long);
}

BOOST_AUTO_TEST_CASE(a_client_may_not, *label("T03")) {
    for (std::string_view text : {"hello\r\nSSH-2.0-x\r\n", "\r\nSSH-2.0-x\r\n", "\n", "x", "SSX"}) {
        const heard h = hear(role::server, text);
        BOOST_TEST(h.error == protocol_error::not_ssh);
        BOOST_TEST(h.other.protocol == "something other than SSH");
    }
    // As soon as it is certain.
    identification_exchange exchange{role::server};
    byte_buffer received;
    diagnostic details;
    BOOST_REQUIRE(received.append(as_bytes("SS")).has_value());
    BOOST_TEST(exchange.take(received, details).has_value());
    BOOST_REQUIRE(received.append(as_bytes("L")).has_value());
    BOOST_TEST(exchange.take(received, details).error() == protocol_error::not_ssh);
}

BOOST_AUTO_TEST_CASE(what_else_listens_is_recognised_however_it_arrives) {
    for (const listener& l : listeners) {
        for (std::size_t step : {0u, 1u, 5u}) {
            const heard h = hear(role::client, l.bytes, step);
            BOOST_TEST(h.error == protocol_error::not_ssh, l.name << " in steps of " << step);
            BOOST_TEST(h.other.protocol == l.name);
            BOOST_TEST(std::string_view{h.other.first_line}.starts_with(l.first_line.substr(0, 2)));
            if (step == 0 && l.first_line.size() > 4) BOOST_TEST(h.other.first_line == l.first_line);
        }
    }
}

BOOST_AUTO_TEST_CASE(silence_garbage_and_a_cut_line_are_told_apart) {
    BOOST_TEST(hear(role::client, "").error == protocol_error::identification_missing);
    BOOST_TEST(hear(role::client, "SSH-2.0-Cut").error == protocol_error::connection_cut);
    BOOST_TEST(hear(role::client, "SSH-").error == protocol_error::connection_cut);
    const heard garbage = hear(role::client, "\x8f\x01\x99 nothing\x1b[31m anybody knows\r\nmore\r\n");
    BOOST_TEST(garbage.error == protocol_error::not_ssh);
    BOOST_TEST(garbage.other.protocol == "something other than SSH");
    const std::string told = describe(garbage.error, garbage.other);
    BOOST_TEST(told.find('\x1b') == std::string::npos);
    BOOST_TEST(told.find("anybody knows") != std::string::npos);
    // An HTTP server that closes before its line is complete.
    BOOST_TEST(hear(role::client, "HTTP/1.0 400").other.protocol == "HTTP");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
