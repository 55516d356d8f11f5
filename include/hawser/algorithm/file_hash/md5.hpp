#pragma once
// md5 of files (RFC 1321): shows damage, but not a forgery.

#include <hawser/algorithm/cryptopp/md5.hpp>
#include <hawser/algorithm/file_hash.hpp>

namespace hawser::inline HAWSER_ABI::legacy::file_hash {

struct md5 {
    static constexpr std::string_view name = "md5";
    static constexpr grade rank = grade::broken;
    using hash = cryptopp::md5;
};

} // namespace hawser::inline HAWSER_ABI::legacy::file_hash
