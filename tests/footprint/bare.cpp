// A program without exceptions, without RTTI and without a crypto library: a session of each role over a pipe
// in memory, with algorithms of its own. Its test also looks at which headers it reaches and which symbols it
// has.
#if defined(__cpp_exceptions) || defined(__cpp_rtti)
#error "to be compiled with -fno-exceptions -fno-rtti"
#endif

#include <hawser/io/memory/lockstep.hpp>
#include <hawser/session/session.hpp>
#include <hawser/suite.hpp>
#include <hawser/wire/channel_requests.hpp>

#include "support/fixed_random.hpp"
#include "support/null_algorithms.hpp"

#include <cstdio>

using namespace hawser;

struct bare : suite<kex_list<testing::null_kex>, host_key_list<testing::null_host_key>,
                    cipher_list<testing::null_aead>> {};
using client_session = session<role::client, bare>;
using server_session = session<role::server, bare>;

namespace {

void on_client(client_session& client, const session_event& happened, std::string& output) {
    if (happened.is<transport::host_key_offered>()) client.accept_host_key();
    if (const auto* keyed = happened.as<transport::keys_changed>(); keyed && keyed->first)
        (void)client.login().begin("me");
    if (happened.is<auth::service_accepted>()) (void)client.login().try_password(as_bytes("secret"));
    if (happened.is<auth::succeeded>()) (void)client.connection().open(wire::session_channel{});
    if (const auto* opened = happened.as<connection::channel_opened>())
        (void)client.connection().request(opened->id, wire::exec_request{"greet"}, true);
    if (const auto* data = happened.as<connection::channel_data>()) {
        output += as_text(data->data);
        (void)client.connection().consume(data->id, data->stream, data->data.size());
    }
    if (happened.is<connection::channel_closed>()) client.disconnect("bye");
}

void on_server(server_session& server, const session_event& happened) {
    if (const auto* given = happened.as<auth::password_given>())
        as_text(given->password) == "secret" ? server.login().accept() : server.login().reject();
    if (const auto* open = happened.as<connection::channel_open_requested>())
        (void)server.connection().accept(open->id);
    if (const auto* asked = happened.as<connection::channel_request>()) {
        const connection::channel_id id = asked->id;
        (void)server.connection().reply(id, true);
        (void)server.connection().send(id, connection::data_stream::standard, as_bytes("hello"));
        (void)server.connection().close(id);
    }
}

} // namespace

int main() {
    testing::fixed_random client_random{1}, server_random{2};
    byte_buffer fields;
    wire::writer{fields}.string("host");
    const byte_vector blob = testing::null_host_key::key("host");
    const transport::host_identity identities[] = {{testing::null_host_key::key_format, blob, fields.view()}};
    session_options options;
    options.transport.host_identities = identities;

    io::memory::virtual_clock clock;
    client_session client{options, {client_random}};
    server_session server{options, {server_random}};
    client.start(clock.now());
    server.start(clock.now());
    std::string output;
    io::memory::lockstep<client_session, server_session> link{client, server, clock};
    link.on_client_event = [&](session_event& happened) { on_client(client, happened, output); };
    link.on_server_event = [&](session_event& happened) { on_server(server, happened); };
    link.run();

    std::printf("%s: %s\n", std::string{client.own_identification()}.c_str(), output.c_str());
    return output == "hello" && client.error() == usage_error::session_closed &&
                   server.error() == remote_error::disconnected
               ? 0
               : 1;
}
