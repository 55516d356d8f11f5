#pragma once

#include <hawser/core/secret.hpp>
#include <hawser/wire/outbox.hpp>

namespace hawser::inline HAWSER_ABI::wire {

HAWSER_DECL writer& outbox::begin() {
    HAWSER_ASSERT(!open_);
    open_ = true;
    writer_ = writer{buffer_};
    writer_.reserve(packet_header);
    return writer_;
}

HAWSER_DECL void outbox::commit() {
    HAWSER_ASSERT(open_);
    if (closed_)
        cancel();
    else
        commit_again();
}

HAWSER_DECL void outbox::commit_again() {
    auto written = writer_.finish();
    const std::size_t payload = open_payload().size();
    const std::size_t padding = padding_for(payload, shape_);
    if (written && !error_) {
        writer_.reserve(padding + shape_.tag);
        written = writer_.finish();
    }
    if (!written || error_) {
        if (!error_) error_ = written.error();
        cancel();
        return;
    }
    std::byte* packet = buffer_.span().data() + committed_;
    store_u32(packet, static_cast<std::uint32_t>(1 + payload + padding));
    packet[4] = static_cast<std::byte>(padding);
    allowance_ -= (std::min<std::uint64_t>)(allowance_, buffer_.size() - committed_);
    committed_ = buffer_.size();
    open_ = false;
}

HAWSER_DECL void outbox::cancel() noexcept {
    wipe(open_payload());
    buffer_.truncate(committed_);
    open_ = false;
}

HAWSER_DECL void outbox::put_clear(byte_view bytes) {
    HAWSER_ASSERT(!open_ && !has_unsealed());
    if (auto appended = buffer_.append(bytes); !appended && !error_) error_ = appended.error();
    sealed_ = committed_ = buffer_.size();
}

HAWSER_DECL byte_span outbox::open_payload() noexcept {
    const std::size_t open = buffer_.size() - committed_;
    return open <= packet_header ? byte_span{} : buffer_.span().subspan(committed_ + packet_header);
}

HAWSER_DECL void outbox::truncate_payload(std::size_t size) noexcept {
    HAWSER_ASSERT(open_ && size <= open_payload().size());
    buffer_.truncate(committed_ + packet_header + size);
}

HAWSER_DECL outbox::slot outbox::next_unsealed() noexcept {
    HAWSER_ASSERT(has_unsealed());
    const byte_span rest = buffer_.span().subspan(sealed_);
    const std::size_t size = 4 + std::size_t{load_u32(rest.data())};
    // Sealing may encrypt the length field, so where the packet ends is noted now.
    next_sealed_ = sealed_ + size + shape_.tag;
    return {rest.first(size), rest.subspan(size, shape_.tag)};
}

HAWSER_DECL void outbox::mark_sealed() noexcept { sealed_ = next_sealed_; }

HAWSER_DECL void outbox::drop_unsealed() noexcept {
    wipe(buffer_.span().subspan(sealed_));
    buffer_.truncate(sealed_);
    committed_ = sealed_;
    open_ = false;
}

HAWSER_DECL result<void> outbox::take_unsealed(byte_buffer& out) {
    writer w{out};
    const std::size_t keep = sealed_;
    while (has_unsealed()) {
        w.string(byte_view{next_unsealed().payload()});
        mark_sealed();
    }
    sealed_ = committed_ = keep;
    wipe(buffer_.span().subspan(keep));
    buffer_.truncate(keep);
    return w.finish();
}

HAWSER_DECL void outbox::consume(std::size_t size) noexcept {
    HAWSER_ASSERT(size <= sealed_);
    buffer_.consume(size);
    sealed_ -= size;
    committed_ -= size;
}

HAWSER_DECL void outbox::release() noexcept {
    buffer_.release();
    sealed_ = committed_ = 0;
    open_ = false;
}

} // namespace hawser::inline HAWSER_ABI::wire
