#pragma once
// Requests.

#include <hawser/sftp/client_engine.hpp>

namespace hawser::inline HAWSER_ABI::sftp {

HAWSER_DECL client_engine::client_engine(std::pmr::memory_resource* memory) noexcept
    : reader_{memory},
      table_{memory},
      queue_{queue_limit, memory},
      staged_{static_cast<std::size_t>(-1), memory} {}

HAWSER_DECL result<void> client_engine::start() {
    if (phase_ != phase::idle) return failure_ ? failure_ : make_error_code(usage_error::wrong_phase);
    wire::writer w{staged_};
    w.u32(5).u8(static_cast<std::uint8_t>(packet_type::init)).u32(protocol_version);
    if (auto done = w.finish(); !done) return done;
    phase_ = phase::awaiting_version;
    return {};
}

HAWSER_DECL result<void> client_engine::may_request() const noexcept {
    if (failure_) return failure_;
    if (phase_ == phase::idle) return usage_error::wrong_phase;
    if (table_.is_full()) return usage_error::output_blocked;
    return {};
}

namespace detail {
inline bool is_usable_path(std::string_view path) noexcept {
    return path.size() <= client_engine::path_limit && path.find('\0') == std::string_view::npos;
}
} // namespace detail

HAWSER_DECL result<request*> client_engine::begin_request(packet_type type, void* owner, wire::writer& w) {
    if (auto may = may_request(); !may) return may.error();
    request& r = table_.add(type, owner);
    r.queue_position = left_queue_ + queue_.size();
    w.u32(0).u8(static_cast<std::uint8_t>(type)).u32(r.id.value);
    return &r;
}

HAWSER_DECL result<request_id> client_engine::end_request(request& r, const wire::writer& w) {
    const auto begin = static_cast<std::size_t>(r.queue_position - left_queue_);
    if (auto done = w.finish(); !done) {
        queue_.truncate(begin);
        table_.remove(r);
        return done.error() == std::errc::no_buffer_space ? make_error_code(usage_error::output_blocked)
                                                          : done.error();
    }
    store_u32(queue_.span().data() + begin, static_cast<std::uint32_t>(queue_.size() - begin - 4));
    r.queue_position = left_queue_ + queue_.size();
    return r.id;
}

template <class Fields>
result<request_id> client_engine::add(packet_type type, void* owner, Fields&& fields) {
    wire::writer w{queue_};
    auto r = begin_request(type, owner, w);
    if (!r) return r.error();
    fields(w);
    return end_request(**r, w);
}

HAWSER_DECL result<request_id> client_engine::ask_path(packet_type type, std::string_view path, void* owner) {
    if (!detail::is_usable_path(path)) return usage_error::invalid_argument;
    return add(type, owner, [&](wire::writer& w) { w.string(path); });
}

HAWSER_DECL result<request_id> client_engine::ask_path(packet_type type, std::string_view path,
                                                       const attributes& a, void* owner) {
    if (!detail::is_usable_path(path)) return usage_error::invalid_argument;
    return add(type, owner, [&](wire::writer& w) {
        w.string(path);
        a.encode(w);
    });
}

HAWSER_DECL result<request_id> client_engine::ask_paths(packet_type type, std::string_view first,
                                                        std::string_view second, void* owner) {
    if (!detail::is_usable_path(first) || !detail::is_usable_path(second))
        return usage_error::invalid_argument;
    return add(type, owner, [&](wire::writer& w) { w.string(first).string(second); });
}

HAWSER_DECL result<request_id> client_engine::ask_handle(packet_type type, const file_handle& handle,
                                                         void* owner) {
    if (handle.empty()) return usage_error::invalid_argument;
    return add(type, owner, [&](wire::writer& w) { w.string(handle.view()); });
}

HAWSER_DECL result<request_id> client_engine::open(std::string_view path, open_flags flags,
                                                   const attributes& initial, void* owner) {
    if (!detail::is_usable_path(path)) return usage_error::invalid_argument;
    return add(packet_type::open, owner, [&](wire::writer& w) {
        w.string(path).u32(static_cast<std::uint32_t>(flags));
        initial.encode(w);
    });
}

HAWSER_DECL result<request_id> client_engine::close(const file_handle& file, void* owner) {
    return ask_handle(packet_type::close, file, owner);
}

HAWSER_DECL result<request_id> client_engine::read(const file_handle& file, std::uint64_t offset,
                                                   std::uint32_t length, void* owner) {
    if (file.empty() || length == 0 || length > transfer_limits::maximum ||
        offset > ~std::uint64_t{0} - length)
        return usage_error::invalid_argument;
    auto id = add(packet_type::read, owner,
                  [&](wire::writer& w) { w.string(file.view()).u64(offset).u32(length); });
    if (!id) return id;
    request& r = *table_.find(id->value);
    r.offset = offset;
    r.length = length;
    expected_ += length;
    return id;
}

HAWSER_DECL result<request_id> client_engine::write(const file_handle& file, std::uint64_t offset,
                                                    byte_view bytes, void* owner) {
    if (file.empty() || bytes.size() > transfer_limits::maximum || offset > ~std::uint64_t{0} - bytes.size())
        return usage_error::invalid_argument;
    auto id = add(packet_type::write, owner,
                  [&](wire::writer& w) { w.string(file.view()).u64(offset).string(bytes); });
    if (!id) return id;
    request& r = *table_.find(id->value);
    r.offset = offset;
    r.length = r.good = static_cast<std::uint32_t>(bytes.size());
    return id;
}

HAWSER_DECL result<request_id> client_engine::write(write_stream& stream, std::uint32_t length, void* owner) {
    if (stream.handle.empty() || !stream.source || length == 0 || length > transfer_limits::maximum)
        return usage_error::invalid_argument;
    if (auto may = may_request(); !may) return may.error();
    request& r = table_.add(packet_type::write, owner);
    r.sent = false;
    r.stream = &stream;
    r.length = length;
    r.queue_position = left_queue_ + queue_.size();
    writes_.push(table_, r);
    return r.id;
}

HAWSER_DECL result<request_id> client_engine::lstat(std::string_view path, void* owner) {
    return ask_path(packet_type::lstat, path, owner);
}
HAWSER_DECL result<request_id> client_engine::stat(std::string_view path, void* owner) {
    return ask_path(packet_type::stat, path, owner);
}
HAWSER_DECL result<request_id> client_engine::fstat(const file_handle& file, void* owner) {
    return ask_handle(packet_type::fstat, file, owner);
}
HAWSER_DECL result<request_id> client_engine::setstat(std::string_view path, const attributes& to,
                                                      void* owner) {
    return ask_path(packet_type::setstat, path, to, owner);
}
HAWSER_DECL result<request_id> client_engine::fsetstat(const file_handle& file, const attributes& to,
                                                       void* owner) {
    if (file.empty()) return usage_error::invalid_argument;
    return add(packet_type::fsetstat, owner, [&](wire::writer& w) {
        w.string(file.view());
        to.encode(w);
    });
}

HAWSER_DECL result<request_id> client_engine::opendir(std::string_view path, void* owner) {
    return ask_path(packet_type::opendir, path, owner);
}
HAWSER_DECL result<request_id> client_engine::readdir(const file_handle& directory, void* owner) {
    return ask_handle(packet_type::readdir, directory, owner);
}
HAWSER_DECL result<request_id> client_engine::mkdir(std::string_view path, const attributes& initial,
                                                    void* owner) {
    return ask_path(packet_type::mkdir, path, initial, owner);
}
HAWSER_DECL result<request_id> client_engine::rmdir(std::string_view path, void* owner) {
    return ask_path(packet_type::rmdir, path, owner);
}
HAWSER_DECL result<request_id> client_engine::remove(std::string_view path, void* owner) {
    return ask_path(packet_type::remove, path, owner);
}
HAWSER_DECL result<request_id> client_engine::rename(std::string_view from, std::string_view to,
                                                     void* owner) {
    return ask_paths(packet_type::rename, from, to, owner);
}
HAWSER_DECL result<request_id> client_engine::symlink(std::string_view target, std::string_view link,
                                                      void* owner) {
    return ask_paths(packet_type::symlink, target, link, owner);
}
HAWSER_DECL result<request_id> client_engine::readlink(std::string_view path, void* owner) {
    return ask_path(packet_type::readlink, path, owner);
}
HAWSER_DECL result<request_id> client_engine::realpath(std::string_view path, void* owner) {
    return ask_path(packet_type::realpath, path, owner);
}

HAWSER_DECL result<void> client_engine::may_extend(std::string_view name) const noexcept {
    if (failure_) return failure_;
    if (phase_ != phase::running) return usage_error::wrong_phase;
    if (!extensions_.contains(name)) return sftp_errc::operation_unsupported;
    return {};
}

template <class Fields>
result<request_id> client_engine::add_extension(std::string_view name, void* owner, Fields&& fields) {
    if (auto may = may_extend(name); !may) return may.error();
    return add(packet_type::extended, owner, [&](wire::writer& w) {
        w.string(name);
        fields(w);
    });
}

HAWSER_DECL result<request_id> client_engine::posix_rename(std::string_view from, std::string_view to,
                                                           void* owner) {
    if (!detail::is_usable_path(from) || !detail::is_usable_path(to)) return usage_error::invalid_argument;
    return add_extension(extension::posix_rename, owner, [&](wire::writer& w) { w.string(from).string(to); });
}
HAWSER_DECL result<request_id> client_engine::hardlink(std::string_view target, std::string_view link,
                                                       void* owner) {
    if (!detail::is_usable_path(target) || !detail::is_usable_path(link))
        return usage_error::invalid_argument;
    return add_extension(extension::hardlink, owner, [&](wire::writer& w) { w.string(target).string(link); });
}
HAWSER_DECL result<request_id> client_engine::fsync(const file_handle& file, void* owner) {
    if (file.empty()) return usage_error::invalid_argument;
    return add_extension(extension::fsync, owner, [&](wire::writer& w) { w.string(file.view()); });
}
HAWSER_DECL result<request_id> client_engine::lsetstat(std::string_view path, const attributes& to,
                                                       void* owner) {
    if (!detail::is_usable_path(path)) return usage_error::invalid_argument;
    return add_extension(extension::lsetstat, owner, [&](wire::writer& w) {
        w.string(path);
        to.encode(w);
    });
}
HAWSER_DECL result<request_id> client_engine::statvfs(std::string_view path, void* owner) {
    if (!detail::is_usable_path(path)) return usage_error::invalid_argument;
    auto id = add_extension(extension::statvfs, owner, [&](wire::writer& w) { w.string(path); });
    if (id) table_.find(id->value)->extension = extension_kind::statvfs;
    return id;
}
HAWSER_DECL result<request_id> client_engine::extended(std::string_view name, byte_view payload,
                                                       void* owner) {
    if (payload.size() > path_limit) return usage_error::invalid_argument;
    auto id = add_extension(name, owner, [&](wire::writer& w) { w.raw(payload); });
    if (id) table_.find(id->value)->extension = extension_kind::other;
    return id;
}

HAWSER_DECL void client_engine::abandon(void* owner) noexcept {
    table_.for_each([&](request& r) {
        if (r.owner != owner || r.abandoned) return;
        r.abandoned = true;
        r.owner = nullptr;
        r.stream = nullptr;
    });
}

HAWSER_DECL void client_engine::close_quietly(const file_handle& file) {
    if (auto id = close(file); id) table_.find(id->value)->abandoned = true;
}

} // namespace hawser::inline HAWSER_ABI::sftp
