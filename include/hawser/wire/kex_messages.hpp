#pragma once
// The messages of the key exchange methods, numbers 30 to 34 (RFC 4253, section 8; RFC 5656, section 4; RFC
// 8731; RFC 4419).

#include <hawser/core/limits.hpp>
#include <hawser/wire/message.hpp>

namespace hawser::inline HAWSER_ABI::wire {

/// Reads an mpint of at most limits::kex_mpint bytes; its magnitude without a leading zero.
inline byte_view read_kex_mpint(reader& r) noexcept {
    const byte_view magnitude = r.mpint();
    if (magnitude.size() < limits::kex_mpint) return magnitude;
    r.fail("mpint is too long");
    return {};
}

/// RFC 5656, section 4: the client's ephemeral public value.
struct ecdh_init {
    static constexpr message_number number = message_number::kex_init;
    static constexpr std::string_view title = "SSH_MSG_KEX_ECDH_INIT";

    byte_view q_c;

    void encode(writer& w) const { w.string(q_c); }
    static ecdh_init decode(reader& r) { return {r.string()}; }
};

/// RFC 5656, section 4: host key blob, the server's ephemeral public value, signature blob.
struct ecdh_reply {
    static constexpr message_number number = message_number::kex_reply;
    static constexpr std::string_view title = "SSH_MSG_KEX_ECDH_REPLY";

    byte_view k_s;
    byte_view q_s;
    byte_view signature;

    void encode(writer& w) const { w.string(k_s).string(q_s).string(signature); }
    static ecdh_reply decode(reader& r) { return {r.string(), r.string(), r.string()}; }
};

/// RFC 4253, section 8: e, a magnitude.
struct dh_init {
    static constexpr message_number number = message_number::kex_init;
    static constexpr std::string_view title = "SSH_MSG_KEXDH_INIT";

    byte_view e;

    void encode(writer& w) const { w.mpint(e); }
    static dh_init decode(reader& r) { return {read_kex_mpint(r)}; }
};

/// RFC 4253, section 8: host key blob, f as a magnitude, signature blob.
struct dh_reply {
    static constexpr message_number number = message_number::kex_reply;
    static constexpr std::string_view title = "SSH_MSG_KEXDH_REPLY";

    byte_view k_s;
    byte_view f;
    byte_view signature;

    void encode(writer& w) const { w.string(k_s).mpint(f).string(signature); }
    static dh_reply decode(reader& r) { return {r.string(), read_kex_mpint(r), r.string()}; }
};

/// RFC 4419, section 3: the sizes in bits of the group the client wants.
struct dh_gex_request {
    static constexpr message_number number = message_number::kex_gex_request;
    static constexpr std::string_view title = "SSH_MSG_KEX_DH_GEX_REQUEST";

    std::uint32_t minimum = 0;
    std::uint32_t preferred = 0;
    std::uint32_t maximum = 0;

    void encode(writer& w) const { w.u32(minimum).u32(preferred).u32(maximum); }
    static dh_gex_request decode(reader& r) { return {r.u32(), r.u32(), r.u32()}; }
};

/// RFC 4419, section 5: the request of older clients, which name one size in bits.
struct dh_gex_request_old {
    static constexpr message_number number = message_number::kex_init;
    static constexpr std::string_view title = "SSH_MSG_KEX_DH_GEX_REQUEST_OLD";

    std::uint32_t preferred = 0;

    void encode(writer& w) const { w.u32(preferred); }
    static dh_gex_request_old decode(reader& r) { return {r.u32()}; }
};

/// RFC 4419, section 3: modulus and generator, magnitudes.
struct dh_gex_group {
    static constexpr message_number number = message_number::kex_reply;
    static constexpr std::string_view title = "SSH_MSG_KEX_DH_GEX_GROUP";

    byte_view p;
    byte_view g;

    void encode(writer& w) const { w.mpint(p).mpint(g); }
    static dh_gex_group decode(reader& r) { return {read_kex_mpint(r), read_kex_mpint(r)}; }
};

/// RFC 4419, section 3.
struct dh_gex_init {
    static constexpr message_number number = message_number::kex_gex_init;
    static constexpr std::string_view title = "SSH_MSG_KEX_DH_GEX_INIT";

    byte_view e;

    void encode(writer& w) const { w.mpint(e); }
    static dh_gex_init decode(reader& r) { return {read_kex_mpint(r)}; }
};

/// RFC 4419, section 3.
struct dh_gex_reply {
    static constexpr message_number number = message_number::kex_gex_reply;
    static constexpr std::string_view title = "SSH_MSG_KEX_DH_GEX_REPLY";

    byte_view k_s;
    byte_view f;
    byte_view signature;

    void encode(writer& w) const { w.string(k_s).mpint(f).string(signature); }
    static dh_gex_reply decode(reader& r) { return {r.string(), read_kex_mpint(r), r.string()}; }
};

} // namespace hawser::inline HAWSER_ABI::wire
