#include <hawser/client/key_files.hpp>
#include <hawser/io/posix/listener.hpp>
#include <hawser/keys/private_key.hpp>

#include "unit/client/served_client.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace hawser;
using namespace std::chrono_literals;

namespace {

// Made by ssh-keygen 9.2 for this test; the second with "-a 1" and the passphrase "open sesame".
constexpr std::string_view plain_key = R"(-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
QyNTUxOQAAACAZrMDG/jpWjZQJG8Pk40J2zWfKRnPbDYOs3aiJOHNpMQAAAIiF2YRhhdmE
YQAAAAtzc2gtZWQyNTUxOQAAACAZrMDG/jpWjZQJG8Pk40J2zWfKRnPbDYOs3aiJOHNpMQ
AAAEATVtjdSeTAlqgNbPQliW4bk4KxVANhmAUJGFnTbyDWdxmswMb+OlaNlAkbw+TjQnbN
Z8pGc9sNg6zdqIk4c2kxAAAABHRlc3QB
-----END OPENSSH PRIVATE KEY-----
)";
constexpr std::string_view plain_public =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBmswMb+OlaNlAkbw+TjQnbNZ8pGc9sNg6zdqIk4c2kx";
constexpr std::string_view encrypted_key = R"(-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABBb26KG8Z
kpPam2WrNMhaWnAAAAAQAAAAEAAAAzAAAAC3NzaC1lZDI1NTE5AAAAIBGqZcvVv2hrl9O/
MZNsBN6fP+Jzo1JhELV+QXBUO3k4AAAAkMNiyiGch7HV/1ep0sV4aUNVQPRqhGevraT3Eu
/KnKGhjQXySS9yIrLoP18HQJqputc8/sf0+CAdtOhSyF8eux0XfTTxWx2TER3Z01ZJp1BO
wcSNv2yGNFcE48Uopj0CJBOf05mZhxoRvGtDG2QOwl9rqIDT3VebkKeYUPzCmSq18Q3gtK
upFO5s3AHfIMc4IQ==
-----END OPENSSH PRIVATE KEY-----
)";

/// A home of our own for the time of a test.
struct temporary_home {
    temporary_home() {
        std::string path = (std::filesystem::temp_directory_path() / "hawser-keys-XXXXXX").string();
        BOOST_TEST_REQUIRE(::mkdtemp(path.data()) != nullptr);
        folder = path;
        std::filesystem::create_directory(folder / ".ssh");
        keep("HOME", home_before);
        keep("SSH_AUTH_SOCK", agent_before);
        ::setenv("HOME", folder.c_str(), 1);
        ::unsetenv("SSH_AUTH_SOCK");
    }
    ~temporary_home() {
        restore("HOME", home_before);
        restore("SSH_AUTH_SOCK", agent_before);
        std::filesystem::remove_all(folder);
    }

    std::string write(const std::string& name, std::string_view text, mode_t mode = 0600) const {
        const std::string path = (folder / name).string();
        std::ofstream{path, std::ios::binary} << text;
        BOOST_TEST_REQUIRE(::chmod(path.c_str(), mode) == 0);
        return path;
    }

    std::filesystem::path folder;

  private:
    static void keep(const char* name, std::optional<std::string>& into) {
        if (const char* value = std::getenv(name)) into = value;
    }
    static void restore(const char* name, const std::optional<std::string>& value) {
        if (value)
            ::setenv(name, value->c_str(), 1);
        else
            ::unsetenv(name);
    }
    std::optional<std::string> home_before, agent_before;
};

passphrase_source says(std::string_view text, int* calls = nullptr) {
    return [text, calls](const std::string&) {
        if (calls != nullptr) ++*calls;
        return secret_bytes{as_bytes(text)};
    };
}

std::error_code error_of(const std::string& path, const passphrase_source& source = {}) {
    diagnostic details;
    const std::error_code error = key_file(path, source, &details).error();
    BOOST_TEST((details.is<subject>() == static_cast<bool>(error)));
    return error;
}

/// The code of the hawser::error that a call throws.
template <class F>
std::error_code thrown_by(F&& f) {
    try {
        f();
    } catch (const error& e) {
        return e.code();
    }
    return {};
}

} // namespace

BOOST_AUTO_TEST_SUITE(key_files)

