#pragma once
// A multiplexer whose peer is the test: it says messages, and reads what was laid out in the outbox.

#include <hawser/connection/multiplexer.hpp>
#include <hawser/wire/channel_requests.hpp>
#include <hawser/wire/channel_types.hpp>
#include <hawser/wire/global_requests.hpp>

#include <boost/test/unit_test.hpp>

#include <deque>
#include <memory>
#include <ostream>
#include <support/fixed_random.hpp>

namespace hawser::testing {

namespace connection = hawser::connection;

template <wire::message M>
byte_vector payload_of(const M& m) {
    byte_buffer buffer;
    wire::writer w{buffer};
    wire::encode(w, m);
    return to_vector(buffer.view());
}

template <class... Fields>
byte_vector bytes_of(Fields... fields) {
    return {static_cast<std::byte>(fields)...};
}

/// Bytes that are not all alike.
inline byte_vector pattern(std::size_t size) {
    byte_vector bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::byte>(i * 7 + i / 251);
    return bytes;
}

template <class Event>
Event expect_event(const connection::event& e) {
    BOOST_REQUIRE_MESSAGE(e.is<Event>(), "event " << e.index());
    return *e.as<Event>();
}

/// Payloads live exactly as long as the multiplexer may look at them, so that a sanitizer sees whoever looks
/// longer.
struct scripted_peer {
    explicit scripted_peer(role ours = role::client, const connection::options& how = {},
                           std::pmr::memory_resource* memory = std::pmr::get_default_resource())
        : mux{ours, out, how, environment{random, memory, {}}} {
        out.bar(false);
    }

    /// One turn of the owner without its settle(): the event stays valid until the next call here.
    result<connection::event> try_say(byte_vector payload) {
        settle();
        current = std::make_unique<byte_vector>(std::move(payload));
        current->shrink_to_fit();
        return mux.on_message(*current);
    }
    void settle() {
        mux.settle();
        current.reset();
    }
    connection::event say(byte_vector payload) {
        auto event = try_say(std::move(payload));
        BOOST_REQUIRE_MESSAGE(event, event.error().message());
        return *event;
    }
    template <wire::message M>
    connection::event say(const M& m) {
        return say(payload_of(m));
    }
    template <class Event, class Message>
    Event expect(const Message& m) {
        return expect_event<Event>(say(m));
    }
    template <class Message>
    void expect_nothing(const Message& m) {
        const connection::event e = say(m);
        BOOST_REQUIRE_MESSAGE(!e, "event " << e.index());
    }
    template <wire::message M>
    std::error_code error_of(const M& m) {
        return try_say(payload_of(m)).error();
    }

    /// Everything laid out since the last call, after a settle() and a flush().
    std::deque<byte_vector> heard() {
        settle();
        mux.flush();
        return laid_out();
    }
    std::deque<byte_vector> laid_out() {
        byte_buffer all;
        BOOST_REQUIRE(out.take_unsealed(all));
        std::deque<byte_vector> payloads;
        wire::reader r{all.view()};
        while (r.left() != 0) payloads.push_back(to_vector(r.string()));
        return payloads;
    }
    /// The only payload laid out since the last call.
    byte_vector heard_one() {
        auto all = heard();
        BOOST_REQUIRE_EQUAL(all.size(), 1u);
        return all.front();
    }
    bool heard_nothing() { return heard().empty(); }

    /// A channel of ours, confirmed under the peer's number 1000 + ours.
    connection::channel_id open_channel(std::uint32_t window = 1 << 20, std::uint32_t maximum_packet = 32768,
                                        const connection::channel_options* how = nullptr) {
        const auto id =
            how != nullptr ? mux.open(wire::session_channel{}, *how) : mux.open(wire::session_channel{});
        BOOST_REQUIRE(id);
        (void)heard();
        expect<connection::channel_opened>(
            wire::channel_open_confirmation{id->value, 1000 + id->value, window, maximum_packet, {}});
        return *id;
    }
    wire::channel_data data(connection::channel_id id, std::string_view text) const {
        return {id.value, as_bytes(text)};
    }

    fixed_random random;
    wire::outbox out;
    connection::multiplexer mux;
    std::unique_ptr<byte_vector> current;
};

/// The message in a payload; the payload must outlive it.
template <wire::message M>
M heard_as(const byte_vector& payload) {
    auto m = wire::decode<M>(payload);
    BOOST_REQUIRE_MESSAGE(m, "payload begins with " << static_cast<int>(payload.at(0)));
    return *m;
}
template <wire::message M>
M heard_as(byte_vector&&) = delete;

inline std::vector<int> numbers_of(const std::deque<byte_vector>& payloads) {
    std::vector<int> numbers;
    for (const byte_vector& p : payloads) numbers.push_back(std::to_integer<int>(p.at(0)));
    return numbers;
}

} // namespace hawser::testing
