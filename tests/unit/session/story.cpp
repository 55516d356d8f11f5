#include <hawser/session/story.hpp>

#include "support/named_algorithms.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace {

using namespace hawser;

struct lines_log {
    log_level most = log_level::trace;
    std::vector<std::string> lines = {};
    bool enabled(log_level level) const { return level <= most; }
    void write(log_level, std::string_view line) { lines.emplace_back(line); }
};

/// A suite with something broken of each kind.
template <testing::fixed_name Name, class Base>
struct broken : testing::named<Name, Base> {
    static constexpr grade rank = grade::broken;
};
struct sample : suite<kex_list<testing::named_kex<"kex">, broken<"group1", testing::null_kex>>,
                      host_key_list<testing::named_host_key<"key">, broken<"dss", testing::null_host_key>>,
                      cipher_list<testing::named_cipher<"up">, testing::named_aead<"down">,
                                  broken<"rc4", testing::null_cipher>>,
                      mac_list<testing::named_mac<"mac">, broken<"md5", testing::null_mac>>> {};

std::vector<std::string> told(const session_event& happened, log_level most = log_level::trace,
                              const diagnostic& details = {}) {
    lines_log log{most};
    negotiated_names agreed;
    agreed.kex = "kex";
    agreed.host_key_algorithm = "key";
    agreed.cipher_client_to_server = "up";
    agreed.cipher_server_to_client = "down";
    agreed.mac_server_to_client = "mac";
    agreed.compression_client_to_server = "none";
    agreed.compression_server_to_client = "zip";
    agreed.strict_kex = true;
    tell_story(log, happened, {"SSH-2.0-x\x1b[31m", agreed, "sig-a,sig-b", 3, details, table_of<sample>});
    return log.lines;
}
using lines = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(session_story)

BOOST_AUTO_TEST_CASE(what_happens_once_is_told_at_info) {
    const auto info = log_level::info;
    BOOST_TEST(told(transport::keys_changed{true}, info) ==
                   (lines{"agreed on kex and key, strict key exchange", "client to server: up",
                          "server to client: down with mac, compressed by zip"}),
               boost::test_tools::per_element());
    BOOST_TEST(told(auth::succeeded{"publickey", false}, info) == lines{"logged in by publickey"},
               boost::test_tools::per_element());
    BOOST_TEST(told(auth::method_failed{"publickey", "password", true}, info) ==
                   lines{"right, but not enough: publickey; the server takes password"},
               boost::test_tools::per_element());
    BOOST_TEST(told(transport::closed{usage_error::session_closed}, info) ==
                   lines{"the session ends by our own goodbye"},
               boost::test_tools::per_element());
    const auto end = told(transport::closed{remote_error::disconnected}, info, peer_disconnect{11, "tired"});
    BOOST_REQUIRE(end.size() == 1u);
    BOOST_TEST(end[0].find("tired") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(channels_and_later_keys_are_told_at_debug) {
    const connection::channel_opened opened{{7}, {}};
    BOOST_TEST(told(opened, log_level::info).empty());
    BOOST_TEST(told(opened, log_level::debug) == lines{"channel 7: open"}, boost::test_tools::per_element());
    BOOST_TEST(told(transport::keys_changed{false}, log_level::info).empty());
    BOOST_TEST(told(transport::keys_changed{false}, log_level::debug) ==
                   lines{"keys changed, key exchange 3"},
               boost::test_tools::per_element());
    const byte_vector data(5);
    const connection::channel_data some{{7}, connection::data_stream::standard, data};
    BOOST_TEST(told(some, log_level::debug).empty());
    BOOST_TEST(told(some).size() == 1u);
}

BOOST_AUTO_TEST_CASE(text_of_the_peer_is_escaped_and_bounded) {
    for (const session_event& happened :
         {session_event{transport::peer_debug{true, "a\x1b[31m\nb"}},
          session_event{connection::channel_open_failed{{1}, 2, "a\x1b[31m\nb"}},
          session_event{connection::global_request{"a\x1b[31m\nb", false, {}}},
          session_event{auth::none_requested{"a\x1b[31m\nb"}},
          session_event{transport::host_key_offered{"x", {}}}}) {
        for (const std::string& line : told(happened)) {
            BOOST_TEST(line.find('\x1b') == std::string::npos);
            BOOST_TEST(line.find('\n') == std::string::npos);
        }
    }
    const std::string long_text(100'000, 'x');
    BOOST_TEST(told(transport::peer_debug{true, long_text}).at(0).size() < 2000u);
}

BOOST_AUTO_TEST_CASE(secrets_are_not_told) {
    const byte_vector secret = to_vector(as_bytes("sesame"));
    for (const session_event& happened :
         {session_event{auth::password_given{"alice", secret, true, secret}},
          session_event{connection::channel_data{{1}, connection::data_stream::standard, secret}},
          session_event{connection::channel_request{{1}, "env", false, secret}},
          session_event{connection::global_reply{true, secret, 1, {}}}}) {
        for (const std::string& line : told(happened)) BOOST_TEST(line.find("sesame") == std::string::npos);
    }
    BOOST_TEST(told(auth::password_given{"alice", secret, false, {}}) == lines{"alice tries password"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(each_use_of_what_is_broken_is_a_warning) {
    const auto warned = [](const negotiated_names& agreed, bool first) {
        lines_log log{log_level::warning};
        const diagnostic none;
        tell_story(log, transport::keys_changed{first}, {"", agreed, "", 1, none, table_of<sample>});
        std::string names;
        for (const std::string& line : log.lines) {
            BOOST_TEST(line.find("broken") != std::string::npos);
            names += line.substr(0, line.find(' ')) + ' ';
        }
        return names;
    };
    for (const bool first : {true, false}) {
        BOOST_TEST(warned({"kex", "key", "up", "down", "mac", "", "none", "none", true}, first) == "");
        BOOST_TEST(warned({"group1", "key", "up", "down", "mac", "", "none", "none", true}, first) ==
                   "group1 ");
        BOOST_TEST(warned({"kex", "dss", "rc4", "rc4", "mac", "md5", "none", "none", true}, first) ==
                   "dss rc4 md5 ");
        BOOST_TEST(warned({"kex", "key", "up", "rc4", "md5", "mac", "none", "none", true}, first) ==
                   "rc4 md5 ");
    }
    // a user's key
    BOOST_TEST(told(auth::key_signed{"alice", "dss", {}, {}, {}}, log_level::warning).size() == 1u);
    BOOST_TEST(told(auth::key_signed{"alice", "key", {}, {}, {}}, log_level::warning).empty());
}

BOOST_AUTO_TEST_CASE(nobody_listens) {
    tell_story({}, auth::succeeded{"none", true}, {"", {}, "", 0, diagnostic{}, table_of<sample>});
    BOOST_TEST(told({}).empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
