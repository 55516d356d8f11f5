#pragma once

#include <hawser/client/basic_client.hpp>
#include <hawser/keys/fingerprint.hpp>
#include <hawser/wire/channel_types.hpp>
#include <hawser/wire/name_list.hpp>

namespace hawser::inline HAWSER_ABI {

namespace detail {

/// A verifier that fails in any way has not verified. The answer is returned from where it is known and never
/// assigned: g++ 12 spoils an object that a call which throws was to be assigned to.
template <class Verifier>
std::error_code ask_verifier(Verifier& verify, const shown_host_key& key, diagnostic& details) {
    HAWSER_TRY { return verify(key, details); }
    HAWSER_CATCH(...) { return security_error::host_key_rejected; }
}

} // namespace detail

// One loop for everything a client waits for, through references to callables: it is compiled once.
template <class Suite, byte_stream Stream>
failure basic_client<Suite, Stream>::run(deadline until, function_ref<void(session_event&)> on_event,
                                         function_ref<bool()> done) {
    if (!started_) {
        started_ = true;
        session_.start(stream_.now());
    }
    // Opened before it had a sink: the sink is told by now.
    if (opened_untold_)
        router_.dispatch(connection::channel_opened{*std::exchange(opened_untold_, std::nullopt), {}});
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
        },
        drains_);
    if (ran) return {};
    if (session_.is_closed()) return session_failure();
    return {ran.error(), subject{"while waiting for", options_.host}};
}

template <class Suite, byte_stream Stream>
void basic_client<Suite, Stream>::handshake_with(judge verify, failure& out) {
    bool accepted = false;
    const auto on_event = [&](session_event& happened) {
        const auto* shown = happened.as<transport::host_key_offered>();
        if (shown == nullptr) return;
        diagnostic details;
        const std::error_code refused = detail::ask_verifier(
            verify, {options_.host, options_.port, shown->algorithm, shown->blob}, details);
        if (refused) {
            session_.reject_host_key(refused, std::move(details));
            return;
        }
        session_.accept_host_key();
        accepted = true;
    };
    const auto decided = [&] { return accepted; };
    out = run(reply_deadline(), on_event, decided);
    // Servers of other protocols, of TLS for one, wait for another greeting, or hang up on ours.
    if ((out.code == std::errc::timed_out || out.code == std::errc::connection_reset) &&
        session_.peer_identification().empty())
        out.details =
            subject{"nothing that speaks SSH has answered at port " + std::to_string(options_.port) + " of",
                    options_.host};
    if (out) return;
    // The time that a person took over the key is not the server's.
    const auto encrypted = [&] { return session_.is_encrypted(); };
    out = run(reply_deadline(), on_event, encrypted);
}

/// What the server has said about the login so far.
template <class Suite, byte_stream Stream>
struct basic_client<Suite, Stream>::login_progress {
    std::string offered;
    bool has_offered = false;
    /// Of the present method: it has failed, though perhaps with partial success; or it has let us in.
    bool failed = false;
    bool partial = false;
    bool succeeded = false;
    /// The method's own reason to end the login.
    std::error_code gave_up;
    std::vector<unusable_key> unusable_keys;
    bool is_last = false;
};

