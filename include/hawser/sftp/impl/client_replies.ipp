#pragma once
// Replies.

#include <hawser/sftp/client_engine.hpp>

namespace hawser::inline HAWSER_ABI::sftp {

HAWSER_DECL void client_engine::on_data(byte_view bytes) noexcept {
    if (failure_) return;
    if (phase_ == phase::idle) {
        (void)fail(make_error_code(protocol_error::sftp_wrong_reply));
        failure_told_ = false;
        return;
    }
    received_ += bytes.size();
    reader_.feed(bytes);
}

HAWSER_DECL void client_engine::on_end() noexcept {
    if (failure_) return;
    const bool owed = phase_ == phase::awaiting_version || table_.active() != 0 || !reader_.at_boundary();
    (void)fail(make_error_code(owed ? remote_error::no_reply : remote_error::connection_closed));
    failure_told_ = false;
}

HAWSER_DECL event client_engine::fail(std::error_code error, diagnostic details) {
    failure_ = error;
    details_ = std::move(details);
    phase_ = phase::ended;
    return failed{error};
}

HAWSER_DECL event client_engine::malformed_reply(std::string_view title, const wire::reader& r) {
    return fail(make_error_code(protocol_error::sftp_malformed), r.details(title));
}

HAWSER_DECL event client_engine::next_event() {
    if (!failure_told_) {
        failure_told_ = true;
        return failed{failure_};
    }
    while (!failure_) {
        if (!dropped_.empty()) {
            request& q = table_[dropped_.first()];
            dropped_.pop(table_);
            status_reply e;
            e.id = q.id;
            e.owner = q.owner;
            e.request = q.type;
            e.error = q.source_error;
            e.offset = q.offset;
            const bool abandoned = q.abandoned;
            over(q);
            if (abandoned) continue;
            return e;
        }
        event e;
        switch (reader_.next()) {
        case found::nothing:
            if (table_.active() == 0 && reader_.memory_in_use() > limits::receive_buffer)
                reader_.release_memory();
            return {};
        case found::packet: e = on_packet(); break;
        case found::data_header: e = on_data_header(); break;
        case found::data_piece: e = on_data_piece(); break;
        case found::malformed:
            e = fail(make_error_code(protocol_error::sftp_malformed),
                     malformed{"SFTP packet", reader_.problem(), 0});
            break;
        case found::out_of_memory: e = fail(std::make_error_code(std::errc::not_enough_memory)); break;
        }
        // Answers that nobody waits for give no event.
        if (e) return e;
    }
    return {};
}

HAWSER_DECL void client_engine::over(request& q) noexcept {
    if (q.type == packet_type::read) expected_ -= q.length;
    if (q.type == packet_type::extended && q.extension == extension_kind::limits) awaits_limits_ = false;
    table_.remove(q);
}

HAWSER_DECL event client_engine::on_data_header() {
    request* q = table_.find(reader_.data_id());
    if (q == nullptr || phase_ != phase::running || q->queue_position > left_queue_)
        return fail(make_error_code(protocol_error::sftp_unknown_request));
    if (q->type != packet_type::read) return fail(make_error_code(protocol_error::sftp_wrong_reply));
    if (reader_.data_size() == 0)
        return fail(make_error_code(protocol_error::sftp_malformed),
                    malformed{"SFTP DATA", "holds no data", 9});
    if (reader_.data_size() > q->length)
        return fail(make_error_code(protocol_error::sftp_malformed),
                    malformed{"SFTP DATA", "more than was asked for", 9});
    data_of_ = table_.index_of(*q);
    return {};
}

HAWSER_DECL event client_engine::on_data_piece() {
    request& q = table_[data_of_];
    data_fragment e;
    e.id = q.id;
    e.owner = q.owner;
    e.offset = q.offset + q.good;
    e.bytes = reader_.bytes();
    e.last = reader_.is_last();
    q.good += static_cast<std::uint32_t>(e.bytes.size());
    e.received = q.good;
    const bool abandoned = q.abandoned;
    if (e.last) {
        e.missing = q.length - q.good;
        over(q);
        data_of_ = request_table::none;
    }
    if (abandoned) return {};
    return e;
}

HAWSER_DECL event client_engine::on_packet() {
    wire::reader r{reader_.body()};
    const packet_type type = reader_.type();
    if (type == packet_type::version) return on_version(r);
    // Between the pieces of a DATA packet no other packet can come, and before VERSION nothing may.
    if (phase_ != phase::running) return fail(make_error_code(protocol_error::sftp_wrong_reply));
    switch (type) {
    case packet_type::status:
    case packet_type::handle:
    case packet_type::name:
    case packet_type::attrs:
    case packet_type::extended_reply: break;
    default:
        return fail(make_error_code(protocol_error::sftp_malformed),
                    malformed{"SFTP packet", "not a reply", 4});
    }
    request* q = table_.find(r.u32());
    if (q == nullptr || !q->sent || q->queue_position > left_queue_)
        return fail(make_error_code(protocol_error::sftp_unknown_request));
    switch (type) {
    case packet_type::status: return on_status(*q, r);
    case packet_type::handle: return on_handle_reply(*q, r);
    case packet_type::name: return on_names(*q, r);
    case packet_type::attrs: return on_attributes(*q, r);
    default: return on_extended(*q, r);
    }
}

HAWSER_DECL event client_engine::on_version(wire::reader& r) {
    if (phase_ != phase::awaiting_version || !staged_.empty())
        return fail(make_error_code(protocol_error::sftp_wrong_reply));
    if (r.u32() != protocol_version) return fail(make_error_code(protocol_error::sftp_version));
    extensions_ = extension_list::decode(r);
    if (!r.finish()) return malformed_reply("SFTP VERSION", r);
    phase_ = phase::running;
    if (extensions_.contains(extension::limits)) {
        auto id = add(packet_type::extended, nullptr, [](wire::writer& w) { w.string(extension::limits); });
        if (id) {
            request& q = *table_.find(id->value);
            q.extension = extension_kind::limits;
            q.abandoned = true;
            awaits_limits_ = true;
        } else if (id.error() != usage_error::output_blocked) {
            return fail(id.error());
        }
    }
    return ready{};
}

HAWSER_DECL event client_engine::on_status(request& q, wire::reader& r) {
    status_reply e;
    e.id = q.id;
    e.owner = q.owner;
    e.request = q.type;
    e.code = r.u32();
    e.error = error_of_status(e.code);
    e.offset = q.offset;
    // Before version 3 there was no text, and some servers still leave out one or both of its fields.
    if (r.left() != 0) e.text = r.text().substr(0, limits::peer_text);
    if (r.left() != 0) (void)r.string();
    if (!r.finish()) return malformed_reply("SFTP STATUS", r);
    if (!e.error) {
        switch (q.type) {
        case packet_type::open:
        case packet_type::opendir:
        case packet_type::read:
        case packet_type::readdir:
        case packet_type::stat:
        case packet_type::lstat:
        case packet_type::fstat:
        case packet_type::realpath:
        case packet_type::readlink: return fail(make_error_code(protocol_error::sftp_wrong_reply));
        case packet_type::extended:
            if (q.extension == extension_kind::statvfs || q.extension == extension_kind::limits)
                return fail(make_error_code(protocol_error::sftp_wrong_reply));
            break;
        default: break;
        }
        e.error = q.source_error;
    }
    if (q.type == packet_type::write) e.length = q.good;
    if (q.type == packet_type::read) e.length = q.length;
    const bool abandoned = q.abandoned;
    over(q);
    if (abandoned) return {};
    return e;
}

HAWSER_DECL event client_engine::on_handle_reply(request& q, wire::reader& r) {
    if (q.type != packet_type::open && q.type != packet_type::opendir)
        return fail(make_error_code(protocol_error::sftp_wrong_reply));
    handle_reply e;
    e.id = q.id;
    e.owner = q.owner;
    e.handle = r.string();
    if (r.ok() && (e.handle.empty() || e.handle.size() > limits::sftp_handle))
        r.fail("handle length out of bounds");
    if (!r.finish()) return malformed_reply("SFTP HANDLE", r);
    const bool abandoned = q.abandoned;
    over(q);
    if (abandoned) {
        close_quietly(file_handle{e.handle});
        return {};
    }
    return e;
}

HAWSER_DECL event client_engine::on_names(request& q, wire::reader& r) {
    const bool one = q.type == packet_type::realpath || q.type == packet_type::readlink;
    if (!one && q.type != packet_type::readdir)
        return fail(make_error_code(protocol_error::sftp_wrong_reply));
    const name_list names = name_list::decode(r);
    if (r.ok() && one && (names.size() != 1 || names.begin()->filename.empty())) r.fail("not one name");
    if (!r.finish()) return malformed_reply("SFTP NAME", r);
    const request_id id = q.id;
    void* const owner = q.owner;
    const bool abandoned = q.abandoned;
    over(q);
    if (abandoned) return {};
    if (one) return path_reply{id, owner, names.begin()->filename};
    if (!names.empty()) return names_reply{id, owner, names};
    // A listing that goes on without entries would never end; some servers end it so.
    status_reply e;
    e.id = id;
    e.owner = owner;
    e.request = packet_type::readdir;
    e.error = make_error_code(sftp_errc::end_of_file);
    e.code = static_cast<std::uint32_t>(sftp_errc::end_of_file);
    return e;
}

HAWSER_DECL event client_engine::on_attributes(request& q, wire::reader& r) {
    if (q.type != packet_type::stat && q.type != packet_type::lstat && q.type != packet_type::fstat)
        return fail(make_error_code(protocol_error::sftp_wrong_reply));
    attributes_reply e;
    e.id = q.id;
    e.owner = q.owner;
    e.value = attributes::decode(r);
    if (!r.finish()) return malformed_reply("SFTP ATTRS", r);
    const bool abandoned = q.abandoned;
    over(q);
    if (abandoned) return {};
    return e;
}

HAWSER_DECL event client_engine::on_extended(request& q, wire::reader& r) {
    if (q.type != packet_type::extended || q.extension == extension_kind::status_only)
        return fail(make_error_code(protocol_error::sftp_wrong_reply));
    const request_id id = q.id;
    void* const owner = q.owner;
    const bool abandoned = q.abandoned;
    switch (q.extension) {
    case extension_kind::limits: {
        const transfer_limits stated = sftp::transfer_limits::decode(r);
        if (!r.finish()) return malformed_reply("SFTP limits", r);
        limits_ = stated;
        over(q);
        return {};
    }
    case extension_kind::statvfs: {
        const statistics_reply e{id, owner, filesystem_statistics::decode(r)};
        if (!r.finish()) return malformed_reply("SFTP statvfs", r);
        over(q);
        if (abandoned) return {};
        return e;
    }
    default: break;
    }
    over(q);
    if (abandoned) return {};
    return extended_reply{id, owner, r.rest()};
}

} // namespace hawser::inline HAWSER_ABI::sftp
