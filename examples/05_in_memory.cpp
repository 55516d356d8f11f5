// Tests a function that uses SSH against a server in the same thread, at the other end of a pipe in memory.

#include <hawser/algorithm/host_key/ssh_ed25519.hpp>
#include <hawser/client.hpp>
#include <hawser/io/memory/pipe.hpp>
#include <hawser/keys/make_private_key.hpp>
#include <hawser/suite/modern.hpp>
using namespace hawser;
// What is to be tested: it asks a host for its load.
template <class Client>
double load_of(Client& client) {
    return std::stod(exec(client, "cat /proc/loadavg").output);
}

// A server that lets everybody in and answers every command with the same text.
struct fake_server {
    session<role::server, modern> ssh;
    io::memory::pipe_end end;

    /// One turn; whether any byte has moved.
    bool run() {
        const auto before = end.bytes_sent() + end.bytes_received();
        while (const auto happened = ssh.next_event()) on(happened);
        io::send_output(ssh, end);
        if (end.readable()) io::receive_some(ssh, end);
        return end.bytes_sent() + end.bytes_received() != before;
    }
    void on(const session_event& happened) {
        connection::multiplexer& channels = ssh.connection();
        if (happened.is<auth::none_requested>()) ssh.login().accept();
        if (const auto* open = happened.as<connection::channel_open_requested>())
            (void)channels.accept(open->id);
        const auto* asked = happened.as<connection::channel_request>();
        if (asked == nullptr) return;
        (void)channels.reply(asked->id, true);
        (void)channels.send(asked->id, connection::data_stream::standard, as_bytes("0.25 0.5 1\n"));
        (void)channels.request(asked->id, wire::exit_status_request{0}, false);
        (void)channels.close(asked->id);
    }
};

int main() {
    byte_buffer fields;
    (void)host_key::ssh_ed25519::generate(system_random(), fields);
    const auto key = keys::make_private_key("ssh-ed25519", fields.view());
    const transport::host_identity identities[] = {{key->format, key->public_blob, key->fields.view()}};
    session_options how;
    how.transport.host_identities = identities;
    io::memory::virtual_clock clock;
    io::memory::pipe_pair pipe{clock};
    fake_server server{{how, {system_random()}}, std::move(pipe.server)};
    server.ssh.start(clock.now());
    pipe.client.on_idle([&] { return server.run(); });
    basic_client<modern, io::memory::pipe_end> client{std::move(pipe.client), {}, system_random()};
    client.handshake(accept_fingerprint{keys::fingerprint_sha256(key->public_blob)});
    client.authenticate("anyone", auth::none{});
    return load_of(client) == 0.25 ? 0 : 1;
}
