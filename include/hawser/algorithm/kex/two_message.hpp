#pragma once
// The shape that the ECDH and Diffie-Hellman methods share: one public value each way, the reply signed (RFC 4253,
// section 8; RFC 5656, section 4; RFC 8731).

#include <hawser/algorithm/kex.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/wire/kex_messages.hpp>
#include <hawser/wire/mpint.hpp>

namespace hawser::inline HAWSER_ABI::kex {

/// One side's ephemeral key pair and what it agrees on.
/// - `init_message`, `reply_message`: structs of wire/kex_messages.hpp; they say whether values are strings or mpints.
/// - `start(random)`: makes the key pair. - `value()`: our public value, as the messages hold it.
/// - `agree(peer)`: checks the peer's value, computes the secret, and forgets the private key, all once. Errors:
///   kex_value_out_of_range, kex_value_weak, backend_failed.
/// - `secret()`: after that, of a length that does not depend on its value. It is hashed as an mpint, or, if the agreement
///   has a constant `secret_is_string` that is true, as a string.
/// - `respond(random, peer)`, optional: what the server does in the place of `start` and `agree`, where its part differs.
template <class A>
concept key_agreement = std::default_initializable<A> && wire::message<typename A::init_message> &&
    wire::message<typename A::reply_message> &&
    requires(A& agreement, const A& done, random_ref random, byte_view peer) {
    { agreement.start(random) } -> std::same_as<result<void>>;
    { agreement.agree(peer) } -> std::same_as<result<void>>;
    { done.value() } -> std::same_as<byte_view>;
    { done.secret() } -> std::same_as<byte_view>;
};

namespace detail {

/// The order of calls: started once, one message once. An error is final.
enum class two_message_phase : unsigned char { idle, waiting, done, failed };

/// Both public values, each encoded as in its message (RFC 5656, section 4; RFC 4253, section 8).
template <key_agreement Agreement>
void write_values(wire::writer& w, byte_view of_client, byte_view of_server) {
    // the init message is nothing but the value
    typename Agreement::init_message{of_client}.encode(w);
    typename Agreement::init_message{of_server}.encode(w);
}

template <key_agreement Agreement>
void write_secret(wire::writer& w, const Agreement& agreement) {
    if constexpr (requires { requires Agreement::secret_is_string; })
        w.string(agreement.secret());
    else
        wire::encode_mpint_constant_time(w, agreement.secret());
}

template <key_agreement Agreement>
result<void> respond(Agreement& agreement, random_ref random, byte_view peer) {
    if constexpr (requires { agreement.respond(random, peer); }) {
        return agreement.respond(random, peer);
    } else {
        if (auto made = agreement.start(random); !made) return made;
        return agreement.agree(peer);
    }
}

} // namespace detail

/// The client's machine; see kex_initiator.
template <key_agreement Agreement>
class two_message_initiator {
  public:
    result<void> start(random_ref random, const no_kex_options&, byte_buffer& out) {
        if (phase_ != detail::two_message_phase::idle) return usage_error::wrong_phase;
        phase_ = detail::two_message_phase::failed;
        if (auto made = own_.start(random); !made) return made;
        wire::writer w{out};
        wire::encode(w, typename Agreement::init_message{own_.value()});
        if (auto written = w.finish(); !written) return written;
        phase_ = detail::two_message_phase::waiting;
        return {};
    }

    result<kex_progress> on_message(byte_view payload, random_ref, byte_buffer&) {
        if (phase_ != detail::two_message_phase::waiting) return protocol_error::unexpected_message;
        phase_ = detail::two_message_phase::failed;
        const auto reply = wire::decode<typename Agreement::reply_message>(payload);
        if (!reply) return reply.error();
        const auto& [host_key, value, signature] = *reply;
        if (host_key.size() > limits::key_blob || signature.size() > limits::key_blob)
            return protocol_error::malformed_message;
        if (auto agreed = own_.agree(value); !agreed) return agreed.error();
        host_key_ = to_vector(host_key);
        peer_ = to_vector(value);
        signature_ = to_vector(signature);
        phase_ = detail::two_message_phase::done;
        return kex_progress::done;
    }

    void hash_fields(wire::writer& w) const { detail::write_values<Agreement>(w, own_.value(), peer_); }
    void hash_secret(wire::writer& w) const { detail::write_secret(w, own_); }
    byte_view host_key() const noexcept { return host_key_; }
    byte_view signature() const noexcept { return signature_; }

  private:
    Agreement own_;
    byte_vector peer_;
    byte_vector host_key_;
    byte_vector signature_;
    detail::two_message_phase phase_ = detail::two_message_phase::idle;
};

/// The server's machine; see kex_responder. Its key pair is made when the client's value has arrived.
template <key_agreement Agreement>
class two_message_responder {
  public:
    result<void> start(random_ref, const no_kex_options&, byte_buffer&) {
        if (phase_ != detail::two_message_phase::idle) return usage_error::wrong_phase;
        phase_ = detail::two_message_phase::waiting;
        return {};
    }

    result<kex_progress> on_message(byte_view payload, random_ref random, byte_buffer&) {
        if (phase_ != detail::two_message_phase::waiting) return protocol_error::unexpected_message;
        phase_ = detail::two_message_phase::failed;
        const auto init = wire::decode<typename Agreement::init_message>(payload);
        if (!init) return init.error();
        const auto& [value] = *init;
        if (auto agreed = detail::respond(own_, random, value); !agreed) return agreed.error();
        peer_ = to_vector(value);
        phase_ = detail::two_message_phase::done;
        return kex_progress::done;
    }

    void hash_fields(wire::writer& w) const { detail::write_values<Agreement>(w, peer_, own_.value()); }
    void hash_secret(wire::writer& w) const { detail::write_secret(w, own_); }
    /// Appends the reply's payload.
    void reply(wire::writer& w, byte_view host_key, byte_view signature) const {
        wire::encode(w, typename Agreement::reply_message{host_key, own_.value(), signature});
    }

  private:
    Agreement own_;
    byte_vector peer_;
    detail::two_message_phase phase_ = detail::two_message_phase::idle;
};

} // namespace hawser::inline HAWSER_ABI::kex
