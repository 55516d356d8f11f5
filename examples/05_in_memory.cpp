// Tests a function that uses SSH without a network: the server is a session of ours in the same thread, at
// the other end of a pipe in memory, on a clock that stands still.

//[test]
#include <hawser/algorithm/host_key/ssh_ed25519.hpp>
#include <hawser/client.hpp>
#include <hawser/io/memory/pipe.hpp>
#include <hawser/keys/make_private_key.hpp>
#include <hawser/suite/modern.hpp>

// What is to be tested: it asks a host for its load.
template <class Client>
double load_of(Client& client) {
    return std::stod(hawser::exec(client, "cat /proc/loadavg").output);
}

// A server that lets everybody in and answers every command with the same text.
struct fake_server {
    hawser::session<hawser::role::server, hawser::modern> session;
    hawser::io::memory::pipe_end end;

    // One turn; whether any byte has moved.
    bool run() {
        const auto before = end.bytes_sent() + end.bytes_received();
        for (auto happened = session.next_event(); happened.index() != 0; happened = session.next_event())
            on(happened);
        hawser::io::send_output(session, end);
        if (end.readable()) hawser::io::receive_some(session, end);
        return end.bytes_sent() + end.bytes_received() != before;
    }
    void on(const hawser::session_event& happened) {
        using namespace hawser::connection;
        multiplexer& channels = session.connection();
        if (std::holds_alternative<hawser::auth::none_requested>(happened)) session.login().accept();
        if (const auto* open = std::get_if<channel_open_requested>(&happened))
            (void)channels.accept(open->id);
        if (const auto* asked = std::get_if<channel_request>(&happened)) {
            const channel_id id = asked->id;
            (void)channels.reply(id, true);
            (void)channels.send(id, data_stream::standard, hawser::as_bytes("0.25 0.5 1\n"));
            (void)channels.request(id, hawser::wire::exit_status_request{0}, false);
            (void)channels.close(id);
        }
    }
};

int main() {
    hawser::byte_buffer fields;
    (void)hawser::host_key::ssh_ed25519::generate(hawser::system_random(), fields);
    const auto key = hawser::keys::make_private_key("ssh-ed25519", fields.view());
    const hawser::transport::host_identity identities[] = {
        {key->format, key->public_blob, key->fields.view()}};
    hawser::session_options how;
    how.transport.host_identities = identities;

    hawser::io::memory::virtual_clock clock;
    hawser::io::memory::pipe_pair pipe{clock};
    fake_server server{{how, {hawser::system_random()}}, std::move(pipe.server)};
    server.session.start(clock.now());
    pipe.client.on_idle([&] { return server.run(); });

    hawser::basic_client<hawser::modern, hawser::io::memory::pipe_end> client{
        std::move(pipe.client), {}, hawser::system_random()};
    client.handshake(hawser::accept_fingerprint{hawser::keys::fingerprint_sha256(key->public_blob)});
    client.authenticate("anyone", hawser::auth::none{});
    return load_of(client) == 0.25 ? 0 : 1;
}
//[/test]
