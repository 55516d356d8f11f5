#pragma once

#include <hawser/suite/negotiate.hpp>
#include <hawser/transport/engine_core.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::transport {

namespace detail {

/// Which reason a DISCONNECT gives for an error of ours (RFC 4253, section 11.1).
HAWSER_DECL wire::disconnect_reason reason_for(std::error_code error, phase p) noexcept {
    using enum wire::disconnect_reason;
    if (error == security_error::mac_mismatch) return mac_error;
    if (error == protocol_error::decompression_failed || error == protocol_error::decompressed_too_large)
        return compression_error;
    if (error == protocol_error::version_unsupported) return protocol_version_not_supported;
    if (error == security_error::host_key_unknown || error == security_error::host_key_changed ||
        error == security_error::host_key_revoked || error == security_error::host_key_rejected)
        return host_key_not_verifiable;
    if (error == remote_error::authentication_failed) return no_more_auth_methods_available;
    if (error == remote_error::authentication_cancelled) return auth_cancelled_by_user;
    if (error == remote_error::service_refused) return service_not_available;
    if (error == std::errc::timed_out || error == std::errc::operation_canceled) return by_application;
    return p < phase::service || is_keying(p) ? key_exchange_failed : wire::disconnect_reason::protocol_error;
}

HAWSER_DECL std::string_view bounded(std::string_view text) noexcept {
    return text.substr(0, limits::peer_text);
}

} // namespace detail

HAWSER_DECL engine_core::engine_core(role self, const suite_table& table, const options& given,
                                     environment environment)
    : self_{self},
      offer_{given.algorithms ? *given.algorithms : preferences{table}},
      options_{given},
      environment_{environment},
      out_{environment.memory},
      in_{limits::receive_buffer_maximum + limits::packet, environment.memory},
      identification_{self},
      own_line_{given.identification} {}

HAWSER_DECL void engine_core::begin(time_point now) {
    now_ = now;
    if (error_) {
        phase_ = phase::closed;
        return;
    }
    handshake_deadline_ = now + options_.handshake_timeout;
    out_.put_clear(as_bytes(own_line_));
    out_.put_clear(as_bytes("\r\n"));
    send_kexinit();
}

HAWSER_DECL result<byte_span> engine_core::receive_space() {
    const std::size_t rest = in_.size();
    const std::size_t wanted =
        (std::max)({read_size_ > rest ? read_size_ - rest : 0, missing_, std::size_t{4096}});
    auto room = in_.prepare(wanted);
    offered_ = room ? room->size() : 0;
    return room;
}

HAWSER_DECL void engine_core::received(std::size_t size) noexcept {
    in_.commit(size);
    if (is_closed()) in_.clear();
    // A read that filled the room shows that the peer is faster than the reads are large.
    if (size != 0 && size == offered_ && is_authenticated_)
        read_size_ = (std::min)(read_size_ * 2, limits::receive_buffer_maximum);
    offered_ = 0;
}

HAWSER_DECL result<void> engine_core::on_bytes(byte_view bytes) {
    while (!bytes.empty()) {
        auto room = receive_space();
        if (!room) return room.error();
        const std::size_t take = (std::min)(room->size(), bytes.size());
        std::copy_n(bytes.begin(), take, room->begin());
        received(take);
        bytes = bytes.subspan(take);
    }
    return {};
}

HAWSER_DECL void engine_core::on_stream_error(std::error_code error) noexcept {
    stream_error_ = error;
    eof_ = true;
}

HAWSER_DECL deadline engine_core::next_deadline() const noexcept {
    if (is_closed()) return {};
    if (restart_deadline_) return now_;
    const bool may_rekey = phase_ == phase::connected && !kexinit_sent_;
    return earlier(handshake_deadline_, may_rekey ? rekey_deadline_ : deadline{});
}

HAWSER_DECL void engine_core::on_time(time_point now) {
    now_ = now;
    if (is_closed()) return;
    if (restart_deadline_) handshake_deadline_ = now + options_.handshake_timeout;
    restart_deadline_ = false;
    if (handshake_deadline_ && now >= *handshake_deadline_) {
        fail(std::make_error_code(std::errc::timed_out), subject{"while", std::string{name_of(phase_)}});
        return;
    }
    if (rekey_deadline_ && now >= *rekey_deadline_ && phase_ == phase::connected && !kexinit_sent_)
        send_kexinit();
}

