#pragma once
// Downloads and uploads of one file each, as plans over a client engine: many requests in flight, resumable,
// bounded.

#include <hawser/sftp/client_engine.hpp>
#include <hawser/sftp/range_set.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace hawser::inline HAWSER_ABI::sftp {

/// Where downloaded bytes go: `bytes` belong at `offset` of the file and may be used only during the call. An
/// error, such as a full disk, ends the transfer.
using data_sink = function_ref<result<void>(std::uint64_t offset, byte_view bytes)>;

namespace detail {
/// Requests made before the server has told its limits are small ones, so no more of them are made than one
/// round trip needs: as much as a large window takes.
inline constexpr std::uint64_t in_flight_at_first = std::uint64_t{16} * 1024 * 1024;

inline std::uint32_t requests_in_flight(const client_engine& engine, std::uint64_t bytes,
                                        std::uint32_t size) noexcept {
    if (engine.awaits_limits()) bytes = (std::min)(bytes, in_flight_at_first);
    return static_cast<std::uint32_t>((std::clamp<std::uint64_t>)(bytes / size, 1, limits::sftp_requests));
}
} // namespace detail

struct download_options {
    /// Where to begin: what lies before is taken to be there already.
    std::uint64_t offset = 0;
    /// At most this many bytes; a range that reaches past the end gives what is there.
    std::optional<std::uint64_t> length = {};
    /// The sink is called in the file's order, without gaps (a pipe, a hash). Answers that come out of order
    /// wait in memory, at most `reorder_limit` bytes; what exceeds that is asked for again.
    bool in_order = false;
    std::size_t reorder_limit = 4 * 1024 * 1024;
    /// Ask for the size before, so that all READs go out at once. Some servers do not take the question.
    bool use_stat = true;
    /// Take an end before the size told at first for the end. Some files, such as those of /sys, tell a size
    /// too large.
    bool accept_shorter = false;
    /// Bytes of one READ; 0 takes what the server says it can.
    std::uint32_t request_size = 0;
    /// Bytes asked for ahead: bandwidth times round-trip time should fit. Costs this side no memory.
    std::uint64_t in_flight = std::uint64_t{64} * 1024 * 1024;
};

/// One file from the server to a sink. Reads to the end of the file, wherever that is when it gets there; a
/// file that ends before the size it had at first is protocol_error::sftp_short_data. Not movable, and refers
/// to the engine: give every event of the engine to every transfer, or to the one that owner_of(event) points
/// at. The engine must outlive it.
class download {
  public:
    download(client_engine& engine, data_sink sink, download_options options = {}) noexcept;
    /// Gives up what is unfinished; the remote file is closed.
    ~download();
    download(const download&) = delete;
    download& operator=(const download&) = delete;

    /// Asks for the file. Errors: those of a request, for the first one; the transfer is over then.
    result<void> start(std::string_view path);
    /// True when the event was for this transfer (`failed` is for all, and gives false).
    bool on_event(const event& e);
    /// Makes the requests that can be made now; on_event() does so too. Needed only after
    /// usage_error::output_blocked, which other users of the engine may cause.
    void advance();
    /// Stops at once with std::errc::operation_canceled; answers still on their way are passed over.
    void cancel() { fail(std::make_error_code(std::errc::operation_canceled)); }

    bool is_done() const noexcept { return state_ == state::done; }
    /// Why it failed; no error while it runs and after success. The server's words are in details().
    std::error_code error() const noexcept { return error_; }
    const diagnostic& details() const noexcept { return details_; }
    /// Every byte from the offset up to here has reached the sink: where a later transfer can resume.
    std::uint64_t confirmed() const noexcept { return received_.front(); }
    /// The size the server told, when it did.
    std::optional<std::uint64_t> size() const noexcept { return size_; }
    /// What else the server told about the file.
    const attributes& remote() const noexcept { return remote_; }

  private:
    enum class state : std::uint8_t { idle, opening, reading, done };
    struct held_back {
        std::uint64_t offset;
        byte_vector bytes;
    };

    void on(const status_reply& e);
    void on(const handle_reply& e);
    void on(const attributes_reply& e);
    void on(const data_fragment& e);
    bool deliver(std::uint64_t offset, byte_view bytes);
    void hold_back(const data_fragment& e);
    std::uint64_t wanted_end() const noexcept;
    std::uint32_t depth(std::uint32_t size) const noexcept;
    std::optional<byte_range> next_range(std::uint32_t size);
    void ask_again(byte_range range);
    void end_at(std::uint64_t offset);
    void finish();
    void fail(std::error_code error);

