#pragma once
// The client side of SFTP version 3 as a machine without I/O: pipelined requests over anything that moves
// bytes (draft-ietf-secsh-filexfer-02; OpenSSH PROTOCOL, section 4).

#include <hawser/core/byte_buffer.hpp>
#include <hawser/core/function_ref.hpp>
#include <hawser/sftp/client_event.hpp>
#include <hawser/sftp/packet_reader.hpp>
#include <hawser/sftp/request_table.hpp>
#include <hawser/sftp/status.hpp>

#include <optional>

namespace hawser::inline HAWSER_ABI::sftp {

/// Where WRITEs take their data from: fills (the front of) `room` with the bytes at `offset` and returns how
/// many, 0 at the end. std::errc::operation_would_block means "none yet": fill() returns and must be called
/// again later. Any other error ends the stream and is reported with the WRITE.
using data_source = function_ref<result<std::size_t>(std::uint64_t offset, byte_span room)>;

/// Data on its way into one remote file. WRITEs made from it take their offset and length when they are sent,
/// each continuing where the one before ended. Must stay until its last WRITE was answered or abandoned.
struct write_stream {
    file_handle handle;
    data_source source;
    /// The next byte to take, also its place in the remote file.
    std::uint64_t position = 0;
    /// Where to stop. When it is known, a WRITE is announced in full and may spread over several calls of
    /// fill(); a source that then ends early is filled up with zeros, and the WRITE reports
    /// sftp_errc::source_ended. When it is not, every WRITE carries what one call of the source gave.
    std::optional<std::uint64_t> end = {};
    /// Set by the engine when the source is at its end or failed, or by the owner to stop: unsent WRITEs are
    /// then dropped (each is reported with length 0), and a WRITE already announced is filled up with zeros.
    bool stopped = false;
    std::error_code error = {};
};

/// Turns requests into bytes and bytes into replies. One loop drives it:
///
///     engine.start();
///     ... engine.on_data(bytes from the channel);  while (const auto e = engine.next_event()) handle(e);
///     ... while (engine.has_output()) { n = engine.fill(room in a channel packet); send n bytes; }
///
/// Requests return the id that their reply carries, and may be made at any time after start(). Those made
/// before the server answered INIT follow it at once, which saves a round trip: version 3 needs nothing of
/// that answer. Who would rather see it first makes none before is_ready(). `owner` is returned with every event of the request and
/// tells several users of one engine apart. Errors common to all requests, which leave the engine as it was:
/// usage_error::wrong_phase before start(); usage_error::output_blocked when limits::sftp_requests are
/// outstanding or `queue_limit` bytes wait; invalid_argument for a path that is over 32 KiB or holds a NUL,
/// or an empty handle; what failure() says once the session failed.
///
/// A server that breaks the protocol makes the engine fail: `failed` is the last event, and output ends.
class client_engine {
  public:
    /// Unsent requests, without the data of WRITEs that have a source.
    static constexpr std::size_t queue_limit = 1024 * 1024;
    static constexpr std::size_t path_limit = 32 * 1024;

    explicit client_engine(std::pmr::memory_resource* memory = std::pmr::get_default_resource()) noexcept;
    client_engine(const client_engine&) = delete;
    client_engine& operator=(const client_engine&) = delete;

    // --- bytes and events ---

    /// Queues INIT. limits@openssh.com is asked for by itself when the server offers it.
    result<void> start();
    /// Bytes from the channel, in pieces of any size. Precondition: next_event() returned nothing since the
    /// last call. The bytes must stay until it does again; all of them are used up then.
    void on_data(byte_view bytes) noexcept;
    /// The channel ended: the engine fails with remote_error::no_reply when something was outstanding, else
    /// with remote_error::connection_closed.
    void on_end() noexcept;
    /// The next thing that happened. Call until it returns nothing, after every on_data(), on_end() and
    /// fill().
    event next_event();

