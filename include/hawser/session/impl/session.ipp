#pragma once
// What the owner calls.

#include <hawser/keys/host_key_order.hpp>
#include <hawser/session/impl/session_state.ipp>
#include <hawser/session/session.hpp>
#include <hawser/session/story.hpp>

namespace hawser::inline HAWSER_ABI {

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
    if (out && state_->log.enabled(log_level::warning))
        tell_story(
            state_->log, out,
            {peer_identification(), negotiated(), server_sig_algs(), key_exchanges(), details(), table()});
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
