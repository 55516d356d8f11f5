#pragma once
// Who decides whether a host key is the right one. There is no default: a client must be given a verifier.

#include <hawser/core/diagnostic.hpp>
#include <hawser/core/result.hpp>
#include <hawser/keys/fingerprint.hpp>
#include <hawser/keys/known_hosts.hpp>

#include <concepts>
#include <string>
#include <vector>

namespace hawser::inline HAWSER_ABI {

/// The key a host has proved to own. Views are valid during the call.
struct shown_host_key {
    /// The name and port the user asked for.
    std::string_view host;
    std::uint16_t port = 22;
    /// The signature algorithm, which may differ from the key's format (RFC 8332).
    std::string_view algorithm;
    byte_view blob;
};

/// Called once, with the key that signed the key exchange. No error means accepted; anything else, an
/// exception included, ends the session. `details` goes to the user. It may also have `known_formats(host,
/// port)`: the key formats to ask for first.
template <class V>
concept host_verifier = requires(V& verify, const shown_host_key& key, diagnostic& details) {
    { verify(key, details) } -> std::same_as<std::error_code>;
};

/// Accepts the keys of known_hosts entries; an unknown host, a changed and a revoked key are refused, each
/// with its own error: host_key_unknown, host_key_changed, host_key_revoked.
class accept_known {
  public:
    explicit accept_known(keys::known_hosts known) : known_{std::move(known)} {}

    std::error_code operator()(const shown_host_key& key, diagnostic& details) const;
    std::vector<std::string> known_formats(std::string_view host, std::uint16_t port) const {
        return known_.known_formats(host, port);
    }

  private:
    keys::known_hosts known_;
};

/// Accepts the key with this fingerprint ("SHA256:..."), whatever the host; a malformed text accepts nothing.
class accept_fingerprint {
  public:
    explicit accept_fingerprint(std::string_view text) : text_{text} {}

    std::error_code operator()(const shown_host_key& key, diagnostic& details) const;

  private:
    std::string text_;
};

/// Accepts every key: anybody on the way can read and change everything. For tests, and for networks that are
/// trusted otherwise.
struct accept_any_dangerously {
    std::error_code operator()(const shown_host_key&, diagnostic&) const noexcept { return {}; }
};

} // namespace hawser::inline HAWSER_ABI

#if HAWSER_HEADER_ONLY
#include <hawser/session/impl/host_verifier.ipp>
#endif
