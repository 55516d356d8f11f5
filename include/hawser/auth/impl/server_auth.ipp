#pragma once

#include <hawser/auth/server_auth.hpp>
#include <hawser/auth/signed_request.hpp>
#include <hawser/wire/transport_messages.hpp>

namespace hawser::inline HAWSER_ABI::auth {

HAWSER_DECL bool server_auth::offers(std::string_view method) const noexcept {
    return wire::name_list{options_.methods}.contains(method);
}

HAWSER_DECL result<event> server_auth::unexpected(byte_view payload) {
    details_ = unexpected_message{"logging in", wire::number_of(payload)};
    return protocol_error::unexpected_message;
}

HAWSER_DECL result<event> server_auth::on_message(byte_view payload, byte_view session_id) {
    using enum wire::message_number;
    settle();
    const std::uint8_t number = wire::number_of(payload);
    if (wire::is(service_request, number)) return on_service_request(payload);
    if (!service_accepted_ || authenticated_) return unexpected(payload);
    if (wire::is(userauth_request, number)) return on_request(payload, session_id);
    if (wire::is(userauth_info_response, number) && asking_) return on_responses(payload);
    return unexpected(payload);
}

HAWSER_DECL result<event> server_auth::on_service_request(byte_view payload) {
    auto m = wire::decode<wire::service_request>(payload, &details_);
    if (!m) return m.error();
    if (service_accepted_) return unexpected(payload);
    if (m->service != "ssh-userauth") return remote_error::service_refused;
    service_accepted_ = true;
    out_->send(wire::service_accept{m->service});
    if (!options_.banner.empty()) out_->send(wire::userauth_banner{options_.banner, {}});
    return event{};
}

HAWSER_DECL result<event> server_auth::refuse_quietly() {
    reject();
    return event{};
}

HAWSER_DECL result<event> server_auth::on_request(byte_view payload, byte_view session_id) {
    auto m = wire::decode<wire::userauth_request>(payload, &details_);
    if (!m) return m.error();
    if (++requests_ > limits::auth_requests) return protocol_error::too_many_requests;
    if (m->user.size() > limits::peer_text) {
        details_ = malformed{wire::userauth_request::title, "user name is too long", 0};
        return protocol_error::malformed_message;
    }
    // Rights gathered for one user must never serve another: as OpenSSH, a changed name ends the session.
    if (user_known_ && m->user != user_) return unexpected(payload);
    user_ = m->user;
    user_known_ = true;
    asking_ = false;
    if (m->service != options_.service) return remote_error::service_refused;

    if (m->method == wire::login_none::name) {
        if (auto body = wire::decode_body<wire::login_none>(m->rest, &details_); !body) return body.error();
        pending_ = pending::none;
        return event{none_requested{user_}};
    }
    if (!offers(m->method)) {
        pending_ = pending::none;
        return refuse_quietly();
    }
    if (m->method == wire::login_password::name) {
        auto body = wire::decode_body<wire::login_password>(m->rest, &details_);
        if (!body) return body.error();
        pending_ = pending::password;
        return event{password_given{user_, body->password, body->change, body->new_password}};
    }
    if (m->method == wire::login_public_key::name) return on_public_key(*m, session_id);
    if (m->method == wire::login_keyboard_interactive::name) {
        auto body = wire::decode_body<wire::login_keyboard_interactive>(m->rest, &details_);
        if (!body) return body.error();
        pending_ = pending::interaction;
        rounds_ = 0;
        return event{interaction_requested{user_, body->submethods}};
    }
    pending_ = pending::none;
    return refuse_quietly();
}

HAWSER_DECL result<event> server_auth::on_public_key(const wire::userauth_request& request, byte_view session_id) {
    auto body = wire::decode_body<wire::login_public_key>(request.rest, &details_);
    if (!body) return body.error();
    if (!body->has_signature) {
        pending_ = pending::key_query;
        queried_algorithm_ = body->algorithm;
        queried_key_ = to_vector(body->key);
        return event{key_queried{user_, body->algorithm, body->key}};
    }
    pending_ = pending::key;
    signed_data_.clear();
    wire::writer w{signed_data_};
    write_signed_request(w, session_id, request.user, request.service, body->algorithm, body->key);
    if (auto written = w.finish(); !written) return written.error();
    return event{key_signed{user_, body->algorithm, body->key, signed_data_.view(), body->signature}};
}

HAWSER_DECL result<event> server_auth::on_responses(byte_view payload) {
    auto m = wire::decode<wire::userauth_info_response>(payload, &details_);
    if (!m) return m.error();
    asking_ = false;
    pending_ = pending::interaction;
    if (m->count != prompts_) return refuse_quietly();
    return event{responses_given{user_, *m}};
}

HAWSER_DECL void server_auth::accept() {
    // A query proves nothing, so it can never be the request that lets somebody in.
    if (pending_ == pending::nothing || pending_ == pending::key_query) return;
    pending_ = pending::nothing;
    authenticated_ = true;
    out_->send(wire::userauth_success{});
}

HAWSER_DECL void server_auth::reject(bool partial, std::string_view methods_left) {
    if (pending_ == pending::nothing) return;
    if (!partial && pending_ != pending::none && pending_ != pending::key_query) ++failures_;
    pending_ = pending::nothing;
    out_->send(wire::userauth_failure{methods_left.empty() ? std::string_view{options_.methods} : methods_left, partial});
}

HAWSER_DECL void server_auth::accept_key() {
    if (pending_ != pending::key_query) return;
    pending_ = pending::nothing;
    out_->send(wire::userauth_pk_ok{queried_algorithm_, queried_key_});
}

HAWSER_DECL result<void> server_auth::ask(std::string_view name, std::string_view instruction,
                                          std::span<const wire::prompt> prompts) {
    if (pending_ != pending::interaction) return usage_error::wrong_phase;
    if (prompts.size() > limits::auth_prompts || ++rounds_ > limits::auth_rounds) return usage_error::invalid_argument;
    pending_ = pending::nothing;
    asking_ = true;
    prompts_ = static_cast<std::uint32_t>(prompts.size());
    wire::encode_info_request(out_->begin(), name, instruction, prompts);
    out_->commit();
    return {};
}

HAWSER_DECL void server_auth::request_password_change(std::string_view prompt) {
    if (pending_ != pending::password) return;
    pending_ = pending::nothing;
    out_->send(wire::userauth_passwd_changereq{prompt, {}});
}

HAWSER_DECL void server_auth::settle() {
    if (pending_ != pending::nothing) reject();
}

} // namespace hawser::inline HAWSER_ABI::auth
