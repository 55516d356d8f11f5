// A server that chooses a bad group, and a client that asks for an impossible one, against real engines: what the program
// chose is what counts, and the session ends.

#include <hawser/algorithm/cipher/aes_gcm.hpp>
#include <hawser/algorithm/host_key/ssh_ed25519.hpp>
#include <hawser/algorithm/kex/dh_group_exchange.hpp>
#include <hawser/transport/engine.hpp>

#include "support/exchange.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <functional>

namespace {

using namespace hawser;
using boost::unit_test::label;

using groups_only = suite<kex_list<kex::diffie_hellman_group_exchange_sha256>,
                          host_key_list<host_key::ssh_ed25519>, cipher_list<cipher::aes256_gcm>>;
using client_engine = transport::engine<role::client, groups_only>;
using server_engine = transport::engine<role::server, groups_only>;

/// Two engines, and somebody between them who may change messages of the key exchange, all in the clear.
struct tampered_link {
    using change = std::function<byte_vector(byte_vector payload)>;

    testing::fixed_random client_random{1}, server_random{2};
    byte_buffer fields, blob;
    transport::host_identity identity;
    std::unique_ptr<client_engine> client;
    std::unique_ptr<server_engine> server;
    std::vector<byte_vector> seen;
    change on_the_way;
    bool keys_changed = false;

    explicit tampered_link(const key_policy& of_client = {}, const key_policy& of_server = {}) {
        BOOST_REQUIRE(host_key::ssh_ed25519::generate(server_random, fields));
        BOOST_REQUIRE(host_key::ssh_ed25519::public_blob(fields.view(), blob));
        identity = {host_key::ssh_ed25519::key_format, blob.view(), fields.view()};
        transport::options options;
        options.keys = of_client;
        client = std::make_unique<client_engine>(options, environment{client_random});
        options.keys = of_server;
        options.host_identities = {&identity, 1};
        server = std::make_unique<server_engine>(options, environment{server_random});
    }

    /// Runs until nothing moves.
    void run() {
        client->start({});
        server->start({});
        for (int turn = 0; turn < 20; ++turn) {
            carry(*client, *server, in_up_);
            carry(*server, *client, in_down_);
        }
    }

    /// The first message of a number that went by, either way; empty when there was none.
    byte_vector said(int number) const {
        for (const byte_vector& payload : seen)
            if (std::to_integer<int>(payload[0]) == number) return payload;
        return {};
    }

  private:
    struct direction_state {
        byte_vector held;
        bool line_over = false, encrypted = false;
    };
    direction_state in_up_, in_down_;

    template <class From, class To>
    void carry(From& from, To& to, direction_state& state) {
        while (const transport::event e = from.next_event()) {
            if constexpr (std::same_as<From, client_engine>)
                if (e.is<transport::host_key_offered>()) from.accept_host_key();
            if (e.is<transport::keys_changed>()) keys_changed = true;
        }
        for (byte_view out = from.next_output(); !out.empty(); out = from.next_output()) {
            state.held.insert(state.held.end(), out.begin(), out.end());
            from.consume_output(out.size());
        }
        byte_vector passed;
        const auto pass = [&](std::size_t size) {
            passed.insert(passed.end(), state.held.begin(),
                          state.held.begin() + static_cast<std::ptrdiff_t>(size));
            state.held.erase(state.held.begin(), state.held.begin() + static_cast<std::ptrdiff_t>(size));
        };
        if (!state.line_over) {
            const auto end = std::find(state.held.begin(), state.held.end(), std::byte{'\n'});
            if (end == state.held.end()) return;
            pass(static_cast<std::size_t>(end - state.held.begin()) + 1);
            state.line_over = true;
        }
        while (!state.encrypted && state.held.size() >= 4) {
            const std::size_t length = load_u32(state.held.data());
            if (state.held.size() < 4 + length) break;
            const std::size_t padding = std::to_integer<std::size_t>(state.held[4]);
            byte_vector payload{state.held.begin() + 5,
                                state.held.begin() + static_cast<std::ptrdiff_t>(4 + length - padding)};
            state.held.erase(state.held.begin(),
                             state.held.begin() + static_cast<std::ptrdiff_t>(4 + length));
            if (payload[0] == std::byte{21}) state.encrypted = true;
            if (on_the_way) payload = on_the_way(std::move(payload));
            const std::size_t fill = 8 + (8 - (5 + payload.size()) % 8) % 8;
            byte_vector packet(5 + payload.size() + fill);
            store_u32(packet.data(), static_cast<std::uint32_t>(packet.size() - 4));
            packet[4] = static_cast<std::byte>(fill);
            std::ranges::copy(payload, packet.begin() + 5);
            passed.insert(passed.end(), packet.begin(), packet.end());
            seen.push_back(std::move(payload));
        }
        if (state.encrypted) pass(state.held.size());
        if (!passed.empty()) (void)to.on_bytes(passed);
    }
};

/// Replaces messages of one number.
tampered_link::change instead_of(int number, byte_vector other) {
    return [=](byte_vector payload) { return std::to_integer<int>(payload[0]) == number ? other : payload; };
}

byte_vector group(byte_view p, byte_view g) { return testing::payload_of(wire::dh_gex_group{p, g}); }

const std::error_code out_of_range = protocol_error::kex_value_out_of_range;
const byte_vector two{std::byte{2}};

} // namespace

