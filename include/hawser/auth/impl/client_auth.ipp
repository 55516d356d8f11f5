#pragma once

#include <hawser/auth/client_auth.hpp>
#include <hawser/wire/transport_messages.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::auth {

namespace detail {
inline constexpr std::string_view login_service = "ssh-userauth";
/// Servers take no larger packets from strangers; header and padding fit beside it.
inline constexpr std::size_t most_login_payload = limits::packet_before_login - 1024;
} // namespace detail

HAWSER_DECL std::string_view client_auth::name_of(awaited what) noexcept {
    switch (what) {
    case awaited::nothing: break;
    case awaited::none: return wire::login_none::name;
    case awaited::password: return wire::login_password::name;
    case awaited::key_query:
    case awaited::key: return wire::login_public_key::name;
    case awaited::interaction: return wire::login_keyboard_interactive::name;
    }
    return "";
}

HAWSER_DECL result<void> client_auth::begin(std::string_view user, std::string_view service) {
    if (begun_) return usage_error::wrong_phase;
    if (user.size() > limits::auth_user || service.size() > limits::name)
        return usage_error::invalid_argument;
    if (!out_->can_send()) return usage_error::output_blocked;
    user_ = user;
    service_ = service;
    begun_ = true;
    out_->send(wire::service_request{detail::login_service});
    return {};
}

HAWSER_DECL result<void> client_auth::may_request() const noexcept {
    if (!begun_ || authenticated_ || is_waiting()) return usage_error::wrong_phase;
    if (!out_->can_send()) return usage_error::output_blocked;
    return {};
}

template <class Body>
result<void> client_auth::request(awaited what, const Body& body) {
    if (requests_ == limits::auth_requests) return protocol_error::too_many_requests;
    wire::encode_userauth_request(out_->begin(), user_, service_, body);
    if (out_->open_payload().size() > detail::most_login_payload) {
        out_->cancel();
        return usage_error::invalid_argument;
    }
    out_->commit();
    ++requests_;
    waiting_ = what;
    owed_ = owed::nothing;
    answered_ = false;
    rounds_ = 0;
    if (std::find(tried_.begin(), tried_.end(), Body::name) == tried_.end()) tried_.emplace_back(Body::name);
    return {};
}

HAWSER_DECL result<void> client_auth::try_none() {
    if (auto may = may_request(); !may) return may;
    return request(awaited::none, wire::login_none{});
}

HAWSER_DECL result<void> client_auth::try_password(byte_view password) {
    if (auto may = may_request(); !may) return may;
    if (!accepted_) return usage_error::wrong_phase;
    return request(awaited::password, wire::login_password{password, false, {}});
}

HAWSER_DECL result<void> client_auth::change_password(byte_view old_password, byte_view new_password) {
    if (owed_ != owed::new_password) return usage_error::wrong_phase;
    if (!out_->can_send()) return usage_error::output_blocked;
    return request(awaited::password, wire::login_password{old_password, true, new_password});
}

HAWSER_DECL result<void> client_auth::ask_public_key(std::string_view algorithm, byte_view key) {
    if (auto may = may_request(); !may) return may;
    asked_algorithm_ = algorithm;
    asked_key_ = to_vector(key);
    return request(awaited::key_query, wire::login_public_key{algorithm, key, false, {}});
}

HAWSER_DECL result<void> client_auth::try_public_key(std::string_view algorithm, byte_view key,
                                                     byte_view signature) {
    if (auto may = may_request(); !may) return may;
    return request(awaited::key, wire::login_public_key{algorithm, key, true, signature});
}

HAWSER_DECL result<void> client_auth::try_keyboard_interactive(std::string_view submethods) {
    if (auto may = may_request(); !may) return may;
    return request(awaited::interaction, wire::login_keyboard_interactive{{}, submethods});
}

HAWSER_DECL result<void> client_auth::answer(std::span<const byte_view> responses) {
    if (owed_ != owed::answer) return usage_error::wrong_phase;
    if (responses.size() != prompts_) return usage_error::invalid_argument;
    if (!out_->can_send()) return usage_error::output_blocked;
    wire::encode_info_response(out_->begin(), responses);
    if (out_->open_payload().size() > detail::most_login_payload) {
        out_->cancel();
        return usage_error::invalid_argument;
    }
    out_->commit();
    owed_ = owed::nothing;
    answered_ = answered_ || !responses.empty();
    waiting_ = awaited::interaction;
    return {};
}

HAWSER_DECL result<event> client_auth::unexpected(byte_view payload) {
    details_ = unexpected_message{"logging in", wire::number_of(payload)};
    return protocol_error::unexpected_message;
}

