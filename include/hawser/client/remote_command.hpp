#pragma once
// One command, shell or subsystem on a session channel, with streaming input and output (RFC 4254, section
// 6).

#include <hawser/client/basic_client.hpp>
#include <hawser/connection/multiplexer.hpp>
#include <hawser/wire/channel_requests.hpp>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace hawser::inline HAWSER_ABI {

/// A terminal for the remote side (RFC 4254, section 6.2); sizes in characters.
struct terminal_size {
    std::uint32_t columns = 80;
    std::uint32_t rows = 24;
};
struct terminal_request {
    std::string type = "xterm";
    terminal_size size;
    /// Encoded modes (section 8); empty leaves them to the server.
    byte_vector modes;
};

/// How a command ended.
struct command_exit {
    /// Nothing when a signal ended it, or the server did not tell.
    std::optional<std::uint32_t> status;
    /// Without "SIG"; empty when no signal ended it. As the server sent it.
    std::string signal;
    std::string message;
    bool core_dumped = false;
};

/// The part of a remote command that knows no suite: a channel's requests, streams and end. Its callbacks run
/// while any operation drives the session.
class command_channel : public channel_sink {
  public:
    /// Takes what it wants of the bytes and returns how many; less than all stops the server by its window
    /// until consume_more() is called.
    using output_handler = std::function<std::size_t(connection::data_stream stream, byte_view bytes)>;
    /// Fills the room with input and returns how many bytes; 0 ends the input,
    /// std::errc::operation_would_block puts it off.
    using input_source = std::function<result<std::size_t>(byte_span room)>;

    output_handler on_output;
    /// Without one the input ends at once.
    input_source input;

    /// Environment variables are asked for without waiting; most servers allow few of them.
    std::vector<std::pair<std::string, std::string>> environment;
    std::optional<terminal_request> terminal;

    enum class kind : unsigned char { command, shell, subsystem };
    void request(kind what, std::string text) {
        kind_ = what;
        text_ = std::move(text);
    }

    void attach(connection::multiplexer& connection, connection::channel_id id) noexcept {
        connection_ = &connection;
        id_ = id;
    }
    void on_channel_event(const session_event& happened) override;
    void before_output() override;

    /// Offers unread output again.
    void consume_more();
    /// Sends a signal, by its name without "SIG"; or the terminal's new size.
    result<void> signal(std::string_view name);
    result<void> resize(terminal_size size);
    void close();

    bool is_started() const noexcept { return started_; }
    bool is_closed() const noexcept { return closed_; }
    /// Everything has been said: closed, and no output is unread.
    bool is_done() const noexcept { return closed_ && !has_unread_; }
    const command_exit& exit() const noexcept { return exit_; }
    /// Why it did not start, or what it lost.
    const failure& problem() const noexcept { return problem_; }
    connection::channel_id id() const noexcept { return id_; }

  private:
    void start();
    void deliver(connection::data_stream stream);
    void on_request(const connection::channel_request& asked);
    void fail(std::error_code code, diagnostic details);

    connection::multiplexer* connection_ = nullptr;
    connection::channel_id id_{};
    kind kind_ = kind::command;
    std::string text_;
    command_exit exit_;
    failure problem_;
    bool opened_ = false;
    bool started_ = false;
    bool input_ended_ = false;
    bool closed_ = false;
    bool has_unread_ = false;
};

/// A command_channel on a client. The client must outlive it.
template <class Client>
class remote_command : public command_channel {
  public:
    explicit remote_command(Client& client) : client_{client} {}
    ~remote_command() override {
        close();
        client_.router().remove(*this);
    }
    remote_command(const remote_command&) = delete;
    remote_command& operator=(const remote_command&) = delete;

    /// Asks for the channel, and once it is open for what it is to run; waits for the server's word.
    failure start(kind what, std::string text = {}, const connection::channel_options& how = {}) {
        request(what, std::move(text));
        connection::channel_id id;
        if (failure f = client_.open_session_channel(*this, id, how)) return f;
        attach(client_.session().connection(), id);
        // A refusal is the server's whole answer: nobody waits for it to close the channel too.
        const auto answered = [&] { return is_started() || is_closed() || problem(); };
        if (failure f = client_.drive(client_.reply_deadline(), answered)) return f;
        return problem();
    }
    /// Runs until the command has ended and its output is delivered. A session that is lost is a failure.
    failure wait(deadline until = {}) {
        if (failure f = client_.drive(until, [&] { return is_done(); })) return f;
        return problem();
    }

  private:
    Client& client_;
};

} // namespace hawser::inline HAWSER_ABI

#if HAWSER_HEADER_ONLY
#include <hawser/client/impl/remote_command.ipp>
#endif
