#pragma once
// sha224, sha256, sha384 and sha512 of files (FIPS 180-4).

#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/file_hash.hpp>

namespace hawser::inline HAWSER_ABI::file_hash {

struct sha224 {
    static constexpr std::string_view name = "sha224";
    static constexpr grade rank = grade::preferred;
    using hash = cryptopp::sha224;
};
struct sha256 {
    static constexpr std::string_view name = "sha256";
    static constexpr grade rank = grade::preferred;
    using hash = cryptopp::sha256;
};
struct sha384 {
    static constexpr std::string_view name = "sha384";
    static constexpr grade rank = grade::preferred;
    using hash = cryptopp::sha384;
};
struct sha512 {
    static constexpr std::string_view name = "sha512";
    static constexpr grade rank = grade::preferred;
    using hash = cryptopp::sha512;
};

} // namespace hawser::inline HAWSER_ABI::file_hash
