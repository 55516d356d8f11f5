#pragma once
// Cipher with optional MAC as one object for one direction. The three forms of protection (AEAD,
// encrypt-then-MAC, encrypt-and-MAC) are told apart here and nowhere else (RFC 4253, section 6; RFC 5647;
// OpenSSH PROTOCOL, section 1.2).

#include <hawser/algorithm/cipher.hpp>
#include <hawser/algorithm/mac.hpp>
#include <hawser/core/direction.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/function_ref.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/core/secret.hpp>
#include <hawser/core/type_list.hpp>
#include <hawser/suite/one_of.hpp>
#include <hawser/wire/packet_layout.hpp>

#include <algorithm>
#include <array>

namespace hawser::inline HAWSER_ABI::transport {

/// clear: no keys yet.
enum class protection_form : unsigned char { clear, aead, encrypt_then_mac, encrypt_and_mac };

/// What a pair of cipher and MAC demands, told once at keying.
struct protection_facts {
    protection_form form = protection_form::clear;
    wire::packet_shape shape;
    /// Bytes that may pass under one key, by the cipher's block size (RFC 4344, section 3.2).
    std::uint64_t bytes_per_key = limits::rekey_bytes;
    /// The length field is decrypted, out of a chain of blocks, before the MAC can be checked: a packet that is wrong must not
    /// tell by when it is refused what its first block held (CVE-2008-5161).
    bool length_may_tell = false;
};

namespace detail {

/// What the descriptors of a cipher and of a MAC say, as values: what is done with them is then compiled once, and not for
/// each algorithm.
struct cipher_facts {
    bool aead = false;
    bool cbc = false;
    std::size_t key_size = 0;
    std::size_t iv_size = 0;
    std::size_t block = 8;
    std::size_t tag = 0;
    std::uint64_t bytes_per_key = 0;
};
struct mac_facts {
    mac_order order{};
    std::size_t key_size = 0;
    std::size_t tag = 0;
};

template <class C>
inline constexpr cipher_facts facts_of_cipher = [] {
    cipher_facts facts{
        aead_cipher<C>,  false, C::key_size, C::iv_size, (std::max<std::size_t>)(8, C::block_size), 0,
        C::bytes_per_key};
    if constexpr (aead_cipher<C>)
        facts.tag = C::tag_size;
    else
        facts.cbc = C::cbc;
    return facts;
}();

inline protection_facts combine(const cipher_facts& cipher, const mac_facts& mac) noexcept {
    const bool etm = mac.order == mac_order::encrypt_then_mac;
    protection_facts facts;
    facts.form = cipher.aead ? protection_form::aead
                 : etm       ? protection_form::encrypt_then_mac
                             : protection_form::encrypt_and_mac;
    facts.shape = {cipher.block, cipher.aead ? cipher.tag : mac.tag, !cipher.aead && !etm};
    facts.bytes_per_key = cipher.bytes_per_key;
    facts.length_may_tell = cipher.cbc && !etm;
    return facts;
}

} // namespace detail

/// Gives key material of a letter (RFC 4253, section 7.2).
using key_source = function_ref<result<void>(char letter, byte_span out)>;

template <class Ciphers, class Macs>
class protection;

/// The keys of both directions are held by two objects of this template's users: `sealing` and `opening`
/// below.
template <class... Cipher, class... Mac>
class protection<type_list<Cipher...>, type_list<Mac...>> {
  public:
    using sealers = one_of<typename Cipher::sealer...>;
    using openers = one_of<typename Cipher::opener...>;
    using states = one_of<typename Mac::state...>;

    /// The facts of the cipher and MAC at these positions. An AEAD cipher ignores the MAC.
    static protection_facts facts_of(std::size_t cipher, std::size_t mac) noexcept {
        return detail::combine(ciphers_[cipher], mac_of(cipher, mac));
    }

    /// Keys a direction object and its MAC.
    template <class Holder>
    static result<void> start(Holder& holder, states& mac_holder, std::size_t cipher, std::size_t mac,
                              key_letters letters, key_source derive) {
        const detail::cipher_facts& facts = ciphers_[cipher];
        secret_array<most_material> material;
        const byte_span key = material.span().first(facts.key_size);
        const byte_span iv = material.span().subspan(facts.key_size, facts.iv_size);
        holder.emplace_at(cipher);
        mac_holder.reset();
        if (auto derived = derive(letters.key, key); !derived) return derived;
        if (auto derived = derive(letters.iv, iv); !derived) return derived;
        result<void> done;
        holder.visit([&](auto& direction) { done = direction.start(key, iv); });
        if (!done || facts.aead) return done;
        if constexpr (sizeof...(Mac) != 0) {
            mac_holder.emplace_at(mac);
            const byte_span integrity = material.span().first(macs_[mac].key_size);
            if (auto derived = derive(letters.integrity, integrity); !derived) return derived;
            mac_holder.visit([&](auto& state) { done = state.start(integrity); });
        }
        return done;
    }

  private:
    static constexpr std::array<detail::cipher_facts, sizeof...(Cipher)> ciphers_{
        detail::facts_of_cipher<Cipher>...};
    static constexpr std::array<detail::mac_facts, sizeof...(Mac)> macs_{
        detail::mac_facts{Mac::order, Mac::key_size, Mac::tag_size}...};
    static constexpr std::size_t most_material =
        (std::max)({std::size_t{Cipher::key_size + Cipher::iv_size}..., std::size_t{Mac::key_size}...});

