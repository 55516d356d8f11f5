#include <hawser/core/diagnostic.hpp>

#include <boost/test/unit_test.hpp>

#include <vector>

namespace {

using namespace hawser;
using namespace std::string_literals;

bool is_printable_line(const std::string& text) {
    for (char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) return false;
    }
    return true;
}

BOOST_AUTO_TEST_SUITE(core_diagnostic)

BOOST_AUTO_TEST_CASE(printable_text_stays_as_it_is) {
    BOOST_TEST(escape_text("Hello, world ~!") == "Hello, world ~!");
    BOOST_TEST(escape_text("Grüße, 世界 😀") == "Grüße, 世界 😀");
    BOOST_TEST(escape_text("") == "");
}

BOOST_AUTO_TEST_CASE(control_characters_become_visible) {
    BOOST_TEST(escape_text("\x1b[2J\x1b]0;title\a") == "\\x1b[2J\\x1b]0;title\\x07");
    BOOST_TEST(escape_text("line\r\nnext\tend\x7f") == "line\\x0d\\x0anext\\x09end\\x7f");
    BOOST_TEST(escape_text("a\0b"s) == "a\\x00b");
    BOOST_TEST(escape_text("\xc2\x9b[31m") == "\\xc2\\x9b[31m"); // C1 control: CSI in one character
}

BOOST_AUTO_TEST_CASE(a_backslash_cannot_pretend_to_be_an_escape) {
    BOOST_TEST(escape_text("\\x1b") == "\\x5cx1b");
}

BOOST_AUTO_TEST_CASE(characters_that_disguise_text_become_visible) {
    BOOST_TEST(escape_text("a\u202egnp.exe") == "a\\xe2\\x80\\xaegnp.exe"); // right-to-left override
    BOOST_TEST(escape_text("a\u200bb") == "a\\xe2\\x80\\x8bb");             // zero width space
    BOOST_TEST(escape_text("\ufeffa") == "\\xef\\xbb\\xbfa");               // byte order mark
    BOOST_TEST(escape_text("\u2066x\u2069") == "\\xe2\\x81\\xa6x\\xe2\\x81\\xa9");
    BOOST_TEST(escape_text("a\u061cb") == "a\\xd8\\x9cb");             // Arabic letter mark
    BOOST_TEST(escape_text("a\u2060b") == "a\\xe2\\x81\\xa0b");        // word joiner
    BOOST_TEST(escape_text("a\u180eb") == "a\\xe1\\xa0\\x8eb");        // Mongolian vowel separator
    BOOST_TEST(escape_text("a\U000e0041") == "a\\xf3\\xa0\\x81\\x81"); // invisible tag
    BOOST_TEST(escape_text("\u061d\u205f\u2070") == "\u061d\u205f\u2070");
}

