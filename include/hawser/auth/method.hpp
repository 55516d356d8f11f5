#pragma once
// What a client's login method is: a credential that makes requests of its own kind until it has nothing more to try.

#include <hawser/auth/client_auth.hpp>
#include <hawser/core/byte_buffer.hpp>
#include <hawser/core/function_ref.hpp>
#include <hawser/core/random.hpp>

#include <concepts>
#include <memory>
#include <string_view>
#include <system_error>
#include <vector>

namespace hawser::inline HAWSER_ABI::keys {
struct private_key;
}

namespace hawser::inline HAWSER_ABI::auth {

/// What a method is told about the session; the references are valid during one call.
struct method_context {
    byte_view session_id;
    /// The server's server-sig-algs, when it sent one (RFC 8308, section 3.1).
    bool has_server_sig_algs = false;
    std::string_view server_sig_algs;
    /// The suite's signature algorithms for keys of a format, best first.
    function_ref<std::vector<std::string_view>(std::string_view key_format)> algorithms_for;
    /// Appends the signature blob of a private key over data.
    function_ref<result<void>(const keys::private_key& key, std::string_view algorithm, byte_view data,
                              byte_buffer& out)>
        sign;
    /// Told of a key that no request can be made with, while the login goes on without it. May be empty.
    function_ref<void(byte_view key, std::error_code why)> on_unusable_key;
};

/// waiting: a request is out, its answer goes to on_event. exhausted: nothing (more) to try.
enum class method_step : unsigned char { waiting, exhausted };

/// - `name`: the method's name on the wire.
/// - `waits_for_service()`: whether requests must not be sent before the server has accepted the login service.
/// - `start(login, context)`: makes the first request.
/// - `on_event(login, context, event)`: key_acceptable, questions, password_expired, or a method_failed without partial
///   success: makes the next request, or is exhausted. Errors end the login.
template <class M>
concept client_method = requires(M& method, const M& constant, client_auth& login,
                                 const method_context& context, const event& e) {
    { M::name } -> std::convertible_to<std::string_view>;
    { constant.waits_for_service() } -> std::same_as<bool>;
    { method.start(login, context) } -> std::same_as<result<method_step>>;
    { method.on_event(login, context, e) } -> std::same_as<result<method_step>>;
};

/// Any method, for lists of methods. Only the methods a program uses are in it.
class any_method {
  public:
    template <client_method M>
        requires(!std::same_as<M, any_method>)
    any_method(M method) : self_{std::make_unique<model<M>>(std::move(method))} {}

    std::string_view name() const noexcept { return self_->name(); }
    bool waits_for_service() const noexcept { return self_->waits_for_service(); }
    result<method_step> start(client_auth& login, const method_context& context) {
        return self_->start(login, context);
    }
    result<method_step> on_event(client_auth& login, const method_context& context, const event& e) {
        return self_->on_event(login, context, e);
    }

  private:
    struct interface {
        virtual ~interface() = default;
        virtual std::string_view name() const noexcept = 0;
        virtual bool waits_for_service() const noexcept = 0;
        virtual result<method_step> start(client_auth& login, const method_context& context) = 0;
        virtual result<method_step> on_event(client_auth& login, const method_context& context,
                                             const event& e) = 0;
    };
    template <class M>
    struct model final : interface {
        explicit model(M&& m) : method{std::move(m)} {}
        std::string_view name() const noexcept override { return M::name; }
        bool waits_for_service() const noexcept override { return method.waits_for_service(); }
        result<method_step> start(client_auth& login, const method_context& context) override {
            return method.start(login, context);
        }
        result<method_step> on_event(client_auth& login, const method_context& context,
                                     const event& e) override {
            return method.on_event(login, context, e);
        }
        M method;
    };

    std::unique_ptr<interface> self_;
};

/// One method, or a vector of methods of one type.
template <class M>
concept client_methods = client_method<M> ||
    (client_method<typename M::value_type>&& std::same_as<M, std::vector<typename M::value_type>>);

template <client_methods M>
void append_methods(std::vector<any_method>& list, M methods) {
    if constexpr (client_method<M>)
        list.emplace_back(std::move(methods));
    else
        for (auto& one : methods) list.emplace_back(std::move(one));
}

} // namespace hawser::inline HAWSER_ABI::auth