    static detail::mac_facts mac_of(std::size_t cipher, std::size_t mac) noexcept {
        return ciphers_[cipher].aead ? detail::mac_facts{} : macs_[mac];
    }
};

/// The sending side of a direction.
template <class Ciphers, class Macs>
class sealing {
    using family = protection<Ciphers, Macs>;

  public:
    const protection_facts& facts() const noexcept { return facts_; }

    template <class Derive>
    result<void> start(std::size_t cipher, std::size_t mac, key_letters letters, Derive&& derive) {
        facts_ = family::facts_of(cipher, mac);
        return family::start(cipher_, mac_, cipher, mac, letters, derive);
    }

    /// Protects a packet in place and writes its tag. False: the backend failed and nothing may be sent.
    bool seal(std::uint32_t sequence, byte_span packet, byte_span tag) noexcept {
        switch (facts_.form) {
        case protection_form::clear: return true;
        case protection_form::aead: {
            bool good = false;
            cipher_.visit([&](auto& c) {
                if constexpr (requires { c.seal(sequence, packet, tag); })
                    good = c.seal(sequence, packet, tag);
            });
            return good;
        }
        case protection_form::encrypt_then_mac:
            return encrypt(packet.subspan(4)) && sign(sequence, packet, tag);
        case protection_form::encrypt_and_mac: return sign(sequence, packet, tag) && encrypt(packet);
        }
        return false;
    }

  private:
    bool encrypt(byte_span bytes) noexcept {
        bool good = false;
        cipher_.visit([&](auto& c) {
            if constexpr (requires { c.encrypt(bytes); }) good = c.encrypt(bytes);
        });
        return good;
    }
    bool sign(std::uint32_t sequence, byte_view bytes, byte_span tag) noexcept {
        bool good = false;
        mac_.visit([&](auto& m) { good = m.sign(sequence, bytes, tag); });
        return good;
    }

    typename family::sealers cipher_;
    typename family::states mac_;
    protection_facts facts_;
};

/// The receiving side of a direction.
template <class Ciphers, class Macs>
class opening {
    using family = protection<Ciphers, Macs>;

  public:
    const protection_facts& facts() const noexcept { return facts_; }

    template <class Derive>
    result<void> start(std::size_t cipher, std::size_t mac, key_letters letters, Derive&& derive) {
        facts_ = family::facts_of(cipher, mac);
        return family::start(cipher_, mac_, cipher, mac, letters, derive);
    }

    /// How many bytes must be there before the length can be told.
    std::size_t length_needs() const noexcept {
        return facts_.form == protection_form::encrypt_and_mac ? facts_.shape.block : 4;
    }

    /// Tells packet_length from the first bytes; with encrypt-and-MAC the first block is decrypted in place,
    /// once. False: the backend failed.
    bool length(std::uint32_t sequence, byte_span first, std::uint32_t& out) noexcept {
        switch (facts_.form) {
        case protection_form::clear:
        case protection_form::encrypt_then_mac: break;
        case protection_form::aead:
            cipher_.visit([&](auto& c) {
                if constexpr (requires { c.length(sequence, first); })
                    out = c.length(sequence, first.first(4));
            });
            return true;
        case protection_form::encrypt_and_mac:
            if (!decrypt(first)) return false;
            break;
        }
        out = load_u32(first.data());
        return true;
    }

    /// Checks and decrypts a whole packet, of which length() has seen the beginning. False: damaged or
    /// forged; nothing of it may be used.
    bool open(std::uint32_t sequence, byte_span packet, byte_view tag) noexcept {
        bool good = false;
        switch (facts_.form) {
        case protection_form::clear: return true;
        case protection_form::aead:
            cipher_.visit([&](auto& c) {
                if constexpr (requires { c.open(sequence, packet, tag); })
                    good = c.open(sequence, packet, tag);
            });
            return good;
        case protection_form::encrypt_then_mac:
            return verify(sequence, packet, tag) && decrypt(packet.subspan(4));
        case protection_form::encrypt_and_mac:
            good = decrypt(packet.subspan(facts_.shape.block)) && verify(sequence, packet, tag);
            if (!good) wipe(packet);
            return good;
        }
        return false;
    }

    /// The work of opening so many bytes, which are wiped; with a cipher that has a MAC over the plaintext.
    void open_in_vain(std::uint32_t sequence, byte_span bytes) noexcept {
        (void)decrypt(bytes.first(bytes.size() - bytes.size() % facts_.shape.block));
        (void)verify(sequence, bytes, {});
        wipe(bytes);
    }

  private:
    bool decrypt(byte_span bytes) noexcept {
        if (bytes.empty()) return true;
        bool good = false;
        cipher_.visit([&](auto& c) {
            if constexpr (requires { c.decrypt(bytes); }) good = c.decrypt(bytes);
        });
        return good;
    }
    bool verify(std::uint32_t sequence, byte_view bytes, byte_view tag) noexcept {
        bool good = false;
        mac_.visit([&](auto& m) { good = m.verify(sequence, bytes, tag); });
        return good;
    }

    typename family::openers cipher_;
    typename family::states mac_;
    protection_facts facts_;
};

} // namespace hawser::inline HAWSER_ABI::transport
