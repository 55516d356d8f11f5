#pragma once

#include <hawser/keys/host_key_order.hpp>
#include <hawser/session/session.hpp>
#include <hawser/session/story.hpp>
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
        if (out.index() != 0 || !engine.is_closed() || engine.has_told_closed()) return out;
        // What ran out of memory has closed the session, and its end is still to be told.
        return guarded(one);
    }
    /// An event for the owner out of one of the transport; nothing when there is more to do first.
    std::optional<session_event> handle(const transport::event& happened);
    std::optional<session_event> on_packet(byte_view payload);
    std::optional<session_event> on_login_message(byte_view payload);
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
        if (auto owed = connection.next_event(); owed.index() != 0) return detail::to_session_event(owed);
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
        if (happened.index() == 0) {
            flush();
            if (engine.is_closed() && !engine.has_told_closed()) continue;
            return {};
        }
        if (auto out = handle(happened)) return std::move(*out);
    }
}

template <role Role, class Suite>
std::optional<session_event> session<Role, Suite>::state::handle(const transport::event& happened) {
    if (const auto* packet = std::get_if<transport::packet>(&happened)) return on_packet(packet->payload);
    if (const auto* closed = std::get_if<transport::closed>(&happened)) {
        // Every channel and waiter ends before the session itself.
        end = *closed;
        connection.on_connection_lost(closed->error);
        return std::nullopt;
    }
    if (const auto* changed = std::get_if<transport::keys_changed>(&happened);
        changed != nullptr && changed->first) {
        if (Role == role::server) login_deadline = now + options.server_login_timeout;
    }
    std::optional<session_event> out;
    visit_held(happened, [&]<class T>(const T& one) {
        if constexpr (!std::is_same_v<T, transport::packet>) out.emplace(std::in_place_type<T>, one);
    });
    return out;
}

template <role Role, class Suite>
std::optional<session_event> session<Role, Suite>::state::on_packet(byte_view payload) {
    if (route(wire::number_of(payload)) == machine::auth) return on_login_message(payload);
    auto happened = connection.on_message(payload);
    if (!happened) {
        engine.fail(happened.error(), connection.details());
        return std::nullopt;
    }
    if (happened->index() == 0) {
        connection.settle();
        return std::nullopt;
    }
    return detail::to_session_event(*happened);
}

template <role Role, class Suite>
std::optional<session_event> session<Role, Suite>::state::on_login_message(byte_view payload) {
    result<auth::event> happened = auth::event{};
    if constexpr (Role == role::client)
        happened = login.on_message(payload);
    else
        happened = login.on_message(payload, engine.session_id());
    if (!happened) {
        engine.fail(happened.error(), login.details());
        return std::nullopt;
    }
    if constexpr (Role == role::server) {
        if (const auto* key = std::get_if<auth::key_signed>(&*happened)) {
            // A key that did not sign, or that nobody can check, never reaches the owner.
            if (!session::verify(key->algorithm, key->key, key->signed_data, key->signature,
                                 options.transport.keys)) {
                login.reject();
                happened = auth::event{};
            }
        }
    }
    sync_login();
    if (happened->index() == 0) return std::nullopt;
    return detail::to_session_event(*happened);
}

template <role Role, class Suite>
session<Role, Suite>::session(const session_options& given, environment environment)
    : state_{std::make_unique<state>(given, environment)} {}

template <role Role, class Suite>
session<Role, Suite>::~session() = default;

template <role Role, class Suite>
void session<Role, Suite>::prefer_host_keys(const std::vector<std::string>& formats) {
    preferences& offered = state_->engine.offered();
    std::vector<std::string> names;
    for (std::string_view name : wire::name_list{offered.list(algorithm_slot::host_key)})
        names.emplace_back(name);
    names = keys::order_host_keys(std::move(names), formats, [](std::string_view name) {
        std::string_view format;
        Suite::host_keys::for_each([&]<class H>(std::type_identity<H>) {
            if (H::name == name) format = H::key_format;
        });
        return format;
    });
    std::string joined;
    for (const std::string& name : names) joined.append(joined.empty() ? "" : ",").append(name);
    (void)offered.set(algorithm_slot::host_key, joined);
}

