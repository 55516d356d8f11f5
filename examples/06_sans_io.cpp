// The bare session, both roles: bytes in, events and bytes out, and the program carries the bytes. Here two
// strings do what a socket, a serial line or an event loop would do.

#include <hawser/algorithm/host_key/ssh_ed25519.hpp>
#include <hawser/client.hpp>
#include <hawser/keys/make_private_key.hpp>
#include <hawser/suite/modern.hpp>

#include <iostream>

using namespace hawser;

//[carry]
// Events are taken until there are none; then what is to be sent goes to the other side. Whether any byte
// went.
template <class From, class To, class OnEvent>
bool carry(From& from, To& to, OnEvent on_event) {
    while (const auto happened = from.next_event()) on_event(happened);
    const byte_view out = from.next_output();
    const bool any = !out.empty();
    if (any && !to.on_bytes(out)) return false;
    from.consume_output(out.size());
    return any;
}
//[/carry]

int main() {
    byte_buffer fields;
    (void)host_key::ssh_ed25519::generate(system_random(), fields);
    const auto key = keys::make_private_key("ssh-ed25519", fields.view());
    const transport::host_identity identities[] = {{key->format, key->public_blob, key->fields.view()}};
    session_options how;
    how.transport.host_identities = identities;
    session<role::client, modern> client{{}, {system_random()}};
    session<role::server, modern> server{how, {system_random()}};

    //[events]
    const auto on_client = [&](const session_event& happened) {
        if (const auto* shown = happened.as<transport::host_key_offered>()) {
            if (equal(shown->blob, key->public_blob)) client.accept_host_key();
        } else if (happened.is<transport::keys_changed>()) {
            (void)client.login().begin("alice");
            (void)client.login().try_none();
        } else if (happened.is<auth::succeeded>()) {
            std::cout << "logged in with " << client.negotiated().cipher_client_to_server << '\n';
            client.disconnect();
        }
    };
    const auto on_server = [&](const session_event& happened) {
        if (happened.is<auth::none_requested>()) server.login().accept();
    };
    //[/events]
    client.start({});
    server.start({});
    while (carry(client, server, on_client) || carry(server, client, on_server)) {
    }
    return client.is_authenticated() && server.is_closed() ? 0 : 1;
}
