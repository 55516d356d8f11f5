#pragma once
// Hybrid key exchange: a KEM beside a Diffie-Hellman, both broken only together (draft-ietf-sshm-mlkem-hybrid-kex;
// draft-josefsson-ntruprime-ssh).

#include <hawser/algorithm/kem.hpp>
#include <hawser/algorithm/kex/two_message.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::kex {

/// The client sends public key || share, the server ciphertext || share, in the messages of ECDH. The secret is
/// Hash(secret of the KEM || classical secret) and is hashed as a string. `Classical` is a key_agreement with values of
/// exactly `value_size` bytes and secrets of a fixed size. The KEM's private key is on the heap, between the two messages only.
template <kem Kem, key_agreement Classical, digest Hash>
class hybrid_agreement {
  public:
    using init_message = wire::ecdh_init;
    using reply_message = wire::ecdh_reply;
    static constexpr bool secret_is_string = true;

    /// The client's beginning.
    result<void> start(random_ref random) {
        value_.resize(Kem::public_key_size + Classical::value_size);
        private_ = secret_bytes{Kem::private_key_size};
        if (auto made = Kem::generate(random, private_.span(), kem_part<Kem::public_key_size>()); !made)
            return made;
        return start_classical(random);
    }
    byte_view value() const noexcept { return value_; }

    /// The client's end: the server's ciphertext and share.
    result<void> agree(byte_view peer) {
        secret_array<Kem::secret_size> from_kem;
        if (peer.size() != Kem::ciphertext_size + Classical::value_size)
            return protocol_error::kex_value_out_of_range;
        auto opened = Kem::decapsulate(private_.view(), peer.first(Kem::ciphertext_size), from_kem.span());
        private_.clear();
        if (!opened) return opened;
        return combine(from_kem.view(), peer.last(Classical::value_size));
    }

    /// All of the server's part: the client's public key and share.
    result<void> respond(random_ref random, byte_view peer) {
        secret_array<Kem::secret_size> from_kem;
        if (peer.size() != Kem::public_key_size + Classical::value_size)
            return protocol_error::kex_value_out_of_range;
        value_.resize(Kem::ciphertext_size + Classical::value_size);
        auto closed = Kem::encapsulate(random, peer.first(Kem::public_key_size),
                                       kem_part<Kem::ciphertext_size>(), from_kem.span());
        if (!closed) return closed;
        if (auto made = start_classical(random); !made) return made;
        return combine(from_kem.view(), peer.last(Classical::value_size));
    }

    byte_view secret() const noexcept { return secret_.view(); }

  private:
    template <std::size_t Size>
    byte_span kem_part() noexcept {
        return byte_span{value_}.first(Size);
    }
    result<void> start_classical(random_ref random) {
        if (auto made = classical_.start(random); !made) return made;
        std::ranges::copy(classical_.value(), byte_span{value_}.last(Classical::value_size).begin());
        return {};
    }
    result<void> combine(byte_view from_kem, byte_view share) {
        if (auto agreed = classical_.agree(share); !agreed) return agreed;
        Hash hash;
        if (!hash.update(from_kem) || !hash.update(classical_.secret()) || !hash.final(secret_.span()))
            return security_error::backend_failed;
        return {};
    }

    Classical classical_;
    secret_bytes private_;
    secret_array<Hash::size> secret_;
    byte_vector value_;
};

/// What every hybrid descriptor has; a method adds its name and rank.
template <kem Kem, key_agreement Classical, digest Hash>
struct hybrid {
    using hash = Hash;
    using options = no_kex_options;
    using initiator = two_message_initiator<hybrid_agreement<Kem, Classical, Hash>>;
    using responder = two_message_responder<hybrid_agreement<Kem, Classical, Hash>>;
};

} // namespace hawser::inline HAWSER_ABI::kex
