#pragma once

#include <hawser/client/basic_client.hpp>

#include <array>
#include <tuple>

namespace hawser::inline HAWSER_ABI {

template <class Suite, byte_stream Stream>
template <class OnEvent, class Done>
failure basic_client<Suite, Stream>::run(deadline until, OnEvent&& on_event, Done&& done) {
    if (!started_) {
        started_ = true;
        session_.start(stream_.now());
    }
    const auto step = [&] { return done() ? io::pump_step::stop : io::pump_step::go_on; };
    auto ran = io::pump(
        session_, stream_, hint_, until,
        [&](session_event& happened) {
            if (!router_.dispatch(happened)) on_event(happened);
            return step();
        },
        [&] {
            router_.before_output();
            return step();
        });
    if (ran) return {};
    if (session_.is_closed()) return session_failure();
    return {ran.error(), subject{"while waiting for", options_.host}};
}

template <class Suite, byte_stream Stream>
template <class Done>
failure basic_client<Suite, Stream>::drive(deadline until, Done&& done) {
    return run(until, [](session_event&) {}, done);
}

template <class Suite, byte_stream Stream>
template <host_verifier Verifier>
void basic_client<Suite, Stream>::handshake(Verifier&& verify, failure& out) {
    if constexpr (requires { stream_.handshaking(true); }) stream_.handshaking(true);
    if constexpr (requires { verify.known_formats(options_.host, options_.port); }) {
        if (!started_) session_.prefer_host_keys(verify.known_formats(options_.host, options_.port));
    }
    bool accepted = false;
    const auto on_event = [&](session_event& happened) {
        const auto* shown = std::get_if<transport::host_key_offered>(&happened);
        if (shown == nullptr) return;
        diagnostic details;
        // A verifier that fails in any way has not verified.
        std::error_code refused = security_error::host_key_rejected;
        HAWSER_TRY { refused = verify(shown_host_key{options_.host, options_.port, shown->algorithm, shown->blob}, details); }
        HAWSER_CATCH(...) {}
        if (refused) {
            session_.reject_host_key(refused, std::move(details));
            return;
        }
        session_.accept_host_key();
        accepted = true;
    };
    out = run(reply_deadline(), on_event, [&] { return accepted && session_.is_encrypted(); });
}

template <class Suite, byte_stream Stream>
template <auth::client_method... Methods>
void basic_client<Suite, Stream>::try_authenticate(std::string_view user, failure& out, Methods... methods) {
    auth::client_auth& login = session_.login();
    const auto algorithms_for = [](std::string_view format) { return session_type::signature_algorithms(format); };
    const auto sign = [&](const keys::private_key& key, std::string_view algorithm, byte_view data, byte_buffer& into) {
        return session_type::sign(key, algorithm, data, random_, into);
    };
    const auto context = [&] {
        auth::method_context told;
        told.session_id = session_.session_id();
        told.has_server_sig_algs = !session_.server_sig_algs().empty();
        told.server_sig_algs = session_.server_sig_algs();
        told.algorithms_for = algorithms_for;
        told.sign = sign;
        return told;
    };
    if (auto begun = login.begin(user); !begun) {
        out = {begun.error(), subject{"login of", std::string{user}}};
        return;
    }

    std::string offered;
    bool told_offered = false, partial = false, failed = false, succeeded = false;
    std::error_code gave_up;
    std::array<bool, sizeof...(Methods)> used{};

    const auto wait_for = [&](auto&& done) { return run(reply_deadline(), [](session_event&) {}, done); };
    // Runs one method to its end: success, failure, or an error of the session.
    const auto attempt = [&](auto& method) -> failure {
        if (method.waits_for_service() && !login.is_accepted()) {
            if (failure f = wait_for([&] { return login.is_accepted(); })) return f;
        }
        failed = partial = false;
        auto step = method.start(login, context());
        if (!step) return {step.error(), subject{"login method", std::string{std::remove_reference_t<decltype(method)>::name}}};
        if (*step == auth::method_step::exhausted) return {};
        if (options_.pipeline_after_login && sizeof...(Methods) == 1 && !early_channel_) {
            if (auto opened = session_.connection().open(wire::session_channel{})) early_channel_ = *opened;
        }
        const auto on_event = [&](session_event& happened) {
            const auto next = [&](const auth::event& e) {
                auto then = method.on_event(login, context(), e);
                if (!then)
                    gave_up = then.error();
                else
                    failed = *then == auth::method_step::exhausted;
            };
            if (const auto* text = std::get_if<auth::banner>(&happened)) {
                if (options_.on_banner) options_.on_banner(text->text);
            } else if (const auto* no = std::get_if<auth::method_failed>(&happened)) {
                offered = no->methods_left;
                told_offered = true;
                partial = no->partial_success;
                failed = partial;
                if (!partial) next(*no);
            } else if (const auto* asked = std::get_if<auth::questions>(&happened)) {
                next(*asked);
            } else if (const auto* expired = std::get_if<auth::password_expired>(&happened)) {
                next(*expired);
            } else if (const auto* key = std::get_if<auth::key_acceptable>(&happened)) {
                next(*key);
            } else if (std::holds_alternative<auth::succeeded>(happened)) {
                succeeded = true;
            }
        };
        return run(reply_deadline(), on_event, [&] { return succeeded || failed || gave_up; });
    };

    // After a partial success the server may want a method that stands earlier in the list.
    bool tried = true;
    while (tried && !succeeded && !out && !gave_up) {
        tried = false;
        std::size_t i = 0;
        const auto consider = [&](auto& method) {
            const std::size_t at = i++;
            if (used[at] || succeeded || out || gave_up || (tried && partial)) return;
            if (told_offered && !wire::name_list{offered}.contains(std::remove_reference_t<decltype(method)>::name)) return;
            used[at] = tried = true;
            out = attempt(method);
        };
        (consider(methods), ...);
    }
    if constexpr (requires { stream_.handshaking(false); }) stream_.handshaking(false);
    if (out || succeeded) return;
    auth_exhausted report{login.tried(), {}};
    for (std::string_view method : wire::name_list{offered}) report.methods_left.emplace_back(method);
    out = {gave_up ? gave_up : std::error_code{remote_error::authentication_failed}, std::move(report)};
    session_.disconnect("no login method left", wire::disconnect_reason::no_more_auth_methods_available);
}

template <class Suite, byte_stream Stream>
failure basic_client<Suite, Stream>::open_session_channel(channel_sink& sink, connection::channel_id& id,
                                                          const connection::channel_options& how) {
    if (early_channel_) {
        id = *early_channel_;
        early_channel_.reset();
    } else {
        auto opened = session_.connection().open(wire::session_channel{}, how);
        if (!opened) return {opened.error(), subject{"opening a session with", options_.host}};
        id = *opened;
    }
    router_.add(id, sink);
    return {};
}

template <class Suite, byte_stream Stream>
void basic_client<Suite, Stream>::close() noexcept {
    HAWSER_TRY {
        session_.disconnect();
        io::send_output(session_, stream_);
    }
    HAWSER_CATCH(...) {}
    stream_.close();
}

} // namespace hawser::inline HAWSER_ABI
