#pragma once

#include <hawser/sftp/packet_reader.hpp>

#include <algorithm>
#include <cstring>

namespace hawser::inline HAWSER_ABI::sftp {

HAWSER_DECL bool packet_reader::collect_header(std::size_t size) noexcept {
    if (header_size_ >= size) return true;
    const std::size_t taken = std::min(size - header_size_, input_.size());
    if (taken != 0) std::memcpy(header_.data() + header_size_, input_.data(), taken);
    header_size_ += taken;
    input_ = input_.subspan(taken);
    return header_size_ == size;
}

HAWSER_DECL packet_reader::found packet_reader::fail(std::string_view problem) noexcept {
    problem_ = problem;
    stage_ = stage::broken;
    input_ = {};
    return found::malformed;
}

HAWSER_DECL packet_reader::found packet_reader::next() {
    if (collected_is_done_) {
        collected_.clear();
        collected_is_done_ = false;
    }
    switch (stage_) {
    case stage::header: {
        if (!collect_header(short_header)) return found::nothing;
        const std::uint32_t length = load_u32(header_.data());
        // The shortest packets are a type and four bytes: a version or a request id.
        if (length < 5) return fail("shorter than its header");
        if (length > limits::sftp_packet) return fail("longer than is allowed");
        if (type() != packet_type::data) {
            header_size_ = 0;
            left_ = length - 1;
            stage_ = stage::body;
            return next();
        }
        if (length < data_header - 4) return fail("shorter than its header");
        if (!collect_header(data_header)) return found::nothing;
        if (data_size() != length - (data_header - 4)) return fail("data length differs from packet length");
        header_size_ = 0;
        left_ = data_size();
        stage_ = stage::data;
        return found::data_header;
    }
    case stage::body: {
        if (collected_.empty() && input_.size() >= left_) {
            body_ = input_.first(left_);
            input_ = input_.subspan(left_);
            stage_ = stage::header;
            return found::packet;
        }
        const std::size_t taken = std::min<std::size_t>(left_, input_.size());
        if (!collected_.append(input_.first(taken))) {
            stage_ = stage::broken;
            return found::out_of_memory;
        }
        input_ = input_.subspan(taken);
        left_ -= static_cast<std::uint32_t>(taken);
        if (left_ != 0) return found::nothing;
        body_ = collected_.view();
        collected_is_done_ = true;
        stage_ = stage::header;
        return found::packet;
    }
    case stage::data: {
        // Data of no bytes is one empty piece; the engine refuses it, but that is not decided here.
        if (input_.empty() && left_ != 0) return found::nothing;
        const std::size_t taken = std::min<std::size_t>(left_, input_.size());
        body_ = input_.first(taken);
        input_ = input_.subspan(taken);
        left_ -= static_cast<std::uint32_t>(taken);
        if (left_ == 0) stage_ = stage::header;
        return found::data_piece;
    }
    case stage::broken: break;
    }
    input_ = {};
    return found::nothing;
}

} // namespace hawser::inline HAWSER_ABI::sftp
