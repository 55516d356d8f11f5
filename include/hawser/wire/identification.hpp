#pragma once
// The "SSH-2.0-..." line that each side sends first (RFC 4253, section 4.2).

#include <hawser/core/error.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/core/result.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace hawser::inline HAWSER_ABI::wire {

/// The parts of an identification; views into the line.
struct identification {
    std::string_view protocol;
    std::string_view software;
    std::string_view comments;
};

/// Reads a line without its CR LF. Versions 2.0 and 1.99 (section 5.1) are taken. Software names with a minus
/// sign break the RFC, are common, and are taken; comments may hold anything but control characters. Errors:
/// not_ssh, identification_too_long, identification_invalid, version_unsupported.
inline result<identification> parse_identification(std::string_view line) {
    if (line.substr(0, 4) != "SSH-") return protocol_error::not_ssh;
    if (line.size() + 2 > limits::identification_line) return protocol_error::identification_too_long;
    for (char c : line) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return protocol_error::identification_invalid;
    }
    const std::size_t version_end = line.find('-', 4);
    if (version_end == std::string_view::npos) return protocol_error::identification_invalid;
    const std::size_t software_end = (std::min)(line.find(' ', version_end), line.size());
    identification out;
    out.protocol = line.substr(4, version_end - 4);
    out.software = line.substr(version_end + 1, software_end - version_end - 1);
    if (software_end != line.size()) out.comments = line.substr(software_end + 1);
    if (out.protocol != "2.0" && out.protocol != "1.99") return protocol_error::version_unsupported;
    if (out.software.empty()) return protocol_error::identification_invalid;
    for (char c : out.software) {
        if (static_cast<unsigned char>(c) >= 0x7f) return protocol_error::identification_invalid;
    }
    return out;
}

/// Our own line without CR LF, from a software name ("Name_1.0") and optional comments, both as strict as the
/// RFC has it. Errors: usage_error::invalid_argument.
inline result<std::string> format_identification(std::string_view software, std::string_view comments = {}) {
    for (char c : software) {
        if (c <= ' ' || c > '~' || c == '-') return usage_error::invalid_argument;
    }
    for (char c : comments) {
        if (c < ' ' || c > '~') return usage_error::invalid_argument;
    }
    std::string line = "SSH-2.0-" + std::string{software};
    if (!comments.empty()) line += " " + std::string{comments};
    if (software.empty() || line.size() + 2 > limits::identification_line)
        return usage_error::invalid_argument;
    return line;
}

} // namespace hawser::inline HAWSER_ABI::wire