BOOST_AUTO_TEST_CASE(group_exchange_as_the_program_wants_it, *label("AL-K-008") * label("CM-C-014")) {
    struct {
        key_policy client, server;
        std::size_t bits;
    } const cases[] = {{{}, {}, 3072},
                       {{2048, 2048, 8192}, {}, 2048},
                       {{2048, 4096, 8192}, {}, 4096},
                       {{1024, 1024, 2048}, {}, 2048},
                       {{}, {2048, 3072, 2048}, 2048}};
    for (const auto& one : cases) {
        tampered_link both{one.client, one.server};
        both.run();
        BOOST_TEST(both.client->error().message() == std::error_code{}.message());
        BOOST_TEST(both.keys_changed);
        const auto asked = wire::decode<wire::dh_gex_request>(both.said(34));
        BOOST_REQUIRE(asked.has_value());
        BOOST_TEST(asked->minimum == one.client.modulus_bits_minimum);
        BOOST_TEST(asked->preferred == one.client.group_bits_preferred);
        BOOST_TEST(asked->maximum == one.client.group_bits_maximum);
        const auto given = wire::decode<wire::dh_gex_group>(both.said(31));
        BOOST_REQUIRE(given.has_value());
        BOOST_TEST(8 * given->p.size() == one.bits);
    }
}

BOOST_AUTO_TEST_CASE(groups_that_end_a_session, *label("K23")) {
    const auto p = to_vector(kex::modp_2048::prime);
    byte_vector even = p, small(128, std::byte{0xff}), minus_one = p;
    even.back() ^= std::byte{1};
    minus_one.back() ^= std::byte{1};
    byte_vector below(256, std::byte{0xff});
    below[0] = std::byte{0x7f}; // 2047 bits
    for (const byte_vector& bad :
         {group(even, two), group(small, two), group(below, two), group(p, {}),
          group(p, byte_vector{std::byte{1}}), group(p, minus_one), group(p, p), group({}, two)}) {
        tampered_link both;
        both.on_the_way = instead_of(31, bad);
        both.run();
        BOOST_TEST(both.client->is_closed());
        BOOST_TEST(both.client->error() == out_of_range);
        BOOST_TEST(!both.keys_changed);
        BOOST_TEST(both.said(32).empty()); // no value of ours in such a group
        BOOST_TEST(!both.said(1).empty()); // and the server is told
    }
    // 8193 bits: no number of a key exchange is so long
    byte_vector huge(1025, std::byte{0xff});
    huge[0] = std::byte{1};
    tampered_link both;
    both.on_the_way = instead_of(31, group(huge, two));
    both.run();
    BOOST_TEST(both.client->is_closed());
    BOOST_TEST(both.client->error() == make_error_code(protocol_error::malformed_message));
    BOOST_TEST(both.said(32).empty());
    BOOST_TEST(!both.said(1).empty());
}

BOOST_AUTO_TEST_CASE(a_group_of_1024_bits_needs_the_option, *label("K23")) {
    for (const bool allowed : {false, true}) {
        tampered_link both{allowed ? key_policy{1024, 1024, 8192} : key_policy{}};
        both.on_the_way = instead_of(31, group(kex::modp_1024::prime, two));
        both.run();
        BOOST_TEST(both.said(32).empty() != allowed);
        if (!allowed) BOOST_TEST(both.client->error() == out_of_range);
    }
}

/// Whoever changes the group on its way is found out by the server's signature.
BOOST_AUTO_TEST_CASE(a_group_changed_on_its_way, *label("K12")) {
    tampered_link both;
    both.on_the_way = instead_of(31, group(kex::modp_3072::prime, byte_vector{std::byte{5}}));
    both.run();
    BOOST_TEST(!both.said(32).empty()); // it is a good group
    BOOST_TEST(!both.keys_changed);
    BOOST_TEST(both.client->is_closed());
    BOOST_TEST(both.client->error() == make_error_code(security_error::signature_invalid));
}

BOOST_AUTO_TEST_CASE(requests_that_end_a_session, *label("K23")) {
    const auto request = [](std::uint32_t minimum, std::uint32_t preferred, std::uint32_t maximum) {
        return testing::payload_of(wire::dh_gex_request{minimum, preferred, maximum});
    };
    for (const byte_vector& bad : {request(1024, 1024, 1024), request(8193, 8193, 8193),
                                   request(4096, 2048, 8192), request(2048, 8192, 4096), request(0, 0, 0)}) {
        tampered_link both;
        both.on_the_way = instead_of(34, bad);
        both.run();
        BOOST_TEST(both.server->is_closed());
        BOOST_TEST(both.server->error() == out_of_range);
        BOOST_TEST(both.said(31).empty());
    }
}