HAWSER_DECL result<bool> engine_core::take_identification() {
    auto taken = identification_.take(in_, details_);
    if (!taken || !*taken) return taken;
    phase_ = phase::first_kexinit;
    return true;
}

HAWSER_DECL void engine_core::send_kexinit() {
    wire::kexinit ours;
    // A source that says the same again, within a cookie or in the next one, is broken, and its keys would be known.
    const bool filled = environment_.random.fill(ours.cookie).has_value();
    const byte_view cookie{ours.cookie};
    const std::size_t half = cookie.size() / 2;
    if (!filled || equal(cookie.first(half), cookie.last(half)) || equal(cookie, last_cookie_)) {
        fail(security_error::random_failed);
        return;
    }
    last_cookie_ = ours.cookie;
    std::string kexes{offer_.list(algorithm_slot::kex)};
    if (key_exchanges_ == 0) {
        kexes.append(",").append(ext_info_marker(self_));
        if (options_.strict_kex != strict_kex_level::off) kexes.append(",").append(strict_kex_marker(self_));
    }
    ours.kex_algorithms = kexes;
    ours.server_host_key_algorithms = offer_.list(algorithm_slot::host_key);
    ours.encryption_client_to_server = offer_.list(algorithm_slot::cipher_client_to_server);
    ours.encryption_server_to_client = offer_.list(algorithm_slot::cipher_server_to_client);
    const std::string macs_there = macs_to_offer(offer_.table(), ours.encryption_client_to_server,
                                                 offer_.list(algorithm_slot::mac_client_to_server));
    const std::string macs_back = macs_to_offer(offer_.table(), ours.encryption_server_to_client,
                                                offer_.list(algorithm_slot::mac_server_to_client));
    ours.mac_client_to_server = macs_there;
    ours.mac_server_to_client = macs_back;
    ours.compression_client_to_server = offer_.list(algorithm_slot::compression_client_to_server);
    ours.compression_server_to_client = offer_.list(algorithm_slot::compression_server_to_client);
    wire::encode(out_.begin(), ours);
    own_kexinit_ = to_vector(out_.open_payload());
    out_.commit();
    out_.bar(true);
    kexinit_sent_ = true;
    handshake_deadline_ = now_ + options_.handshake_timeout;
}

HAWSER_DECL result<event> engine_core::on_transport_message(byte_view payload, std::uint32_t sequence,
                                                            bool& handled) {
    using enum wire::message_number;
    handled = true;
    const std::uint8_t number = wire::number_of(payload);
    if (expect_success_ && !wire::is(userauth_success, number) && !wire::is(disconnect, number)) {
        details_ = unexpected_message{"EXT_INFO must be followed by USERAUTH_SUCCESS", number};
        return protocol_error::unexpected_message;
    }
    expect_success_ = false;
    const bool first_encrypted = phase_ == phase::service && !seen_encrypted_;
    if (phase_ >= phase::service) seen_encrypted_ = true;
    switch (admission(self_, phase_, strict_, number)) {
    case verdict::refuse: {
        details_ = unexpected_message{name_of(phase_), number};
        const bool first = phase_ < phase::service;
        return first && strict_ ? protocol_error::strict_kex_violation : protocol_error::unexpected_message;
    }
    case verdict::ignore: return event{};
    case verdict::unimplemented: return answer(wire::unimplemented{sequence});
    case verdict::admit: break;
    }
    if (wire::is(disconnect, number)) {
        auto m = wire::decode<wire::disconnect>(payload, &details_);
        if (!m) return m.error();
        details_ = peer_disconnect{static_cast<std::uint32_t>(m->reason),
                                   std::string{detail::bounded(m->description)}};
        return remote_error::disconnected;
    }
    if (wire::is(ignore, number)) return take_unused<wire::ignore>(payload);
    if (wire::is(wire::message_number::unimplemented, number))
        return take_unused<wire::unimplemented>(payload);
    if (wire::is(debug, number)) {
        auto m = wire::decode<wire::debug>(payload, &details_);
        if (!m) return m.error();
        return event{peer_debug{m->always_display, detail::bounded(m->text)}};
    }
    if (wire::is(ext_info, number)) {
        if (!first_encrypted && !(self_ == role::client && phase_ == phase::login)) {
            details_ = unexpected_message{name_of(phase_), number};
            return protocol_error::unexpected_message;
        }
        expect_success_ = phase_ == phase::login;
        if (auto taken = on_ext_info(payload); !taken) return taken.error();
        return event{};
    }
    if (wire::is(ping, number)) {
        auto m = wire::decode<wire::ping>(payload, &details_);
        if (!m) return m.error();
        // During a key exchange there is no answer, as in OpenSSH: one owed until its end would have to be
        // kept.
        return out_.can_send() ? answer(wire::pong{m->data}) : event{};
    }
    if (wire::is(pong, number)) return take_unused<wire::pong>(payload);
    handled = false;
    return event{};
}

