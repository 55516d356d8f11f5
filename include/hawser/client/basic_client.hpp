#pragma once
// A blocking client over any byte stream: handshake, host verification, login, and the drive that the facades
// share.

#include <hawser/auth/method.hpp>
#include <hawser/client/channel_sink.hpp>
#include <hawser/client/failure.hpp>
#include <hawser/core/environment.hpp>
#include <hawser/core/function_ref.hpp>
#include <hawser/io/pump.hpp>
#include <hawser/session/host_verifier.hpp>
#include <hawser/session/session.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace hawser::inline HAWSER_ABI {

struct client_options {
    /// What the user asked for; host keys are looked up by it.
    std::string host;
    std::uint16_t port = 22;
    session_options session;
    /// Bounds the handshake, the login, and each wait for a reply. A running command is not bounded.
    duration timeout = std::chrono::seconds{60};
    /// Opens the first session channel together with the login request, which saves a round trip. Done only
    /// where takes_pipelined_channel() holds; elsewhere it changes nothing.
    bool pipeline_after_login = false;
    /// The signature algorithms a user's keys may be used with, a comma list; those of the suite when it is empty. The
    /// suite's order decides, and what the server takes (RFC 8308, section 3.1).
    std::string user_key_algorithms;
    /// Shows the server's banner (RFC 4252, section 5.4); the text is as it came.
    std::function<void(std::string_view text)> on_banner;
    std::pmr::memory_resource* memory = std::pmr::get_default_resource();
    /// Is told the story of the session: info for what happens once, debug for channels, requests and windows.
    log_ref log = {};
};

/// Whether a server takes a CHANNEL_OPEN that is on its way before the login is granted: one that was tried,
/// and without compression that starts at that moment, for the server could not tell what is compressed.
inline bool takes_pipelined_channel(std::string_view identification,
                                    const negotiated_names& agreed) noexcept {
    return identification.starts_with("SSH-2.0-OpenSSH_") &&
           agreed.compression_client_to_server != "zlib@openssh.com";
}

/// Whether a server takes a login request that comes together with NEWKEYS, before it has accepted the login service.
/// libssh's does not (0.10.6): its ssh_handle_key_exchange() looks for a state that such a login has passed already, and
/// never returns, so that what the server was to set up afterwards is missing.
inline bool takes_pipelined_login(std::string_view identification) noexcept {
    return !identification.starts_with("SSH-2.0-libssh");
}

/// One session as a client; the stream is connected already. Every operation comes in two forms: one returns
/// `failure` through its last argument, one throws `hawser::error`. Not movable: facades refer to it.
template <class Suite, byte_stream Stream>
class basic_client {
  public:
    using suite = Suite;
    using session_type = hawser::session<role::client, Suite>;

    basic_client(Stream stream, client_options options, random_ref random)
        : options_{std::move(options)},
          random_{random},
          stream_{std::move(stream)},
          session_{options_.session, environment{random, options_.memory, options_.log}} {}
    /// The same, and the handshake; throws.
    template <host_verifier Verifier>
    basic_client(Stream stream, client_options options, random_ref random, Verifier&& verify)
        : basic_client{std::move(stream), std::move(options), random} {
        handshake(verify);
    }
    ~basic_client() { close(); }
    basic_client(const basic_client&) = delete;
    basic_client& operator=(const basic_client&) = delete;

    /// Identifications, key exchange, and the verifier's word on the host key.
    template <host_verifier Verifier>
    void handshake(Verifier&& verify) {
        failure out;
        handshake(verify, out);
        throw_if(std::move(out));
    }
    template <host_verifier Verifier>
    void handshake(Verifier&& verify, failure& out) {
        if constexpr (requires { verify.known_formats(options_.host, options_.port); }) {
            if (!started_) session_.prefer_host_keys(verify.known_formats(options_.host, options_.port));
        }
        handshake_with(verify, out);
    }

    /// Tries the methods in order as far as the server offers them, each once, until it lets the user in. A
    /// vector of methods of one type, such as agent_keys(), stands for all of them.
    template <auth::client_methods... Methods>
    void authenticate(std::string_view user, Methods... methods) {
        std::vector<auth::any_method> list;
        (auth::append_methods(list, std::move(methods)), ...);
        authenticate(user, std::move(list));
    }
    /// The same with methods chosen at run time.
    void authenticate(std::string_view user, std::vector<auth::any_method> methods) {
        failure out;
        authenticate(user, std::move(methods), out);
        throw_if(std::move(out));
    }
    void authenticate(std::string_view user, std::vector<auth::any_method> methods, failure& out);

    /// Says goodbye, sends what is left, and closes the stream. Done by the destructor too.
    void close() noexcept;

    // For facades and for programs that go further.

    /// Runs the session until `done()` or an error; `until` bounds it. Channel events go to their sinks.
    template <class Done>
    failure drive(deadline until, Done&& done) {
        const auto on_event = [](session_event&) {};
        return run(until, on_event, done);
    }
    /// A new session channel whose events go to `sink`; waits for the server's confirmation.
    failure open_session_channel(channel_sink& sink, connection::channel_id& id,
                                 const connection::channel_options& how);

    /// At least this many bytes are on their way (see io::input_hint).
    void expect_input(std::uint64_t bytes) noexcept { hint_.expect(bytes); }
    /// How often the stream, full of what was sent, has taken more.
    std::uint64_t drains() const noexcept { return drains_; }

    session_type& session() noexcept { return session_; }
    const session_type& session() const noexcept { return session_; }
    Stream& stream() noexcept { return stream_; }
    channel_router& router() noexcept { return router_; }
    const client_options& options() const noexcept { return options_; }
    deadline reply_deadline() const { return stream_.now() + options_.timeout; }
    random_ref random() const noexcept { return random_; }
    /// Why the session ended, with details.
    failure session_failure() const { return {session_.error(), session_.details()}; }

  private:
    struct login_progress;
    using judge = function_ref<std::error_code(const shown_host_key& key, diagnostic& details)>;
    void handshake_with(judge verify, failure& out);
    failure attempt(auth::any_method& method, login_progress& progress);
    failure run(deadline until, function_ref<void(session_event&)> on_event, function_ref<bool()> done);

    client_options options_;
    random_ref random_;
    Stream stream_;
    session_type session_;
    channel_router router_;
    io::input_hint hint_;
    std::uint64_t drains_ = 0;
    /// Opened with the login, and not yet used; used, but its sink does not know that it is open.
    std::optional<connection::channel_id> early_channel_;
    std::optional<connection::channel_id> opened_untold_;
    bool started_ = false;
};

} // namespace hawser::inline HAWSER_ABI

#include <hawser/client/impl/basic_client.ipp>
