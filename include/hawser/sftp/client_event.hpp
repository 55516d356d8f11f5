#pragma once
// What a client engine tells its owner. Views in an event live until the next call of the engine.

#include <hawser/core/event_of.hpp>
#include <hawser/sftp/extensions.hpp>
#include <hawser/sftp/names.hpp>
#include <hawser/sftp/packet.hpp>

#include <system_error>

namespace hawser::inline HAWSER_ABI::sftp {

/// The server answered INIT: client_engine::extensions() is known. Requests made earlier are sent now.
struct ready {};

/// STATUS, the only reply of most requests and the refusal of all; also a WRITE that was never sent because
/// its source had ended or failed (`length` is 0 then). The request is over.
struct status_reply {
    request_id id;
    void* owner = nullptr;
    packet_type request{};
    /// No error for success. End of file and end of directory are sftp_errc::end_of_file. For a WRITE also
    /// what its source reported.
    std::error_code error;
    /// The number the server sent, and its words: at most limits::peer_text bytes, not escaped.
    std::uint32_t code = 0;
    std::string_view text;
    /// READ and WRITE: where in the file, and how many bytes (of a WRITE: that came from the source).
    std::uint64_t offset = 0;
    std::uint32_t length = 0;
};

/// OPEN or OPENDIR succeeded; keep the handle as `file_handle{e.handle}`.
struct handle_reply {
    request_id id;
    void* owner = nullptr;
    byte_view handle;
};

/// A piece of the answer to READ, in order within it, as it lies in the view given to on_data(). With `last`
/// the request is over, and `missing` bytes that were asked for did not come: end of file, or a server that
/// answers in smaller pieces.
struct data_fragment {
    request_id id;
    void* owner = nullptr;
    std::uint64_t offset = 0;
    byte_view bytes;
    /// Bytes of this answer so far, these included.
    std::uint32_t received = 0;
    bool last = false;
    std::uint32_t missing = 0;
};

/// The next entries of a directory, in the server's order; never empty.
struct names_reply {
    request_id id;
    void* owner = nullptr;
    name_list names;
};

/// The answer to REALPATH or READLINK; never empty.
struct path_reply {
    request_id id;
    void* owner = nullptr;
    std::string_view path;
};

/// The answer to STAT, LSTAT or FSTAT.
struct attributes_reply {
    request_id id;
    void* owner = nullptr;
    attributes value;
};

struct statistics_reply {
    request_id id;
    void* owner = nullptr;
    filesystem_statistics value;
};

/// The answer to an extension of the owner's.
struct extended_reply {
    request_id id;
    void* owner = nullptr;
    byte_view payload;
};

/// The SFTP session is over, for every request at once: the server broke the protocol or left. Comes once,
/// last.
struct failed {
    std::error_code error;
};

/// Nothing: there is nothing to tell.
using event = event_of<ready, status_reply, handle_reply, data_fragment, names_reply, path_reply,
                       attributes_reply, statistics_reply, extended_reply, failed>;

/// The owner given with the request that an event answers; null for `ready` and `failed`.
inline void* owner_of(const event& e) noexcept {
    void* owner = nullptr;
    e.visit([&](const auto& reply) {
        if constexpr (requires { reply.owner; }) owner = reply.owner;
    });
    return owner;
}

} // namespace hawser::inline HAWSER_ABI::sftp
