// What only a logged-in client may ask, asked before (RFC 4252, section 4).

#include <hawser/wire/channel_messages.hpp>
#include <hawser/wire/channel_requests.hpp>
#include <hawser/wire/channel_types.hpp>
#include <hawser/wire/global_requests.hpp>

#include "support/raw_peer.hpp"

namespace {

using namespace hawser;
using namespace hawser::testing;
using transport::phase;

template <class Encode>
byte_vector written(Encode&& encode) {
    byte_buffer out;
    wire::writer w{out};
    encode(w);
    return to_vector(out.view());
}

std::vector<byte_vector> connection_messages() {
    return {
        written([](wire::writer& w) {
            wire::encode_channel_open(w, 0, 1 << 20, 32768, wire::session_channel{});
        }),
        written([](wire::writer& w) { wire::encode_channel_request(w, 0, true, wire::exec_request{"id"}); }),
        written([](wire::writer& w) {
            wire::encode_global_request(w, true, wire::tcpip_forward_request{"", 22022});
        }),
        payload_of(wire::channel_data{0, as_bytes("rm -rf /")}),
        payload_of(wire::channel_window_adjust{0, 1}),
        payload_of(wire::channel_eof{0}),
        payload_of(wire::channel_close{0}),
    };
}

BOOST_AUTO_TEST_SUITE(attacks_before_login)

BOOST_AUTO_TEST_CASE(nothing_of_the_connection_is_served_before_the_login, *boost::unit_test::label("A01")) {
    for (const phase at :
         {phase::first_kexinit, phase::first_exchange, phase::first_newkeys, phase::service, phase::login}) {
        for (const byte_vector& message : connection_messages()) {
            for (const bool strict : {true, false}) {
                duel_options how;
                how.strict = strict;
                duel d{role::server, how};
                d.reach(at);
                d.peer.send(message);
                const bool forbidden_by_strict =
                    strict && (at == phase::first_exchange || at == phase::first_newkeys);
                BOOST_TEST(d.ended(forbidden_by_strict ? protocol_error::strict_kex_violation
                                                       : protocol_error::unexpected_message),
                           "message " << int{wire::number_of(message)} << " while "
                                      << transport::name_of(at));
                BOOST_TEST(d.details<unexpected_message>() != nullptr);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(after_the_login_the_same_messages_are_delivered) {
    for (const byte_vector& message : connection_messages()) {
        duel d{role::server};
        d.reach(phase::connected);
        d.peer.send(message);
        BOOST_TEST(d.is_alive());
        BOOST_TEST((d.packets == std::vector<int>{wire::number_of(message)}));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
