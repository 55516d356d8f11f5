#pragma once

#include <hawser/client/sftp.hpp>

namespace hawser::inline HAWSER_ABI {

template <class Client>
failure sftp_client<Client>::drive(function_ref<bool()> done) {
    const auto step = [&] {
        if (done() || channel_.is_over()) return true;
        client_.expect_input(channel_.engine().expected_bytes());
        return false;
    };
    // A transfer may take as long as it likes while the server answers, or on a slow line at least takes what is sent: each
    // wait that brought something is followed by another.
    for (;;) {
        const std::uint64_t progress = channel_.progress(), drains = client_.drains();
        failure f = client_.drive(client_.reply_deadline(), step);
        client_.expect_input(0);
        if (!f) return done() ? failure{} : channel_.problem();
        const bool silent = channel_.progress() == progress && client_.drains() == drains;
        if (f.code != std::errc::timed_out || silent || client_.session().is_closed()) return f;
    }
}

template <class Client>
failure sftp_client<Client>::begin(const connection::channel_options& how) {
    if (opened_) return channel_.problem();
    connection::channel_id id;
    if (failure f = client_.open_session_channel(channel_, id, how)) return f;
    opened_ = true;
    channel_.attach(client_.session().connection(), id);
    return channel_.problem();
}

template <class Client>
failure sftp_client<Client>::open(const connection::channel_options& how) {
    if (failure f = begin(how)) return f;
    const auto ready = [&] { return channel_.is_ready(); };
    return drive(ready);
}

template <class Client>
template <class F>
auto sftp_client<Client>::thrown(F&& f) {
    failure out;
    if constexpr (std::is_void_v<decltype(f(out))>) {
        f(out);
        throw_if(std::move(out));
    } else {
        auto value = f(out);
        throw_if(std::move(out));
        return value;
    }
}

template <class Client>
void sftp_client<Client>::ask_with(std::string_view path, failure& out,
                                   function_ref<result<sftp::request_id>(sftp::client_engine&)> request,
                                   function_ref<bool(const sftp::event&)> on_reply) {
    if (out = begin(); out) return;
    bool done = false;
    const auto handle = [&](const sftp::event& happened) {
        if (const auto* status = happened.as<sftp::status_reply>()) {
            if (status->error)
                out = {status->error,
                       sftp_status{status->code, std::string{status->text}, std::string{path}}};
            done = true;
        } else if (sftp::owner_of(happened) == this) {
            done = on_reply(happened);
        }
    };
    const auto is_done = [&] { return done; };
    channel_.on_reply = handle;
    auto asked = request(channel_.engine());
    if (!asked) {
        out = {asked.error(), subject{"request for", std::string{path}}};
    } else if (failure f = drive(is_done)) {
        out = std::move(f);
        channel_.engine().abandon(this);
    }
    channel_.on_reply = {};
}

namespace detail {

inline constexpr auto no_more_replies = [](const sftp::event&) { return true; };

} // namespace detail

template <class Client>
sftp::attributes sftp_client<Client>::stat(std::string_view path, failure& out) {
    sftp::attributes got;
    ask(
        path, out, [&](auto& engine) { return engine.stat(path, this); },
        [&](const sftp::event& e) {
            if (const auto* reply = e.as<sftp::attributes_reply>()) got = reply->value;
            return true;
        });
    return got;
}

template <class Client>
sftp::attributes sftp_client<Client>::lstat(std::string_view path, failure& out) {
    sftp::attributes got;
    ask(
        path, out, [&](auto& engine) { return engine.lstat(path, this); },
        [&](const sftp::event& e) {
            if (const auto* reply = e.as<sftp::attributes_reply>()) got = reply->value;
            return true;
        });
    return got;
}

template <class Client>
void sftp_client<Client>::set_attributes(std::string_view path, const sftp::attributes& to, failure& out) {
    ask(
        path, out, [&](auto& engine) { return engine.setstat(path, to, this); }, detail::no_more_replies);
}

template <class Client>
std::vector<directory_entry> sftp_client<Client>::list(std::string_view path, failure& out,
                                                       std::size_t most) {
    std::vector<directory_entry> entries;
    sftp::file_handle directory;
    ask(
        path, out, [&](auto& engine) { return engine.opendir(path, this); },
        [&](const sftp::event& e) {
            if (const auto* reply = e.as<sftp::handle_reply>()) directory = sftp::file_handle{reply->handle};
            return true;
        });
    while (!out) {
        ask(
            path, out, [&](auto& engine) { return engine.readdir(directory, this); },
            [&](const sftp::event& e) {
                const auto* reply = e.as<sftp::names_reply>();
                if (reply == nullptr) return true;
                for (const auto& entry : reply->names) {
                    if (entry.filename != "." && entry.filename != ".." && entries.size() < most)
                        entries.push_back({std::string{entry.filename}, entry.attrs});
                }
                return true;
            });
        if (entries.size() >= most) break;
    }
    if (out.code == sftp::sftp_errc::end_of_file) out = {};
    if (opened_ && !channel_.is_over()) channel_.engine().close_quietly(directory);
    return entries;
}

template <class Client>
void sftp_client<Client>::make_directory(std::string_view path, failure& out) {
    ask(
        path, out, [&](auto& engine) { return engine.mkdir(path, {}, this); }, detail::no_more_replies);
}

template <class Client>
void sftp_client<Client>::remove_directory(std::string_view path, failure& out) {
    ask(
        path, out, [&](auto& engine) { return engine.rmdir(path, this); }, detail::no_more_replies);
}

template <class Client>
void sftp_client<Client>::remove(std::string_view path, failure& out) {
    ask(
        path, out, [&](auto& engine) { return engine.remove(path, this); }, detail::no_more_replies);
}

template <class Client>
void sftp_client<Client>::rename(std::string_view from, std::string_view to, failure& out) {
    // Which of two requests to make depends on what the server can.
    if (out = open(); out) return;
    ask(
        from, out,
        [&](auto& engine) {
            auto asked = engine.posix_rename(from, to, this);
            return asked || asked.error() != sftp::sftp_errc::operation_unsupported
                       ? asked
                       : engine.rename(from, to, this);
        },
        detail::no_more_replies);
}

template <class Client>
std::string sftp_client<Client>::real_path(std::string_view path, failure& out) {
    std::string got;
    ask(
        path, out, [&](auto& engine) { return engine.realpath(path, this); },
        [&](const sftp::event& e) {
            if (const auto* reply = e.as<sftp::path_reply>()) got = reply->path;
            return true;
        });
    return got;
}

template <class Client>
std::string sftp_client<Client>::read_link(std::string_view path, failure& out) {
    std::string got;
    ask(
        path, out, [&](auto& engine) { return engine.readlink(path, this); },
        [&](const sftp::event& e) {
            if (const auto* reply = e.as<sftp::path_reply>()) got = reply->path;
            return true;
        });
    return got;
}

template <class Client>
void sftp_client<Client>::make_link(std::string_view target, std::string_view link, failure& out) {
    ask(
        link, out, [&](auto& engine) { return engine.symlink(target, link, this); }, detail::no_more_replies);
}

template <class Client>
template <class Transfer>
failure sftp_client<Client>::run(Transfer& transfer, const progress_handler& progress,
                                 std::optional<std::uint64_t> total) {
    const auto handle = [&](const sftp::event& happened) {
        transfer.on_event(happened);
        if (!progress) return;
        if constexpr (requires { transfer.size(); }) total = transfer.size();
        progress({transfer.confirmed(), total});
    };
    const auto advance = [&] { transfer.advance(); };
    const auto done = [&] {
        transfer.advance();
        return transfer.is_done();
    };
    channel_.on_reply = handle;
    channel_.after_sending = advance;
    failure f = drive(done);
    channel_.on_reply = {};
    channel_.after_sending = {};
    // A transfer that was cut off does not know by what: the session does, or the channel.
    if (transfer.error() == remote_error::no_reply) {
        if (client_.session().is_closed()) return client_.session_failure();
        if (failure why = channel_.problem()) return why;
    }
    if (transfer.error()) return {transfer.error(), transfer.details()};
    return f;
}

template <class Client>
transfer_result sftp_client<Client>::get(std::string_view path, sftp::data_sink sink,
                                         const sftp::download_options& options,
                                         const progress_handler& progress) {
    if (failure f = begin()) return {options.offset, std::move(f)};
    sftp::download transfer{channel_.engine(), sink, options};
    if (auto started = transfer.start(path); !started)
        return {options.offset, {started.error(), transfer.details()}};
    failure f = run(transfer, progress, {});
    return {transfer.confirmed(), std::move(f)};
}

template <class Client>
transfer_result sftp_client<Client>::put(sftp::data_source source, std::string_view path,
                                         const sftp::upload_options& options,
                                         const progress_handler& progress) {
    if (failure f = begin()) return {options.offset, std::move(f)};
    sftp::upload transfer{channel_.engine(), source, options};
    if (auto started = transfer.start(path); !started)
        return {options.offset, {started.error(), transfer.details()}};
    std::optional<std::uint64_t> total;
    if (options.length) total = options.offset + *options.length;
    failure f = run(transfer, progress, total);
    return {transfer.confirmed(), std::move(f)};
}

template <class Client>
std::string sftp_client<Client>::read_file(std::string_view path, std::size_t most) {
    std::string content;
    const auto sink = [&](std::uint64_t, byte_view bytes) -> result<void> {
        if (bytes.size() > most - content.size()) return std::errc::file_too_large;
        content.append(as_text(bytes));
        return {};
    };
    sftp::download_options options;
    options.in_order = true;
    throw_if(std::move(get(path, sink, options).problem));
    return content;
}

template <class Client>
void sftp_client<Client>::write_file(std::string_view path, std::string_view content) {
    const auto source = [&](std::uint64_t offset, byte_span room) -> result<std::size_t> {
        const byte_view left = as_bytes(content).subspan(static_cast<std::size_t>(offset));
        const std::size_t size = std::min(room.size(), left.size());
        std::copy_n(left.begin(), size, room.begin());
        return size;
    };
    sftp::upload_options options;
    options.length = content.size();
    throw_if(std::move(put(source, path, options).problem));
}

} // namespace hawser::inline HAWSER_ABI
