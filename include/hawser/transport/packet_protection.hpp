#pragma once
// Cipher with optional MAC as one object for one direction. The three forms of protection (AEAD,
// encrypt-then-MAC, encrypt-and-MAC) are told apart here and nowhere else (RFC 4253, section 6; RFC 5647;
// OpenSSH PROTOCOL, section 1.2).

#include <hawser/algorithm/cipher.hpp>
#include <hawser/algorithm/mac.hpp>
#include <hawser/core/direction.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/core/secret.hpp>
#include <hawser/core/type_list.hpp>
#include <hawser/suite/one_of.hpp>
#include <hawser/wire/packet_layout.hpp>

#include <algorithm>
#include <array>
#include <type_traits>

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

template <class Cipher>
constexpr std::size_t shape_block = (std::max<std::size_t>)(8, Cipher::block_size);

/// Derives a key of a size known at compile time and hands it to `use`; the key is wiped afterwards.
template <std::size_t Size, class Derive, class Use>
result<void> with_key(Derive& derive, char letter, Use&& use) {
    secret_array<Size> key;
    if (auto derived = derive(letter, key.span()); !derived) return derived;
    return use(key.view());
}

} // namespace detail

template <class Ciphers, class Macs>
class protection;

/// The keys of both directions are held by two objects of this template's users: `sealing` and `opening`
/// below.
template <class... Cipher, class... Mac>
class protection<type_list<Cipher...>, type_list<Mac...>> {
  public:
    using ciphers = type_list<Cipher...>;
    using macs = type_list<Mac...>;
    using sealers = one_of<typename Cipher::sealer...>;
    using openers = one_of<typename Cipher::opener...>;
    using states = one_of<typename Mac::state...>;

    /// The facts of the cipher and MAC at these positions.
    static protection_facts facts_of(std::size_t cipher, std::size_t mac) {
        protection_facts facts;
        visit_at<Cipher...>(cipher, [&]<class C>(std::type_identity<C>) {
            facts.shape.block = detail::shape_block<C>;
            facts.bytes_per_key = C::bytes_per_key;
            if constexpr (aead_cipher<C>) {
                facts.form = protection_form::aead;
                facts.shape.tag = C::tag_size;
                facts.shape.length_aligned = false;
            }
        });
        if (facts.form == protection_form::aead) return facts;
        bool cbc = false;
        visit_at<Cipher...>(cipher, [&]<class C>(std::type_identity<C>) {
            if constexpr (paired_cipher<C>) cbc = C::cbc;
        });
        visit_at<Mac...>(mac, [&]<class M>(std::type_identity<M>) {
            const bool etm = M::order == mac_order::encrypt_then_mac;
            facts.form = etm ? protection_form::encrypt_then_mac : protection_form::encrypt_and_mac;
            facts.shape.tag = M::tag_size;
            facts.shape.length_aligned = !etm;
            facts.length_may_tell = cbc && !etm;
        });
        return facts;
    }

    /// Keys a direction object and its MAC. `derive(letter, out)` gives key material (RFC 4253, section 7.2).
    template <class Holder, class Derive>
    static result<void> start(Holder& holder, states& mac_holder, std::size_t cipher, std::size_t mac,
                              key_letters letters, Derive&& derive) {
        result<void> done;
        bool paired = false;
        holder.emplace_at(cipher);
        visit_at<Cipher...>(cipher, [&]<class C>(std::type_identity<C>) {
            paired = paired_cipher<C>;
            done = detail::with_key<C::key_size>(derive, letters.key, [&](byte_view key) -> result<void> {
                return detail::with_key<C::iv_size>(derive, letters.iv, [&](byte_view iv) -> result<void> {
                    result<void> started;
                    holder.visit([&](auto& direction) { started = direction.start(key, iv); });
                    return started;
                });
            });
        });
        mac_holder.reset();
        if (!done || !paired) return done;
        if constexpr (sizeof...(Mac) != 0) {
            mac_holder.emplace_at(mac);
            visit_at<Mac...>(mac, [&]<class M>(std::type_identity<M>) {
                done = detail::with_key<M::key_size>(
                    derive, letters.integrity, [&](byte_view key) -> result<void> {
                        result<void> started;
                        mac_holder.visit([&](auto& state) { started = state.start(key); });
                        return started;
                    });
            });
        }
        return done;
    }

  private:
    template <class... Types, class F>
    static void visit_at(std::size_t index, F&& f) {
        std::size_t i = 0;
        (void)((i++ == index ? (f(std::type_identity<Types>{}), true) : false) || ...);
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
