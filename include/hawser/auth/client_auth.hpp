#pragma once
// The login as a client sees it: one request at a time, its answer, the next (RFC 4252; RFC 4256).

#include <hawser/auth/event.hpp>
#include <hawser/core/diagnostic.hpp>
#include <hawser/core/result.hpp>
#include <hawser/wire/outbox.hpp>

#include <string>
#include <vector>

namespace hawser::inline HAWSER_ABI::auth {

struct client_options {
    /// Whether a server that looks at no credential at all is taken, be it by "none" or by
    /// keyboard-interactive without a question; false ends the session with
    /// security_error::success_without_credential.
    bool allow_success_by_none = true;
};

/// The owner begins, then makes one request after another until `succeeded`. Every request needs the
/// encrypted transport: usage_error::output_blocked while a key exchange bars output,
/// usage_error::wrong_phase while another answer is awaited, usage_error::invalid_argument for one that no
/// server's packet limit admits. A request made instead of answer() or change_password() abandons what these
/// were to answer. After limits::auth_requests requests: protocol_error::too_many_requests, for a server that
/// never says its last word must not keep a client busy for ever.
class client_auth {
  public:
    client_auth(wire::outbox& out, const client_options& options) noexcept : out_{&out}, options_{options} {}

    /// Asks for the login service. Requests that hold no secret may follow at once, without waiting for its
    /// answer. invalid_argument for a user name longer than limits::auth_user.
    result<void> begin(std::string_view user, std::string_view service = "ssh-connection");

    result<void> try_none();
    /// Precondition beyond the others: is_accepted(), for a password must not go to a server that refuses the
    /// service.
    result<void> try_password(byte_view password);
    /// Answers password_expired.
    result<void> change_password(byte_view old_password, byte_view new_password);
    /// Asks whether a key would do; answered by key_acceptable or method_failed.
    result<void> ask_public_key(std::string_view algorithm, byte_view key);
    /// Sends a signature over write_signed_request's bytes.
    result<void> try_public_key(std::string_view algorithm, byte_view key, byte_view signature);
    /// `submethods` is a comma list of hints, mostly empty.
    result<void> try_keyboard_interactive(std::string_view submethods = {});
    /// Answers `questions`, one response for each prompt: usage_error::invalid_argument otherwise.
    result<void> answer(std::span<const byte_view> responses);

    /// Takes messages 6 and 50 to 79, which the transport admitted. Errors: unexpected_message,
    /// malformed_message, too_many_requests, unsolicited_success, success_without_credential,
    /// service_refused.
    result<event> on_message(byte_view payload);

    bool is_begun() const noexcept { return begun_; }
    bool is_accepted() const noexcept { return accepted_; }
    bool is_authenticated() const noexcept { return authenticated_; }
    /// Whether an answer of the server is awaited.
    bool is_waiting() const noexcept { return waiting_ != awaited::nothing; }
    const std::string& user() const noexcept { return user_; }
    const std::string& service() const noexcept { return service_; }
    /// The methods tried so far, in order, each once.
    const std::vector<std::string>& tried() const noexcept { return tried_; }
    const diagnostic& details() const noexcept { return details_; }

  private:
    enum class awaited : unsigned char { nothing, none, password, key_query, key, interaction };
    enum class owed : unsigned char { nothing, answer, new_password };

    result<void> may_request() const noexcept;
    template <class Body>
    result<void> request(awaited what, const Body& body);
    result<event> on_method_message(byte_view payload);
    result<event> on_failure(byte_view payload);
    result<event> on_success(byte_view payload);
    result<event> on_banner(byte_view payload);
    result<event> on_key_acceptable(byte_view payload);
    result<event> unexpected(byte_view payload);
    /// What the awaited request showed the server: something of ours, or nothing.
    bool shows_credential() const noexcept;
    static std::string_view name_of(awaited what) noexcept;

    wire::outbox* out_;
    client_options options_;
    std::string user_;
    std::string service_;
    std::vector<std::string> tried_;
    std::string asked_algorithm_;
    byte_vector asked_key_;
    diagnostic details_;
    std::size_t requests_ = 0;
    std::size_t rounds_ = 0;
    std::size_t banners_ = 0;
    std::uint32_t prompts_ = 0;
    awaited waiting_ = awaited::nothing;
    owed owed_ = owed::nothing;
    /// The questions of this keyboard-interactive attempt were more than none.
    bool answered_ = false;
    /// An earlier credential was right, as a partial success.
    bool proved_ = false;
    bool begun_ = false;
    bool accepted_ = false;
    bool authenticated_ = false;
};

} // namespace hawser::inline HAWSER_ABI::auth

#if HAWSER_HEADER_ONLY
#include <hawser/auth/impl/client_auth.ipp>
#endif
