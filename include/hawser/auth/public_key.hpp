#pragma once
// Login by a key: one of ours, or one that somebody else signs with, such as an agent (RFC 4252, section 7; RFC 8332).

#include <hawser/auth/method.hpp>
#include <hawser/auth/signed_request.hpp>
#include <hawser/keys/private_key.hpp>

#include <functional>
#include <memory>
#include <string>

namespace hawser::inline HAWSER_ABI::auth {

/// Signs with a key that is elsewhere; gives the signature blob.
using external_signer =
    std::function<result<byte_vector>(std::string_view algorithm, byte_view key, byte_view data)>;

/// The signed request goes out at once, without asking first whether the key would do: that saves a round trip. A server
/// that told server-sig-algs is only sent algorithms it knows; for others all of the suite are tried in turn. A key that
/// cannot be used at all, because signing is refused or no algorithm is left for it, is told to the context's
/// on_unusable_key and passed over. Errors: random_failed and backend_failed while signing.
class public_key {
  public:
    static constexpr std::string_view name = "publickey";

    explicit public_key(keys::private_key key)
        : format_{key.format},
          blob_{key.public_blob},
          key_{std::make_shared<keys::private_key>(std::move(key))} {}
    public_key(keys::public_key key, external_signer signer)
        : format_{std::move(key.format)},
          blob_{std::move(key.blob)},
          signer_{std::move(signer)} {}

    /// Which RSA hash the server takes is known only when EXT_INFO can no longer come before its first answer.
    bool waits_for_service() const noexcept { return format_ == "ssh-rsa"; }
    result<method_step> start(client_auth& login, const method_context& context);
    result<method_step> on_event(client_auth& login, const method_context& context, const event& e);

    byte_view blob() const noexcept { return blob_; }

  private:
    result<method_step> try_next(client_auth& login, const method_context& context);

    std::string format_;
    byte_vector blob_;
    // Shared, so that a method can be kept in a list; the key itself is never copied.
    std::shared_ptr<keys::private_key> key_;
    external_signer signer_;
    std::vector<std::string_view> left_;
    /// What the signer said, as long as nothing was sent.
    std::error_code unusable_;
};

} // namespace hawser::inline HAWSER_ABI::auth

#if HAWSER_HEADER_ONLY
#include <hawser/auth/impl/public_key.ipp>
#endif
