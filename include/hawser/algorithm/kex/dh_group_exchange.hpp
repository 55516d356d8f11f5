#pragma once
// diffie-hellman-group-exchange-sha256: the server chooses the group, within bounds (RFC 4419; RFC 8270).
//
// The server's p is not proven prime, as OpenSSH does not either: only the server itself could plant a weak one, for its
// signature covers p and g, and it knows the secret anyway; our exponent is new in each exchange, so that a small subgroup
// teaches nothing. docs/decisions/0012 has the argument and what a proof would cost.

#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/kex.hpp>
#include <hawser/algorithm/kex/dh_key_pair.hpp>
#include <hawser/algorithm/kex/modp_group.hpp>
#include <hawser/algorithm/native/montgomery.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/wire/kex_messages.hpp>
#include <hawser/wire/mpint.hpp>

#include <algorithm>
#include <bit>

namespace hawser::inline HAWSER_ABI::kex {

/// Sizes of groups in bits: the client's demand, and the server's bounds. Ordered, and within 1024 to
/// limits::group_bits_maximum.
struct group_sizes {
    std::uint32_t minimum;
    std::uint32_t preferred;
    std::uint32_t maximum;

    group_sizes(const key_policy& policy = {}) noexcept {
        const auto within = [](std::size_t bits, std::size_t least, std::size_t most) {
            return static_cast<std::uint32_t>(std::clamp(bits, least, most));
        };
        minimum = within(policy.modulus_bits_minimum, limits::modulus_bits_least, limits::group_bits_maximum);
        maximum = within(policy.group_bits_maximum, minimum, limits::group_bits_maximum);
        preferred = within(policy.group_bits_preferred, minimum, maximum);
    }

    bool admit(std::size_t bits) const noexcept { return minimum <= bits && bits <= maximum; }
};

namespace detail {

/// A group that a responder offers.
struct group_offer {
    std::size_t bits = 0;
    byte_view prime;
    byte_view generator;
};
template <class Group>
constexpr group_offer offer_of() noexcept {
    return {Group::bits, Group::prime, Group::generator};
}

/// The smallest group of at least the size preferred, else the largest below, of those within both sides' bounds; none
/// has zero bits (RFC 4419, section 3).
inline group_offer choose_group(const group_sizes& asked, const group_sizes& own) noexcept {
    static constexpr std::array groups{offer_of<modp_2048>(), offer_of<modp_3072>(), offer_of<modp_4096>(),
                                       offer_of<modp_6144>(), offer_of<modp_8192>()};
    group_offer best;
    for (const group_offer& group : groups)
        if (asked.admit(group.bits) && own.admit(group.bits) &&
            (best.bits == 0 || best.bits < asked.preferred))
            best = group;
    return best;
}

/// An odd number p of a size within bounds, and 1 < g < p - 1.
inline bool is_usable_group(byte_view p, byte_view g, const group_sizes& sizes) noexcept {
    if (p.empty() || (p.back() & std::byte{1}) == std::byte{0}) return false;
    const std::size_t bits = 8 * p.size() - std::countl_zero(std::to_integer<std::uint8_t>(p[0]));
    return sizes.admit(bits) && is_in_group(g, p);
}

/// What both machines share: the numbers that the exchange hash covers, in its order (RFC 4419, section 3).
template <class Modexp>
struct group_exchange_state {
    enum class phase : unsigned char { idle, first, second, done, failed };

    group_sizes sizes;
    /// The client used the request of before the RFC, whose only size is hashed alone (RFC 4419, section 5).
    bool old_request = false;
    byte_vector p, g;
    byte_vector peer;
    dh_key_pair<Modexp> own;
    phase at = phase::idle;

    /// Moves on if this is the time of `expected`; whatever fails after this is final.
    bool enter(phase expected) noexcept {
        if (at != expected) return false;
        at = phase::failed;
        return true;
    }
    void hash_fields(wire::writer& w, byte_view e, byte_view f) const {
        if (!old_request) w.u32(sizes.minimum);
        w.u32(sizes.preferred);
        if (!old_request) w.u32(sizes.maximum);
        w.mpint(p).mpint(g).mpint(e).mpint(f);
    }
    void hash_secret(wire::writer& w) const { wire::encode_mpint_constant_time(w, own.secret()); }
};

} // namespace detail

/// The client's machine; see kex_initiator.
template <class Modexp>
class group_exchange_initiator {
  public:
    result<void> start(random_ref, const group_sizes& options, byte_buffer& out) {
        if (!state_.enter(phase::idle)) return usage_error::wrong_phase;
        state_.sizes = options;
        wire::writer w{out};
        wire::encode(w, wire::dh_gex_request{options.minimum, options.preferred, options.maximum});
        if (auto written = w.finish(); !written) return written;
        state_.at = phase::first;
        return {};
    }

    result<kex_progress> on_message(byte_view payload, random_ref random, byte_buffer& out) {
        if (state_.enter(phase::first)) return on_group(payload, random, out);
        if (state_.enter(phase::second)) return on_reply(payload);
        return protocol_error::unexpected_message;
    }

    void hash_fields(wire::writer& w) const { state_.hash_fields(w, state_.own.value(), state_.peer); }
    void hash_secret(wire::writer& w) const { state_.hash_secret(w); }
    byte_view host_key() const noexcept { return host_key_; }
    byte_view signature() const noexcept { return signature_; }

  private:
    using phase = typename detail::group_exchange_state<Modexp>::phase;