BOOST_AUTO_TEST_CASE(a_key_is_read_without_asking_for_a_passphrase) {
    const temporary_home home;
    const std::string path = home.write("id", plain_key);
    int calls = 0;
    diagnostic details;
    auto key = key_file(path, says("x", &calls), &details);
    BOOST_TEST_REQUIRE(key.has_value());
    BOOST_TEST(key->blob().size() == 51u);
    BOOST_TEST(calls == 0);
    BOOST_TEST(equal(key_file(path).blob(), key->blob()));
    BOOST_TEST(equal(key_file(path, says("x")).blob(), key->blob()));
}

BOOST_AUTO_TEST_CASE(a_tilde_is_the_home_folder) {
    const temporary_home home;
    home.write(".ssh/id_ed25519", plain_key);
    BOOST_TEST(!thrown_by([] { key_file("~/.ssh/id_ed25519"); }));
}

BOOST_AUTO_TEST_CASE(a_key_that_others_may_read_is_refused) {
    const temporary_home home;
    for (const mode_t mode : {0640, 0604, 0644})
        BOOST_TEST((error_of(home.write("id", plain_key, mode)) == std::errc::permission_denied));
    BOOST_TEST(!error_of(home.write("id", plain_key, 0400)));
}

BOOST_AUTO_TEST_CASE(an_encrypted_key_wants_its_passphrase) {
    const temporary_home home;
    const std::string path = home.write("id", encrypted_key);
    BOOST_TEST((error_of(path) == usage_error::key_encrypted));
    BOOST_TEST((error_of(path, says("")) == usage_error::key_encrypted));
    BOOST_TEST((error_of(path, says("open barley")) == usage_error::wrong_passphrase));
    std::string asked_for;
    const auto ask = [&](const std::string& file) {
        asked_for = file;
        return secret_bytes{as_bytes("open sesame")};
    };
    BOOST_TEST(!error_of(path, ask));
    BOOST_TEST(asked_for == path);
}

