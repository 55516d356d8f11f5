#pragma once
// One SSH session, either role: transport, login and connection composed, without I/O (RFC 4251).

#include <hawser/keys/private_key.hpp>
#include <hawser/session/event.hpp>
#include <hawser/session/negotiated.hpp>
#include <hawser/session/options.hpp>
#include <hawser/session/route.hpp>
#include <hawser/wire/transport_messages.hpp>

#include <memory>
#include <type_traits>
#include <vector>

namespace hawser::inline HAWSER_ABI {

/// Owner's loop: fill receive_space() and call received(); take events by next_event() until it gives none;
/// send what next_output() shows and consume_output() it; call on_time() at next_deadline() at the latest.
/// One thread at a time.
///
/// Everything that depends on the suite lies behind one pointer, so that a program in compiled mode sees no
/// algorithm. Allocation failure anywhere inside ends the session with std::errc::not_enough_memory.
template <role Role, class Suite>
class session {
  public:
    using login_type = std::conditional_t<Role == role::client, auth::client_auth, auth::server_auth>;

    /// What `given` and `environment` refer to must outlive the session. Throws std::bad_alloc.
    session(const session_options& given, environment environment);
    ~session();
    session(const session&) = delete;
    session& operator=(const session&) = delete;

    /// Offers host key algorithms for keys of these formats first, so that a host shows a key it is known by.
    /// Before start().
    void prefer_host_keys(const std::vector<std::string>& formats);
    /// Offers only these algorithms of a kind, best first, from the next key exchange on. Errors: those of
    /// preferences::set.
    result<void> offer(algorithm_kind kind, std::string_view names, diagnostic* details = nullptr);
    /// Lays out identification and KEXINIT, to be sent at once.
    void start(time_point now);

    // Bytes.

    /// Writable room for received bytes; ends at received(). Error: not_enough_memory.
    result<byte_span> receive_space();
    void received(std::size_t size);
    /// receive_space, copy, received.
    result<void> on_bytes(byte_view bytes);
    /// The peer will send nothing more; or the stream failed.
    void on_eof();
    void on_stream_error(std::error_code error);
    /// False while the owner has too much unread, or the peer too much to read: the driver stops reading the
    /// stream.
    bool wants_input() const;
    /// Output has drained so far that next_event() asks for more of it (channel_writable): the driver must not
    /// wait long before it takes events again.
    bool has_room_again() const;
    /// Sealed bytes to send, empty when there are none; valid until the next call that is not const.
    byte_view next_output();
    void consume_output(std::size_t size);

    // Time.

    deadline next_deadline() const;
    void on_time(time_point now);
    /// Gives receive and send buffers back; for a session that has nothing to do.
    void release_idle_buffers();

    // Events.

    session_event next_event();
    /// Answers host_key_offered; nothing goes on before.
    void accept_host_key();
    void reject_host_key(std::error_code why, diagnostic details = {});

    // The machines.

    /// The login; a server's accept() takes effect with the next call of the session.
    login_type& login();
    const login_type& login() const;
    /// Channels and global requests; to be used once logged in.
    connection::multiplexer& connection();
    const connection::multiplexer& connection() const;

    /// Begins a key exchange; nothing happens before the login is over or while another is under way.
    void rekey();
    /// Says goodbye; what was sent before still goes out (RFC 4253, section 11.1).
    void disconnect(std::string_view text = {},
                    wire::disconnect_reason reason = wire::disconnect_reason::by_application);
    /// Ends the session with an error of the owner's, such as an expired deadline.
    void fail(std::error_code error, diagnostic details = {});

    // State.

    bool is_closed() const;
    bool is_encrypted() const;
    bool is_authenticated() const;
    /// Whether the peer's first encrypted packet has been seen: from then on server_sig_algs() is final, but
    /// for a server that sends another with its success.
    bool has_seen_encrypted() const;
    /// Why the session is closed: usage_error::session_closed after our own disconnect(), which is no failure;
    /// remote_error::disconnected after the peer's.
    std::error_code error() const;
    const diagnostic& details() const;
    negotiated_names negotiated() const;
    std::string_view own_identification() const;
    std::string_view peer_identification() const;
    /// The peer's host key blob (to a client) or our own; empty before the first key exchange.
    byte_view host_key() const;
    byte_view session_id() const;
    /// The value of the server's server-sig-algs; empty when it sent none (RFC 8308).
    std::string_view server_sig_algs() const;
    /// Completed key exchanges.
    unsigned key_exchanges() const;

    // The suite's signatures.

    /// The names of this suite, also where the suite itself is only declared.
    static const suite_table& table();
    /// The signature algorithms for keys of a format, best first.
    static std::vector<std::string_view> signature_algorithms(std::string_view key_format);
    /// Appends the signature blob over `data`. Errors: key_type_not_supported when the suite has no such
    /// algorithm or it is not for this key; those of the algorithm.
    static result<void> sign(const keys::private_key& key, std::string_view algorithm, byte_view data,
                             random_ref random, byte_buffer& out);
    /// Errors: key_type_not_supported, and those of the algorithm; signature_invalid for any wrong signature.
    static result<void> verify(std::string_view algorithm, byte_view key, byte_view data, byte_view signature,
                               key_policy policy = {});

  private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace hawser::inline HAWSER_ABI

// In compiled mode the sessions of the presets are instantiated in <hawser/src.hpp>; a suite of one's own
// needs <hawser/session/instantiate.hpp> beside this header, which <hawser/suite.hpp> brings.
#if HAWSER_HEADER_ONLY
#include <hawser/session/impl/session.ipp>
#else
namespace hawser::inline HAWSER_ABI {
struct modern;
struct compatible;
struct fips;
struct museum;
extern template class session<role::client, modern>;
extern template class session<role::server, modern>;
extern template class session<role::client, compatible>;
extern template class session<role::server, compatible>;
extern template class session<role::client, fips>;
extern template class session<role::server, fips>;
extern template class session<role::client, museum>;
extern template class session<role::server, museum>;
} // namespace hawser::inline HAWSER_ABI
#endif
