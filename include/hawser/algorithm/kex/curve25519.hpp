#pragma once
// curve25519-sha256 and the name it had before its RFC (RFC 8731).

#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/kex/two_message.hpp>
#include <hawser/algorithm/native/x25519.hpp>

namespace hawser::inline HAWSER_ABI::kex {

/// An ephemeral X25519 key pair. The secret is read as a big-endian number (RFC 8731, section 3.1).
template <class Primitive>
class x25519_agreement {
  public:
    using init_message = wire::ecdh_init;
    using reply_message = wire::ecdh_reply;
    static constexpr std::size_t value_size = Primitive::size;

    result<void> start(random_ref random) { return Primitive::generate(random, private_.span(), value_); }
    byte_view value() const noexcept { return value_; }
    result<void> agree(byte_view peer) {
        auto agreed = Primitive::agree(private_.view(), peer, secret_.span());
        wipe(private_.span());
        return agreed;
    }
    byte_view secret() const noexcept { return secret_.view(); }

  private:
    secret_array<Primitive::size> private_;
    secret_array<Primitive::size> secret_;
    std::array<std::byte, Primitive::size> value_{};
};

template <class Primitive, class Hash>
struct basic_curve25519_sha256 {
    static constexpr std::string_view name = "curve25519-sha256";
    static constexpr grade rank = grade::preferred;
    using hash = Hash;
    using options = no_kex_options;
    using initiator = two_message_initiator<x25519_agreement<Primitive>>;
    using responder = two_message_responder<x25519_agreement<Primitive>>;
};
/// The same method under libssh's name, which older servers know alone.
template <class Primitive, class Hash>
struct basic_curve25519_sha256_libssh : basic_curve25519_sha256<Primitive, Hash> {
    static constexpr std::string_view name = "curve25519-sha256@libssh.org";
};

using curve25519_sha256 = basic_curve25519_sha256<native::x25519, cryptopp::sha256>;
using curve25519_sha256_libssh = basic_curve25519_sha256_libssh<native::x25519, cryptopp::sha256>;

} // namespace hawser::inline HAWSER_ABI::kex
