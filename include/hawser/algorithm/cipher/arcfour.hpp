#pragma once
// arcfour (RFC 4253, section 6.3), arcfour128 and arcfour256 (RFC 4345), none of which may be used any more
// (RFC 8758): for servers that have nothing else.

#include <hawser/algorithm/cipher.hpp>
#include <hawser/algorithm/cipher/paired_direction.hpp>
#include <hawser/algorithm/cryptopp/arcfour.hpp>

namespace hawser::inline HAWSER_ABI::legacy::cipher {

namespace detail {

template <stream_primitive Primitive, std::size_t KeySize>
struct arcfour : hawser::cipher::stream_directions<Primitive> {
    static_assert(Primitive::key_size == KeySize && Primitive::iv_size == 0);

    static constexpr grade rank = grade::broken;
    static constexpr std::size_t key_size = KeySize;
    static constexpr std::size_t iv_size = 0;
    /// For padding; the cipher itself has none.
    static constexpr std::size_t block_size = 8;
    static constexpr std::uint64_t bytes_per_key = bytes_per_key_of(block_size);
};

} // namespace detail

template <class Primitive>
struct basic_arcfour : detail::arcfour<Primitive, 16> {
    static constexpr std::string_view name = "arcfour";
};
template <class Primitive>
struct basic_arcfour128 : detail::arcfour<Primitive, 16> {
    static constexpr std::string_view name = "arcfour128";
};
template <class Primitive>
struct basic_arcfour256 : detail::arcfour<Primitive, 32> {
    static constexpr std::string_view name = "arcfour256";
};

/// RFC 4345, section 4: so many bytes of key stream are discarded.
inline constexpr std::size_t arcfour_discarded = 1536;

using arcfour = basic_arcfour<cryptopp::arcfour<16, 0>>;
using arcfour128 = basic_arcfour128<cryptopp::arcfour<16, arcfour_discarded>>;
using arcfour256 = basic_arcfour256<cryptopp::arcfour<32, arcfour_discarded>>;

} // namespace hawser::inline HAWSER_ABI::legacy::cipher
