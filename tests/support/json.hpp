#pragma once
// A small JSON reader (RFC 8259) for vector files. It throws std::runtime_error on anything that is not JSON,
// on a member that is not there, and on a value of another kind: a test then fails where it stands.

#include <hawser/core/bytes.hpp>

#include <charconv>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace hawser::testing {

class json {
  public:
    using array = std::vector<json>;
    using object = std::map<std::string, json, std::less<>>;

    static json parse(std::string_view text);

    bool is_null() const { return std::holds_alternative<std::nullptr_t>(value_); }
    bool is_text() const { return std::holds_alternative<std::string>(value_); }
    bool boolean() const { return get<bool>("a boolean"); }
    const std::string& text() const { return get<std::string>("a string"); }
    std::int64_t number() const { return get<std::int64_t>("an integer"); }
    const array& items() const { return get<array>("an array"); }
    const object& members() const { return get<object>("an object"); }

    /// The bytes of a string of hexadecimal digits.
    byte_vector bytes() const {
        auto out = from_hex(text());
        if (!out) throw std::runtime_error("not hexadecimal: " + text().substr(0, 40));
        return *out;
    }
    bool has(std::string_view name) const { return members().find(name) != members().end(); }
    const json& operator[](std::string_view name) const& {
        const auto found = members().find(name);
        if (found == members().end()) throw std::runtime_error("no member " + std::string{name});
        return found->second;
    }
    const json& operator[](std::size_t index) const& {
        if (index >= items().size()) throw std::runtime_error("no item " + std::to_string(index));
        return items()[index];
    }
    // Of a temporary the part itself, so that a loop over it holds what it walks through.
    json operator[](std::string_view name) && { return std::as_const(*this)[name]; }
    json operator[](std::size_t index) && { return std::as_const(*this)[index]; }
    std::size_t size() const { return items().size(); }
    auto begin() const { return items().begin(); }
    auto end() const { return items().end(); }

  private:
    class parser;

    template <class T>
    const T& get(const char* kind) const {
        if (const T* value = std::get_if<T>(&value_)) return *value;
        throw std::runtime_error(std::string{"not "} + kind);
    }

    std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, array, object> value_ = nullptr;
};

class json::parser {
  public:
    explicit parser(std::string_view text) : text_{text} {}

    json document() {
        json out = value();
        space();
        if (at_ != text_.size()) fail("text after the document");
        return out;
    }

  private:
    static constexpr int depth_limit = 64;

    [[noreturn]] void fail(const std::string& problem) const {
        throw std::runtime_error("JSON: " + problem + " at byte " + std::to_string(at_));
    }
    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    void space() {
        while (at_ < text_.size() && std::string_view{" \t\r\n"}.find(text_[at_]) != std::string_view::npos)
            ++at_;
    }
    bool take(char c) {
        space();
        if (peek() != c) return false;
        ++at_;
        return true;
    }
    void need(char c) {
        if (!take(c)) fail(std::string{"expected "} + c);
    }
    bool word(std::string_view w) {
        if (text_.substr(at_, w.size()) != w) return false;
        at_ += w.size();
        return true;
    }

    json value() {
        if (++depth_ > depth_limit) fail("nested too deep");
        space();
        json out;
        if (peek() == '{')
            out.value_ = members();
        else if (peek() == '[')
            out.value_ = items();
        else if (peek() == '"')
            out.value_ = string();
        else if (word("true"))
            out.value_ = true;
        else if (word("false"))
            out.value_ = false;
        else if (!word("null"))
            number(out);
        --depth_;
        return out;
    }
    object members() {
        need('{');
        object out;
        if (take('}')) return out;
        do {
            space();
            std::string name = string();
            need(':');
            if (!out.emplace(std::move(name), value()).second) fail("a member twice");
        } while (take(','));
        need('}');
        return out;
    }
    array items() {
        need('[');
        array out;
        if (take(']')) return out;
        do out.push_back(value());
        while (take(','));
        need(']');
        return out;
    }
    void number(json& out) {
        const std::size_t end = std::min(text_.find_first_not_of("+-.0123456789eE", at_), text_.size());
        const std::string_view digits = text_.substr(at_, end - at_);
        const char* last = digits.data() + digits.size();
        std::int64_t whole = 0;
        if (const auto [stop, error] = std::from_chars(digits.data(), last, whole);
            error == std::errc{} && stop == last)
            out.value_ = whole;
        else {
            double real = 0;
            const auto [real_stop, real_error] = std::from_chars(digits.data(), last, real);
            if (digits.empty() || real_error != std::errc{} || real_stop != last) fail("not a value");
            out.value_ = real;
        }
        at_ = end;
    }
    unsigned hex4() {
        unsigned out = 0;
        const std::string_view digits = text_.substr(at_, 4);
        const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out, 16);
        if (error != std::errc{} || stop != digits.data() + 4) fail("not four hexadecimal digits");
        at_ += 4;
        return out;
    }
    std::string string() {
        if (peek() != '"') fail("expected a string");
        ++at_;
        std::string out;
        for (;;) {
            if (at_ >= text_.size()) fail("a string without end");
            const char c = text_[at_++];
            if (c == '"') return out;
            if (static_cast<unsigned char>(c) < 0x20) fail("a control character in a string");
            if (c != '\\') {
                out += c;
                continue;
            }
            constexpr std::string_view escapes = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
            const char e = peek();
            ++at_;
            if (e == 'u')
                append_utf8(out, code_point());
            else if (const std::size_t i = escapes.find(e); i != std::string_view::npos)
                out += meanings[i];
            else
                fail("an unknown escape");
        }
    }
    unsigned code_point() {
        const unsigned first = hex4();
        if (first < 0xd800 || first > 0xdfff) return first;
        if (first > 0xdbff || !word("\\u")) fail("half a surrogate pair");
        const unsigned second = hex4();
        if (second < 0xdc00 || second > 0xdfff) fail("half a surrogate pair");
        return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
    }
    static void append_utf8(std::string& out, unsigned point) {
        const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80 | ((point >> shift) & 0x3f)); };
        if (point < 0x80) {
            out += static_cast<char>(point);
        } else if (point < 0x800) {
            out += static_cast<char>(0xc0 | point >> 6);
            tail(0);
        } else if (point < 0x10000) {
            out += static_cast<char>(0xe0 | point >> 12);
            tail(6), tail(0);
        } else {
            out += static_cast<char>(0xf0 | point >> 18);
            tail(12), tail(6), tail(0);
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

inline json json::parse(std::string_view text) { return parser{text}.document(); }

} // namespace hawser::testing
