#pragma once
// What goes wrong on a memory pipe, told beforehand: cuts, stalls and damage at byte offsets, errors at
// numbered calls.

#include <hawser/core/bytes.hpp>

#include <cstdint>
#include <optional>
#include <system_error>
#include <vector>

namespace hawser::inline HAWSER_ABI::io::memory {

/// How a cut connection looks: as ECONNRESET on reading and writing, or as an end of stream (and EPIPE on
/// writing).
enum class cut_kind : unsigned char { reset, end_of_stream };

/// Bits to invert in the byte at an offset.
struct bit_flip {
    std::uint64_t offset = 0;
    std::byte mask{1};
};

/// Faults of the bytes that travel in one direction; offsets count from its first byte.
struct byte_faults {
    /// This many bytes pass, then the whole connection is cut, in both directions.
    std::optional<std::uint64_t> cut_at = {};
    cut_kind cut = cut_kind::reset;
    /// This many bytes arrive; later ones are taken, up to the capacity, and never arrive.
    std::optional<std::uint64_t> stall_at = {};
    std::vector<bit_flip> flips = {};
};

enum class call_kind : unsigned char { read, write, wait };

/// The call of this kind with this number (from 0) fails with this error and does nothing. Any error but
/// operation_would_block, operation_canceled and timed_out also resets the connection, as a real one would be
/// gone.
struct call_failure {
    call_kind kind = call_kind::read;
    std::uint64_t number = 0;
    std::error_code error = {};
};

/// Faults of the calls that one end makes.
struct call_faults {
    std::vector<call_failure> failures = {};
    /// When not 0, every so-manieth read or write says operation_would_block although it need not.
    std::uint64_t would_block_every = 0;
};

/// Everything that goes wrong between two ends. The default is nothing.
struct fault_plan {
    byte_faults client_to_server = {};
    byte_faults server_to_client = {};
    call_faults client = {};
    call_faults server = {};
};

} // namespace hawser::inline HAWSER_ABI::io::memory