BOOST_AUTO_TEST_CASE(what_is_no_key_is_told_with_its_name) {
    const temporary_home home;
    BOOST_TEST((error_of(home.write("junk", "not a key\n")) == usage_error::key_malformed));
    BOOST_TEST((error_of((home.folder / "none").string()) == std::errc::no_such_file_or_directory));
    BOOST_TEST((thrown_by([&] { key_file((home.folder / "none").string()); }) ==
                std::errc::no_such_file_or_directory));
    diagnostic details;
    BOOST_TEST(!key_file((home.folder / "none").string(), {}, &details).has_value());
    BOOST_TEST(describe(usage_error::key_malformed, details).find("none") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(known_hosts_of_the_user_may_be_absent_and_a_named_file_may_not) {
    const temporary_home home;
    diagnostic details;
    BOOST_TEST(user_known_hosts(&details).has_value());
    BOOST_TEST((details.index() == 0));
    const std::string path = (home.folder / ".ssh/known_hosts").string();
    BOOST_TEST((known_hosts_file(path, nullptr).error() == std::errc::no_such_file_or_directory));
    BOOST_TEST((thrown_by([&] { known_hosts_file(path); }) == std::errc::no_such_file_or_directory));

    home.write(".ssh/known_hosts", "server.example " + std::string{plain_public} + "\nbad line\n");
    for (const keys::known_hosts& known : {user_known_hosts(), known_hosts_file(path)}) {
        BOOST_TEST_REQUIRE(!known.entries().empty());
        BOOST_TEST(known.entries().front().source == path);
        BOOST_TEST(known.known_formats("server.example", 22).size() == 1u);
        BOOST_TEST(known.refused().size() == 1u);
    }
}

BOOST_AUTO_TEST_CASE(without_an_agent_there_is_an_error_of_the_environment) {
    const temporary_home home;
    diagnostic details;
    const auto none = agent_keys(1s, &details);
    BOOST_TEST_REQUIRE(!none.has_value());
    BOOST_TEST((blame_of(none.error()) == blame::environment));
    BOOST_TEST((thrown_by([] { agent_keys(1s); }) == none.error()));
    ::setenv("SSH_AUTH_SOCK", (home.folder / "gone").c_str(), 1);
    BOOST_TEST((agent_keys(1s, nullptr).error() == std::errc::no_such_file_or_directory));
}

BOOST_AUTO_TEST_CASE(an_agent_that_says_nothing_is_not_waited_for_for_ever) {
    const temporary_home home;
    const std::string path = (home.folder / "agent").string();
    auto waiting = io::posix::listen_unix(path);
    BOOST_TEST_REQUIRE(waiting.has_value());
    ::setenv("SSH_AUTH_SOCK", path.c_str(), 1);
    BOOST_TEST((agent_keys(50ms, nullptr).error() == std::errc::timed_out));
}

BOOST_AUTO_TEST_CASE(the_agents_keys_come_in_its_order) {
    const temporary_home home;
    const std::string path = (home.folder / "agent").string();
    auto waiting = io::posix::listen_unix(path);
    BOOST_TEST_REQUIRE(waiting.has_value());
    ::setenv("SSH_AUTH_SOCK", path.c_str(), 1);
    const byte_vector first = to_vector(key_file(home.write("one", plain_key)).blob());
    const byte_vector second =
        to_vector(key_file(home.write("two", encrypted_key), says("open sesame")).blob());

    std::thread agent{[&] {
        auto stream = waiting->accept(io::posix::socket::now() + 10s);
        if (!stream) return;
        std::byte request[5];
        while (stream->wait({true, false}, io::posix::socket::now() + 10s)) {
            const auto size = stream->read_some(request);
            if (!size || *size == 0) return;
            byte_buffer out;
            wire::writer w{out};
            w.u32(0).u8(12).u32(2).string(first).string("one").string(second).string("two");
            store_u32(out.span().data(), static_cast<std::uint32_t>(out.size() - 4));
            (void)stream->write_some(out.view());
        }
    }};
    {
        const auto found = agent_keys(10s, nullptr);
        BOOST_TEST(found.has_value());
        if (found) {
            BOOST_TEST(found->size() == 2u);
            BOOST_TEST(equal(found->front().blob(), first));
            BOOST_TEST(equal(found->back().blob(), second));
        }
    }
    agent.join();
}

BOOST_AUTO_TEST_CASE(an_agent_that_signs_nothing_in_time_is_told_as_that_for_each_of_its_keys) {
    const temporary_home home;
    const std::string path = (home.folder / "agent").string();
    auto waiting = io::posix::listen_unix(path);
    BOOST_TEST_REQUIRE(waiting.has_value());
    ::setenv("SSH_AUTH_SOCK", path.c_str(), 1);
    const byte_vector keys[] = {
        to_vector(key_file(home.write("one", plain_key)).blob()),
        to_vector(key_file(home.write("two", encrypted_key), says("open sesame")).blob())};
    std::thread agent{[&] {
        auto stream = waiting->accept(io::posix::socket::now() + 10s);
        std::byte request[512];
        if (!stream || !stream->wait({true, false}, io::posix::socket::now() + 10s)) return;
        (void)stream->read_some(request);
        byte_buffer out;
        wire::writer w{out};
        w.u32(0).u8(12).u32(2).string(keys[0]).string("one").string(keys[1]).string("two");
        store_u32(out.span().data(), static_cast<std::uint32_t>(out.size() - 4));
        (void)stream->write_some(out.view());
        // until they give up
        for (;;) {
            if (!stream->wait({true, false}, io::posix::socket::now() + 10s)) return;
            const auto size = stream->read_some(request);
            if (!size || *size == 0) return;
        }
    }};
    {
        auto found = agent_keys(200ms, nullptr);
        BOOST_TEST(found.has_value());
        testing::served_client s;
        s.handshake();
        std::vector<auth::any_method> methods;
        if (found) auth::append_methods(methods, *std::move(found));
        failure out;
        s.client.authenticate("alice", std::move(methods), out);
        BOOST_TEST((out.code == remote_error::authentication_failed));
        const auto* report = out.details.as<auth_exhausted>();
        BOOST_TEST((report != nullptr && report->unusable_keys.size() == 2u));
        if (report != nullptr)
            for (const unusable_key& key : report->unusable_keys)
                BOOST_TEST((key.why == std::errc::timed_out), key.why.message());
    }
    agent.join();
}

BOOST_AUTO_TEST_SUITE_END()
