#pragma once
// SFTP on a session channel: joins the SFTP engine to the multiplexer without copying data
// (draft-ietf-secsh-filexfer-02).

#include <hawser/client/basic_client.hpp>
#include <hawser/sftp/client_engine.hpp>
#include <hawser/wire/channel_requests.hpp>

namespace hawser::inline HAWSER_ABI {

/// The channel's part of an SFTP client: asks for the subsystem and its version in one go, feeds arriving
/// data to the engine and lets the engine write into the packets being built. Knows no suite.
class sftp_channel : public channel_sink {
  public:
    explicit sftp_channel(std::pmr::memory_resource* memory, log_ref log = {}) : engine_{memory}, log_{log} {}

    /// Requests may be made from now on; they leave once the channel is open.
    void attach(connection::multiplexer& connection, connection::channel_id id);
    void on_channel_event(const session_event& happened) override;
    void before_output() override;

    /// Gets every event of the engine; set while an operation runs.
    function_ref<void(const sftp::event&)> on_reply;
    /// Makes further requests, where what was sent allows them; set while a transfer runs.
    function_ref<void()> after_sending;

    sftp::client_engine& engine() noexcept { return engine_; }
    /// The server takes requests.
    bool is_ready() const noexcept { return engine_.is_ready(); }
    bool is_over() const noexcept { return over_; }
    /// Grows with every byte that the server sends, and as it takes what is sent to it.
    std::uint64_t progress() const noexcept;
    /// Why it is over, or no error.
    failure problem() const;
    void close();

  private:
    /// Hands the engine's events out; whether there were any.
    bool drain();
    void tell_ready() const;
    void end(std::error_code code, diagnostic details);

    sftp::client_engine engine_;
    log_ref log_;
    connection::multiplexer* connection_ = nullptr;
    connection::channel_id id_{};
    failure problem_;
    bool over_ = false;
};

} // namespace hawser::inline HAWSER_ABI

#if HAWSER_HEADER_ONLY
#include <hawser/client/impl/sftp_channel.ipp>
#endif
