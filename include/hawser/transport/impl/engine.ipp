#pragma once

#include <hawser/transport/engine.hpp>

namespace hawser::inline HAWSER_ABI::transport {

template <role Role, class Suite>
engine<Role, Suite>::engine(const options& given, environment environment)
    : engine_core{Role, table_of<Suite>, given, environment},
      incoming_{environment.memory},
      outgoing_{environment.memory},
      secret_{limits::key_blob, environment.memory} {
    signature_algorithms_ = table_of<Suite>.host_keys.joined;
    if constexpr (Role == role::server) {
        // A server offers only what it has a key for.
        std::string names;
        for (std::string_view name : wire::name_list{offer_.list(algorithm_slot::host_key)}) {
            host_keys::for_each([&]<class H>(std::type_identity<H>) {
                if (H::name == name && identity_of(H::key_format) != nullptr)
                    names.append(names.empty() ? "" : ",").append(name);
            });
        }
        if (!offer_.set(algorithm_slot::host_key, names)) error_ = usage_error::no_algorithm_left;
    }
}

template <role Role, class Suite>
event engine<Role, Suite>::next_event() {
    for (;;) {
        if (out_.error()) fail(out_.error());
        if (is_closed()) return tell_closed();
        if (awaiting_verdict_) return {};
        if (phase_ == phase::identifying) {
            auto taken = take_identification();
            if (!taken) {
                fail(taken.error());
                continue;
            }
            if (!*taken) {
                if (!eof_) return {};
                fail(stream_error_ ? stream_error_ : identification_.on_eof(in_, details_));
                continue;
            }
        }
        auto payload = incoming_.next(in_, packet_limit());
        missing_ = incoming_.missing();
        if (!payload) {
            fail(payload.error());
            continue;
        }
        rekey_if_due();
        if (!*payload) {
            if (!eof_) return {};
            fail(stream_error_     ? stream_error_
                 : in_.size() != 0 ? std::error_code{protocol_error::connection_cut}
                                   : std::error_code{remote_error::connection_closed});
            continue;
        }
        auto happened = step(**payload);
        if (!happened)
            fail(happened.error());
        else if (*happened)
            return *happened;
    }
}

template <role Role, class Suite>
byte_view engine<Role, Suite>::next_output() {
    do {
        if (auto sealed = outgoing_.seal_all(out_, environment_.random); !sealed) {
            fail(sealed.error());
            // What could not be sealed must never leave.
            out_.release();
            return {};
        }
        rekey_if_due();
    } while (out_.has_unsealed());
    return out_.sealed();
}

template <role Role, class Suite>
void engine<Role, Suite>::rekey_if_due() {
    if (phase_ != phase::connected || kexinit_sent_) return;
    // Data waits for new keys as soon as the allowance is spent, so they must come, whatever became of it on
    // the wire.
    if (incoming_.budget_is_spent() || outgoing_.budget_is_spent() || out_.allowance_is_spent())
        send_kexinit();
}

template <role Role, class Suite>
result<event> engine<Role, Suite>::step(byte_view payload) {
    using enum wire::message_number;
    bool handled = false;
    auto happened = on_transport_message(payload, incoming_.last_sequence(), handled);
    if (!happened || handled) return happened;
    const std::uint8_t number = wire::number_of(payload);
    if (wire::is(kexinit, number)) return on_kexinit(payload);
    if (wire::is(newkeys, number)) return on_newkeys(payload);
    if (number >= 30 && number <= 49) return on_method_message(payload);
    if (wire::is(service_accept, number)) set_phase(phase::login);
    progress_since_kex_ += payload.size();
    return event{packet{payload}};
}

template <role Role, class Suite>
result<event> engine<Role, Suite>::on_kexinit(byte_view payload) {
    auto theirs = wire::decode<wire::kexinit>(payload, &details_);
    if (!theirs) return theirs.error();
    note_peer_kexinit(payload, *theirs);
    // Under strict key exchange nothing may precede the first KEXINIT, not even what is otherwise harmless.
    if (strict_ && key_exchanges_ == 0 && incoming_.last_sequence() != 0) {
        details_ = unexpected_message{"a message preceded the first KEXINIT", wire::number_of(payload)};
        return protocol_error::strict_kex_violation;
    }
    if (!kexinit_sent_) {
        constexpr std::uint64_t progress = 1024;
        rekeys_without_progress_ = progress_since_kex_ < progress ? rekeys_without_progress_ + 1 : 0;
        if (rekeys_without_progress_ > limits::peer_rekeys_without_progress)
            return protocol_error::rekey_flood;
        send_kexinit();
        if (is_closed()) return error_;
    }
    auto ours = wire::decode<wire::kexinit>(own_kexinit_);
    if (!ours) return ours.error();
    const wire::kexinit& client = Role == role::client ? *ours : *theirs;
    const wire::kexinit& server = Role == role::client ? *theirs : *ours;
    auto chosen = negotiate(table_of<Suite>, client, server, Role, &details_);
    if (!chosen) return chosen.error();
    selected_ = *chosen;
    drop_guess_ = theirs->first_kex_packet_follows && !guess_is_right(client, server);
    if (key_exchanges_ == 0) {
        if (auto safe = check_prefix_attack(); !safe) return safe.error();
    }
    phase_ = key_exchanges_ == 0 ? phase::first_exchange : phase::rekey_exchange;

    method_.emplace_at(selected_.kex);
    byte_buffer first{limits::packet_before_login, environment_.memory};
    result<void> started;
    method_.visit([&](auto& machine) { started = machine.start(environment_.random, options_.keys, first); });
    if (!started) return started.error();
    if (!first.empty()) {
        out_.begin().raw(first.view());
        out_.commit();
    }
    return event{};
}

template <role Role, class Suite>
result<void> engine<Role, Suite>::check_prefix_attack() {
    if (strict_) return {};
    if (options_.strict_kex == strict_kex_level::require) return security_error::strict_kex_required;
    if (options_.strict_kex != strict_kex_level::safe) return {};
    for (direction d : {direction::client_to_server, direction::server_to_client}) {
        const direction_selection& agreed = selected_.of(d);
        const suite_table& table = table_of<Suite>;
        const bool etm =
            agreed.mac && Suite::macs::visit(*agreed.mac, false, []<class M>(std::type_identity<M>) {
                return M::order == mac_order::encrypt_then_mac;
            });
        const bool endangered =
            Suite::ciphers::visit(agreed.cipher, true, [&]<class C>(std::type_identity<C>) {
                if constexpr (aead_cipher<C>)
                    return C::prefix_attack;
                else
                    return C::cbc && etm;
            });
        if (!endangered) continue;
        details_ =
            prefix_attack{name_of(options_.strict_kex), std::string{table.ciphers.names[agreed.cipher]},
                          agreed.mac ? std::string{table.macs.names[*agreed.mac]} : std::string{}};
        return security_error::prefix_attack_possible;
    }
    return {};
}

template <role Role, class Suite>
result<event> engine<Role, Suite>::on_method_message(byte_view payload) {
    if (drop_guess_) {
        drop_guess_ = false;
        return event{};
    }
    byte_buffer answer{limits::packet_before_login, environment_.memory};
    result<kex_progress> progress = security_error::backend_failed;
    method_.visit(
        [&](auto& machine) { progress = machine.on_message(payload, environment_.random, answer); });
    if (!progress) {
        details_ =
            malformed{"key exchange message",
                      progress.error() == protocol_error::trailing_bytes ? "trailing bytes" : "invalid", 0};
        return progress.error();
    }
    if (!answer.empty()) {
        out_.begin().raw(answer.view());
        out_.commit();
    }
    return *progress == kex_progress::done ? finish_method() : event{};
}

template <role Role, class Suite>
result<void> engine<Role, Suite>::compute_hash(byte_view host_key_blob) {
    byte_buffer said{static_cast<std::size_t>(-1), environment_.memory};
    wire::writer w{said};
    const bool client = Role == role::client;
    write_transcript(w,
                     {client ? own_line_ : peer_identification(),
                      client ? peer_identification() : std::string_view{own_line_},
                      client ? own_kexinit_ : peer_kexinit_, client ? peer_kexinit_ : own_kexinit_},
                     host_key_blob);
    secret_.release();
    wire::writer secret{secret_};
    method_.visit([&](auto& machine) {
        machine.hash_fields(w);
        machine.hash_secret(secret);
    });
    if (auto written = w.finish(); !written) return written;
    if (auto written = secret.finish(); !written) return written;
    return kexes::visit(
        selected_.kex, result<void>{security_error::backend_failed},
        [&]<class Kex>(std::type_identity<Kex>) { return hash_exchange<typename Kex::hash>(said.view()); });
}

template <role Role, class Suite>
template <class Hash>
result<void> engine<Role, Suite>::hash_exchange(byte_view said) {
    Hash hash;
    exchange_hash_.assign(Hash::size, std::byte{0});
    if (!hash.update(said) || !hash.update(secret_.view()) || !hash.final(exchange_hash_))
        return security_error::backend_failed;
    if (session_id_.empty()) session_id_ = exchange_hash_;
    return {};
}

template <role Role, class Suite>
result<void> engine<Role, Suite>::derive(char letter, byte_span out) {
    return kexes::visit(
        selected_.kex, result<void>{security_error::backend_failed}, [&]<class Kex>(std::type_identity<Kex>) {
            return derive_key<typename Kex::hash>(secret_.view(), exchange_hash_, letter, session_id_, out);
        });
}

template <role Role, class Suite>
result<event> engine<Role, Suite>::finish_method() {
    if constexpr (Role == role::client) {
        byte_view blob, signature;
        method_.visit([&](auto& machine) {
            blob = machine.host_key();
            signature = machine.signature();
        });
        if (auto hashed = compute_hash(blob); !hashed) return hashed.error();
        return check_host_key(blob, signature);
    } else {
        const host_identity* identity =
            host_keys::visit(selected_.host_key, static_cast<const host_identity*>(nullptr),
                             [&]<class H>(std::type_identity<H>) { return identity_of(H::key_format); });
        if (identity == nullptr) return usage_error::no_algorithm_left;
        host_key_ = to_vector(identity->public_blob);
        if (auto hashed = compute_hash(host_key_); !hashed) return hashed.error();
        byte_buffer signature{limits::key_blob, environment_.memory};
        auto made = host_keys::visit(selected_.host_key, result<void>{security_error::backend_failed},
                                     [&]<class H>(std::type_identity<H>) {
                                         return H::sign(identity->private_fields, exchange_hash_,
                                                        environment_.random, signature);
                                     });
        if (!made) return made.error();
        method_.visit([&](auto& machine) { machine.reply(out_.begin(), host_key_, signature.view()); });
        out_.commit();
        if (auto sent = send_newkeys(); !sent) return sent.error();
        return event{};
    }
}

template <role Role, class Suite>
result<event> engine<Role, Suite>::check_host_key(byte_view blob, byte_view signature) {
    std::string_view algorithm;
    auto checked = host_keys::visit(selected_.host_key, result<void>{security_error::backend_failed},
                                    [&]<class H>(std::type_identity<H>) -> result<void> {
                                        algorithm = H::name;
                                        if (auto fit = H::check_key(blob, options_.keys); !fit) return fit;
                                        return H::verify(blob, exchange_hash_, signature, options_.keys);
                                    });
    if (!checked) return checked.error();
    if (key_exchanges_ != 0) {
        if (!equal(blob, host_key_)) {
            details_ = subject{"while", std::string{name_of(phase_)}};
            return security_error::host_key_changed;
        }
        if (auto sent = send_newkeys(); !sent) return sent.error();
        return event{};
    }
    host_key_ = to_vector(blob);
    awaiting_verdict_ = true;
    // A person may take as long as they like over a host key.
    handshake_deadline_.reset();
    return event{host_key_offered{algorithm, host_key_}};
}

template <role Role, class Suite>
void engine<Role, Suite>::accept_host_key() {
    if (!awaiting_verdict_ || is_closed()) return;
    awaiting_verdict_ = false;
    restart_deadline_ = true;
    if (auto sent = send_newkeys(); !sent) fail(sent.error());
}

template <role Role, class Suite>
void engine<Role, Suite>::reject_host_key(std::error_code why, diagnostic details) {
    if (!awaiting_verdict_) return;
    awaiting_verdict_ = false;
    fail(why, std::move(details));
}

template <role Role, class Suite>
result<void> engine<Role, Suite>::send_newkeys() {
    out_.send(wire::newkeys{});
    if (auto sealed = outgoing_.seal_all(out_, environment_.random); !sealed) return sealed;
    if (out_.error()) return out_.error();
    const direction d = outgoing_direction(Role);
    const direction_selection& agreed = selected_.of(d);
    auto deriver = [this](char letter, byte_span out) { return derive(letter, out); };
    if (auto keyed = outgoing_.start(out_, agreed.cipher, agreed.mac.value_or(0), agreed.compression,
                                     is_authenticated_, strict_, options_.rekey_bytes, options_.rekey_packets,
                                     letters_of(d), deriver);
        !keyed)
        return keyed;
    phase_ = phase_ == phase::first_exchange ? phase::first_newkeys : phase::rekey_newkeys;
    out_.bar(false);
    // RFC 8308, section 2.4: EXT_INFO is the very next packet or none.
    if (key_exchanges_ == 0 && peer_wants_ext_info_) send_ext_info();
    return {};
}

template <role Role, class Suite>
result<event> engine<Role, Suite>::on_newkeys(byte_view payload) {
    if (auto m = wire::decode<wire::newkeys>(payload, &details_); !m) return m.error();
    const direction d = incoming_direction(Role);
    const direction_selection& agreed = selected_.of(d);
    incoming_.finish_packet(in_);
    auto deriver = [this](char letter, byte_span out) { return derive(letter, out); };
    if (auto keyed =
            incoming_.start(agreed.cipher, agreed.mac.value_or(0), agreed.compression, is_authenticated_,
                            strict_, options_.rekey_bytes, options_.rekey_packets, letters_of(d), deriver);
        !keyed)
        return keyed.error();
    method_.reset();
    secret_.release();
    exchange_hash_.clear();
    const bool first = key_exchanges_ == 0;
    finish_key_exchange();
    return event{keys_changed{first}};
}

template <role Role, class Suite>
void engine<Role, Suite>::on_authenticated() {
    if (is_closed()) return;
    set_phase(phase::connected);
    // The success message itself is still uncompressed (OpenSSH's delayed zlib).
    if (auto sealed = outgoing_.seal_all(out_, environment_.random); !sealed) {
        fail(sealed.error());
        return;
    }
    is_authenticated_ = true;
    incoming_.finish_packet(in_);
    if (auto started = incoming_.start_inflating(true); !started) fail(started.error());
    if (auto started = outgoing_.start_deflating(true); !started) fail(started.error());
}

template <role Role, class Suite>
const host_identity* engine<Role, Suite>::identity_of(std::string_view format) const noexcept {
    for (const host_identity& identity : options_.host_identities) {
        if (identity.format == format) return &identity;
    }
    return nullptr;
}

} // namespace hawser::inline HAWSER_ABI::transport