HAWSER_DECL result<void> engine_core::on_ext_info(byte_view payload) {
    auto m = wire::decode<wire::ext_info>(payload, &details_);
    if (!m) return m.error();
    bool repeated = false;
    bool sig_algs_seen = false;
    m->for_each([&](const wire::extension& e) {
        if (e.name == "server-sig-algs") {
            repeated = repeated || sig_algs_seen;
            sig_algs_seen = true;
            // A peer's list may hold names that break the grammar; those are simply never chosen.
            if (self_ == role::client && e.value.size() <= limits::peer_text) {
                server_sig_algs_ = as_text(e.value);
                has_server_sig_algs_ = true;
            }
        } else if (e.name == "ping@openssh.com") {
            peer_pings_ = true;
        }
    });
    if (repeated) {
        details_ = malformed{wire::ext_info::title, "an extension is named twice", 0};
        return protocol_error::malformed_message;
    }
    return {};
}

HAWSER_DECL void engine_core::note_peer_kexinit(byte_view payload, const wire::kexinit& theirs) {
    peer_kexinit_ = to_vector(payload);
    if (key_exchanges_ != 0) return;
    const wire::name_list kexes{theirs.kex_algorithms};
    peer_offers_strict_ = kexes.contains(strict_kex_marker(opposite_of(self_)));
    peer_wants_ext_info_ = kexes.contains(ext_info_marker(opposite_of(self_)));
    strict_ = peer_offers_strict_ && options_.strict_kex != strict_kex_level::off;
}

HAWSER_DECL void engine_core::send_ext_info() {
    const wire::extension entries[] = {{"server-sig-algs", as_bytes(signature_algorithms_)},
                                       {"ping@openssh.com", as_bytes("0")}};
    const std::span<const wire::extension> all{entries};
    wire::encode_ext_info(out_.begin(), self_ == role::server ? all : all.subspan(1));
    out_.commit();
}

HAWSER_DECL void engine_core::finish_key_exchange() {
    ++key_exchanges_;
    progress_since_kex_ = 0;
    kexinit_sent_ = false;
    handshake_deadline_.reset();
    restart_deadline_ = false;
    rekey_deadline_ = now_ + options_.rekey_time;
    own_kexinit_ = {};
    peer_kexinit_ = {};
    phase_ = resume_;
}

HAWSER_DECL void engine_core::disconnect(wire::disconnect_reason reason, std::string_view text) {
    if (is_closed()) return;
    // Nobody can read a DISCONNECT before both sides know that they speak SSH.
    if (phase_ != phase::identifying) out_.send(wire::disconnect{reason, text, {}});
    error_ = usage_error::session_closed;
    out_.close();
    phase_ = phase::closed;
    in_.release();
}

HAWSER_DECL void engine_core::fail(std::error_code error, diagnostic details) {
    if (is_closed()) return;
    if (details.index() != 0) details_ = std::move(details);
    // An exception may have left a payload half written.
    out_.cancel();
    // After a failure of crypto or of the random source no packet can be trusted to be sealed as it should.
    const bool gone = error == remote_error::disconnected || error == remote_error::connection_closed ||
                      error == protocol_error::connection_cut || stream_error_ ||
                      error == std::errc::not_enough_memory || error == security_error::backend_failed ||
                      error == security_error::random_failed;
    if (gone) out_.drop_unsealed();
    if (!gone && phase_ != phase::identifying)
        out_.send(wire::disconnect{detail::reason_for(error, phase_), error.message(), {}});
    error_ = error;
    out_.close();
    phase_ = phase::closed;
    in_.release();
}

HAWSER_DECL event engine_core::tell_closed() {
    if (told_closed_) return {};
    told_closed_ = true;
    return closed{error_};
}

HAWSER_DECL void engine_core::release_idle_buffers() noexcept {
    if (in_.empty()) in_.release();
    out_.release_if_idle();
    read_size_ = limits::receive_buffer;
}

} // namespace hawser::inline HAWSER_ABI::transport
