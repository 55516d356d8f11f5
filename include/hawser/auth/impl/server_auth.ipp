#pragma once

#include <hawser/auth/server_auth.hpp>
#include <hawser/auth/signed_request.hpp>
#include <hawser/wire/transport_messages.hpp>

namespace hawser::inline HAWSER_ABI::auth {

template <class Encode>
void server_auth::say(const Encode& encode_to) {
    if (out_->can_send()) {
        flush();
        encode_to(out_->begin());
        out_->commit();
        return;
    }
    const std::size_t start = kept_.size();
    wire::writer w{kept_};
    encode_to(w.u32(0));
    if (!w.finish()) {
        kept_.truncate(start);
        kept_too_much_ = true;
        return;
    }
    store_u32(kept_.span().data() + start, static_cast<std::uint32_t>(kept_.size() - start - 4));
}

HAWSER_DECL void server_auth::flush() {
    if (!out_->can_send()) return;
    wire::reader r{kept_.view()};
    while (r.left() != 0) {
        out_->begin().raw(r.string());
        out_->commit();
    }
    kept_.release();
    // The layers above may speak once the success is on its way, and compression starts behind it.
    authenticated_ = accepted_;
}

HAWSER_DECL result<event> server_auth::unexpected(byte_view payload) {
    details_ = unexpected_message{"logging in", wire::number_of(payload)};
    return protocol_error::unexpected_message;
}

HAWSER_DECL result<event> server_auth::refused_service(std::string_view name) {
    details_ = subject{"service", std::string{name.substr(0, limits::name)}};
    return remote_error::service_refused;
}

HAWSER_DECL result<event> server_auth::refuse_quietly(pending what) {
    pending_ = what;
    reject();
    return event{};
}

HAWSER_DECL result<event> server_auth::on_message(byte_view payload, byte_view session_id) {
    using enum wire::message_number;
    settle();
    const std::uint8_t number = wire::number_of(payload);
    if (accepted_) return wire::is(userauth_request, number) ? result<event>{event{}} : unexpected(payload);
    if (kept_too_much_) return protocol_error::too_many_pending;
    if (wire::is(service_request, number)) return on_service_request(payload);
    if (!service_accepted_) return unexpected(payload);
    if (wire::is(userauth_request, number)) return on_request(payload, session_id);
    if (wire::is(userauth_info_response, number) && asking_) return on_responses(payload);
    return unexpected(payload);
}

HAWSER_DECL result<event> server_auth::on_service_request(byte_view payload) {
    auto m = wire::decode<wire::service_request>(payload, &details_);
    if (!m) return m.error();
    if (service_accepted_) return unexpected(payload);
    if (m->service != "ssh-userauth") return refused_service(m->service);
    service_accepted_ = true;
    say([&](wire::writer& w) { wire::encode(w, wire::service_accept{m->service}); });
    return event{};
}

HAWSER_DECL result<event> server_auth::on_request(byte_view payload, byte_view session_id) {
    auto m = wire::decode<wire::userauth_request>(payload, &details_);
    if (!m) return m.error();
    if (++requests_ > limits::auth_requests) return protocol_error::too_many_requests;
    if (m->user.size() > limits::auth_user) {
        details_ = malformed{wire::userauth_request::title, "user name is too long", 0};
        return protocol_error::malformed_message;
    }
    // Rights gathered for one user must never serve another: as OpenSSH, a changed name ends the session.
    if (user_known_ && m->user != user_) {
        details_ = malformed{wire::userauth_request::title, "another user name than before", 0};
        return protocol_error::unexpected_message;
    }
    user_ = m->user;
    user_known_ = true;
    if (m->service != options_.service) return refused_service(m->service);
    // Not before the first request, as OpenSSH: clients expect no banner ahead of it.
    if (requests_ == 1 && !options_.banner.empty())
        say([&](wire::writer& w) { wire::encode(w, wire::userauth_banner{options_.banner, {}}); });

    // A new request abandons the questions of the one before (RFC 4252, section 5.1). Whoever leaves after an
    // answer has learned something from the next question, so that counts as a refusal.
    if (asking_ && rounds_ > 1) ++failures_;
    asking_ = false;
    if (is_exhausted()) return remote_error::authentication_failed;
    auto happened = on_method(*m, session_id);
    change_requested_ = false;
    return happened;
}

HAWSER_DECL result<event> server_auth::on_method(const wire::userauth_request& request,
                                                 byte_view session_id) {
    if (request.method == wire::login_none::name) {
        if (auto body = wire::decode_body<wire::login_none>(request.rest, &details_); !body)
            return body.error();
        pending_ = pending::none;
        return event{none_requested{user_}};
    }
    if (wire::name_list{offered_}.contains(request.method)) {
        if (request.method == wire::login_password::name) return on_password(request);
        if (request.method == wire::login_public_key::name) return on_public_key(request, session_id);
        if (request.method == wire::login_keyboard_interactive::name) return on_interaction(request);
    }
    return refuse_quietly(pending::none);
}

HAWSER_DECL result<event> server_auth::on_password(const wire::userauth_request& request) {
    auto body = wire::decode_body<wire::login_password>(request.rest, &details_);
    if (!body) return body.error();
    const bool too_long =
        body->password.size() > limits::auth_secret || body->new_password.size() > limits::auth_secret;
    const bool too_short = !options_.allow_empty_passwords &&
                           (body->password.empty() || (body->change && body->new_password.empty()));
    // An owner that never asks for a change need not know that there is such a thing.
    const bool unasked = body->change && !change_requested_;
    if (too_long || too_short || unasked) return refuse_quietly(pending::password);
    pending_ = pending::password;
    return event{password_given{user_, body->password, body->change, body->new_password}};
}

HAWSER_DECL result<event> server_auth::on_public_key(const wire::userauth_request& request,
                                                     byte_view session_id) {
    auto body = wire::decode_body<wire::login_public_key>(request.rest, &details_);
    if (!body) return body.error();
    if (!body->has_signature) {
        pending_ = pending::key_query;
        queried_algorithm_ = body->algorithm;
        queried_key_ = to_vector(body->key);
        return event{key_queried{user_, body->algorithm, body->key}};
    }
    signed_data_.clear();
    wire::writer w{signed_data_};
    write_signed_request(w, session_id, request.user, request.service, body->algorithm, body->key);
    if (auto written = w.finish(); !written) return written.error();
    pending_ = pending::key;
    return event{key_signed{user_, body->algorithm, body->key, signed_data_.view(), body->signature}};
}

HAWSER_DECL result<event> server_auth::on_interaction(const wire::userauth_request& request) {
    auto body = wire::decode_body<wire::login_keyboard_interactive>(request.rest, &details_);
    if (!body) return body.error();
    pending_ = pending::interaction;
    rounds_ = 0;
    return event{interaction_requested{user_, body->submethods}};
}

HAWSER_DECL result<event> server_auth::on_responses(byte_view payload) {
    auto m = wire::decode<wire::userauth_info_response>(payload, &details_);
    if (!m) return m.error();
    asking_ = false;
    bool fit = m->count == prompts_;
    m->for_each([&](byte_view response) { fit = fit && response.size() <= limits::auth_secret; });
    // RFC 4256, section 3.4: another number of responses is a failure.
    if (!fit) return refuse_quietly(pending::interaction);
    pending_ = pending::interaction;
    return event{responses_given{user_, *m}};
}

HAWSER_DECL void server_auth::accept() {
    // A query proves nothing, so it can never be the request that lets somebody in.
    if (pending_ == pending::nothing || pending_ == pending::key_query) return;
    pending_ = pending::nothing;
    say([](wire::writer& w) { wire::encode(w, wire::userauth_success{}); });
    if (kept_too_much_) return;
    accepted_ = true;
    authenticated_ = out_->can_send();
}

HAWSER_DECL void server_auth::reject(bool partial, std::string_view methods_left) {
    if (pending_ == pending::nothing) return;
    if (!partial && pending_ != pending::none && pending_ != pending::key_query) ++failures_;
    pending_ = pending::nothing;
    if (!methods_left.empty()) offered_ = methods_left;
    say([&](wire::writer& w) { wire::encode(w, wire::userauth_failure{offered_, partial}); });
}

HAWSER_DECL void server_auth::accept_key() {
    if (pending_ != pending::key_query) return;
    pending_ = pending::nothing;
    say([&](wire::writer& w) { wire::encode(w, wire::userauth_pk_ok{queried_algorithm_, queried_key_}); });
}

HAWSER_DECL result<void> server_auth::ask(std::string_view name, std::string_view instruction,
                                          std::span<const wire::prompt> prompts) {
    if (pending_ != pending::interaction) return usage_error::wrong_phase;
    if (prompts.size() > limits::auth_prompts || rounds_ == limits::auth_rounds)
        return usage_error::invalid_argument;
    std::size_t size = name.size() + instruction.size();
    for (const wire::prompt& p : prompts) {
        if (p.text.size() > limits::auth_prompt) return usage_error::invalid_argument;
        size += p.text.size() + 5;
    }
    if (size > limits::packet_before_login - 1024) return usage_error::invalid_argument;
    pending_ = pending::nothing;
    asking_ = true;
    ++rounds_;
    prompts_ = static_cast<std::uint32_t>(prompts.size());
    say([&](wire::writer& w) { wire::encode_info_request(w, name, instruction, prompts); });
    return {};
}

HAWSER_DECL void server_auth::request_password_change(std::string_view prompt) {
    if (pending_ != pending::password) return;
    pending_ = pending::nothing;
    change_requested_ = true;
    say([&](wire::writer& w) { wire::encode(w, wire::userauth_passwd_changereq{prompt, {}}); });
}

HAWSER_DECL void server_auth::settle() {
    if (pending_ != pending::nothing) reject();
}

} // namespace hawser::inline HAWSER_ABI::auth
