#pragma once
// Login without a credential, which some servers accept; others answer it with the methods they offer (RFC 4252, section 5.2).

#include <hawser/auth/method.hpp>

namespace hawser::inline HAWSER_ABI::auth {

class none {
  public:
    static constexpr std::string_view name = "none";

    bool waits_for_service() const noexcept { return false; }
    result<method_step> start(client_auth& login, const method_context&) {
        if (auto sent = login.try_none(); !sent) return sent.error();
        return method_step::waiting;
    }
    result<method_step> on_event(client_auth&, const method_context&, const event&) {
        return method_step::exhausted;
    }
};

} // namespace hawser::inline HAWSER_ABI::auth
