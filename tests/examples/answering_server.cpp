// A server for one connection, to be logged in to by keyboard-interactive: it wants a password and then a
// code.
//
//     answering_server command...
//
// listens on a free port and runs the command, in which @port and @fingerprint are replaced; gives its exit
// status.

#include <hawser/algorithm/host_key/ssh_ed25519.hpp>
#include <hawser/client/system_random.hpp>
#include <hawser/io/posix/listener.hpp>
#include <hawser/io/pump.hpp>
#include <hawser/keys/fingerprint.hpp>
#include <hawser/keys/make_private_key.hpp>
#include <hawser/session/session.hpp>
#include <hawser/suite/modern.hpp>
#include <hawser/wire/channel_requests.hpp>

#include <cstdio>
#include <span>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

using namespace hawser;
using server = session<role::server, modern>;

pid_t run(std::span<char*> words, std::uint16_t port, const std::string& fingerprint) {
    std::vector<std::string> texts;
    for (const char* word : words) {
        std::string text{word};
        texts.push_back(text == "@port" ? std::to_string(port) : text == "@fingerprint" ? fingerprint : text);
    }
    std::vector<char*> arguments;
    for (std::string& text : texts) arguments.push_back(text.data());
    arguments.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        ::execvp(arguments[0], arguments.data());
        ::_exit(127);
    }
    return child;
}

/// The password gets a partial success on no account: it is refused, and the questions are what lets in.
void answer_login(server& ssh, const session_event& happened, int& round) {
    auto& login = ssh.login();
    const auto ask = [&](std::string_view text) {
        const wire::prompt prompts[] = {{text, false}};
        (void)login.ask("", "", prompts);
    };
    if (happened.is<auth::interaction_requested>()) {
        round = 0;
        ask("Password: ");
    } else if (const auto* given = happened.as<auth::responses_given>()) {
        std::string_view said;
        given->responses.for_each([&](byte_view response) { said = as_text(response); });
        if (said != (round == 0 ? "sesame" : "42")) return login.reject();
        if (round++ != 0) return login.accept();
        ask("Code: ");
    }
}

void answer_channel(server& ssh, const session_event& happened) {
    auto& channels = ssh.connection();
    if (const auto* open = happened.as<connection::channel_open_requested>()) (void)channels.accept(open->id);
    const auto* asked = happened.as<connection::channel_request>();
    if (asked == nullptr) return;
    const connection::channel_id id = asked->id;
    (void)channels.reply(id, true);
    (void)channels.send(id, connection::data_stream::standard, as_bytes("welcome\n"));
    (void)channels.request(id, wire::exit_status_request{0}, false);
    (void)channels.close(id);
}

} // namespace

int main(int argc, char** argv) {
    byte_buffer fields;
    if (argc < 2 || !host_key::ssh_ed25519::generate(system_random(), fields)) return 2;
    const auto key = keys::make_private_key("ssh-ed25519", fields.view());
    auto waiting = io::posix::listen("127.0.0.1", 0);
    if (!key || !waiting) return 2;
    const transport::host_identity identities[] = {{key->format, key->public_blob, key->fields.view()}};
    session_options how;
    how.transport.host_identities = identities;
    how.server_login.methods = "keyboard-interactive";

    const std::span words{argv + 1, static_cast<std::size_t>(argc - 1)};
    const pid_t child = run(words, waiting->port(), keys::fingerprint_sha256(key->public_blob));
    if (auto stream = waiting->accept(io::posix::socket::now() + std::chrono::seconds{30})) {
        server ssh{how, {system_random()}};
        ssh.start(stream->now());
        int round = 0;
        io::input_hint hint;
        (void)io::pump(
            ssh, *stream, hint, stream->now() + std::chrono::seconds{60},
            [&](const session_event& happened) {
                answer_login(ssh, happened, round);
                answer_channel(ssh, happened);
                return io::pump_step::go_on;
            },
            [] { return io::pump_step::go_on; });
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
