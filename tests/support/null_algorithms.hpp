#pragma once
// Algorithms that protect nothing, for fuzzing and for tests of states: an input that a fuzzer finds gets
// past them, and they need no crypto library. Their grade is test_only, and this header is never installed.

#include <hawser/algorithm/cipher.hpp>
#include <hawser/algorithm/digest.hpp>
#include <hawser/algorithm/host_key.hpp>
#include <hawser/algorithm/kex.hpp>
#include <hawser/algorithm/mac.hpp>
#include <hawser/core/bytes.hpp>
#include <hawser/core/error.hpp>
#include <hawser/wire/message_number.hpp>
#include <hawser/wire/reader.hpp>
#include <hawser/wire/writer.hpp>

#include <algorithm>
#include <array>
#include <limits>

namespace hawser::testing {

/// A digest that mixes but hides nothing: four FNV-1a sums from different beginnings.
class null_digest {
  public:
    static constexpr std::size_t size = 32;
    static constexpr std::size_t block_size = 64;

    bool update(byte_view bytes) noexcept {
        for (std::byte b : bytes)
            for (std::uint64_t& sum : sums_) sum = (sum ^ std::to_integer<std::uint64_t>(b)) * 0x100000001b3;
        return true;
    }
    bool final(byte_span out) noexcept {
        if (out.size() != size) return false;
        for (std::size_t i = 0; i < sums_.size(); ++i) store_u64(out.data() + 8 * i, sums_[i]);
        sums_ = beginning;
        return true;
    }

  private:
    static constexpr std::array<std::uint64_t, 4> beginning{0xcbf29ce484222325, 0x84222325cbf29ce4, 1, 2};
    std::array<std::uint64_t, 4> sums_ = beginning;
};

/// Packets as they are, with a tag of no bytes, so that every packet is genuine.
struct null_aead {
    static constexpr std::string_view name = "null-aead@test";
    static constexpr grade rank = grade::test_only;
    static constexpr std::size_t key_size = 16;
    static constexpr std::size_t iv_size = 8;
    static constexpr std::size_t block_size = 8;
    static constexpr std::size_t tag_size = 0;
    static constexpr std::uint64_t bytes_per_key = std::numeric_limits<std::uint64_t>::max();
    static constexpr bool prefix_attack = false;

    struct sealer {
        result<void> start(byte_view, byte_view) noexcept { return {}; }
        bool seal(std::uint32_t, byte_span, byte_span) noexcept { return true; }
    };
    struct opener {
        result<void> start(byte_view, byte_view) noexcept { return {}; }
        std::uint32_t length(std::uint32_t, byte_view first) noexcept { return load_u32(first.data()); }
        bool open(std::uint32_t, byte_span, byte_view) noexcept { return true; }
    };
};

/// As null_aead, but it needs strict key exchange like chacha20-poly1305.
struct null_aead_prefix : null_aead {
    static constexpr std::string_view name = "null-aead-prefix@test";
    static constexpr bool prefix_attack = true;
};

/// Blocks as they are, beside a MAC.
struct null_cipher {
    static constexpr std::string_view name = "null-cipher@test";
    static constexpr grade rank = grade::test_only;
    static constexpr std::size_t key_size = 16;
    static constexpr std::size_t iv_size = 8;
    static constexpr std::size_t block_size = 8;
    static constexpr std::uint64_t bytes_per_key = std::numeric_limits<std::uint64_t>::max();
    static constexpr bool cbc = false;

    struct sealer {
        result<void> start(byte_view, byte_view) noexcept { return {}; }
        bool encrypt(byte_span) noexcept { return true; }
    };
    struct opener {
        result<void> start(byte_view, byte_view) noexcept { return {}; }
        bool decrypt(byte_span) noexcept { return true; }
    };
};

/// As null_cipher, but treated as a CBC cipher.
struct null_cbc : null_cipher {
    static constexpr std::string_view name = "null-cbc@test";
    static constexpr bool cbc = true;
};

namespace detail {
struct null_mac_state {
    result<void> start(byte_view) noexcept { return {}; }
    bool sign(std::uint32_t sequence, byte_view, byte_span out) noexcept {
        store_u32(out.data(), sequence);
        return true;
    }
    bool verify(std::uint32_t, byte_view, byte_view) noexcept { return true; }
};
template <mac_order Order>
struct null_mac {
    static constexpr grade rank = grade::test_only;
    static constexpr std::size_t key_size = 16;
    static constexpr std::size_t tag_size = 4;
    static constexpr mac_order order = Order;
    using state = null_mac_state;
};
} // namespace detail

/// Four bytes as a tag, which are right whatever they are.
struct null_mac : detail::null_mac<mac_order::encrypt_and_mac> {
    static constexpr std::string_view name = "null-mac@test";
};
struct null_mac_etm : detail::null_mac<mac_order::encrypt_then_mac> {
    static constexpr std::string_view name = "null-mac-etm@test";
};

/// Messages like those of ECDH (RFC 5656, section 4) with shares of four bytes; the shared secret is their
/// XOR.
struct null_kex {
    static constexpr std::string_view name = "null-kex@test";
    static constexpr grade rank = grade::test_only;
    using hash = null_digest;
    using options = no_kex_options;
    static constexpr std::size_t share_size = 4;
    using share = std::array<std::byte, share_size>;

