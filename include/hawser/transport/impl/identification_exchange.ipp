#pragma once

#include <hawser/core/limits.hpp>
#include <hawser/transport/identification_exchange.hpp>
#include <hawser/wire/identification.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::transport {

namespace detail {

/// The protocol whose first line this is; empty when it is not recognised.
HAWSER_DECL std::string_view recognise_greeting(std::string_view line) noexcept {
    const auto begins = [&](std::string_view with) { return line.substr(0, with.size()) == with; };
    if (begins("HTTP/") || begins("<!DOCTYPE") || begins("<html")) return "HTTP";
    if (begins("220 ") || begins("220-")) {
        return line.find("SMTP") != std::string_view::npos || line.find("smtp") != std::string_view::npos
                   ? "SMTP"
                   : "FTP";
    }
    if (begins("421 ") || begins("530 ")) return "FTP";
    if (begins("554 ")) return "SMTP";
    if (begins("* OK")) return "IMAP";
    if (begins("+OK")) return "POP3";
    if (begins("RFB 0")) return "VNC";
    return {};
}

/// The same for protocols that wait for us without having sent a line.
HAWSER_DECL std::string_view recognise_binary(std::string_view start) noexcept {
    if (start.size() >= 3 && (start[0] == '\x15' || start[0] == '\x16') && start[1] == '\x03') return "TLS";
    if (start.size() >= 2 && start[0] == '\xff' && static_cast<unsigned char>(start[1]) >= 0xfb)
        return "telnet";
    if (start.size() >= 5 && start[3] == '\0' && start.find('\n') == 4) return "MySQL";
    return {};
}

/// What is kept of a line that is shown to people.
HAWSER_DECL std::string shown(std::string_view line) {
    return std::string{line.substr(0, (std::min)(line.find_first_of("\r\n"), std::size_t{120}))};
}

} // namespace detail

HAWSER_DECL result<bool> identification_exchange::take(byte_buffer& received, diagnostic& details) {
    for (;;) {
        const std::string_view text = as_text(received.view());
        const std::size_t end = text.find('\n');
        const bool ssh = text.substr(0, 4) == "SSH-";
        const std::size_t most = ssh ? limits::identification_line : limits::banner_line;
        // Behind a first line of its own a server may say anything.
        if (!ssh && lines_ == 0) {
            // Of a text only a whole line is looked at, so that it does not matter in which pieces it
            // arrives.
            const std::string_view binary = detail::recognise_binary(text);
            const std::string_view other = binary.empty() && end != std::string_view::npos
                                               ? detail::recognise_greeting(text.substr(0, end))
                                               : binary;
            if (!other.empty()) {
                details = not_an_ssh_peer{other, detail::shown(text)};
                return protocol_error::not_ssh;
            }
        }
        // A client must begin with its identification, and a few bytes are enough to see that it does not.
        if (self_ == role::server && text.substr(0, 4) != std::string_view{"SSH-"}.substr(0, text.size())) {
            details = not_an_ssh_peer{"something other than SSH", detail::shown(text)};
            return protocol_error::not_ssh;
        }
        if (end == std::string_view::npos) {
            if (text.size() >= most) return protocol_error::identification_too_long;
            return false;
        }
        if (end + 1 > most) return protocol_error::identification_too_long;
        std::string_view line = text.substr(0, end);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        if (ssh) {
            auto parsed = wire::parse_identification(line);
            if (!parsed) {
                const bool other = parsed.error() == protocol_error::version_unsupported;
                details =
                    not_an_ssh_peer{other ? "another version of SSH" : "SSH with a broken identification",
                                    detail::shown(line)};
                return parsed.error();
            }
            line_ = line;
            received.consume(end + 1);
            return true;
        }
        if (lines_ == 0) first_line_ = detail::shown(line);
        if (++lines_ > limits::banner_lines) return protocol_error::identification_too_long;
        received.consume(end + 1);
    }
}

HAWSER_DECL std::error_code identification_exchange::on_eof(const byte_buffer& received,
                                                            diagnostic& details) const {
    if (lines_ == 0 && received.empty()) return protocol_error::identification_missing;
    const std::string_view rest = as_text(received.view());
    if (rest.substr(0, 4) == "SSH-") return protocol_error::connection_cut;
    const std::string first = lines_ != 0 ? first_line_ : detail::shown(rest);
    const std::string_view other = detail::recognise_greeting(first);
    details = not_an_ssh_peer{other.empty() ? "something other than SSH" : other, first};
    return protocol_error::not_ssh;
}

} // namespace hawser::inline HAWSER_ABI::transport
