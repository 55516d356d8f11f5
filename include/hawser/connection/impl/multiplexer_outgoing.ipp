#pragma once
// One message of ours: straight into the outbox, or kept while output is barred.

#include <hawser/connection/multiplexer.hpp>

namespace hawser::inline HAWSER_ABI::connection {

namespace detail {
/// What the owner says must fit a packet of the usual limit, padding included.
inline constexpr std::size_t most_payload = limits::packet - 1024;
} // namespace detail

HAWSER_DECL result<wire::writer*> multiplexer::begin_message(cause why) {
    HAWSER_ASSERT(reserved_ == 0);
    if (failed_ || lost_) return usage_error::session_closed;
    keeping_ = !out_->can_send();
    if (!keeping_) {
        send_kept();
        if (failed_) return failed_;
        if (why == cause::owner && out_->is_full()) return usage_error::output_blocked;
        return &out_->begin();
    }
    if (why == cause::peer && kept_for_peer_ >= limits::pending_replies)
        return fail(protocol_error::too_many_pending);
    if (why == cause::owner && (kept_for_owner_ >= limits::pending_replies || kept_.size() >= limits::packet))
        return usage_error::output_blocked;
    kept_start_ = kept_.size();
    kept_writer_ = wire::writer{kept_};
    kept_writer_.u32(0);
    return &kept_writer_;
}

HAWSER_DECL result<void> multiplexer::finish_message(cause why) {
    if (!keeping_) {
        if (out_->open_payload().size() > detail::most_payload) {
            out_->cancel();
            return usage_error::invalid_argument;
        }
        out_->commit();
        return out_->error() ? result<void>{fail(out_->error())} : result<void>{};
    }
    const std::size_t size = kept_.size() - kept_start_;
    if (auto written = kept_writer_.finish(); !written) {
        kept_.truncate(kept_start_);
        return fail(written.error());
    }
    if (size - 4 > detail::most_payload) {
        kept_.truncate(kept_start_);
        return usage_error::invalid_argument;
    }
    store_u32(kept_.span().data() + kept_start_, static_cast<std::uint32_t>(size - 4));
    if (why == cause::peer) ++kept_for_peer_;
    if (why == cause::owner) ++kept_for_owner_;
    return {};
}

HAWSER_DECL void multiplexer::send_kept() {
    if (kept_.empty()) return;
    wire::reader r{kept_.view()};
    while (r.left() != 0) {
        out_->begin().raw(r.string());
        out_->commit();
    }
    kept_.release();
    kept_for_peer_ = kept_for_owner_ = 0;
    if (out_->error()) fail(out_->error());
}

HAWSER_DECL void multiplexer::flush() {
    if (failed_ || lost_ || !out_->can_send()) return;
    send_kept();
    for (std::size_t slot = 0; adjustments_due_ != 0 && slot < channels_.slots(); ++slot)
        if (channel* c = channels_.at(slot); c != nullptr && c->adjust_due) send_adjustment(*c);
    if (out_->error()) fail(out_->error());
}

} // namespace hawser::inline HAWSER_ABI::connection
