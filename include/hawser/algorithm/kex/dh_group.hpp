#pragma once
// Diffie-Hellman in the fixed groups of RFC 3526 (RFC 4253, section 8; RFC 8268).

#include <hawser/algorithm/cryptopp/guard.hpp>
#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/kex/two_message.hpp>
#include <hawser/algorithm/native/hex_constant.hpp>
#include <hawser/algorithm/native/montgomery.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::kex {

/// The 2048-bit MODP group (RFC 3526, section 3): a safe prime; 2 generates its subgroup of large prime order.
struct modp_2048 {
    static constexpr std::size_t size = 256;
    static constexpr std::byte generator{2};
    static constexpr std::array<std::byte, size> prime = native::hex_constant<size>(
        "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd"
        "ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed"
        "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f"
        "83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b"
        "e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510"
        "15728e5a8aacaa68ffffffffffffffff");
};

/// An ephemeral key pair in a group. The private exponent has 512 bits whatever the group: at least twice the strength of
/// the largest, as RFC 4419, section 6.2 asks, and always of the same length. `Modexp` is constant-time in it.
template <class Group, class Modexp>
class dh_agreement {
  public:
    using init_message = wire::dh_init;
    using reply_message = wire::dh_reply;
    static_assert(Group::size < limits::kex_mpint);

    result<void> start(random_ref random) {
        if (auto filled = random.fill(private_.span()); !filled) return filled;
        if (auto made = power(value_, {&Group::generator, 1}); !made) return made;
        // only a source that gives zeros, or a fault, leads to 1
        if (!in_range(value_)) return security_error::random_failed;
        return {};
    }
    byte_view value() const noexcept { return value_; }
    /// 1 < peer < p - 1 (RFC 4253, section 8): in a safe prime's group that leaves no small subgroup.
    result<void> agree(byte_view peer) {
        const bool good = in_range(peer);
        auto agreed =
            good ? power(secret_.span(), peer) : result<void>{protocol_error::kex_value_out_of_range};
        wipe(private_.span());
        return agreed;
    }
    byte_view secret() const noexcept { return secret_.view(); }

  private:
    static bool in_range(byte_view value) noexcept {
        while (!value.empty() && value[0] == std::byte{0}) value = value.subspan(1);
        if (value.empty() || (value.size() == 1 && value[0] == std::byte{1})) return false;
        if (value.size() != Group::size) return value.size() < Group::size;
        auto most = Group::prime;
        most.back() ^= std::byte{1}; // p - 1, for p is odd
        return std::ranges::lexicographical_compare(value, most);
    }
    result<void> power(byte_span out, byte_view base) {
        return cryptopp::guard([&] { Modexp::power(out, base, private_.view(), Group::prime); });
    }

    secret_array<64> private_;
    secret_array<Group::size> secret_;
    std::array<std::byte, Group::size> value_{};
};

template <class Modexp, class Hash>
struct basic_diffie_hellman_group14_sha256 {
    static constexpr std::string_view name = "diffie-hellman-group14-sha256";
    static constexpr grade rank = grade::preferred;
    using hash = Hash;
    using options = no_kex_options;
    using initiator = two_message_initiator<dh_agreement<modp_2048, Modexp>>;
    using responder = two_message_responder<dh_agreement<modp_2048, Modexp>>;
};

using diffie_hellman_group14_sha256 = basic_diffie_hellman_group14_sha256<native::modexp, cryptopp::sha256>;

} // namespace hawser::inline HAWSER_ABI::kex