    /// Whether there is something to send.
    bool has_output() const noexcept;
    /// Writes the next bytes into `room` and returns how many; sources are read straight into it. Ends short
    /// of the room only when there is no more, or at a WRITE that needs more room than is left. 0 although
    /// has_output(): the source of the next WRITE would block. Rooms of any size work; large ones are faster.
    std::size_t fill(byte_span room);

    bool is_ready() const noexcept { return phase_ == phase::running; }
    /// Why the engine failed, or no error.
    std::error_code failure() const noexcept { return failure_; }
    /// What is known about the failure besides.
    const diagnostic& details() const noexcept { return details_; }
    const extension_list& extensions() const noexcept { return extensions_; }
    const transfer_limits& data_limits() const noexcept { return limits_; }
    /// The server was asked for its limits and has not answered: data_limits() is still what all servers take.
    bool awaits_limits() const noexcept { return awaits_limits_; }
    /// Requests without their last reply.
    std::size_t outstanding() const noexcept { return table_.active(); }
    /// Bytes asked for by READs and not yet received: how much is on its way, at most.
    std::uint64_t expected_bytes() const noexcept { return expected_; }
    /// Bytes given to on_data() so far: they grow for as long as the server answers.
    std::uint64_t received_bytes() const noexcept { return received_; }

    // --- files ---

    /// handle_reply or status_reply.
    result<request_id> open(std::string_view path, open_flags flags, const attributes& initial = {},
                            void* owner = nullptr);
    /// status_reply. The handle must not be used again.
    result<request_id> close(const file_handle& file, void* owner = nullptr);
    /// data_fragments up to the `last`, or status_reply (sftp_errc::end_of_file). `length` is 1 to
    /// transfer_limits::maximum; the server may send less.
    result<request_id> read(const file_handle& file, std::uint64_t offset, std::uint32_t length,
                            void* owner = nullptr);
    /// status_reply. Copies `bytes`, at most transfer_limits::maximum; for more than a little use the other.
    result<request_id> write(const file_handle& file, std::uint64_t offset, byte_view bytes,
                             void* owner = nullptr);
    /// status_reply. The next at most `length` bytes (at most transfer_limits::maximum) of the stream.
    result<request_id> write(write_stream& stream, std::uint32_t length, void* owner = nullptr);
    /// attributes_reply or status_reply. lstat describes a link itself, stat its target.
    result<request_id> lstat(std::string_view path, void* owner = nullptr);
    result<request_id> stat(std::string_view path, void* owner = nullptr);
    result<request_id> fstat(const file_handle& file, void* owner = nullptr);
    /// status_reply. Only members that are present are changed; a size cuts or extends the file.
    result<request_id> setstat(std::string_view path, const attributes& to, void* owner = nullptr);
    result<request_id> fsetstat(const file_handle& file, const attributes& to, void* owner = nullptr);

    // --- directories and names ---

    /// handle_reply or status_reply.
    result<request_id> opendir(std::string_view path, void* owner = nullptr);
    /// names_reply, or status_reply with sftp_errc::end_of_file after the last one.
    result<request_id> readdir(const file_handle& directory, void* owner = nullptr);
    /// status_reply, these all.
    result<request_id> mkdir(std::string_view path, const attributes& initial = {}, void* owner = nullptr);
    result<request_id> rmdir(std::string_view path, void* owner = nullptr);
    result<request_id> remove(std::string_view path, void* owner = nullptr);
    /// Most servers refuse when `to` exists; posix_rename replaces it.
    result<request_id> rename(std::string_view from, std::string_view to, void* owner = nullptr);
    /// Makes `link` point at `target`. The draft puts the link first on the wire; OpenSSH's server reads the
    /// target first, every server that matters does the same, and so this writes it first (OpenSSH PROTOCOL,
    /// section 4.1).
    result<request_id> symlink(std::string_view target, std::string_view link, void* owner = nullptr);
    /// path_reply or status_reply.
    result<request_id> readlink(std::string_view path, void* owner = nullptr);
    result<request_id> realpath(std::string_view path, void* owner = nullptr);

    // --- extensions: usage_error::wrong_phase before `ready`, sftp_errc::operation_unsupported when not
    // offered ---

