#pragma once
// A client engine and an in-memory server with nothing between them but the sizes of the pieces.

#include <hawser/sftp/client_engine.hpp>

#include "support/sftp_responder.hpp"

#include <sstream>

namespace hawser::testing {

/// One line for an event. The pieces of one DATA answer become one line, so that the lines do not depend on
/// how the bytes were cut.
class sftp_event_lines {
  public:
    std::vector<std::string> lines;

    void add(const sftp::event& e) {
        e.visit([this](const auto& reply) { line(reply); });
    }

  private:
    template <class... Parts>
    void put(const Parts&... parts) {
        std::ostringstream out;
        ((out << parts << ' '), ...);
        std::string text = out.str();
        text.pop_back();
        lines.push_back(std::move(text));
    }
    void line(const sftp::ready&) { put("ready"); }
    void line(const sftp::failed& e) { put("failed", e.error.message()); }
    void line(const sftp::status_reply& e) {
        put("status", static_cast<int>(e.request), e.code, e.error ? e.error.message() : "ok",
            '[' + std::string{e.text} + ']', e.offset, e.length);
    }
    void line(const sftp::handle_reply& e) { put("handle", to_hex(e.handle)); }
    void line(const sftp::data_fragment& e) {
        pending_ += as_text(e.bytes);
        if (e.last)
            put("data", e.offset + e.bytes.size() - e.received, std::exchange(pending_, {}), "missing",
                e.missing);
    }
    void line(const sftp::names_reply& e) {
        std::string text;
        for (const auto& entry : e.names) text += std::string{entry.filename} + ',';
        put("names", text);
    }
    void line(const sftp::path_reply& e) { put("path", e.path); }
    void line(const sftp::attributes_reply& e) {
        put("attributes", e.value.size.value_or(0), e.value.permissions.value_or(0));
    }
    void line(const sftp::statistics_reply& e) {
        put("statistics", e.value.block_size, e.value.name_maximum);
    }
    void line(const sftp::extended_reply& e) { put("extended", to_hex(e.payload)); }

    std::string pending_;
};

class sftp_link {
  public:
    sftp::client_engine engine;
    sftp_responder server;
    /// How much the client receives, and may send, at a time.
    std::size_t piece = 32 * 1024;
    std::size_t room = 32 * 1024;
    sftp_event_lines seen;
    std::function<void(const sftp::event&)> handler;

    /// Lets both talk until neither has anything to say.
    void run() {
        while (send_some() || receive_some()) {
        }
    }
    bool send_some() {
        if (!engine.has_output()) return false;
        // One byte more would be noticed.
        byte_vector packet(room + 1, std::byte{0xa5});
        const std::size_t size = engine.fill(byte_span{packet}.first(room));
        const std::size_t told = seen.lines.size();
        overran = overran || packet[room] != std::byte{0xa5} || size > room;
        drain();
        server.on_data(byte_view{packet}.first(size));
        sent += size;
        // Nothing sent and nothing told: a source that would block.
        return size != 0 || seen.lines.size() != told;
    }
    bool receive_some() {
        if (!server.has_output()) return false;
        receive(server.take_output());
        return true;
    }
    void receive(byte_view bytes) {
        while (!bytes.empty()) {
            // Every piece in memory of its own, so that a view kept too long is seen by the sanitizer.
            const byte_vector own = to_vector(bytes.first(std::min(piece, bytes.size())));
            bytes = bytes.subspan(own.size());
            engine.on_data(own);
            drain();
        }
    }
    void drain() {
        while (const auto e = engine.next_event()) {
            seen.add(e);
            if (handler) handler(e);
        }
    }
    /// Up to the answer to INIT.
    void begin() {
        (void)engine.start();
        run();
        seen.lines.clear();
    }

    bool overran = false;
    std::uint64_t sent = 0;
};

} // namespace hawser::testing
