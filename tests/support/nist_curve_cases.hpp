#pragma once
// What the tests of the NIST curves of every backend share; the cases themselves are in nist_curve_cases.ipp.

#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/native/nist_curve.hpp>

#include "support/fixed_random.hpp"
#include "support/vectors.hpp"

#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <optional>

namespace hawser::testing {

/// A curve, its hash, and the names its answers have.
template <class Curve, class Hash>
struct under_test {
    using curve = Curve;
    using hash = Hash;
    static constexpr std::size_t size = Curve::scalar_size;
    static std::string bits() { return std::to_string(size == 66 ? 521 : 8 * size); }
    static std::string wycheproof(const std::string& kind) {
        return "wycheproof/" + kind + "_secp" + bits() + "r1_";
    }
    static byte_vector digest(byte_view message) {
        Hash h;
        byte_vector out(Hash::size);
        BOOST_REQUIRE(h.update(message) && h.final(out));
        return out;
    }
};
template <class Curve>
struct tested_p256 : under_test<Curve, cryptopp::sha256> {
    using parameters = native::p256_parameters;
    static constexpr const char* root_of_b =
        "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4";
};
template <class Curve>
struct tested_p384 : under_test<Curve, cryptopp::sha384> {
    using parameters = native::p384_parameters;
    static constexpr const char* root_of_b =
        "c306610fb0ae5a159cf45c06069f22a6c5eb3641c602d42dea2c4b4f75550793406d80d2b91ad54f9048bd487af1ade1";
};
template <class Curve>
struct tested_p521 : under_test<Curve, cryptopp::sha512> {
    using parameters = native::p521_parameters;
    static constexpr const char* root_of_b =
        "012df13601594a883ef2d935e44bb90bf4d6619b74e52af7552f97769011c0719eb439cfab2a88d40fe59a2bed1f43557169"
        "a2d0a2ccd280c607b92bbf51ffe0b078";
};

inline byte_vector padded(byte_view magnitude, std::size_t size) {
    while (!magnitude.empty() && magnitude[0] == std::byte{0}) magnitude = magnitude.subspan(1);
    byte_vector out(size - std::min(size, magnitude.size()));
    out.insert(out.end(), magnitude.begin(), magnitude.end());
    return out;
}

inline byte_vector point(const std::string& x, const std::string& y) { return *from_hex("04" + x + y); }
template <class T>
byte_vector base_point() {
    return point(T::parameters::x, T::parameters::y);
}
template <class T>
std::string order() {
    return T::parameters::order;
}
template <class T>
std::string prime() {
    return T::parameters::prime;
}

/// r and s of a strict DER ECDSA signature, `size` bytes each; the product takes no DER, so this lives here.
inline std::optional<std::pair<byte_vector, byte_vector>> from_der(byte_view der, std::size_t size) {
    const auto take = [](byte_view& from, unsigned tag) -> std::optional<byte_view> {
        if (from.size() < 2 || std::to_integer<unsigned>(from[0]) != tag) return {};
        std::size_t length = std::to_integer<std::size_t>(from[1]);
        std::size_t header = 2;
        if (length == 0x81 && from.size() > 2) {
            length = std::to_integer<std::size_t>(from[2]);
            if (length < 0x80) return {};
            header = 3;
        } else if (length >= 0x80)
            return {};
        if (from.size() - header < length) return {};
        const byte_view out = from.subspan(header, length);
        from = from.subspan(header + length);
        return out;
    };
    const auto number = [&](byte_view& from) -> std::optional<byte_vector> {
        const auto n = take(from, 2);
        if (!n || n->empty() || (*n)[0] >= std::byte{0x80}) return {};
        if (n->size() > 1 && (*n)[0] == std::byte{0} && (*n)[1] < std::byte{0x80}) return {};
        if (n->size() > size + 1 || (n->size() == size + 1 && (*n)[0] != std::byte{0})) return {};
        return padded(*n, size);
    };
    auto sequence = take(der, 0x30);
    if (!sequence || !der.empty()) return {};
    auto r = number(*sequence);
    auto s = number(*sequence);
    if (!r || !s || !sequence->empty()) return {};
    return std::pair{*r, *s};
}

} // namespace hawser::testing
