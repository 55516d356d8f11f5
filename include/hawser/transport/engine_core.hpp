#pragma once
// The part of the transport engine that knows no algorithm: buffers, phases, deadlines, and the messages that
// every suite handles alike (RFC 4253, sections 4, 7, 9, 10 and 11; RFC 8308).

#include <hawser/core/environment.hpp>
#include <hawser/core/time.hpp>
#include <hawser/transport/admission.hpp>
#include <hawser/transport/event.hpp>
#include <hawser/transport/identification_exchange.hpp>
#include <hawser/transport/options.hpp>
#include <hawser/wire/kexinit.hpp>
#include <hawser/wire/outbox.hpp>
#include <hawser/wire/transport_messages.hpp>

#include <array>

namespace hawser::inline HAWSER_ABI::transport {

/// What every engine shows its owner, whatever its suite. Not movable: views point into it.
class engine_core {
  public:
    engine_core(const engine_core&) = delete;
    engine_core& operator=(const engine_core&) = delete;

    // Bytes in.

    /// Writable room for received bytes, at least one byte; ends at received(). Errors: not_enough_memory.
    result<byte_span> receive_space();
    /// The first `size` bytes of the room were filled.
    void received(std::size_t size) noexcept;
    /// receive_space, copy, received.
    result<void> on_bytes(byte_view bytes);
    /// The peer will send nothing more. What has arrived is still delivered, then the end.
    void on_eof() noexcept { eof_ = true; }
    /// The stream failed: the session ends with this error once what has arrived is delivered.
    void on_stream_error(std::error_code error) noexcept;

    // Time.

    /// When on_time must be called at the latest.
    deadline next_deadline() const noexcept;
    /// Tells the time and does what is due: the handshake's end, a key exchange.
    void on_time(time_point now);

    // State.

    phase current_phase() const noexcept { return phase_; }
    bool is_closed() const noexcept { return phase_ == phase::closed; }
    /// Whether the last event, closed, has been handed out.
    bool has_told_closed() const noexcept { return told_closed_; }
    /// Why the engine is closed, and the details.
    std::error_code error() const noexcept { return error_; }
    const diagnostic& details() const noexcept { return details_; }
    bool is_strict() const noexcept { return strict_; }
    /// The first exchange hash; empty before the first keys (RFC 4253, section 7.2).
    byte_view session_id() const noexcept { return session_id_; }
    std::string_view own_identification() const noexcept { return own_line_; }
    std::string_view peer_identification() const noexcept { return identification_.line(); }
    /// The value of server-sig-algs; empty when the server did not send it (RFC 8308, section 3.1).
    std::string_view server_sig_algs() const noexcept { return server_sig_algs_; }
    bool has_server_sig_algs() const noexcept { return has_server_sig_algs_; }
    /// Whether the peer answers ping@openssh.com.
    bool peer_pings() const noexcept { return peer_pings_; }
    /// Whether the first encrypted packet of the peer has been seen; before it EXT_INFO may still come.
    bool has_seen_encrypted() const noexcept { return seen_encrypted_; }
    unsigned key_exchanges() const noexcept { return key_exchanges_; }

    /// What our KEXINITs offer; may be changed until the engine is started.
    preferences& offered() noexcept { return offer_; }
    /// Where the layers above lay out their messages.
    wire::outbox& out() noexcept { return out_; }
    const wire::outbox& out() const noexcept { return out_; }

    /// Ends the session with DISCONNECT (RFC 4253, section 11.1); what was sent before still goes out.
    void disconnect(wire::disconnect_reason reason, std::string_view text);
    /// Ends the session because of an error found by a layer above; the details go with it.
    void fail(std::error_code error, diagnostic details = {});
    /// Gives buffers back when nothing is under way.
    void release_idle_buffers() noexcept;

  protected:
    engine_core(role self, const suite_table& table, const options& given, environment environment);
    ~engine_core() = default;

    /// Lays out the identification and the first KEXINIT.
    void begin(time_point now);
    void send_kexinit();
    /// True once the peer's identification has been taken.
    result<bool> take_identification();
    /// Handles DISCONNECT, IGNORE, UNIMPLEMENTED, DEBUG, EXT_INFO, PING and PONG; answers what is not known.
    /// Returns the event, and leaves `handled` false for KEXINIT, NEWKEYS, method messages and what belongs
    /// to the layers above.
    result<event> on_transport_message(byte_view payload, std::uint32_t sequence, bool& handled);
    /// Lays out an answer that the peer has provoked, unless it provokes more of them than it reads.
    template <wire::message M>
    result<event> answer(const M& m) {
        if (out_.size() >= limits::output_high_water) return protocol_error::too_many_pending;
        out_.send(m);
        return event{};
    }
    /// Checks the form of a message that is not acted on.
    template <wire::message M>
    result<event> take_unused(byte_view payload) {
        auto m = wire::decode<M>(payload, &details_);
        return m ? result<event>{event{}} : m.error();
    }
    result<void> on_ext_info(byte_view payload);
    /// Keeps the peer's KEXINIT, and heeds its markers if it is the first one.
    void note_peer_kexinit(byte_view payload, const wire::kexinit& theirs);
    void send_ext_info();
    void finish_key_exchange();
    event tell_closed();
    std::size_t packet_limit() const noexcept {
        return is_authenticated_ ? limits::packet : limits::packet_before_login;
    }

    role self_;
    preferences offer_;
    /// What our server says it verifies (RFC 8308, section 3.1).
    std::string signature_algorithms_;
    options options_;
    environment environment_;
    wire::outbox out_;
    byte_buffer in_;
    identification_exchange identification_;
    std::string own_line_;
    byte_vector own_kexinit_;
    std::array<std::byte, wire::kexinit::cookie_size> last_cookie_{};
    byte_vector peer_kexinit_;
    byte_vector session_id_;
    std::string server_sig_algs_;
    diagnostic details_;
    std::error_code error_;
    std::error_code stream_error_;
    deadline handshake_deadline_;
    deadline rekey_deadline_;
    time_point now_{};
    std::size_t read_size_ = limits::receive_buffer;
    std::size_t offered_ = 0;
    std::size_t missing_ = 0;
    /// Bytes of messages for the layers above since the last key exchange.
    std::uint64_t progress_since_kex_ = 0;
    unsigned rekeys_without_progress_ = 0;
    unsigned key_exchanges_ = 0;
    phase phase_ = phase::identifying;
    phase resume_ = phase::service;
    bool strict_ = false;
    bool peer_offers_strict_ = false;
    bool peer_wants_ext_info_ = false;
    bool has_server_sig_algs_ = false;
    bool peer_pings_ = false;
    bool kexinit_sent_ = false;
    bool drop_guess_ = false;
    bool is_authenticated_ = false;
    bool seen_encrypted_ = false;
    bool expect_success_ = false;
    bool eof_ = false;
    bool told_closed_ = false;
    bool awaiting_verdict_ = false;
    /// The handshake's time begins anew when on_time() tells what time it is.
    bool restart_deadline_ = false;
};

} // namespace hawser::inline HAWSER_ABI::transport

#if HAWSER_HEADER_ONLY
#include <hawser/transport/impl/engine_core.ipp>
#endif
