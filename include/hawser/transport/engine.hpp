#pragma once
// The sans-I/O transport engine: bytes in, events and bytes out, for one role and one suite (RFC 4253).

#include <hawser/core/direction.hpp>
#include <hawser/suite/negotiate.hpp>
#include <hawser/suite/suite.hpp>
#include <hawser/transport/engine_core.hpp>
#include <hawser/transport/exchange_hash.hpp>
#include <hawser/transport/key_derivation.hpp>
#include <hawser/transport/outgoing_half.hpp>

namespace hawser::inline HAWSER_ABI::transport {

namespace detail {

/// The holder of one side's machines for every key exchange method of a suite.
template <role Role, class Kexes>
struct kex_holder;
template <class... Kex>
struct kex_holder<role::client, type_list<Kex...>> {
    using type = one_of<typename Kex::initiator...>;
};
template <class... Kex>
struct kex_holder<role::server, type_list<Kex...>> {
    using type = one_of<typename Kex::responder...>;
};

} // namespace detail

/// Owner's loop: fill receive_space() and call received(), take events by next_event() until it gives none,
/// send what next_output() shows and consume_output() it, and call on_time() at next_deadline().
template <role Role, class Suite>
class engine : public engine_core {
  public:
    engine(const options& given, environment environment);

    /// Lays out identification and KEXINIT, so that both leave in the first write.
    void start(time_point now) { begin(now); }

    /// The next event; nothing when more bytes, time or an answer of the owner are needed.
    event next_event();
    /// Sealed bytes to send; empty when there are none. Valid until the next call that is not const.
    byte_view next_output();
    void consume_output(std::size_t size) noexcept { out_.consume(size); }

    /// Answers host_key_offered: the key exchange goes on, or the session ends with `why`.
    void accept_host_key();
    void reject_host_key(std::error_code why, diagnostic details = {});

    /// The login's milestones, told by the layer that sees them: the service is agreed; the login has
    /// succeeded, and its message has been laid out or taken.
    void enter_login() noexcept { set_phase(phase::login); }
    void on_authenticated();
    /// Begins a key exchange, unless one is under way or the login is not over.
    void rekey() {
        if (phase_ == phase::connected && !kexinit_sent_) send_kexinit();
    }

    /// What was agreed in the last key exchange.
    const selection& selected() const noexcept { return selected_; }
    /// The host key blob and the name of the algorithm it signed with; empty before the first exchange.
    byte_view host_key() const noexcept { return host_key_; }

    /// The counters of both directions, for tests that must reach their bounds.
    incoming_half<typename Suite::ciphers, typename Suite::macs, typename Suite::compressions>&
    incoming() noexcept {
        return incoming_;
    }
    outgoing_half<typename Suite::ciphers, typename Suite::macs, typename Suite::compressions>&
    outgoing() noexcept {
        return outgoing_;
    }

  private:
    using kexes = typename Suite::kexes;
    using host_keys = typename Suite::host_keys;

    void set_phase(phase p) noexcept {
        if (is_closed()) return;
        resume_ = p;
        if (!is_keying(phase_)) phase_ = p;
    }
    result<event> step(byte_view payload);
    result<event> on_kexinit(byte_view payload);
    result<event> on_method_message(byte_view payload);
    result<event> on_newkeys(byte_view payload);
    result<event> finish_method();
    result<void> compute_hash(byte_view host_key_blob);
    template <class Hash>
    result<void> hash_exchange(byte_view said);
    /// Keys out of K and H, with the digest of the method in use.
    result<void> derive(char letter, byte_span out);
    result<event> check_host_key(byte_view blob, byte_view signature);
    const host_identity* identity_of(std::string_view format) const noexcept;
    result<void> send_newkeys();
    result<void> check_prefix_attack();
    void rekey_if_due();

    incoming_half<typename Suite::ciphers, typename Suite::macs, typename Suite::compressions> incoming_;
    outgoing_half<typename Suite::ciphers, typename Suite::macs, typename Suite::compressions> outgoing_;
    typename detail::kex_holder<Role, kexes>::type method_;
    selection selected_;
    byte_buffer secret_;
    byte_vector exchange_hash_;
    byte_vector host_key_;
};

} // namespace hawser::inline HAWSER_ABI::transport

#include <hawser/transport/impl/engine.ipp>