template <class Suite, byte_stream Stream>
failure basic_client<Suite, Stream>::attempt(auth::any_method& method, login_progress& progress) {
    auth::client_auth& login = session_.login();
    const auto algorithms_for = [&](std::string_view format) {
        auto names = session_type::signature_algorithms(format);
        if (const wire::name_list chosen{options_.user_key_algorithms}; !options_.user_key_algorithms.empty())
            std::erase_if(names, [&](std::string_view name) { return !chosen.contains(name); });
        return names;
    };
    const auto sign = [&](const keys::private_key& key, std::string_view algorithm, byte_view data,
                          byte_buffer& into) {
        return session_type::sign(key, algorithm, data, random_, into);
    };
    const auto on_unusable_key = [&](byte_view key, std::error_code why) {
        progress.unusable_keys.push_back({keys::fingerprint_sha256(key), why});
        if (options_.log.enabled(log_level::warning))
            options_.log.write(log_level::warning, "key " + progress.unusable_keys.back().fingerprint +
                                                       " could not be used: " + escape_text(why.message()));
    };
    const auto context = [&] {
        auth::method_context told;
        told.session_id = session_.session_id();
        told.has_server_sig_algs = !session_.server_sig_algs().empty();
        told.server_sig_algs = session_.server_sig_algs();
        told.algorithms_for = algorithms_for;
        told.sign = sign;
        told.on_unusable_key = on_unusable_key;
        return told;
    };
    bool answered_back = false;
    const auto next = [&](const auth::event& e) {
        answered_back = true;
        auto then = method.on_event(login, context(), e);
        if (!then)
            progress.gave_up = then.error();
        else
            progress.failed = *then == auth::method_step::exhausted;
    };
    const auto on_event = [&](session_event& happened) {
        if (const auto* text = happened.as<auth::banner>()) {
            if (options_.on_banner) options_.on_banner(text->text);
        } else if (const auto* no = happened.as<auth::method_failed>()) {
            progress.offered = no->methods_left;
            progress.has_offered = true;
            progress.partial = progress.failed = no->partial_success;
            if (!no->partial_success) next(*no);
        } else if (const auto* asked = happened.as<auth::questions>()) {
            next(*asked);
        } else if (const auto* expired = happened.as<auth::password_expired>()) {
            next(*expired);
        } else if (const auto* key = happened.as<auth::key_acceptable>()) {
            next(*key);
        } else if (happened.is<auth::succeeded>()) {
            progress.succeeded = true;
        }
    };

    if (!login.is_accepted() &&
        (method.waits_for_service() || !takes_pipelined_login(session_.peer_identification()))) {
        const auto accepted = [&] { return login.is_accepted(); };
        if (failure f = run(reply_deadline(), on_event, accepted)) return f;
    }
    if (options_.log.enabled(log_level::info))
        options_.log.write(log_level::info, "trying " + std::string{method.name()});
    progress.failed = progress.partial = false;
    auto step = method.start(login, context());
    if (!step) return {step.error(), subject{"login method", std::string{method.name()}}};
    if (*step == auth::method_step::exhausted) return {};
    if (options_.pipeline_after_login && progress.is_last && !early_channel_ &&
        takes_pipelined_channel(session_.peer_identification(), session_.negotiated())) {
        if (auto opened = session_.connection().open(wire::session_channel{})) early_channel_ = *opened;
    }
    const auto is_over = [&] { return progress.succeeded || progress.failed || progress.gave_up; };
    // The time that a person took over an answer is not the server's: what is said back begins the wait anew.
    for (;;) {
        answered_back = false;
        const auto pause = [&] { return is_over() || answered_back; };
        if (failure f = run(reply_deadline(), on_event, pause); f || is_over()) return f;
    }
}

template <class Suite, byte_stream Stream>
void basic_client<Suite, Stream>::authenticate(std::string_view user, std::vector<auth::any_method> methods,
                                               failure& out) {
    out = {};
    auth::client_auth& login = session_.login();
    if (auto begun = login.begin(user); !begun) {
        out = {begun.error(), subject{"login of", std::string{user}}};
        return;
    }
    login_progress progress;
    progress.is_last = methods.size() == 1;
    bool told_offer = false;
    // After a partial success the server may want a method that stands earlier in the list.
    for (std::size_t i = 0; i < methods.size() && !progress.succeeded && !out && !progress.gave_up;) {
        if (progress.has_offered && !wire::name_list{progress.offered}.contains(methods[i].name())) {
            ++i;
            continue;
        }
        out = attempt(methods[i], progress);
        // Tried before the server had told what it takes, and not among that: its turn may come after
        // another.
        const bool too_early = progress.has_offered && !progress.partial && !told_offer &&
                               !wire::name_list{progress.offered}.contains(methods[i].name());
        told_offer = progress.has_offered;
        if (too_early)
            ++i;
        else
            methods.erase(methods.begin() + static_cast<std::ptrdiff_t>(i));
        if (progress.partial) i = 0;
    }
    if (out || progress.succeeded) return;
    auth_exhausted report{login.tried(), {}, std::move(progress.unusable_keys)};
    for (std::string_view method : wire::name_list{progress.offered})
        report.methods_left.emplace_back(method);
    out = {progress.gave_up ? progress.gave_up : std::error_code{remote_error::authentication_failed},
           std::move(report)};
    session_.disconnect("no login method left", wire::disconnect_reason::no_more_auth_methods_available);
}

template <class Suite, byte_stream Stream>
failure basic_client<Suite, Stream>::open_session_channel(channel_sink& sink, connection::channel_id& id,
                                                          const connection::channel_options& how) {
    connection::multiplexer& channels = session_.connection();
    if (early_channel_ && channels.find(*early_channel_) != nullptr) {
        id = *std::exchange(early_channel_, std::nullopt);
        if (auto widened = channels.widen(id, how); !widened)
            return {widened.error(), subject{"opening a session with", options_.host}};
        router_.add(id, sink);
        if (channels.find(id)->phase == connection::channel_phase::open) opened_untold_ = id;
        return {};
    }
    early_channel_.reset();
    auto opened = channels.open(wire::session_channel{}, how);
    if (!opened) return {opened.error(), subject{"opening a session with", options_.host}};
    id = *opened;
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