HAWSER_DECL result<event> client_auth::on_message(byte_view payload) {
    using enum wire::message_number;
    const std::uint8_t number = wire::number_of(payload);
    if (wire::is(service_accept, number)) {
        auto m = wire::decode<wire::service_accept>(payload, &details_);
        if (!m) return m.error();
        if (!begun_ || accepted_ || m->service != detail::login_service) return unexpected(payload);
        accepted_ = true;
        return event{service_accepted{}};
    }
    if (wire::is(userauth_success, number)) return on_success(payload);
    if (!accepted_ || authenticated_) return unexpected(payload);
    if (wire::is(userauth_banner, number)) return on_banner(payload);
    if (wire::is(userauth_failure, number)) return on_failure(payload);
    return on_method_message(payload);
}

HAWSER_DECL result<event> client_auth::on_banner(byte_view payload) {
    auto m = wire::decode<wire::userauth_banner>(payload, &details_);
    if (!m) return m.error();
    if (++banners_ > limits::banners) return protocol_error::too_many_requests;
    return event{banner{m->text.substr(0, limits::peer_text)}};
}

HAWSER_DECL bool client_auth::shows_credential() const noexcept {
    return waiting_ == awaited::password || waiting_ == awaited::key ||
           (waiting_ == awaited::interaction && answered_);
}

HAWSER_DECL result<event> client_auth::on_success(byte_view payload) {
    if (auto m = wire::decode<wire::userauth_success>(payload, &details_); !m) return m.error();
    // A success that answers no request of ours is a forgery or a downgrade: a key query alone proves nothing
    // either.
    if (!accepted_ || !is_waiting() || waiting_ == awaited::key_query)
        return security_error::unsolicited_success;
    const bool without_credential = !proved_ && !shows_credential();
    if (without_credential && !options_.allow_success_by_none)
        return security_error::success_without_credential;
    const std::string_view method = name_of(waiting_);
    waiting_ = awaited::nothing;
    authenticated_ = true;
    return event{succeeded{method, without_credential}};
}

HAWSER_DECL result<event> client_auth::on_failure(byte_view payload) {
    auto m = wire::decode<wire::userauth_failure>(payload, &details_);
    if (!m) return m.error();
    if (!is_waiting()) return unexpected(payload);
    if (m->partial_success && shows_credential()) proved_ = true;
    const std::string_view method = name_of(waiting_);
    waiting_ = awaited::nothing;
    return event{method_failed{method, m->methods, m->partial_success}};
}

HAWSER_DECL result<event> client_auth::on_key_acceptable(byte_view payload) {
    auto m = wire::decode<wire::userauth_pk_ok>(payload, &details_);
    if (!m) return m.error();
    // Some servers name the key's format where the algorithm asked about belongs. What we sign with stays our
    // choice.
    const std::string_view format = wire::reader{asked_key_}.text();
    if (!equal(m->key, asked_key_) || (m->algorithm != asked_algorithm_ && m->algorithm != format)) {
        details_ = malformed{wire::userauth_pk_ok::title, "the key is not the one asked about", 0};
        return protocol_error::unexpected_message;
    }
    waiting_ = awaited::nothing;
    return event{key_acceptable{asked_algorithm_, m->key}};
}

HAWSER_DECL result<event> client_auth::on_method_message(byte_view payload) {
    // Number 60 means what the method in progress says.
    if (!wire::is(wire::message_number::userauth_pk_ok, wire::number_of(payload))) return unexpected(payload);
    switch (waiting_) {
    case awaited::key_query: return on_key_acceptable(payload);
    case awaited::password: {
        auto m = wire::decode<wire::userauth_passwd_changereq>(payload, &details_);
        if (!m) return m.error();
        waiting_ = awaited::nothing;
        owed_ = owed::new_password;
        return event{password_expired{m->prompt.substr(0, limits::peer_text)}};
    }
    case awaited::interaction: {
        auto m = wire::decode<wire::userauth_info_request>(payload, &details_);
        if (!m) return m.error();
        if (++rounds_ > limits::auth_rounds) return protocol_error::too_many_requests;
        waiting_ = awaited::nothing;
        owed_ = owed::answer;
        prompts_ = m->count;
        m->name = m->name.substr(0, limits::peer_text);
        m->instruction = m->instruction.substr(0, limits::peer_text);
        return event{questions{*m}};
    }
    default: return unexpected(payload);
    }
}

} // namespace hawser::inline HAWSER_ABI::auth