    result<kex_progress> on_group(byte_view payload, random_ref random, byte_buffer& out) {
        const auto group = wire::decode<wire::dh_gex_group>(payload);
        if (!group) return group.error();
        if (!detail::is_usable_group(group->p, group->g, state_.sizes))
            return protocol_error::kex_value_out_of_range;
        state_.p = to_vector(group->p);
        state_.g = to_vector(group->g);
        if (auto made = state_.own.start(random, state_.p, state_.g); !made) return made.error();
        wire::writer w{out};
        wire::encode(w, wire::dh_gex_init{state_.own.value()});
        if (auto written = w.finish(); !written) return written.error();
        state_.at = phase::second;
        return kex_progress::more;
    }

    result<kex_progress> on_reply(byte_view payload) {
        const auto reply = wire::decode<wire::dh_gex_reply>(payload);
        if (!reply) return reply.error();
        if (reply->k_s.size() > limits::key_blob || reply->signature.size() > limits::key_blob)
            return protocol_error::malformed_message;
        if (auto agreed = state_.own.agree(reply->f); !agreed) return agreed.error();
        host_key_ = to_vector(reply->k_s);
        state_.peer = to_vector(reply->f);
        signature_ = to_vector(reply->signature);
        state_.at = phase::done;
        return kex_progress::done;
    }

    detail::group_exchange_state<Modexp> state_;
    byte_vector host_key_;
    byte_vector signature_;
};

/// The server's machine; see kex_responder. Its groups are those of RFC 3526.
template <class Modexp>
class group_exchange_responder {
  public:
    result<void> start(random_ref, const group_sizes& options, byte_buffer&) {
        if (!state_.enter(phase::idle)) return usage_error::wrong_phase;
        own_sizes_ = options;
        state_.at = phase::first;
        return {};
    }

    result<kex_progress> on_message(byte_view payload, random_ref random, byte_buffer& out) {
        if (state_.enter(phase::first)) return on_request(payload, out);
        if (state_.enter(phase::second)) return on_init(payload, random);
        return protocol_error::unexpected_message;
    }

    void hash_fields(wire::writer& w) const { state_.hash_fields(w, state_.peer, state_.own.value()); }
    void hash_secret(wire::writer& w) const { state_.hash_secret(w); }
    /// Appends the reply's payload.
    void reply(wire::writer& w, byte_view host_key, byte_view signature) const {
        wire::encode(w, wire::dh_gex_reply{host_key, state_.own.value(), signature});
    }

  private:
    using phase = typename detail::group_exchange_state<Modexp>::phase;

    result<kex_progress> on_request(byte_view payload, byte_buffer& out) {
        if (auto read = read_request(payload); !read) return read.error();
        const group_sizes& asked = state_.sizes;
        const detail::group_offer group = detail::choose_group(asked, own_sizes_);
        if (asked.minimum > asked.preferred || asked.preferred > asked.maximum || group.bits == 0)
            return protocol_error::kex_value_out_of_range;
        state_.p = to_vector(group.prime);
        state_.g = to_vector(group.generator);
        wire::writer w{out};
        wire::encode(w, wire::dh_gex_group{state_.p, state_.g});
        if (auto written = w.finish(); !written) return written.error();
        state_.at = phase::second;
        return kex_progress::more;
    }

    /// The sizes as they were sent, for they are hashed.
    result<void> read_request(byte_view payload) {
        state_.old_request =
            !payload.empty() && wire::is(wire::message_number::kex_init, wire::number_of(payload));
        if (state_.old_request) {
            const auto request = wire::decode<wire::dh_gex_request_old>(payload);
            if (!request) return request.error();
            state_.sizes = own_sizes_;
            state_.sizes.preferred = request->preferred;
            // the old request has no bounds: what it asks for is brought between ours, as RFC 4419 does for servers
            state_.sizes.minimum = std::min(state_.sizes.minimum, request->preferred);
            state_.sizes.maximum = std::max(state_.sizes.maximum, request->preferred);
            return {};
        }
        const auto request = wire::decode<wire::dh_gex_request>(payload);
        if (!request) return request.error();
        state_.sizes.minimum = request->minimum;
        state_.sizes.preferred = request->preferred;
        state_.sizes.maximum = request->maximum;
        return {};
    }

    result<kex_progress> on_init(byte_view payload, random_ref random) {
        const auto init = wire::decode<wire::dh_gex_init>(payload);
        if (!init) return init.error();
        if (auto made = state_.own.start(random, state_.p, state_.g); !made) return made.error();
        if (auto agreed = state_.own.agree(init->e); !agreed) return agreed.error();
        state_.peer = to_vector(init->e);
        state_.at = phase::done;
        return kex_progress::done;
    }

    group_sizes own_sizes_;
    detail::group_exchange_state<Modexp> state_;
};

/// The method with one hash; its names are added by the descriptor.
template <class Names, class Modexp, class Hash>
struct basic_dh_group_exchange : Names {
    using hash = Hash;
    using options = group_sizes;
    using initiator = group_exchange_initiator<Modexp>;
    using responder = group_exchange_responder<Modexp>;
};

namespace detail {
struct diffie_hellman_group_exchange_sha256_names {
    static constexpr std::string_view name = "diffie-hellman-group-exchange-sha256";
    static constexpr grade rank = grade::preferred;
};
} // namespace detail

using diffie_hellman_group_exchange_sha256 =
    basic_dh_group_exchange<detail::diffie_hellman_group_exchange_sha256_names, native::modexp,
                            cryptopp::sha256>;

} // namespace hawser::inline HAWSER_ABI::kex
