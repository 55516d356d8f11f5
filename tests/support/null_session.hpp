#pragma once
// Sessions of the null suite against a raw peer. They are instantiated by raw_null_session.hpp in one .cpp of
// a test program.

#include <hawser/session/session.hpp>

#include "support/null_suite.hpp"
#include "support/raw_peer.hpp"

#include <functional>

namespace hawser::inline HAWSER_ABI {
extern template class session<role::client, testing::null_algorithms>;
extern template class session<role::server, testing::null_algorithms>;
} // namespace hawser::inline HAWSER_ABI

namespace hawser::testing {

/// A session of one role against a raw peer of the other, driven by an owner who only accepts the host key.
template <role Self>
struct session_duel {
    explicit session_duel(session_options given = {}, std::string_view peer_markers = {})
        : options{std::move(given)} {
        peer.markers = peer_markers;
        peer.strict = peer_markers.find("kex-strict") != std::string_view::npos;
        tested.start(now);
    }

    void settle() {
        for (bool moved = true; moved;) {
            moved = false;
            for (byte_view out = tested.next_output(); !out.empty(); out = tested.next_output()) {
                peer.hear(out);
                tested.consume_output(out.size());
                moved = true;
            }
            if (!peer.said.empty()) {
                BOOST_REQUIRE(tested.on_bytes(std::exchange(peer.said, {})).has_value());
                moved = true;
            }
            while (const session_event e = tested.next_event()) {
                moved = true;
                if (e.is<transport::host_key_offered>()) tested.accept_host_key();
                if (e.is<transport::closed>()) ++ends;
                if (on_event) on_event(e);
                events.push_back(e.index());
            }
        }
    }
    template <class E>
    std::size_t count() const {
        return static_cast<std::size_t>(std::ranges::count(events, session_event{E{}}.index()));
    }
    void exchange_keys() {
        if (tested.key_exchanges() == 0) peer.line();
        peer.send_kexinit();
        settle();
        peer.send_method();
        settle();
        peer.send_method();
        settle();
        peer.send_newkeys();
        settle();
    }
    void pass(duration time) {
        now += time;
        tested.on_time(now);
        settle();
    }
    /// The session ended with this error, told once and as the last event, after at most one DISCONNECT.
    boost::test_tools::assertion_result ended(std::error_code why) {
        settle();
        boost::test_tools::assertion_result good{tested.is_closed() && tested.error() == why && ends == 1 &&
                                                 peer.count(wire::message_number::disconnect) <= 1 &&
                                                 events.back() == session_event{transport::closed{}}.index()};
        good.message() << "error: " << tested.error().message() << ", told " << ends << " times";
        return good;
    }

    fixed_random random{7};
    checking_memory memory;
    transport::host_identity identity = null_suite().identities[0].view();
    session_options options;
    time_point now{};
    raw_peer peer{opposite_of(Self), null_suite(),
                  null_suite().crypto(opposite_of(Self), null_suite().identities[0], random)};
    session<Self, null_algorithms> tested{with_identity(), {random, &memory}};
    std::vector<std::size_t> events;
    std::function<void(const session_event&)> on_event;
    int ends = 0;

  private:
    const session_options& with_identity() {
        if (Self == role::server) options.transport.host_identities = {&identity, 1};
        return options;
    }
};
using client_duel = session_duel<role::client>;
using server_duel = session_duel<role::server>;

} // namespace hawser::testing