BOOST_AUTO_TEST_CASE(invalid_utf8_becomes_visible) {
    BOOST_TEST(escape_text("\xff\xfe") == "\\xff\\xfe");
    BOOST_TEST(escape_text("\x80") == "\\x80");                            // stray continuation
    BOOST_TEST(escape_text("\xc0\xaf") == "\\xc0\\xaf");                   // overlong '/'
    BOOST_TEST(escape_text("\xe0\x80\xaf") == "\\xe0\\x80\\xaf");          // overlong '/', three bytes
    BOOST_TEST(escape_text("\xf0\x80\x80\xaf") == "\\xf0\\x80\\x80\\xaf"); // overlong '/', four bytes
    BOOST_TEST(escape_text("\xed\xa0\x80") == "\\xed\\xa0\\x80");          // surrogate
    BOOST_TEST(escape_text("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80"); // beyond U+10FFFF
    BOOST_TEST(escape_text("\xe4\xb8") == "\\xe4\\xb8");                   // cut short
    BOOST_TEST(escape_text("\xe4\xb8z") == "\\xe4\\xb8z");
}

BOOST_AUTO_TEST_CASE(every_byte_alone_gives_a_printable_line) {
    for (int c = 0; c < 256; ++c)
        BOOST_TEST(is_printable_line(escape_text(std::string(1, static_cast<char>(c)))));
}

BOOST_AUTO_TEST_CASE(long_text_is_cut_without_breaking_a_character) {
    BOOST_TEST(escape_text("abcdef", 3) == "abc...");
    BOOST_TEST(escape_text("abc", 3) == "abc");
    BOOST_TEST(escape_text("ab世z", 3) == "ab世...");
    BOOST_TEST(escape_text(std::string(100000, 'x')).size() == 259u);
}

BOOST_AUTO_TEST_CASE(an_error_without_details_is_its_sentence) {
    BOOST_TEST(describe(protocol_error::packet_length, {}) == "a packet's length is out of bounds");
}

BOOST_AUTO_TEST_CASE(each_record_shows_its_fields) {
    const auto shows = [](std::error_code error, const diagnostic& details,
                          std::initializer_list<std::string_view> parts) {
        const std::string line = describe(error, details);
        BOOST_TEST_CONTEXT(line) {
            for (std::string_view part : parts) BOOST_TEST((line.find(part) != std::string::npos), part);
        }
    };
    shows(protocol_error::no_common_algorithm,
          no_common_algorithm{"cipher client to server", "aes128-ctr", "3des-cbc,arcfour"},
          {"no algorithm in common", "cipher client to server", "we offer aes128-ctr",
           "they offer 3des-cbc,arcfour"});
    shows(protocol_error::no_common_algorithm, no_common_algorithm{"MAC", "", ""},
          {"we offer nothing", "they offer nothing"});
    shows(protocol_error::unexpected_message, unexpected_message{"awaiting NEWKEYS", 80},
          {"message 80", "awaiting NEWKEYS"});
    shows(protocol_error::malformed_message, malformed{"SSH_MSG_KEXINIT", "cut short", 17},
          {"SSH_MSG_KEXINIT", "cut short", "byte 17"});
    shows(remote_error::disconnected, peer_disconnect{11, "bye"}, {"reason 11", "bye"});
    shows(protocol_error::not_ssh, not_an_ssh_peer{"HTTP", "HTTP/1.1 400 Bad Request"},
          {"looks like HTTP", "400 Bad Request"});
    shows(security_error::host_key_changed,
          host_key_problem{"h.example", "ssh-ed25519", "SHA256:new", "SHA256:old"},
          {"h.example", "ssh-ed25519", "SHA256:new", "expected SHA256:old"});
    shows(
        security_error::prefix_attack_possible,
        prefix_attack{"safe", "aes128-cbc", "hmac-sha2-256-etm@openssh.com"},
        {"level safe", "aes128-cbc", "hmac-sha2-256-etm@openssh.com", "choose an AES-GCM or AES-CTR cipher"});
    shows(remote_error::authentication_failed, auth_exhausted{{"publickey", "password"}, {"hostbased"}},
          {"tried publickey,password", "still offers hostbased"});
    shows(remote_error::authentication_failed, auth_exhausted{}, {"tried none"});
    const unusable_key key{"SHA256:abc", make_error_code(remote_error::agent_refused)};
    shows(remote_error::authentication_failed, auth_exhausted{{"password"}, {"publickey"}, {key}},
          {"tried password; the server still offers publickey; key SHA256:abc could not be used: the agent "
           "refused)"});
    shows(remote_error::authentication_failed, auth_exhausted{{}, {}, {100, key}}, {"; nor could 97 more)"});
    shows(remote_error::channel_open_refused, channel_refused{2, "Connection refused"},
          {"reason 2", "Connection refused"});
    shows(remote_error::request_refused, sftp_status{3, "Permission denied", "/etc/shadow"},
          {"/etc/shadow", "status 3", "Permission denied"});
    shows(usage_error::unknown_algorithm, unknown_name{"aes512", "aes128-ctr,aes256-ctr"},
          {"\"aes512\"", "known are aes128-ctr,aes256-ctr"});
    shows(std::make_error_code(std::errc::no_such_file_or_directory), subject{"reading", "/no/such"},
          {"reading /no/such"});
}

BOOST_AUTO_TEST_CASE(text_of_the_peer_is_escaped_in_every_record, *boost::unit_test::label("T05")) {
    const std::string evil = "\x1b]0;owned\a\r\n\xff\0tail"s;
    const diagnostic records[] = {
        no_common_algorithm{"cipher", "ours", evil},
        peer_disconnect{2, evil},
        not_an_ssh_peer{"HTTP", evil},
        auth_exhausted{{evil}, {evil}},
        channel_refused{1, evil},
        sftp_status{4, evil, evil},
        unknown_name{evil, "known"},
        subject{"file", evil},
    };
    for (const diagnostic& record : records) {
        const std::string line = describe(protocol_error::malformed_message, record);
        BOOST_TEST(is_printable_line(line), line);
        BOOST_TEST((line.find("\\x1b]0;owned\\x07\\x0d\\x0a\\xff\\x00tail") != std::string::npos), line);
    }
}

BOOST_AUTO_TEST_CASE(a_line_is_bounded_whatever_the_peer_sent) {
    const std::string endless(1000000, '\x1b');
    BOOST_TEST(describe(remote_error::disconnected, peer_disconnect{2, endless}).size() < 2000u);
    BOOST_TEST(
        describe(protocol_error::no_common_algorithm, no_common_algorithm{"cipher", "x", endless}).size() <
        5000u);
}

BOOST_AUTO_TEST_CASE(a_record_is_copied_and_moved_whatever_it_holds) {
    const std::string text(100, 'x');
    const std::vector<diagnostic> records{{},
                                          no_common_algorithm{text, "ours", "theirs"},
                                          unexpected_message{"a phase", 80},
                                          malformed{"a message", "cut short", 17},
                                          peer_disconnect{11, text},
                                          not_an_ssh_peer{"HTTP", text},
                                          host_key_problem{text, "ssh-ed25519", "shown", "known"},
                                          prefix_attack{"safe", text, "mac"},
                                          auth_exhausted{{text, "password"}, {"hostbased"}},
                                          channel_refused{2, text},
                                          sftp_status{3, text, "/path"},
                                          unknown_name{text, "known"},
                                          subject{text, "name"}};
    BOOST_REQUIRE_EQUAL(records.size(), diagnostic::kinds + 1);
    for (std::size_t i = 0; i < records.size(); ++i) BOOST_TEST(records[i].index() == i);
    const auto line = [](const diagnostic& d) { return describe(protocol_error::packet_length, d); };
    for (const diagnostic& one : records) {
        for (diagnostic other : records) {
            diagnostic copy{one};
            BOOST_TEST(copy.index() == one.index());
            BOOST_TEST(line(copy) == line(one));
            other = copy;
            BOOST_TEST(line(other) == line(one));
            BOOST_TEST(line(copy) == line(one));
            diagnostic& same = other;
            other = same;
            BOOST_TEST(line(other) == line(one));
            other = std::move(same);
            BOOST_TEST(line(other) == line(one));
        }
        for (diagnostic other : records) {
            diagnostic copy{one};
            diagnostic moved{std::move(copy)};
            BOOST_TEST(line(moved) == line(one));
            other = std::move(moved);
            BOOST_TEST(other.index() == one.index());
            BOOST_TEST(line(other) == line(one));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
