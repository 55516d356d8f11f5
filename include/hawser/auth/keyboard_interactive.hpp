#pragma once
// Login by questions and answers, in any number of rounds (RFC 4256).

#include <hawser/auth/method.hpp>
#include <hawser/core/secret.hpp>

#include <functional>
#include <optional>

namespace hawser::inline HAWSER_ABI::auth {

/// Answers one round: as many responses as prompts, or nothing to give up. All texts are the server's, to be escaped before
/// they are shown.
using interaction_handler =
    std::function<std::optional<std::vector<secret_bytes>>(const wire::userauth_info_request& round)>;

class keyboard_interactive {
  public:
    static constexpr std::string_view name = "keyboard-interactive";

    explicit keyboard_interactive(interaction_handler answer) : answer_{std::move(answer)} {}

    bool waits_for_service() const noexcept { return true; }
    result<method_step> start(client_auth& login, const method_context&) {
        if (auto sent = login.try_keyboard_interactive(); !sent) return sent.error();
        return method_step::waiting;
    }
    /// Errors: remote_error::authentication_cancelled when the answer was to give up.
    result<method_step> on_event(client_auth& login, const method_context&, const event& e) {
        const auto* round = e.as<questions>();
        if (round == nullptr) return method_step::exhausted;
        const auto responses = answer_(round->request);
        if (!responses) return remote_error::authentication_cancelled;
        std::vector<byte_view> views;
        for (const secret_bytes& response : *responses) views.push_back(response.view());
        if (auto sent = login.answer(views); !sent) return sent.error();
        return method_step::waiting;
    }

  private:
    interaction_handler answer_;
};

} // namespace hawser::inline HAWSER_ABI::auth