template <role Role, class Suite>
result<void> session<Role, Suite>::offer(algorithm_kind kind, std::string_view names, diagnostic* details) {
    return state_->engine.offered().set(kind, names, details);
}

template <role Role, class Suite>
void session<Role, Suite>::start(time_point now) {
    state_->now = now;
    state_->guarded([&] { state_->engine.start(now); });
}

template <role Role, class Suite>
result<byte_span> session<Role, Suite>::receive_space() {
    return state_->engine.receive_space();
}

template <role Role, class Suite>
void session<Role, Suite>::received(std::size_t size) {
    state_->engine.received(size);
}

template <role Role, class Suite>
result<void> session<Role, Suite>::on_bytes(byte_view bytes) {
    return state_->engine.on_bytes(bytes);
}

template <role Role, class Suite>
void session<Role, Suite>::on_eof() {
    state_->engine.on_eof();
}

template <role Role, class Suite>
void session<Role, Suite>::on_stream_error(std::error_code error) {
    state_->engine.on_stream_error(error);
}

template <role Role, class Suite>
bool session<Role, Suite>::wants_input() const {
    // During a key exchange nothing of ours can leave before the peer's answer is read.
    const bool drained =
        state_->engine.out().size() < limits::output_high_water || !state_->engine.out().can_send();
    return !is_closed() && !state_->connection.backlog_full() && drained;
}

template <role Role, class Suite>
bool session<Role, Suite>::has_room_again() const {
    return !state_->engine.is_closed() && state_->connection.has_room_again();
}

template <role Role, class Suite>
byte_view session<Role, Suite>::next_output() {
    return state_->guarded([&] {
        state_->flush();
        return state_->engine.next_output();
    });
}

template <role Role, class Suite>
void session<Role, Suite>::consume_output(std::size_t size) {
    state_->engine.consume_output(size);
}

template <role Role, class Suite>
deadline session<Role, Suite>::next_deadline() const {
    if (is_closed()) return {};
    const deadline connection = state_->authenticated ? state_->connection.next_deadline() : deadline{};
    return earlier(earlier(state_->engine.next_deadline(), state_->login_deadline), connection);
}

template <role Role, class Suite>
void session<Role, Suite>::on_time(time_point now) {
    state& s = *state_;
    s.now = now;
    s.guarded([&] {
        s.engine.on_time(now);
        if (s.login_deadline && now >= *s.login_deadline) {
            s.login_deadline.reset();
            s.engine.fail(std::make_error_code(std::errc::timed_out), subject{"while", "logging in"});
        }
        if (!s.authenticated || s.engine.is_closed()) return;
        s.connection.on_time(now);
        const deadline due = s.connection.next_deadline();
        if (due && now >= *due) {
            if (auto kept = s.connection.on_deadline(now); !kept)
                s.engine.fail(kept.error(), subject{"while", "waiting for a keep-alive reply"});
        }
    });
}

template <role Role, class Suite>
void session<Role, Suite>::release_idle_buffers() {
    state_->engine.release_idle_buffers();
}

template <role Role, class Suite>
session_event session<Role, Suite>::next_event() {
    session_event out = state_->next_guarded();
    if (out.index() != 0 && state_->log.enabled(log_level::info))
        tell_story(state_->log, out,
                   {peer_identification(), negotiated(), server_sig_algs(), key_exchanges(), details()});
    return out;
}

template <role Role, class Suite>
void session<Role, Suite>::accept_host_key() {
    state_->guarded([&] { state_->engine.accept_host_key(); });
}

template <role Role, class Suite>
void session<Role, Suite>::reject_host_key(std::error_code why, diagnostic details) {
    state_->guarded([&] { state_->engine.reject_host_key(why, std::move(details)); });
}

template <role Role, class Suite>
auto session<Role, Suite>::login() -> login_type& {
    return state_->login;
}

template <role Role, class Suite>
auto session<Role, Suite>::login() const -> const login_type& {
    return state_->login;
}

