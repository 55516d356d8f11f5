#pragma once
// How the three machines work together: whose message it is, and what one owes the others.

#include <hawser/session/session.hpp>
#include <hawser/transport/engine.hpp>

#include <new>
#include <optional>

namespace hawser::inline HAWSER_ABI {

template <role Role, class Suite>
struct session<Role, Suite>::state {
    state(const session_options& given, const environment& env)
        : options{given},
          engine{given.transport, env},
          login{make_login(engine.out(), given)},
          connection{Role, engine.out(), given.connection, env},
          log{env.log} {}

    static login_type make_login(wire::outbox& out, const session_options& given) {
        if constexpr (Role == role::client)
            return login_type{out, given.client_login};
        else
            return login_type{out, given.server_login};
    }

    /// What `f` gives; running out of memory inside it ends the session, and gives an empty value. The value
    /// is returned and not assigned: g++ 12 spoils an object that a call which throws was to be assigned to.
    template <class F>
    auto guarded(F&& f) -> decltype(f()) {
        HAWSER_TRY { return f(); }
        HAWSER_CATCH(const std::bad_alloc&) {
            engine.fail(std::make_error_code(std::errc::not_enough_memory));
        }
        return decltype(f())();
    }

    session_event next();
    session_event next_guarded() {
        const auto one = [&] { return next(); };
        session_event out = guarded(one);
        if (out || !engine.is_closed() || engine.has_told_closed()) return out;
        // What ran out of memory has closed the session, and its end is still to be told.
        return guarded(one);
    }
    /// An event for the owner out of one of the transport; nothing when there is more to do first.
    session_event handle(const transport::event& happened);
    session_event on_packet(byte_view payload);
    session_event on_login_message(byte_view payload);
    void sync_login();
    void flush();

    session_options options;
    transport::engine<Role, Suite> engine;
    login_type login;
    connection::multiplexer connection;
    log_ref log;
    deadline login_deadline;
    time_point now{};
    std::optional<transport::closed> end;
    bool authenticated = false;
    bool login_entered = false;
};

template <role Role, class Suite>
void session<Role, Suite>::state::sync_login() {
    if constexpr (Role == role::server) {
        if (!login_entered && login.is_service_accepted()) {
            login_entered = true;
            engine.enter_login();
        }
        // What was answered while a key exchange barred output.
        if (!engine.is_closed()) login.flush();
        if (login.is_exhausted() && !engine.is_closed()) engine.fail(remote_error::authentication_failed);
    }
    if (!authenticated && login.is_authenticated()) {
        authenticated = true;
        login_deadline.reset();
        engine.on_authenticated();
    }
}

template <role Role, class Suite>
void session<Role, Suite>::state::flush() {
    sync_login();
    if (!authenticated || engine.is_closed()) return;
    connection.flush();
    if (connection.error()) engine.fail(connection.error(), connection.details());
}

template <role Role, class Suite>
session_event session<Role, Suite>::state::next() {
    connection.settle();
    sync_login();
    for (;;) {
        if (const auto owed = connection.next_event()) return owed;
        if (end) {
            const transport::closed told = *end;
            end.reset();
            return told;
        }
        if (connection.error()) engine.fail(connection.error(), connection.details());
        if (connection.backlog_full() && !engine.is_closed()) {
            flush();
            return {};
        }
        const transport::event happened = engine.next_event();
        if (!happened) {
            flush();
            if (engine.is_closed() && !engine.has_told_closed()) continue;
            return {};
        }
        if (const auto out = handle(happened)) return out;
    }
}

template <role Role, class Suite>
session_event session<Role, Suite>::state::handle(const transport::event& happened) {
    if (const auto* packet = happened.as<transport::packet>()) return on_packet(packet->payload);
    if (const auto* closed = happened.as<transport::closed>()) {
        // Every channel and waiter ends before the session itself.
        end = *closed;
        connection.on_connection_lost(closed->error);
        return {};
    }
    if (const auto* changed = happened.as<transport::keys_changed>(); changed != nullptr && changed->first) {
        if (Role == role::server) login_deadline = now + options.server_login_timeout;
    }
    return happened;
}

template <role Role, class Suite>
session_event session<Role, Suite>::state::on_packet(byte_view payload) {
    if (route(wire::number_of(payload)) == machine::auth) return on_login_message(payload);
    auto happened = connection.on_message(payload);
    if (!happened) {
        engine.fail(happened.error(), connection.details());
        return {};
    }
    if (!*happened) connection.settle();
    return *happened;
}

template <role Role, class Suite>
session_event session<Role, Suite>::state::on_login_message(byte_view payload) {
    result<auth::event> happened = auth::event{};
    if constexpr (Role == role::client)
        happened = login.on_message(payload);
    else
        happened = login.on_message(payload, engine.session_id());
    if (!happened) {
        engine.fail(happened.error(), login.details());
        return {};
    }
    if constexpr (Role == role::server) {
        if (const auto* key = happened->as<auth::key_signed>()) {
            // A key that did not sign, or that nobody can check, never reaches the owner.
            if (!session::verify(key->algorithm, key->key, key->signed_data, key->signature,
                                 options.transport.keys)) {
                login.reject();
                happened = auth::event{};
            }
        }
    }
    sync_login();
    return *happened;
}

} // namespace hawser::inline HAWSER_ABI
