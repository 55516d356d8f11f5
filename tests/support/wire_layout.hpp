#pragma once
// Messages written down as they stand on the wire, and the checks that every message and body must pass.

#include <hawser/wire/message.hpp>
#include <hawser/wire/message_body.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <type_traits>
#include <vector>

namespace hawser::testing {

/// Bytes in hexadecimal and 'text', with marks before a byte:
/// `#` a four-byte length or count, `|` the message may end here, `*` anything may stand from here on.
struct wire_layout {
    byte_vector bytes;
    std::vector<std::size_t> lengths;
    std::vector<std::size_t> ends;
    std::size_t open_from = static_cast<std::size_t>(-1);

    wire_layout(std::string_view text) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            const char c = text[i];
            if (c == '#')
                lengths.push_back(bytes.size());
            else if (c == '|')
                ends.push_back(bytes.size());
            else if (c == '*')
                open_from = bytes.size();
            else if (c == '\'') {
                for (++i; text[i] != '\''; ++i) bytes.push_back(static_cast<std::byte>(text[i]));
            } else if (c != ' ') {
                const auto byte = from_hex(text.substr(i, 2));
                BOOST_REQUIRE_MESSAGE(byte.has_value(), "bad layout: " << text.substr(i));
                bytes.push_back(byte->front());
                ++i;
            }
        }
        ends.push_back(bytes.size());
    }
    wire_layout(const char* text) : wire_layout(std::string_view{text}) {}

    bool may_end_at(std::size_t size) const {
        return size >= open_from || std::find(ends.begin(), ends.end(), size) != ends.end();
    }
};

/// What `write(writer&)` appends.
template <class F>
byte_vector written(F&& write) {
    byte_buffer buffer;
    wire::writer w{buffer};
    write(w);
    BOOST_TEST(w.finish().has_value());
    return to_vector(buffer.view());
}

/// `encoder(writer&, value)` and `decoder(bytes, diagnostic*)` belong together, `value` is laid out as
/// `layout`, and nothing but a whole layout is taken.
template <class Value, class Encoder, class Decoder>
void check_layout(const Value& value, const wire_layout& layout, std::string_view title, Encoder encoder,
                  Decoder decoder) {
    const byte_view whole = layout.bytes;
    BOOST_TEST_CONTEXT(title) {
        // A decoded message holds views and numbers: nothing is allocated, whatever it says.
        BOOST_TEST(std::is_trivially_copyable_v<Value>);

        BOOST_TEST(to_hex(written([&](auto& w) { encoder(w, value); })) == to_hex(whole));
        const auto decoded = decoder(whole, nullptr);
        BOOST_REQUIRE_MESSAGE(decoded.has_value(), decoded.error().message());
        BOOST_TEST(to_hex(written([&](auto& w) { encoder(w, *decoded); })) == to_hex(whole));

        for (std::size_t size = 0; size < whole.size(); ++size) {
            // A copy of its own, so that a sanitizer sees a read past the cut.
            const byte_vector cut = to_vector(whole.first(size));
            diagnostic details;
            const auto result = decoder(cut, &details);
            BOOST_TEST(result.has_value() == layout.may_end_at(size), "cut at " << size);
            if (result.has_value() || result.error() == protocol_error::unexpected_message) continue;
            BOOST_TEST((result.error() == protocol_error::malformed_message), "cut at " << size);
            BOOST_TEST(details.as<hawser::malformed>()->message == title);
        }

        for (std::size_t at : layout.lengths) {
            byte_vector huge = layout.bytes;
            store_u32(huge.data() + at, 0xffffffff);
            BOOST_TEST((decoder(huge, nullptr).error() == protocol_error::malformed_message),
                       "length at " << at);
        }

        byte_vector longer = layout.bytes;
        longer.push_back(std::byte{0});
        diagnostic details;
        const auto result = decoder(longer, &details);
        if (layout.open_from <= whole.size()) {
            BOOST_TEST(result.has_value());
        } else {
            // Where the message may end in several places, a byte more is the beginning of another item.
            const bool one_end = layout.ends.size() == 1;
            BOOST_TEST((result.error() ==
                        (one_end ? protocol_error::trailing_bytes : protocol_error::malformed_message)));
            BOOST_TEST(details.as<hawser::malformed>()->message == title);
        }

        for (std::size_t room = 0; room < whole.size(); ++room) {
            byte_buffer small{room};
            wire::writer w{small};
            encoder(w, value);
            BOOST_TEST((w.finish().error() == std::errc::no_buffer_space));
        }
    }
}

template <wire::message M>
void check_message(const M& m, const wire_layout& layout) {
    BOOST_TEST((layout.bytes.front() == static_cast<std::byte>(M::number)));
    check_layout(
        m, layout, M::title, [](wire::writer& w, const M& value) { wire::encode(w, value); },
        [](byte_view bytes, diagnostic* details) { return wire::decode<M>(bytes, details); });
    byte_vector other = layout.bytes;
    other.front() ^= std::byte{0x80};
    BOOST_TEST((wire::decode<M>(other).error() == protocol_error::unexpected_message));
}

template <wire::message_body B>
void check_body(const B& b, const wire_layout& layout) {
    check_layout(
        b, layout, B::name, [](wire::writer& w, const B& value) { value.encode(w); },
        [](byte_view bytes, diagnostic* details) { return wire::decode_body<B>(bytes, details); });
}

} // namespace hawser::testing