    client_engine& engine_;
    data_sink sink_;
    download_options options_;
    state state_ = state::idle;
    std::error_code error_;
    diagnostic details_;
    std::string path_;
    file_handle handle_;
    attributes remote_;
    std::optional<std::uint64_t> size_;
    range_set received_;
    /// Never asked for; and asked for in vain, lowest first.
    std::uint64_t next_;
    std::vector<byte_range> gaps_;
    /// No byte at or after this one is wanted; and the server has none at or after that one.
    std::uint64_t stop_;
    std::optional<std::uint64_t> end_;
    std::uint32_t requests_ = 0;
    /// What one READ asks for, once a server has answered with less.
    std::uint32_t request_size_ = transfer_limits::maximum;
    /// How many READs may be in flight while the size is unknown, or the server answers in disorder.
    std::uint32_t depth_ = 2;
    bool disorder_ = false;
    std::vector<held_back> held_;
    std::size_t held_bytes_ = 0;
};

struct upload_options {
    /// Where to begin, in the source as in the remote file. A new upload cuts the remote file; one with an
    /// offset keeps it.
    std::uint64_t offset = 0;
    /// How many bytes the source has from the offset on. Known: one that ends early is
    /// sftp_errc::source_ended, one that grows is cut. Unknown: until it ends.
    std::optional<std::uint64_t> length = {};
    /// Besides write; unset: create, and truncate when the offset is 0.
    std::optional<open_flags> flags = {};
    /// Attributes of a file that is created, and those to set when all is written (times, for example).
    attributes initial = {};
    std::optional<attributes> at_end = {};
    /// Ask the server to put the data on its disk before closing; passed over when it cannot.
    bool sync = false;
    /// After a failure cut the remote file to what is confirmed, so that its size says where to resume. Turn
    /// off when writing into the middle of a file.
    bool cut_on_failure = true;
    /// Bytes of one WRITE; 0 takes what the server says it can.
    std::uint32_t request_size = 0;
    /// Bytes sent and not yet confirmed, at most.
    std::uint64_t in_flight = std::uint64_t{16} * 1024 * 1024;
};

/// One file from a source to the server. One WRITE that fails makes all of it fail, whatever became of those
/// after it; of several, the first in the file is told. Where nothing else is to be done with the handle, CLOSE
/// follows the last WRITE without waiting for answers, for a server does what is asked of one file in order
/// (draft-ietf-secsh-filexfer-02, section 4.1); the upload is done when all of them have come. The source is
/// called only from the engine's fill(), with rising offsets. Neither movable nor longer lived than the engine.
class upload {
  public:
    upload(client_engine& engine, data_source source, upload_options options = {}) noexcept;
    /// Gives up what is unfinished; the remote file is closed.
    ~upload();
    upload(const upload&) = delete;
    upload& operator=(const upload&) = delete;

    /// As for download.
    result<void> start(std::string_view path);
    bool on_event(const event& e);
    void advance();
    /// Stops sending; done as soon as what was sent is answered and the remote file is cut and closed.
    void cancel() {
        fail(std::make_error_code(std::errc::operation_canceled));
        advance();
    }

    bool is_done() const noexcept { return state_ == state::done; }
    std::error_code error() const noexcept { return error_; }
    const diagnostic& details() const noexcept { return details_; }
    /// The server has confirmed every byte from the offset up to here.
    std::uint64_t confirmed() const noexcept { return written_.front(); }
    /// Bytes taken from the source, up to this offset.
    std::uint64_t taken() const noexcept { return stream_.position; }

  private:
    /// `cutting` to `closing`: one request each, asked for once there is room.
    enum class state : std::uint8_t { idle, opening, writing, cutting, setting, syncing, closing, done };

    void on(const status_reply& e);
    void on(const handle_reply& e);
    void on_written(const status_reply& e);
    void enter(state next) noexcept;
    void advance_writing();
    bool may_close_early() const noexcept;
    result<request_id> ask();
    void fail(std::error_code error);

    client_engine& engine_;
    upload_options options_;
    write_stream stream_;
    state state_ = state::idle;
    bool asked_ = false;
    /// CLOSE is on its way behind the last WRITE; and answered.
    bool close_asked_ = false;
    bool close_answered_ = false;
    std::error_code error_;
    diagnostic details_;
    /// Where the failing WRITE that is told began; 0 for what is told whatever the WRITEs say.
    std::uint64_t failed_at_ = ~std::uint64_t{0};
    std::string path_;
    range_set written_;
    /// Bytes the WRITEs made so far may take, when the length is known.
    std::uint64_t planned_ = 0;
    std::uint32_t requests_ = 0;
};

} // namespace hawser::inline HAWSER_ABI::sftp

#if HAWSER_HEADER_ONLY
#include <hawser/sftp/impl/download.ipp>
#include <hawser/sftp/impl/upload.ipp>
#endif
