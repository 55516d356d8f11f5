#include <hawser/transport/engine.hpp>

#include "support/raw_null_suite.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>

namespace {

using namespace hawser;
using namespace hawser::testing;
using transport::phase;

BOOST_AUTO_TEST_SUITE(transport_engine)

BOOST_AUTO_TEST_CASE(a_connection_passes_through_every_phase) {
    for (role self : both_roles) {
        for (bool strict : {true, false}) {
            for (int p = 0; p < transport::phase_count; ++p) {
                duel d{self, {.strict = strict}};
                d.reach(static_cast<phase>(p));
                BOOST_TEST(d.core().is_strict() == (strict && p >= static_cast<int>(phase::first_exchange)));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(packets_pass_both_ways) {
    for (role self : both_roles) {
        duel d{self};
        d.reach(phase::connected);
        d.peer.send(as_bytes("^data"));
        d.core().out().begin().raw(as_bytes("^answer"));
        d.core().out().commit();
        d.settle();
        BOOST_TEST(as_text(d.last_payload) == "^data");
        BOOST_TEST(as_text(d.peer.heard.back()) == "^answer");
    }
}

BOOST_AUTO_TEST_CASE(a_rekey_of_either_side_keeps_the_session_id) {
    for (role self : both_roles) {
        duel d{self};
        d.reach(phase::connected);
        const byte_vector id = to_vector(d.core().session_id());
        BOOST_TEST(!id.empty());
        d.rekey();
        BOOST_TEST(d.core().key_exchanges() == 2u);
        d.box->rekey();
        d.box->rekey();
        d.settle();
        d.rekey();
        BOOST_TEST(d.core().key_exchanges() == 3u);
        BOOST_TEST(d.host_keys == 0);
        BOOST_TEST(to_hex(d.core().session_id()) == to_hex(id));
        BOOST_CHECK(d.phase() == phase::connected);
    }
}

BOOST_AUTO_TEST_CASE(the_peer_may_rekey_in_the_midst_of_the_login) {
    for (role self : both_roles) {
        duel d{self};
        d.reach(phase::login);
        d.rekey();
        BOOST_CHECK(d.phase() == phase::login);
        d.log_in();
        BOOST_CHECK(d.phase() == phase::connected);
    }
}

BOOST_AUTO_TEST_CASE(output_is_barred_from_our_kexinit_to_our_newkeys) {
    for (role self : both_roles) {
        duel d{self};
        d.reach(phase::connected);
        BOOST_TEST(d.core().out().can_send());
        d.box->rekey();
        BOOST_TEST(!d.core().out().can_send());
        d.settle();
        d.exchange_kexinits();
        BOOST_TEST(!d.core().out().can_send());
        d.run_method();
        BOOST_CHECK(d.phase() == phase::rekey_newkeys);
        BOOST_TEST(d.core().out().can_send());
    }
}

BOOST_AUTO_TEST_CASE(spent_budgets_change_the_keys) {
    for (role self : both_roles) {
        for (bool packets : {true, false}) {
            duel_options options;
            if (packets)
                options.engine.rekey_packets = 50;
            else
                options.engine.rekey_bytes = 3000;
            duel d{self, options};
            d.reach(phase::connected);
            for (int i = 0; i < 60; ++i) {
                d.core().out().send(wire::ignore{byte_vector(60)});
                d.settle();
            }
            BOOST_TEST(d.peer.count(wire::message_number::kexinit) == 1u);
            d.rekey();
            BOOST_TEST(d.core().key_exchanges() == 2u);
            d.mark();
            // What is received counts as well.
            for (int i = 0; i < 60; ++i) d.peer.say(wire::ignore{byte_vector(60)});
            d.settle();
            BOOST_TEST(d.peer.count(wire::message_number::kexinit) == 1u);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_rejected_host_key_ends_it) {
    duel d{role::client};
    d.accepts = false;
    d.reach(phase::first_exchange);
    d.peer.send_method();
    d.settle();
    BOOST_TEST(d.peer.count(wire::message_number::newkeys) == 0u);
    d.box->reject_host_key(security_error::host_key_unknown);
    BOOST_TEST(d.ended(security_error::host_key_unknown));
    BOOST_TEST(d.goodbye() == 9u);
    // An answer that comes too late changes nothing.
    d.box->accept_host_key();
    BOOST_TEST(d.ended(security_error::host_key_unknown));
}

BOOST_AUTO_TEST_CASE(a_login_that_ends_too_late_opens_nothing_again) {
    for (role self : both_roles) {
        duel d{self};
        d.reach(phase::login);
        d.peer.say(wire::disconnect{wire::disconnect_reason::by_application, "gone", {}});
        BOOST_TEST(d.ended(remote_error::disconnected));
        d.box->on_authenticated();
        d.box->enter_login();
        BOOST_TEST(d.ended(remote_error::disconnected));
    }
}

BOOST_AUTO_TEST_CASE(a_server_without_a_usable_host_key_does_not_begin) {
    transport::options options;
    fixed_random random{1};
    transport::engine<role::server, null_algorithms> engine{options, {random}};
    engine.start({});
    BOOST_TEST(engine.next_output().empty());
    const auto end = engine.next_event();
    BOOST_REQUIRE(end.is<transport::closed>());
    BOOST_TEST(end.as<transport::closed>()->error == usage_error::no_algorithm_left);
}

BOOST_AUTO_TEST_CASE(a_random_source_that_repeats_itself_begins_no_key_exchange,
                     *boost::unit_test::label("C16")) {
    const raw_identity identity = null_identity("host");
    const transport::host_identity view = identity.view();
    for (role self : both_roles) {
        transport::options options;
        if (self == role::server) options.host_identities = {&view, 1};
        for (const std::size_t period : {1u, 2u, 4u, 8u}) {
            byte_vector pattern(period);
            (void)fixed_random{period}.fill(pattern);
            repeating_random random{pattern};
            auto box = null_suite().engine(self, options, {random});
            box->start({});
            // the identification is all that leaves
            BOOST_TEST(as_text(box->next_output()).find("null-kex@test") == std::string_view::npos);
            BOOST_TEST(box->core().error() == security_error::random_failed);
        }
    }
}

/// As good as any, until it is stuck: then each draw of a size gives what the first one gave.
struct sticking_random {
    result<void> fill(byte_span out) {
        if (!stuck || !first.contains(out.size())) {
            (void)good.fill(out);
            first.try_emplace(out.size(), to_vector(out));
        } else {
            std::ranges::copy(first[out.size()], out.begin());
        }
        return {};
    }
    fixed_random good;
    std::map<std::size_t, byte_vector> first;
    bool stuck = false;
};

BOOST_AUTO_TEST_CASE(a_random_source_that_comes_back_to_what_it_gave_ends_the_session,
                     *boost::unit_test::label("C16")) {
    const raw_identity identity = null_identity("host");
    const transport::host_identity view = identity.view();
    for (role self : both_roles) {
        for (const bool stuck : {false, true}) {
            transport::options options;
            if (self == role::server) options.host_identities = {&view, 1};
            sticking_random random;
            auto box = null_suite().engine(self, options, {random});
            fixed_random good{7};
            raw_peer peer{opposite_of(self), null_suite(),
                          null_suite().crypto(opposite_of(self), identity, good)};
            box->start({});
            const auto settle = [&] {
                for (int turn = 0; turn < 8; ++turn) {
                    const byte_view out = box->next_output();
                    peer.hear(out);
                    box->consume_output(out.size());
                    if (!peer.said.empty())
                        BOOST_REQUIRE(box->core().on_bytes(std::exchange(peer.said, {})).has_value());
                    while (const auto e = box->next_event()) {
                        if (e.is<transport::host_key_offered>()) box->accept_host_key();
                        if (e.is<transport::closed>()) break;
                    }
                }
            };
            peer.line();
            peer.send_kexinit();
            settle();
            peer.send_method();
            settle();
            peer.send_newkeys();
            settle();
            BOOST_REQUIRE(!box->core().is_closed());
            box->enter_login();
            box->on_authenticated();
            random.stuck = stuck;
            box->rekey();
            settle();
            BOOST_TEST(box->core().is_closed() == stuck);
            if (stuck) BOOST_TEST(box->core().error() == security_error::random_failed);
        }
    }
}

BOOST_AUTO_TEST_CASE(without_random_nothing_leaves, *boost::unit_test::label("C16")) {
    for (std::size_t calls = 0; calls < 4; ++calls) {
        for (role self : both_roles) {
            failing_random random{calls};
            const raw_identity identity = null_identity("host");
            const transport::host_identity view = identity.view();
            transport::options options;
            if (self == role::server) options.host_identities = {&view, 1};
            auto box = null_suite().engine(self, options, {random});
            fixed_random good;
            raw_peer peer{opposite_of(self), null_suite(),
                          null_suite().crypto(opposite_of(self), identity, good)};
            box->start({});
            peer.line();
            peer.send_kexinit();
            for (int turn = 0; turn < 8 && !box->core().is_closed(); ++turn) {
                const byte_view out = box->next_output();
                peer.hear(out);
                box->consume_output(out.size());
                peer.send_method();
                BOOST_REQUIRE(box->core().on_bytes(std::exchange(peer.said, {})).has_value());
                while (true) {
                    const auto happened = box->next_event();
                    if (happened.is<transport::host_key_offered>()) box->accept_host_key();
                    if (!happened || happened.is<transport::closed>()) break;
                }
            }
            // Padding is drawn in stocks, so a few calls are enough for the whole handshake.
            BOOST_TEST_CONTEXT("after " << calls << " calls") {
                if (calls < 2) {
                    BOOST_TEST(box->core().error() == security_error::random_failed);
                    BOOST_TEST(peer.count(wire::message_number::kexinit) == 0u);
                    BOOST_TEST(peer.count(wire::message_number::newkeys) == 0u);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