    /// status_reply, these four. `to` of posix_rename is replaced in one step.
    result<request_id> posix_rename(std::string_view from, std::string_view to, void* owner = nullptr);
    result<request_id> hardlink(std::string_view target, std::string_view link, void* owner = nullptr);
    result<request_id> fsync(const file_handle& file, void* owner = nullptr);
    result<request_id> lsetstat(std::string_view path, const attributes& to, void* owner = nullptr);
    /// statistics_reply or status_reply.
    result<request_id> statvfs(std::string_view path, void* owner = nullptr);
    /// Any other extension: extended_reply or status_reply. `payload` is what follows the name; at most
    /// path_limit bytes.
    result<request_id> extended(std::string_view name, byte_view payload, void* owner = nullptr);

    // --- giving up ---

    /// No event comes any more for what this owner asked (null: for what was asked without one). Unsent
    /// WRITEs with a source are dropped, the rest is sent and its answers are passed over; a file or
    /// directory that such an answer opens is closed again. Streams of this owner are not touched any more.
    void abandon(void* owner) noexcept;
    /// Closes without waiting for the answer.
    void close_quietly(const file_handle& file);

  private:
    enum class phase : std::uint8_t { idle, awaiting_version, running, ended };
    using found = packet_reader::found;

    // requests
    result<void> may_request() const noexcept;
    /// Whether a request has room, and then its head; what `w` could not write is found by end_request().
    result<request*> begin_request(packet_type type, void* owner, wire::writer& w);
    result<request_id> end_request(request& r, const wire::writer& w);
    template <class Fields>
    result<request_id> add(packet_type type, void* owner, Fields&& fields);
    result<request_id> ask_path(packet_type type, std::string_view path, void* owner);
    result<request_id> ask_path(packet_type type, std::string_view path, const attributes& a, void* owner);
    result<request_id> ask_paths(packet_type type, std::string_view first, std::string_view second,
                                 void* owner);
    result<request_id> ask_handle(packet_type type, const file_handle& handle, void* owner);
    result<void> may_extend(std::string_view name) const noexcept;
    template <class Fields>
    result<request_id> add_extension(std::string_view name, void* owner, Fields&& fields);

    // output
    std::size_t begin_write(byte_span room, bool& blocked);
    std::size_t continue_write(byte_span room);
    void drop_write(request& r) noexcept;

    // replies
    event on_packet();
    event on_version(wire::reader& r);
    event on_status(request& q, wire::reader& r);
    event on_handle_reply(request& q, wire::reader& r);
    event on_names(request& q, wire::reader& r);
    event on_attributes(request& q, wire::reader& r);
    event on_extended(request& q, wire::reader& r);
    event on_data_header();
    event on_data_piece();
    void over(request& q) noexcept;
    event malformed_reply(std::string_view title, const wire::reader& r);
    event fail(std::error_code error, diagnostic details = {});

    packet_reader reader_;
    request_table table_;
    /// Encoded requests. `left_queue_` counts the bytes that ever left it.
    byte_buffer queue_;
    std::uint64_t left_queue_ = 0;
    /// What goes before all else, and what was too large for a small room.
    byte_buffer staged_;
    /// WRITEs with a source, unsent; and those dropped, unreported.
    request_list writes_;
    request_list dropped_;
    /// The WRITE being sent, and the data it still owes.
    std::uint32_t body_of_ = request_table::none;
    std::uint32_t body_left_ = 0;
    /// The READ whose data is arriving.
    std::uint32_t data_of_ = request_table::none;
    std::uint64_t expected_ = 0;
    std::uint64_t received_ = 0;
    extension_list extensions_;
    transfer_limits limits_;
    std::error_code failure_;
    diagnostic details_;
    bool failure_told_ = true;
    bool awaits_limits_ = false;
    phase phase_ = phase::idle;
};

} // namespace hawser::inline HAWSER_ABI::sftp

#if HAWSER_HEADER_ONLY
#include <hawser/sftp/impl/client_engine.ipp>
#include <hawser/sftp/impl/client_output.ipp>
#include <hawser/sftp/impl/client_replies.ipp>
#endif
