#pragma once
// sha1 of files (FIPS 180-4): shows damage, but not a forgery.

#include <hawser/algorithm/cryptopp/sha1.hpp>
#include <hawser/algorithm/file_hash.hpp>

namespace hawser::inline HAWSER_ABI::legacy::file_hash {

struct sha1 {
    static constexpr std::string_view name = "sha1";
    static constexpr grade rank = grade::legacy;
    using hash = cryptopp::sha1;
};

} // namespace hawser::inline HAWSER_ABI::legacy::file_hash
