#pragma once
// Files and directories of the server: blocking operations over SFTP version 3, with pipelined transfers.

#include <hawser/client/sftp_channel.hpp>
#include <hawser/sftp/transfer.hpp>

#include <string>
#include <vector>

namespace hawser::inline HAWSER_ABI {

/// One entry of a directory. The name is the server's: ask sftp::is_safe_local_name before using it for a
/// local file.
struct directory_entry {
    std::string name;
    sftp::attributes attributes;
};

/// Told while a transfer runs; `total` is absent while nobody knows it.
struct transfer_progress {
    std::uint64_t done = 0;
    std::optional<std::uint64_t> total;
};
using progress_handler = std::function<void(const transfer_progress&)>;

/// What a transfer did, also when it failed: everything before `confirmed` is there.
struct transfer_result {
    std::uint64_t confirmed = 0;
    failure problem;
};

/// SFTP on a client of its own channel. Every operation has a form that returns its failure in the last
/// argument and one that throws `hawser::error`. The client must outlive it. Paths are the server's; relative
/// ones begin in the login's home.
template <class Client>
class sftp_client {
  public:
    /// A large window lets a download run at full speed over long distances from its first byte.
    static constexpr connection::channel_options default_channel{
        16 * 1024 * 1024, limits::channel_window_maximum, limits::channel_packet};

    explicit sftp_client(Client& client)
        : client_{client},
          channel_{client.options().memory, client.options().log} {}
    ~sftp_client() {
        channel_.close();
        client_.router().remove(channel_);
    }
    sftp_client(const sftp_client&) = delete;
    sftp_client& operator=(const sftp_client&) = delete;

    /// Opens the channel and agrees on the version. Not needed: the first operation does it, and sends its
    /// requests right behind, which saves a round trip.
    failure open(const connection::channel_options& how = default_channel);

    sftp::attributes stat(std::string_view path, failure& out);
    sftp::attributes lstat(std::string_view path, failure& out);
    void set_attributes(std::string_view path, const sftp::attributes& to, failure& out);
    /// All entries but "." and "..", in the server's order; at most `most`.
    std::vector<directory_entry> list(std::string_view path, failure& out, std::size_t most = 1'000'000);
    void make_directory(std::string_view path, failure& out);
    void remove_directory(std::string_view path, failure& out);
    void remove(std::string_view path, failure& out);
    /// Replaces `to` in one step where the server can (posix-rename@openssh.com); else the server refuses
    /// when `to` exists.
    void rename(std::string_view from, std::string_view to, failure& out);
    std::string real_path(std::string_view path, failure& out);
    std::string read_link(std::string_view path, failure& out);
    void make_link(std::string_view target, std::string_view link, failure& out);

    sftp::attributes stat(std::string_view path) {
        return thrown([&](failure& f) { return stat(path, f); });
    }
    sftp::attributes lstat(std::string_view path) {
        return thrown([&](failure& f) { return lstat(path, f); });
    }
    void set_attributes(std::string_view path, const sftp::attributes& to) {
        thrown([&](failure& f) { set_attributes(path, to, f); });
    }
    std::vector<directory_entry> list(std::string_view path) {
        return thrown([&](failure& f) { return list(path, f); });
    }
    void make_directory(std::string_view path) {
        thrown([&](failure& f) { make_directory(path, f); });
    }
    void remove_directory(std::string_view path) {
        thrown([&](failure& f) { remove_directory(path, f); });
    }
    void remove(std::string_view path) {
        thrown([&](failure& f) { remove(path, f); });
    }
    void rename(std::string_view from, std::string_view to) {
        thrown([&](failure& f) { rename(from, to, f); });
    }
    std::string real_path(std::string_view path) {
        return thrown([&](failure& f) { return real_path(path, f); });
    }
    std::string read_link(std::string_view path) {
        return thrown([&](failure& f) { return read_link(path, f); });
    }
    void make_link(std::string_view target, std::string_view link) {
        thrown([&](failure& f) { make_link(target, link, f); });
    }

    /// Downloads into a sink; see sftp::download. The progress handler is called at most once for each
    /// arrival of data.
    transfer_result get(std::string_view path, sftp::data_sink sink,
                        const sftp::download_options& options = {}, const progress_handler& progress = {});
    /// Uploads from a source; see sftp::upload.
    transfer_result put(sftp::data_source source, std::string_view path,
                        const sftp::upload_options& options = {}, const progress_handler& progress = {});

    /// A whole small file; std::errc::file_too_large beyond `most` bytes.
    std::string read_file(std::string_view path, std::size_t most = 64 * 1024 * 1024);
    void write_file(std::string_view path, std::string_view content);

    /// The engine, for pipelining of one's own.
    sftp::client_engine& engine() noexcept { return channel_.engine(); }

  private:
    template <class F>
    auto thrown(F&& f);
    template <class Ask, class OnReply>
    void ask(std::string_view path, failure& out, Ask&& request, OnReply&& on_reply) {
        ask_with(path, out, request, on_reply);
    }
    void ask_with(std::string_view path, failure& out,
                  function_ref<result<sftp::request_id>(sftp::client_engine&)> request,
                  function_ref<bool(const sftp::event&)> on_reply);
    template <class Transfer>
    failure run(Transfer& transfer, const progress_handler& progress, std::optional<std::uint64_t> total);
    failure begin(const connection::channel_options& how = default_channel);
    failure drive(function_ref<bool()> done);

    Client& client_;
    sftp_channel channel_;
    bool opened_ = false;
};

} // namespace hawser::inline HAWSER_ABI

#include <hawser/client/impl/sftp.ipp>

#if !HAWSER_HEADER_ONLY
#include <hawser/client/connect.hpp>

namespace hawser::inline HAWSER_ABI {
extern template class sftp_client<client<modern>>;
extern template class sftp_client<client<compatible>>;
extern template class sftp_client<client<fips>>;
extern template class sftp_client<client<museum>>;
} // namespace hawser::inline HAWSER_ABI
#endif
