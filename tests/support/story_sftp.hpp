#pragma once
// One file put and got back over a story's session, by the SFTP engine on a channel of its own.

#include <hawser/client/sftp_channel.hpp>
#include <hawser/sftp/transfer.hpp>

#include "support/story.hpp"

namespace hawser::testing {

/// Opens the subsystem once the client is logged in, uploads a pattern, downloads it again, and closes. Must
/// be made before the story runs, and outlive the run.
class story_sftp {
  public:
    story_sftp(story& s, std::uint64_t seed, std::uint64_t size)
        : story_{s},
          pattern_{seed},
          size_{size},
          source_{[this](std::uint64_t offset, byte_span room) -> result<std::size_t> {
              const auto take =
                  static_cast<std::size_t>(std::min<std::uint64_t>(room.size(), size_ - offset));
              pattern_.fill(offset, room.first(take));
              return take;
          }},
          sink_{[this](std::uint64_t offset, byte_view bytes) -> result<void> {
              is_right_ = is_right_ && pattern_.matches(offset, bytes);
              got_ += bytes.size();
              return {};
          }},
          on_reply_{[this](const sftp::event& e) {
              if (put_) put_->on_event(e);
              if (get_) get_->on_event(e);
          }},
          channel_{s.options.client_memory} {
        channel_.on_reply = on_reply_;
        s.app.on_sftp = [this](sftp_responder& responder) { responder_ = &responder; };
        s.also_on_client_event = [this](session_event& e) { router_.dispatch(e); };
        s.also_before_client_output = [this] { advance(); };
        s.may_leave = [this] { return is_over(); };
    }

    /// What the server holds under the name, or nothing.
    const sftp_responder::node* remote() const {
        if (responder_ == nullptr) return nullptr;
        const auto at = responder_->tree.find("/file");
        return at == responder_->tree.end() ? nullptr : &at->second;
    }
    bool is_over() const { return channel_.is_over(); }
    bool put_is_done() const { return put_ && put_->is_done() && !put_->error(); }
    bool get_is_done() const { return get_ && get_->is_done() && !get_->error(); }
    std::error_code put_error() const { return put_ ? put_->error() : std::error_code{}; }
    std::error_code get_error() const { return get_ ? get_->error() : std::error_code{}; }
    failure problem() const { return channel_.problem(); }
    /// The whole file went there and came back.
    bool is_right() const { return is_right_ && got_ == size_; }
    bool arrived() const {
        const auto* node = remote();
        return node != nullptr && node->content.size() == size_ && pattern_.matches(0, node->content);
    }
    bool put_began() const { return put_.has_value(); }
    bool get_began() const { return get_.has_value(); }
    bool is_open() const { return opened_; }

  private:
    void advance() {
        if (!story_.logged_in || story_.client.is_closed()) return;
        if (!opened_) {
            auto id = story_.client.connection().open(wire::session_channel{});
            if (!id) return;
            opened_ = true;
            channel_.attach(story_.client.connection(), *id);
            router_.add(*id, channel_);
        }
        if (channel_.is_ready() && !put_) {
            sftp::upload_options how;
            how.length = size_;
            (void)put_.emplace(channel_.engine(), source_, how).start("/file");
        }
        if (put_is_done() && !get_) (void)get_.emplace(channel_.engine(), sink_).start("/file");
        if (put_) put_->advance();
        if (get_) get_->advance();
        if (get_is_done() && !channel_.is_over()) channel_.close();
        router_.before_output();
    }

    story& story_;
    pattern pattern_;
    std::uint64_t size_;
    std::uint64_t got_ = 0;
    bool is_right_ = true;
    bool opened_ = false;
    std::function<result<std::size_t>(std::uint64_t, byte_span)> source_;
    std::function<result<void>(std::uint64_t, byte_view)> sink_;
    std::function<void(const sftp::event&)> on_reply_;
    sftp_channel channel_;
    channel_router router_;
    std::optional<sftp::upload> put_;
    std::optional<sftp::download> get_;
    sftp_responder* responder_ = nullptr;
};

} // namespace hawser::testing
