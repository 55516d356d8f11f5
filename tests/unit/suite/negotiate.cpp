#include <hawser/suite/negotiate.hpp>
#include <hawser/suite/preferences.hpp>

#include <boost/test/unit_test.hpp>

#include <support/named_algorithms.hpp>

namespace {

using namespace hawser;
using namespace hawser::testing;

struct sample : suite<kex_list<named_kex<"k1">, named_kex<"k2">>,
                      host_key_list<named_host_key<"h1">, named_host_key<"h2">>,
                      cipher_list<named_aead<"gcm">, named_cipher<"c1">, named_cipher<"c2">>,
                      mac_list<named_mac<"m1">, named_mac<"m2">>,
                      compression_list<named_compression<"none">, named_compression<"zlib@openssh.com">>> {};

const suite_table& table = table_of<sample>;

/// What a side that likes the suite as it is would send.
wire::kexinit offer() {
    wire::kexinit m;
    m.kex_algorithms = "k1,k2";
    m.server_host_key_algorithms = "h1,h2";
    m.encryption_client_to_server = m.encryption_server_to_client = "gcm,c1,c2";
    m.mac_client_to_server = m.mac_server_to_client = "m1,m2";
    m.compression_client_to_server = m.compression_server_to_client = "none,zlib@openssh.com";
    return m;
}

std::string_view wire::kexinit::*const lists[algorithm_slots] = {
    &wire::kexinit::kex_algorithms,
    &wire::kexinit::server_host_key_algorithms,
    &wire::kexinit::encryption_client_to_server,
    &wire::kexinit::encryption_server_to_client,
    &wire::kexinit::mac_client_to_server,
    &wire::kexinit::mac_server_to_client,
    &wire::kexinit::compression_client_to_server,
    &wire::kexinit::compression_server_to_client,
};

result<selection> choose(const wire::kexinit& client, const wire::kexinit& server) {
    return negotiate(table, client, server, role::client);
}

BOOST_AUTO_TEST_SUITE(suite_negotiate)

BOOST_AUTO_TEST_CASE(slots_are_the_lists_of_the_message) {
    wire::kexinit m;
    for (std::size_t i = 0; i < algorithm_slots; ++i) {
        m.*lists[i] = "x";
        for (std::size_t j = 0; j < algorithm_slots; ++j)
            BOOST_TEST((list_of(m, static_cast<algorithm_slot>(j)) == "x") == (i == j));
        m.*lists[i] = "";
    }
}

BOOST_AUTO_TEST_CASE(equal_offers_choose_the_first_of_everything) {
    const auto s = choose(offer(), offer());
    BOOST_REQUIRE(s.has_value());
    BOOST_TEST((*s == selection{}));
}

BOOST_AUTO_TEST_CASE(the_client_decides_in_every_list,
                     *boost::unit_test::label("CM-P-009") * boost::unit_test::label("CM-C-026") *
                         boost::unit_test::label("CM-C-027") * boost::unit_test::label("AL-R-001")) {
    wire::kexinit client = offer();
    client.kex_algorithms = "unheard,k2,k1";
    client.server_host_key_algorithms = "h2,h1";
    client.encryption_client_to_server = "c2,c1";
    client.encryption_server_to_client = "c1,c2";
    client.mac_client_to_server = "m2,m1";
    client.mac_server_to_client = "m1,m2";
    client.compression_client_to_server = "zlib@openssh.com,none";
    const auto s = choose(client, offer());
    BOOST_REQUIRE(s.has_value());
    BOOST_TEST((*s == selection{1, 1, {2, 1, 1}, {1, 0, 0}}));

    // The same two lists the other way round: now the other order decides.
    const auto reversed = choose(offer(), client);
    BOOST_REQUIRE(reversed.has_value());
    BOOST_TEST((*reversed == selection{0, 0, {1, 0, 0}, {1, 0, 0}}));
}

BOOST_AUTO_TEST_CASE(both_roles_come_to_the_same_choice) {
    wire::kexinit client = offer();
    client.encryption_client_to_server = "c2,gcm";
    wire::kexinit server = offer();
    server.kex_algorithms = "k2,k1";
    BOOST_TEST(
        (*negotiate(table, client, server, role::client) == *negotiate(table, client, server, role::server)));
}

BOOST_AUTO_TEST_CASE(directions_are_apart,
                     *boost::unit_test::label("K25") * boost::unit_test::label("AL-R-003")) {
    wire::kexinit client = offer();
    client.encryption_client_to_server = "c1";
    client.encryption_server_to_client = "gcm";
    client.compression_server_to_client = "zlib@openssh.com";
    client.languages_client_to_server = "de,en";
    client.languages_server_to_client = "fr";
    client.reserved = 0xffffffff;
    wire::kexinit server = offer();
    server.languages_client_to_server = "it";
    const auto s = choose(client, server);
    BOOST_REQUIRE(s.has_value());
    BOOST_TEST((*s == selection{0, 0, {1, 0, 0}, {0, std::nullopt, 1}}));

    // What one direction has does not help the other.
    server.encryption_client_to_server = "gcm";
    server.encryption_server_to_client = "c1";
    BOOST_TEST((choose(client, server).error() == protocol_error::no_common_algorithm));
}

BOOST_AUTO_TEST_CASE(an_authenticated_cipher_ignores_the_macs, *boost::unit_test::label("AL-R-005")) {
    wire::kexinit client = offer();
    client.encryption_client_to_server = client.encryption_server_to_client = "gcm";
    client.mac_client_to_server = "hmac-of-the-client";
    client.mac_server_to_client = "";
    const auto s = choose(client, offer());
    BOOST_REQUIRE(s.has_value());
    BOOST_TEST(!s->client_to_server.mac.has_value());
    BOOST_TEST(!s->server_to_client.mac.has_value());

    // In the direction that has another cipher the MAC is needed.
    client.encryption_server_to_client = "c1";
    diagnostic details;
    BOOST_TEST((negotiate(table, client, offer(), role::client, &details).error() ==
                protocol_error::no_common_algorithm));
    BOOST_TEST(details.as<no_common_algorithm>()->category == "MAC server to client");
}

BOOST_AUTO_TEST_CASE(no_common_name_is_an_error_that_shows_both_lists,
                     *boost::unit_test::label("CM-P-008") * boost::unit_test::label("CM-P-009") *
                         boost::unit_test::label("CM-C-026") * boost::unit_test::label("CM-C-027") *
                         boost::unit_test::label("ER-1003") * boost::unit_test::label("K22")) {
    for (std::size_t i = 0; i < algorithm_slots; ++i) {
        for (role us : {role::client, role::server}) {
            wire::kexinit ours = offer();
            ours.encryption_client_to_server = ours.encryption_server_to_client = "c1,c2";
            wire::kexinit theirs = ours;
            theirs.*lists[i] = "strange,\x1b[31m";
            diagnostic details;
            const bool we_are_client = us == role::client;
            const auto s =
                negotiate(table, we_are_client ? ours : theirs, we_are_client ? theirs : ours, us, &details);
            BOOST_TEST((s.error() == protocol_error::no_common_algorithm));
            const auto& shown = *details.as<no_common_algorithm>();
            BOOST_TEST(shown.category == name_of(static_cast<algorithm_slot>(i)));
            BOOST_TEST(shown.ours == ours.*lists[i]);
            BOOST_TEST(shown.theirs == "strange,\x1b[31m");
            const std::string line = describe(s.error(), details);
            BOOST_TEST((line.find(std::string{ours.*lists[i]}) != std::string::npos), line);
            BOOST_TEST((line.find("strange,\\x1b[31m") != std::string::npos), line);
        }
    }
    // The two lists of languages choose nothing.
    wire::kexinit client = offer();
    client.languages_client_to_server = client.languages_server_to_client = "de";
    wire::kexinit server = offer();
    server.languages_client_to_server = server.languages_server_to_client = "fr";
    BOOST_TEST(choose(client, server).has_value());
}

BOOST_AUTO_TEST_CASE(the_first_list_without_a_common_name_is_told) {
    wire::kexinit theirs;
    diagnostic details;
    BOOST_TEST(!negotiate(table, offer(), theirs, role::client, &details).has_value());
    BOOST_TEST(details.as<no_common_algorithm>()->category == "key exchange");
    theirs.kex_algorithms = "k1";
    BOOST_TEST(!negotiate(table, offer(), theirs, role::client, &details).has_value());
    BOOST_TEST(details.as<no_common_algorithm>()->category == "host key");
}

BOOST_AUTO_TEST_CASE(markers_are_never_chosen) {
    wire::kexinit client = offer();
    client.kex_algorithms = "ext-info-c,kex-strict-c-v00@openssh.com,k2";
    wire::kexinit server = offer();
    server.kex_algorithms = "kex-strict-c-v00@openssh.com,ext-info-c,k1,k2";
    const auto s = choose(client, server);
    BOOST_REQUIRE(s.has_value());
    BOOST_TEST(s->kex == 1u);
    server.kex_algorithms = "kex-strict-c-v00@openssh.com,ext-info-c";
    BOOST_TEST((choose(client, server).error() == protocol_error::no_common_algorithm));
}

BOOST_AUTO_TEST_CASE(the_peers_list_is_bounded_in_the_details) {
    std::string endless = "x";
    for (int i = 0; i < 10000; ++i) endless += ",abcdefgh";
    wire::kexinit theirs = offer();
    theirs.kex_algorithms = endless;
    diagnostic details;
    BOOST_TEST(!negotiate(table, offer(), theirs, role::client, &details).has_value());
    BOOST_TEST(details.as<no_common_algorithm>()->theirs.size() == limits::peer_text);
}

BOOST_AUTO_TEST_CASE(narrowed_preferences_narrow_the_choice) {
    preferences p{table};
    BOOST_TEST(p.set(algorithm_kind::cipher, "c2,gcm").has_value());
    wire::kexinit client = offer();
    client.encryption_client_to_server = p.list(algorithm_slot::cipher_client_to_server);
    client.encryption_server_to_client = p.list(algorithm_slot::cipher_server_to_client);
    const auto s = choose(client, offer());
    BOOST_REQUIRE(s.has_value());
    BOOST_TEST(s->client_to_server.cipher == 2u);
    BOOST_TEST((s->client_to_server.mac == 0u));
}

BOOST_AUTO_TEST_CASE(a_guess_is_right_when_both_like_the_same_best) {
    wire::kexinit client = offer();
    wire::kexinit server = offer();
    BOOST_TEST(guess_is_right(client, server));
    server.kex_algorithms = "k1";
    BOOST_TEST(guess_is_right(client, server));
    server.kex_algorithms = "k2,k1";
    BOOST_TEST(!guess_is_right(client, server));
    server = offer();
    server.server_host_key_algorithms = "h2,h1";
    BOOST_TEST(!guess_is_right(client, server));
    server = offer();
    server.encryption_client_to_server = "c2";
    BOOST_TEST(guess_is_right(client, server));
}

// --- ciphers whose name must be agreed as MAC too (RFC 5647, section 5.1)

struct both_names : named_aead<"both"> {
    static constexpr bool named_as_mac = true;
};
struct with_both
    : suite<kex_list<named_kex<"k1">>, host_key_list<named_host_key<"h1">>,
            cipher_list<named_aead<"gcm">, both_names, named_cipher<"c1">>, mac_list<named_mac<"m1">>> {};

/// Agrees on a cipher and MAC from four lists; the MAC's list is the one that fails otherwise.
std::string agreed(std::string_view our_ciphers, std::string_view our_macs, std::string_view ciphers,
                   std::string_view macs) {
    wire::kexinit client, server;
    client.kex_algorithms = server.kex_algorithms = "k1";
    client.server_host_key_algorithms = server.server_host_key_algorithms = "h1";
    client.encryption_client_to_server = client.encryption_server_to_client = our_ciphers;
    client.mac_client_to_server = client.mac_server_to_client = our_macs;
    server.encryption_client_to_server = server.encryption_server_to_client = ciphers;
    server.mac_client_to_server = server.mac_server_to_client = macs;
    client.compression_client_to_server = client.compression_server_to_client = "none";
    server.compression_client_to_server = server.compression_server_to_client = "none";
    diagnostic why;
    const auto chosen = negotiate(table_of<with_both>, client, server, role::client, &why);
    if (!chosen) {
        BOOST_REQUIRE((chosen.error() == protocol_error::no_common_algorithm));
        return why.as<no_common_algorithm>()->category;
    }
    const direction_selection& d = chosen->client_to_server;
    return std::string{table_of<with_both>.ciphers.names[d.cipher]} + (d.mac ? " with a MAC" : "");
}

BOOST_AUTO_TEST_CASE(a_name_for_cipher_and_mac_is_agreed_as_both_or_not_at_all) {
    BOOST_TEST(agreed("both", "both", "both", "both") == "both");
    BOOST_TEST(agreed("both,c1", "both,m1", "c1,both", "m1,both") == "both");
    // wherever it stands in the list of MACs
    BOOST_TEST(agreed("both,c1", "m1,both", "both,c1", "m1,both") == "both");
    // as cipher alone
    BOOST_TEST(agreed("both,c1", "both,m1", "both,c1", "m1") == "MAC client to server");
    BOOST_TEST(agreed("both", "m1", "both", "both,m1") == "MAC client to server");
    // as MAC alone
    BOOST_TEST(agreed("c1", "both,m1", "c1,both", "both,m1") == "MAC client to server");
    // another cipher that authenticates by itself does not care
    BOOST_TEST(agreed("gcm", "both", "gcm", "both") == "gcm");
    BOOST_TEST(agreed("gcm,both", "", "gcm", "") == "gcm");
    // and one that needs a MAC takes the next
    BOOST_TEST(agreed("c1", "m1,both", "c1,both", "both,m1") == "c1 with a MAC");
}

BOOST_AUTO_TEST_CASE(the_macs_that_are_offered_hold_the_names_of_such_ciphers) {
    const suite_table& names = table_of<with_both>;
    BOOST_TEST(macs_to_offer(names, "gcm,c1", "m1") == "m1");
    BOOST_TEST(macs_to_offer(names, "gcm,both,c1", "m1") == "both,m1");
    BOOST_TEST(macs_to_offer(names, "c1,both", "m1") == "m1,both");
    BOOST_TEST(macs_to_offer(names, "both", "") == "both");
    BOOST_TEST(macs_to_offer(names, "both", "m1") == "both,m1");
    BOOST_TEST(macs_to_offer(names, "gcm", "") == "");
    BOOST_TEST(macs_to_offer(names, "", "m1") == "m1");
    // named among the MACs as well: the cipher decides whether, and where
    BOOST_TEST(macs_to_offer(names, "both,c1", "m1,both") == "both,m1");
    BOOST_TEST(macs_to_offer(names, "c1,both", "both,m1") == "m1,both");
    BOOST_TEST(macs_to_offer(names, "both", "both") == "both");
    BOOST_TEST(macs_to_offer(names, "c1", "both,m1") == "m1");
    BOOST_TEST(macs_to_offer(names, "gcm", "both") == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
