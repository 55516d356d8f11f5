#pragma once
// What a compression method is (RFC 4253, section 6.2; OpenSSH's delayed zlib).

#include <hawser/algorithm/grade.hpp>
#include <hawser/core/byte_buffer.hpp>
#include <hawser/core/result.hpp>

#include <concepts>

namespace hawser::inline HAWSER_ABI {

/// When the method begins: never ("none"), with the keys, or after the login.
enum class compression_start : unsigned char { never, immediately, after_auth };

/// Stream objects are default-constructed, then started once; both streams start anew at each NEWKEYS.
/// - `deflater::deflate(payload, out)` appends the compressed payload, flushed to a byte boundary.
/// - `inflater::inflate(payload, out, most)` appends the payload; decompressed_too_large past `most` bytes,
///   decompression_failed when it is damaged or inflates to nothing.
/// A method that never starts has empty stream types.
template <class Z>
concept compression_algorithm = algorithm<Z> && requires {
    { Z::starts } -> std::convertible_to<compression_start>;
} &&(Z::starts == compression_start::never || requires(typename Z::deflater & d, typename Z::inflater& i,
                                                       byte_view in, byte_buffer& out, std::size_t most) {
    { d.start() } -> std::same_as<result<void>>;
    { i.start() } -> std::same_as<result<void>>;
    { d.deflate(in, out) } -> std::same_as<result<void>>;
    { i.inflate(in, out, most) } -> std::same_as<result<void>>;
});

} // namespace hawser::inline HAWSER_ABI