    class shares {
      public:
        void hash_fields(wire::writer& w) const { w.string(byte_view{client_}).string(byte_view{server_}); }
        void hash_secret(wire::writer& w) const {
            share secret;
            for (std::size_t i = 0; i < share_size; ++i) secret[i] = client_[i] ^ server_[i];
            w.mpint(secret);
        }

      protected:
        static bool take(byte_view from, share& to) noexcept {
            if (from.size() != share_size) return false;
            std::ranges::copy(from, to.begin());
            return true;
        }
        share client_{};
        share server_{};
    };

    class initiator : public shares {
      public:
        result<void> start(random_ref random, const options&, byte_buffer& out) {
            if (auto filled = random.fill(client_); !filled) return filled;
            wire::writer w{out};
            w.u8(static_cast<std::uint8_t>(wire::message_number::kex_init)).string(byte_view{client_});
            return w.finish();
        }
        result<kex_progress> on_message(byte_view payload, random_ref, byte_buffer&) {
            wire::reader r{payload};
            if (!wire::is(wire::message_number::kex_reply, r.u8())) return protocol_error::unexpected_message;
            const byte_view host_key = r.string(), theirs = r.string(), signature = r.string();
            if (auto read = r.finish(); !read) return read.error();
            if (!take(theirs, server_)) return protocol_error::kex_value_out_of_range;
            host_key_ = to_vector(host_key);
            signature_ = to_vector(signature);
            return kex_progress::done;
        }
        byte_view host_key() const noexcept { return host_key_; }
        byte_view signature() const noexcept { return signature_; }

      private:
        byte_vector host_key_;
        byte_vector signature_;
    };

    class responder : public shares {
      public:
        result<void> start(random_ref random, const options&, byte_buffer&) { return random.fill(server_); }
        result<kex_progress> on_message(byte_view payload, random_ref, byte_buffer&) {
            wire::reader r{payload};
            if (!wire::is(wire::message_number::kex_init, r.u8())) return protocol_error::unexpected_message;
            const byte_view theirs = r.string();
            if (auto read = r.finish(); !read) return read.error();
            if (!take(theirs, client_)) return protocol_error::kex_value_out_of_range;
            return kex_progress::done;
        }
        void reply(wire::writer& w, byte_view host_key, byte_view signature) const {
            w.u8(static_cast<std::uint8_t>(wire::message_number::kex_reply));
            w.string(host_key).string(byte_view{server_}).string(signature);
        }
    };
};

/// Keys are a name and a label; a signature is right when it says so. The private fields are the label as a
/// string.
struct null_host_key {
    static constexpr std::string_view name = "null-key@test";
    static constexpr std::string_view key_format = name;
    static constexpr grade rank = grade::test_only;
    static constexpr std::string_view seal = "signed";

    static result<void> check_key(byte_view blob, key_policy) {
        wire::reader r{blob};
        const bool ours = r.text() == key_format;
        (void)r.string();
        return ours && r.finish() ? result<void>{} : result<void>{security_error::host_key_malformed};
    }
    static result<void> verify(byte_view blob, byte_view, byte_view signature, key_policy policy) {
        if (auto key = check_key(blob, policy); !key) return key;
        wire::reader r{signature};
        if (r.text() != name) return security_error::signature_algorithm_mismatch;
        const bool right = r.text() == seal;
        return right && r.finish() ? result<void>{} : result<void>{security_error::signature_invalid};
    }
    static result<void> sign(byte_view fields, byte_view, random_ref, byte_buffer& out) {
        wire::reader r{fields};
        (void)r.string();
        if (!r.finish()) return usage_error::key_malformed;
        wire::writer w{out};
        w.string(name).string(seal);
        return w.finish();
    }
    /// The public key blob of a label.
    static byte_vector key(std::string_view label) {
        byte_buffer out;
        wire::writer{out}.string(key_format).string(label);
        return to_vector(out.view());
    }
};

} // namespace hawser::testing
