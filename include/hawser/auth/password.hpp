#pragma once
// Login by password, with the change of an expired one (RFC 4252, section 8).

#include <hawser/auth/method.hpp>
#include <hawser/core/secret.hpp>

#include <functional>

namespace hawser::inline HAWSER_ABI::auth {

/// Asks for a new password; `prompt` is the server's text. An empty answer gives up.
using password_changer = std::function<secret_bytes(std::string_view prompt)>;

class password {
  public:
    static constexpr std::string_view name = "password";

    explicit password(std::string_view text, password_changer changer = {})
        : secret_{as_bytes(text)},
          changer_{std::move(changer)} {}
    explicit password(secret_bytes secret, password_changer changer = {})
        : secret_{std::move(secret)},
          changer_{std::move(changer)} {}

    bool waits_for_service() const noexcept { return true; }
    result<method_step> start(client_auth& login, const method_context&) {
        if (auto sent = login.try_password(secret_.view()); !sent) return sent.error();
        return method_step::waiting;
    }
    /// Error: remote_error::password_expired when nobody can be asked for a new one.
    result<method_step> on_event(client_auth& login, const method_context&, const event& e) {
        const auto* expired = e.as<password_expired>();
        if (expired == nullptr) return method_step::exhausted;
        if (!changer_) return remote_error::password_expired;
        const secret_bytes fresh = changer_(expired->prompt);
        if (fresh.empty()) return remote_error::password_expired;
        if (auto sent = login.change_password(secret_.view(), fresh.view()); !sent) return sent.error();
        return method_step::waiting;
    }

  private:
    secret_bytes secret_;
    password_changer changer_;
};

} // namespace hawser::inline HAWSER_ABI::auth
