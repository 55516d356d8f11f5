#pragma once

#include <hawser/core/diagnostic.hpp>

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <utility>

namespace hawser::inline HAWSER_ABI {

namespace detail {

/// The length of the well-formed printable UTF-8 sequence at the start of `text`, 0 when there is none (RFC 3629).
HAWSER_DECL std::size_t printable_utf8(std::string_view text) noexcept {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = at(0);
    if (first < 0x80) return first >= 0x20 && first != 0x7f ? 1 : 0;
    const std::size_t length = first >= 0xc2 && first <= 0xdf   ? 2
                               : first >= 0xe0 && first <= 0xef ? 3
                               : first >= 0xf0 && first <= 0xf4 ? 4
                                                                : 0;
    if (length == 0 || text.size() < length) return 0;
    std::uint32_t point = first & (0xffu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((at(i) & 0xc0) != 0x80) return 0;
        point = point << 6 | (at(i) & 0x3f);
    }
    const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
    const bool surrogate = point >= 0xd800 && point <= 0xdfff;
    // C1 controls, zero-width and bidirectional marks and invisible tags can disguise what a terminal shows.
    const bool disguise = (point >= 0x80 && point < 0xa0) || point == 0x61c || point == 0x180e ||
                          (point >= 0x200b && point <= 0x200f) || (point >= 0x2028 && point <= 0x202e) ||
                          (point >= 0x2060 && point <= 0x206f) || point == 0xfeff ||
                          (point >= 0xe0000 && point <= 0xe007f);
    return overlong || surrogate || disguise || point > 0x10ffff ? 0 : length;
}

HAWSER_DECL std::string join(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) {
        if (!out.empty()) out += ",";
        out += escape_text(name, 64);
    }
    return out.empty() ? "none" : out;
}

HAWSER_DECL std::string concatenate(std::initializer_list<std::string_view> pieces) {
    std::string out;
    for (std::string_view piece : pieces) out.append(piece);
    return out;
}

struct describer {
    std::string operator()(const no_common_algorithm& d) const {
        return concatenate({d.category, ": we offer ", d.ours.empty() ? "nothing" : d.ours, "; they offer ",
                            d.theirs.empty() ? "nothing" : escape_text(d.theirs, 1024)});
    }
    std::string operator()(const unexpected_message& d) const {
        return concatenate({"message ", std::to_string(d.number), " while ", d.phase});
    }
    std::string operator()(const malformed& d) const {
        return concatenate({d.message, ": ", d.problem, " at byte ", std::to_string(d.offset)});
    }
    std::string operator()(const peer_disconnect& d) const { return reason(d.reason, d.text); }
    std::string operator()(const not_an_ssh_peer& d) const {
        return concatenate({"it looks like ", d.protocol, ": ", escape_text(d.first_line, 120)});
    }
    std::string operator()(const host_key_problem& d) const {
        return concatenate({d.host, " showed ", d.algorithm, " ", d.fingerprint,
                            d.known.empty() ? "" : "; expected ", d.known});
    }
    std::string operator()(const prefix_attack& d) const {
        return concatenate({"strict key exchange level ", d.level, ", cipher ", d.cipher,
                            d.mac.empty() ? "" : " with MAC ", d.mac,
                            "; choose an AES-GCM or AES-CTR cipher, or lower the level to \"offer\" if you "
                            "accept the risk"});
    }
    std::string operator()(const auth_exhausted& d) const {
        std::string out =
            concatenate({"tried ", join(d.tried), "; the server still offers ", join(d.methods_left)});
        constexpr std::size_t shown = 3;
        for (std::size_t i = 0; i < d.unusable_keys.size() && i < shown; ++i) {
            const unusable_key& key = d.unusable_keys[i];
            out += concatenate({"; key ", escape_text(key.fingerprint, 128),
                                " could not be used: ", escape_text(key.why.message())});
        }
        if (d.unusable_keys.size() > shown)
            out += concatenate({"; nor could ", std::to_string(d.unusable_keys.size() - shown), " more"});
        return out;
    }
    std::string operator()(const channel_refused& d) const { return reason(d.reason, d.text); }
    std::string operator()(const sftp_status& d) const {
        return concatenate({escape_text(d.path), d.path.empty() ? "" : ": ", "status ",
                            std::to_string(d.code), d.text.empty() ? "" : ": ", escape_text(d.text)});
    }
    std::string operator()(const unknown_name& d) const {
        return concatenate({"\"", escape_text(d.name, 64), "\"; known are ", d.known});
    }
    std::string operator()(const subject& d) const {
        return concatenate({d.what, " ", escape_text(d.name, 1024)});
    }

  private:
    static std::string reason(std::uint32_t number, std::string_view text) {
        return concatenate({"reason ", std::to_string(number), ": ", escape_text(text)});
    }
};

} // namespace detail

HAWSER_NOINLINE HAWSER_DECL void diagnostic::take(diagnostic& other) noexcept {
    other.visit([&]<class T>(const T& one) { hold(std::move(const_cast<T&>(one))); });
}
HAWSER_NOINLINE HAWSER_DECL void diagnostic::destroy() noexcept {
    visit([](const auto& one) { std::destroy_at(&one); });
    position_ = 0;
}

HAWSER_NOINLINE HAWSER_DECL diagnostic::diagnostic(const diagnostic& other) : held{} {
    other.visit([&](const auto& one) { hold(one); });
}
HAWSER_DECL diagnostic::diagnostic(diagnostic&& other) noexcept : held{} { take(other); }
HAWSER_DECL diagnostic& diagnostic::operator=(const diagnostic& other) { return *this = diagnostic{other}; }
HAWSER_DECL diagnostic& diagnostic::operator=(diagnostic&& other) noexcept {
    if (this == &other) return *this;
    destroy();
    take(other);
    return *this;
}
HAWSER_DECL diagnostic::~diagnostic() { destroy(); }

HAWSER_DECL std::string escape_text(std::string_view text, std::size_t limit) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        if (i >= limit) return out + "...";
        const std::size_t length = text[i] == '\\' ? 0 : detail::printable_utf8(text.substr(i));
        if (length == 0) {
            const auto c = static_cast<unsigned char>(text[i]);
            out += "\\x";
            out += digits[c >> 4];
            out += digits[c & 15];
        } else {
            out.append(text.substr(i, length));
        }
        i += (std::max<std::size_t>)(length, 1);
    }
    return out;
}

HAWSER_DECL std::string describe(std::error_code error, const diagnostic& details) {
    std::string out = escape_text(error.message(), 512);
    std::string more;
    details.visit([&](const auto& d) { more = detail::describer{}(d); });
    return more.empty() ? out : detail::concatenate({out, " (", more, ")"});
}

} // namespace hawser::inline HAWSER_ABI
