// The session alone: bytes in, events and bytes out. A blocking socket of the program's own moves the bytes
// here; an event loop, a serial line or a test would do as well.
//
//     06_sans_io host port user key-file fingerprint

#include <hawser/auth/signed_request.hpp>
#include <hawser/client.hpp>
#include <hawser/keys/parse_private_key.hpp>
#include <hawser/suite/modern.hpp>

#include <fstream>
#include <iostream>
#include <iterator>
#include <netdb.h>
#include <sys/socket.h>

using namespace hawser;
using ssh_client = session<role::client, modern>;

struct login {
    std::string user, fingerprint;
    keys::private_key key;
};

//[events]
void log_in(ssh_client& ssh, const login& as) {
    byte_buffer data, signature;
    wire::writer w{data};
    (void)ssh.login().begin(as.user);
    auth::write_signed_request(w, ssh.session_id(), as.user, "ssh-connection", "ssh-ed25519",
                               as.key.public_blob);
    (void)ssh.sign(as.key, "ssh-ed25519", data.view(), system_random(), signature);
    (void)ssh.login().try_public_key("ssh-ed25519", as.key.public_blob, signature.view());
}

void on_event(ssh_client& ssh, const session_event& happened, const login& as) {
    if (const auto* shown = std::get_if<transport::host_key_offered>(&happened)) {
        if (keys::fingerprint_sha256(shown->blob) == as.fingerprint) return ssh.accept_host_key();
        ssh.reject_host_key(security_error::host_key_rejected);
    } else if (const auto* keyed = std::get_if<transport::keys_changed>(&happened); keyed && keyed->first) {
        log_in(ssh, as);
    } else if (std::holds_alternative<auth::method_failed>(happened)) {
        ssh.fail(remote_error::authentication_failed);
    } else if (std::holds_alternative<auth::succeeded>(happened)) {
        (void)ssh.connection().open(wire::session_channel{});
    } else if (const auto* opened = std::get_if<connection::channel_opened>(&happened)) {
        (void)ssh.connection().request(opened->id, wire::exec_request{"echo hello"}, true);
    } else if (const auto* data = std::get_if<connection::channel_data>(&happened)) {
        std::cout << as_text(data->data);
        (void)ssh.connection().consume(data->id, data->stream, data->data.size());
    } else if (std::holds_alternative<connection::channel_closed>(happened)) {
        ssh.disconnect();
    }
}
//[/events]

int main(int argc, char** argv) {
    if (argc != 6) return std::cerr << "usage: 06_sans_io host port user key-file fingerprint\n", 2;
    std::ifstream file{argv[4]};
    auto key = keys::parse_private_key(std::string{std::istreambuf_iterator<char>{file}, {}});
    addrinfo* address = nullptr;
    if (!key || ::getaddrinfo(argv[1], argv[2], nullptr, &address) != 0) return 2;
    const int fd = ::socket(address->ai_family, SOCK_STREAM, 0);
    if (::connect(fd, address->ai_addr, address->ai_addrlen) != 0) return 2;
    const login as{argv[3], argv[5], std::move(*key)};

    //[loop]
    const auto now = [] { return std::chrono::steady_clock::now(); };
    ssh_client ssh{{}, {system_random()}};
    ssh.start(now());
    for (std::byte room[16384]; !ssh.is_closed();) {
        ssh.on_time(now());
        for (auto happened = ssh.next_event(); happened.index() != 0; happened = ssh.next_event())
            on_event(ssh, happened, as);
        for (auto out = ssh.next_output(); !out.empty(); out = ssh.next_output())
            ssh.consume_output(static_cast<std::size_t>(::send(fd, out.data(), out.size(), 0)));
        if (ssh.is_closed()) break;
        const auto size = ::recv(fd, room, sizeof room, 0);
        if (size > 0)
            (void)ssh.on_bytes({room, static_cast<std::size_t>(size)});
        else
            ssh.on_eof();
    }
    //[/loop]
    if (ssh.error() == usage_error::session_closed) return 0; // we have said goodbye
    return std::cerr << describe(ssh.error(), ssh.details()) << '\n', 255;
}
