#pragma once
// The login as a server sees it: requests in, decisions out (RFC 4252; RFC 4256).

#include <hawser/auth/event.hpp>
#include <hawser/core/diagnostic.hpp>
#include <hawser/core/result.hpp>
#include <hawser/wire/outbox.hpp>

#include <string>
#include <string_view>

namespace hawser::inline HAWSER_ABI::auth {

struct server_options {
    /// The methods offered, a name-list (RFC 4252, section 5.1).
    std::string methods = "publickey,password,keyboard-interactive";
    /// The one service that may follow the login.
    std::string service = "ssh-connection";
    /// Shown before the first answer (RFC 4252, section 5.4); empty for none.
    std::string banner = {};
    /// False: an empty password is refused without asking the owner.
    bool allow_empty_passwords = false;
    /// Refused credentials after which the session ends. Queries and "none" do not count here, but every
    /// request counts towards limits::auth_requests.
    std::size_t failures = 6;
};

/// Decides nothing: each request becomes an event, which the owner answers, at once or later; the client waits for it.
/// A request that is still unanswered when the client's next message arrives is refused by settle(). An answer that does
/// not fit the request does nothing.
///
/// An answer given while a key exchange bars output is kept; flush() sends it afterwards, and a login so
/// accepted counts from then on.
class server_auth {
  public:
    server_auth(wire::outbox& out, const server_options& options)
        : out_{&out},
          options_{options},
          offered_{options.methods} {}

    /// Takes messages 5, 50 and 60 to 79, which the transport admitted. `session_id` goes into what keys
    /// sign. Requests that crossed a success are ignored (RFC 4252, section 5.1); one that changes the user
    /// name ends the session. Errors: unexpected_message, malformed_message, too_many_requests,
    /// authentication_failed, service_refused.
    result<event> on_message(byte_view payload, byte_view session_id);

    // Answers to the request told last.

    void accept();
    /// `partial`: this credential was right, and one of `methods_left` must follow. That name-list, unless it
    /// is empty, is what is offered from now on.
    void reject(bool partial = false, std::string_view methods_left = {});
    /// Answers key_queried: this key would do.
    void accept_key();
    /// Answers interaction_requested and responses_given with another round. Errors: wrong_phase;
    /// invalid_argument for more than limits::auth_prompts prompts, limits::auth_prompt bytes of text in one,
    /// limits::auth_rounds rounds, or texts that together make no packet of limits::packet_before_login.
    result<void> ask(std::string_view name, std::string_view instruction,
                     std::span<const wire::prompt> prompts);
    /// Answers password_given. The next password_given has `change`.
    void request_password_change(std::string_view prompt);
    /// Refuses what the owner has not answered.
    void settle();
    /// Sends what was kept while output was barred, once it no longer is.
    void flush();

    bool is_service_accepted() const noexcept { return service_accepted_; }
    bool is_authenticated() const noexcept { return authenticated_; }
    /// Too many credentials were refused: the session is to end with authentication_failed.
    bool is_exhausted() const noexcept { return failures_ >= options_.failures; }
    const std::string& user() const noexcept { return user_; }
    const diagnostic& details() const noexcept { return details_; }

  private:
    enum class pending : unsigned char { nothing, none, password, key_query, key, interaction };

    result<event> on_service_request(byte_view payload);
    result<event> on_request(byte_view payload, byte_view session_id);
    result<event> on_method(const wire::userauth_request& request, byte_view session_id);
    result<event> on_password(const wire::userauth_request& request);
    result<event> on_public_key(const wire::userauth_request& request, byte_view session_id);
    result<event> on_interaction(const wire::userauth_request& request);
    result<event> on_responses(byte_view payload);
    result<event> unexpected(byte_view payload);
    result<event> refused_service(std::string_view name);
    result<event> refuse_quietly(pending what);
    /// Lays a payload out, or keeps it while output is barred.
    template <class Encode>
    void say(const Encode& encode_to);

    wire::outbox* out_;
    server_options options_;
    std::string user_;
    /// What may go on, a name-list.
    std::string offered_;
    byte_buffer signed_data_{limits::packet};
    /// Payloads said while output was barred, each behind a 4-byte length.
    byte_buffer kept_{limits::packet};
    std::string queried_algorithm_;
    byte_vector queried_key_;
    diagnostic details_;
    std::size_t requests_ = 0;
    std::size_t failures_ = 0;
    std::size_t rounds_ = 0;
    std::uint32_t prompts_ = 0;
    pending pending_ = pending::nothing;
    bool asking_ = false;
    bool change_requested_ = false;
    bool service_accepted_ = false;
    bool user_known_ = false;
    bool accepted_ = false;
    bool authenticated_ = false;
    bool kept_too_much_ = false;
};

} // namespace hawser::inline HAWSER_ABI::auth

#if HAWSER_HEADER_ONLY
#include <hawser/auth/impl/server_auth.ipp>
#endif
