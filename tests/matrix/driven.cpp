// Cells of the table played against real engines: a peer sends every message number in every phase it can
// bring the engine to.

#include "rules.hpp"
#include "support/raw_peer.hpp"

namespace {

using namespace hawser;
using namespace hawser::testing;
using transport::phase;
using transport::verdict;
using wire::message_number;

/// Messages that need a body of their own; all others are sent as nothing but their number.
byte_vector body_of(int number) {
    switch (number) {
    case 1: return payload_of(wire::disconnect{wire::disconnect_reason::by_application, "bye", {}});
    case 2: return payload_of(wire::ignore{as_bytes("x")});
    case 3: return payload_of(wire::unimplemented{1});
    case 4: return payload_of(wire::debug{false, "text", {}});
    case 7: return payload_of(wire::ext_info{});
    case 192: return payload_of(wire::ping{as_bytes("x")});
    case 193: return payload_of(wire::pong{as_bytes("x")});
    default: return {static_cast<std::byte>(number)};
    }
}

/// What an engine does with a message of this number in this phase.
void play(role self, phase at, bool strict, int number) {
    duel d{self, {.strict = strict}};
    d.reach(at);
    d.peer.send(body_of(number));
    d.settle();
    // The table knows of strictness when the engine does: from the peer's KEXINIT on.
    const verdict should = rule(self, at, strict && at != phase::first_kexinit, number);
    const bool in_strict = strict && (at == phase::first_exchange || at == phase::first_newkeys);
    BOOST_TEST_CONTEXT((self == role::client ? "client, " : "server, ")
                       << transport::name_of(at) << (strict ? ", strict, " : ", ") << number) {
        switch (should) {
        case verdict::refuse: {
            BOOST_TEST(d.ended(in_strict ? protocol_error::strict_kex_violation
                                         : protocol_error::unexpected_message));
            const auto* details = d.details<unexpected_message>();
            BOOST_REQUIRE(details != nullptr);
            BOOST_TEST(int{details->number} == number);
            BOOST_TEST(details->phase == transport::name_of(at));
            BOOST_TEST(d.peer.count(message_number::disconnect) == 1u);
            break;
        }
        case verdict::ignore:
            BOOST_TEST(!d.core().is_closed());
            BOOST_TEST(d.packets.empty());
            BOOST_TEST(d.peer.heard.empty());
            break;
        case verdict::unimplemented: {
            BOOST_TEST(!d.core().is_closed());
            BOOST_TEST(d.packets.empty());
            BOOST_REQUIRE(d.peer.heard.size() == 1u);
            const auto answer = wire::decode<wire::unimplemented>(d.peer.heard[0]);
            BOOST_REQUIRE(answer.has_value());
            BOOST_TEST(answer->sequence == d.peer.sequence_out - 1);
            break;
        }
        case verdict::admit:
            if (number == 1)
                BOOST_TEST(d.ended(remote_error::disconnected));
            else if (number == 5 || number == 6 || number >= 50)
                BOOST_TEST((number >= 192 || d.packets == std::vector<int>{number}));
            else if (number == 20 || (number >= 30 && number <= 49))
                // It came to the code that reads it, which does not take an empty one.
                BOOST_TEST((d.core().error() == protocol_error::malformed_message ||
                            d.core().error() == protocol_error::unexpected_message));
            else
                BOOST_TEST(!d.core().is_closed());
            if (number == 192) BOOST_TEST(d.peer.count(message_number::pong) == 1u);
        }
    }
}

BOOST_AUTO_TEST_SUITE(matrix_driven)

BOOST_AUTO_TEST_CASE(every_number_in_every_phase, *boost::unit_test::label("T15")) {
    using enum transport::phase;
    for (role self : both_roles)
        for (phase at : {first_kexinit, first_exchange, first_newkeys, service, login, connected,
                         rekey_exchange, rekey_newkeys})
            for (bool strict : {false, true})
                for (int number = 0; number < 256; ++number) play(self, at, strict, number);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