template <role Role, class Suite>
connection::multiplexer& session<Role, Suite>::connection() {
    state_->guarded([&] { state_->sync_login(); });
    return state_->connection;
}

template <role Role, class Suite>
const connection::multiplexer& session<Role, Suite>::connection() const {
    return state_->connection;
}

template <role Role, class Suite>
void session<Role, Suite>::rekey() {
    state_->guarded([&] { state_->engine.rekey(); });
}

template <role Role, class Suite>
void session<Role, Suite>::disconnect(std::string_view text, wire::disconnect_reason reason) {
    state_->guarded([&] {
        state_->flush();
        state_->engine.disconnect(reason, text);
    });
}

template <role Role, class Suite>
void session<Role, Suite>::fail(std::error_code error, diagnostic details) {
    state_->guarded([&] { state_->engine.fail(error, std::move(details)); });
}

template <role Role, class Suite>
bool session<Role, Suite>::is_closed() const {
    return state_->engine.is_closed();
}

template <role Role, class Suite>
bool session<Role, Suite>::is_encrypted() const {
    return state_->engine.key_exchanges() != 0;
}

template <role Role, class Suite>
bool session<Role, Suite>::is_authenticated() const {
    return state_->login.is_authenticated();
}

template <role Role, class Suite>
bool session<Role, Suite>::has_seen_encrypted() const {
    return state_->engine.has_seen_encrypted();
}

template <role Role, class Suite>
std::error_code session<Role, Suite>::error() const {
    return state_->engine.error();
}

template <role Role, class Suite>
const diagnostic& session<Role, Suite>::details() const {
    return state_->engine.details();
}

template <role Role, class Suite>
negotiated_names session<Role, Suite>::negotiated() const {
    const auto& engine = state_->engine;
    return names_of(table(), engine.selected(), engine.is_strict(), engine.key_exchanges() != 0);
}

template <role Role, class Suite>
std::string_view session<Role, Suite>::own_identification() const {
    return state_->engine.own_identification();
}

template <role Role, class Suite>
std::string_view session<Role, Suite>::peer_identification() const {
    return state_->engine.peer_identification();
}

template <role Role, class Suite>
byte_view session<Role, Suite>::host_key() const {
    return state_->engine.host_key();
}

template <role Role, class Suite>
byte_view session<Role, Suite>::session_id() const {
    return state_->engine.session_id();
}

template <role Role, class Suite>
std::string_view session<Role, Suite>::server_sig_algs() const {
    return state_->engine.server_sig_algs();
}

template <role Role, class Suite>
unsigned session<Role, Suite>::key_exchanges() const {
    return state_->engine.key_exchanges();
}

template <role Role, class Suite>
const suite_table& session<Role, Suite>::table() {
    return table_of<Suite>;
}

template <role Role, class Suite>
std::vector<std::string_view> session<Role, Suite>::signature_algorithms(std::string_view key_format) {
    std::vector<std::string_view> names;
    Suite::host_keys::for_each([&]<class H>(std::type_identity<H>) {
        if (H::key_format == key_format) names.push_back(H::name);
    });
    return names;
}

template <role Role, class Suite>
result<void> session<Role, Suite>::sign(const keys::private_key& key, std::string_view algorithm,
                                        byte_view data, random_ref random, byte_buffer& out) {
    result<void> done = usage_error::key_type_not_supported;
    Suite::host_keys::for_each([&]<class H>(std::type_identity<H>) {
        if (H::name == algorithm && H::key_format == key.format)
            done = H::sign(key.fields.view(), data, random, out);
    });
    return done;
}

template <role Role, class Suite>
result<void> session<Role, Suite>::verify(std::string_view algorithm, byte_view key, byte_view data,
                                          byte_view signature, key_policy policy) {
    result<void> done = usage_error::key_type_not_supported;
    Suite::host_keys::for_each([&]<class H>(std::type_identity<H>) {
        if (H::name != algorithm) return;
        done = H::check_key(key, policy);
        if (done) done = H::verify(key, data, signature, policy);
    });
    return done;
}

} // namespace hawser::inline HAWSER_ABI
