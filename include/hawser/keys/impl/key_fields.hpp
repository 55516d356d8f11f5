#pragma once
// The fields of keys that several formats share (RFC 4253, section 6.6; RFC 5656, section 3.1; RFC 8709,
// section 4).

#include <hawser/algorithm/native/dsa.hpp>
#include <hawser/algorithm/native/nist_curve.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/core/secret.hpp>
#include <hawser/wire/reader.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <string_view>

namespace hawser::inline HAWSER_ABI::keys::detail {

/// A NIST curve: the key format, the curve's name inside it, the bytes of a coordinate, its object identifier in DER,
/// and its arithmetic.
struct curve {
    std::string_view format;
    std::string_view name;
    std::size_t size;
    std::string_view oid;
    bool (*lies_on)(byte_view point);
    bool (*point_of)(byte_view scalar, byte_span point);
};

inline constexpr std::size_t curve_size_most = 66;
inline constexpr std::array<curve, 3> curves{{
    {"ecdsa-sha2-nistp256",
     "nistp256",
     32,
     {"\x2a\x86\x48\xce\x3d\x03\x01\x07", 8},
     native::p256::is_point,
     native::p256::public_point},
    {"ecdsa-sha2-nistp384",
     "nistp384",
     48,
     {"\x2b\x81\x04\x00\x22", 5},
     native::p384::is_point,
     native::p384::public_point},
    {"ecdsa-sha2-nistp521",
     "nistp521",
     curve_size_most,
     {"\x2b\x81\x04\x00\x23", 5},
     native::p521::is_point,
     native::p521::public_point},
}};

constexpr const curve* curve_of_format(std::string_view format) noexcept {
    for (const curve& c : curves)
        if (c.format == format) return &c;
    return nullptr;
}

inline constexpr std::size_t ed25519_public_size = 32;
inline constexpr std::size_t ed25519_secret_size = 64;

inline byte_view read_ed25519_public(wire::reader& r) noexcept {
    const byte_view key = r.string();
    if (key.size() != ed25519_public_size) r.fail("an Ed25519 public key is not 32 bytes");
    return key;
}

/// The public point of a scalar, whose leading zeros may be missing; false when it is none.
inline bool derive_point(byte_view scalar, const curve& c, byte_span point) noexcept {
    if (scalar.size() > c.size) return false;
    secret_array<curve_size_most> whole;
    const byte_span at = whole.span().first(c.size);
    std::ranges::copy(scalar, at.last(scalar.size()).begin());
    return c.point_of(at, point);
}

/// The curve's name and the point, in its uncompressed form, the only one accepted (RFC 5656 lets a peer refuse the
/// others).
inline byte_view read_point(wire::reader& r, const curve& c) noexcept {
    if (r.text() != c.name) r.fail("the curve is not the one of the key format");
    const byte_view point = r.string();
    if (!c.lies_on(point)) r.fail("not an uncompressed point of the curve");
    return point;
}

/// The bits of a magnitude without leading zeros.
inline std::size_t bits_of(byte_view magnitude) noexcept {
    return magnitude.empty()
               ? 0
               : magnitude.size() * 8 - std::countl_zero(std::to_integer<std::uint8_t>(magnitude[0]));
}

/// Bounds of the public numbers: the modulus between 1024 bits, under which nothing is signed or verified at
/// all, and limits::rsa_bits_maximum; both odd; the exponent above 1 and below the modulus.
inline std::error_code check_rsa_public(byte_view n, byte_view e) noexcept {
    if (bits_of(n) > limits::rsa_bits_maximum) return usage_error::key_type_not_supported;
    if (bits_of(n) < limits::modulus_bits_least) return security_error::key_too_small;
    const auto odd = [](byte_view number) { return (number.back() & std::byte{1}) != std::byte{0}; };
    if (bits_of(e) < 2 || bits_of(e) >= bits_of(n) || !odd(e) || !odd(n)) return usage_error::key_malformed;
    return {};
}

/// A number of fixed size without its leading zeros.
inline byte_view magnitude_of(byte_view number) noexcept {
    while (!number.empty() && number[0] == std::byte{0}) number = number.subspan(1);
    return number;
}

/// The public value of a DSA scalar, whose leading zeros may be missing; false when it is none. The key's parameters have
/// been checked. Throws std::bad_alloc.
inline bool derive_dsa(byte_view scalar, const native::dsa_key& key, byte_span y) {
    secret_array<native::dsa::scalar_size> whole;
    if (scalar.size() > whole.size()) return false;
    std::ranges::copy(scalar, whole.span().last(scalar.size()).begin());
    if (!native::dsa::is_scalar(whole.view(), key)) return false;
    native::dsa::public_value(whole.view(), key, y);
    return true;
}

/// Takes the next word, and the blanks around it, from the front of a line; empty at its end.
inline std::string_view take_word(std::string_view& line) noexcept {
    constexpr std::string_view blanks = " \t";
    line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
    const std::string_view word = line.substr(0, line.find_first_of(blanks));
    line.remove_prefix(word.size());
    line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
    return word;
}

} // namespace hawser::inline HAWSER_ABI::keys::detail
