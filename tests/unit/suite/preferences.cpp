#include <hawser/suite/preferences.hpp>

// What preferences are made of, and made for.
#include <hawser/algorithm/native/cpu.hpp>
#include <hawser/suite/negotiate.hpp>

#include <boost/test/unit_test.hpp>

#include <support/named_algorithms.hpp>

namespace {

using namespace hawser;
using namespace hawser::testing;

struct sample : suite<kex_list<named_kex<"curve25519-sha256">, named_kex<"ecdh-sha2-nistp256">>,
                      host_key_list<named_host_key<"ssh-ed25519">>,
                      cipher_list<named_aead<"aes128-gcm@openssh.com">, named_cipher<"aes128-ctr">,
                                  named_cipher<"aes256-ctr">>,
                      mac_list<named_mac<"hmac-sha2-256">, named_mac<"hmac-sha2-512">>> {};

struct cipher_and_mac : named_aead<"AEAD_AES_128_GCM"> {
    static constexpr bool named_as_mac = true;
};

using slot = algorithm_slot;

BOOST_AUTO_TEST_SUITE(suite_preferences)

BOOST_AUTO_TEST_CASE(the_suite_is_offered_until_something_is_set) {
    const preferences p{table_of<sample>};
    BOOST_TEST(p.list(slot::kex) == "curve25519-sha256,ecdh-sha2-nistp256");
    BOOST_TEST(p.list(slot::cipher_client_to_server) == "aes128-gcm@openssh.com,aes128-ctr,aes256-ctr");
    BOOST_TEST(p.list(slot::mac_server_to_client) == "hmac-sha2-256,hmac-sha2-512");
    BOOST_TEST(p.list(slot::compression_server_to_client) == "none");
}

BOOST_AUTO_TEST_CASE(the_order_given_is_kept_and_duplicates_go, *boost::unit_test::label("AL-R-002")) {
    preferences p{table_of<sample>};
    BOOST_TEST(p.set(algorithm_kind::cipher, "aes256-ctr,aes128-ctr,aes256-ctr,aes128-ctr").has_value());
    BOOST_TEST(p.list(slot::cipher_client_to_server) == "aes256-ctr,aes128-ctr");
    BOOST_TEST(p.list(slot::cipher_server_to_client) == "aes256-ctr,aes128-ctr");
    BOOST_TEST(p.set(algorithm_kind::kex, "ecdh-sha2-nistp256").has_value());
    BOOST_TEST(p.list(slot::kex) == "ecdh-sha2-nistp256");
    BOOST_TEST((p.set(algorithm_kind::kex, "ecdh-sha2-nistp257").error() == usage_error::unknown_algorithm));
    // what was set before stays, whatever else the refused list names
    BOOST_TEST((p.set(algorithm_kind::cipher, "aes128-gcm@openssh.com,aes257-ctr").error() ==
                usage_error::unknown_algorithm));
    BOOST_TEST(p.list(slot::kex) == "ecdh-sha2-nistp256");
    BOOST_TEST(p.list(slot::cipher_client_to_server) == "aes256-ctr,aes128-ctr");
    BOOST_TEST(p.list(slot::cipher_server_to_client) == "aes256-ctr,aes128-ctr");
}

// An extension is marked by the suite: what a program lists there may be preferred, whoever made it (RFC 4251, section 6).
BOOST_AUTO_TEST_CASE(an_extension_is_no_unknown_name_where_the_suite_lists_it,
                     *boost::unit_test::label("AL-R-002")) {
    struct extended : suite<kex_list<named_kex<"curve25519-sha256">, named_kex<"own-kex@example.com">>,
                            host_key_list<named_host_key<"ssh-ed25519">>,
                            cipher_list<named_aead<"own-aead@example.com">>> {};
    preferences with{table_of<extended>}, without{table_of<sample>};
    diagnostic details;
    BOOST_TEST(with.set(algorithm_kind::kex, "own-kex@example.com,curve25519-sha256").has_value());
    BOOST_TEST(with.list(slot::kex) == "own-kex@example.com,curve25519-sha256");
    BOOST_TEST(with.set(algorithm_kind::cipher, "own-aead@example.com").has_value());
    BOOST_TEST((without.set(algorithm_kind::kex, "own-kex@example.com", &details).error() ==
                usage_error::unknown_algorithm));
    BOOST_TEST(details.as<unknown_name>()->name == "own-kex@example.com");
    // neither its look nor another name of its owner's makes it one
    BOOST_TEST(
        (with.set(algorithm_kind::kex, "other-kex@example.com").error() == usage_error::unknown_algorithm));
    BOOST_TEST((with.set(algorithm_kind::kex, "own-kex").error() == usage_error::unknown_algorithm));
    BOOST_TEST(with.list(slot::kex) == "own-kex@example.com,curve25519-sha256");
}

BOOST_AUTO_TEST_CASE(each_direction_may_be_set_alone, *boost::unit_test::label("AL-R-003")) {
    preferences p{table_of<sample>};
    BOOST_TEST(p.set(slot::cipher_client_to_server, "aes256-ctr").has_value());
    BOOST_TEST(p.set(slot::mac_server_to_client, "hmac-sha2-512").has_value());
    BOOST_TEST(p.set(slot::compression_client_to_server, "none").has_value());
    BOOST_TEST(p.list(slot::cipher_client_to_server) == "aes256-ctr");
    BOOST_TEST(p.list(slot::cipher_server_to_client) == "aes128-gcm@openssh.com,aes128-ctr,aes256-ctr");
    BOOST_TEST(p.list(slot::mac_client_to_server) == "hmac-sha2-256,hmac-sha2-512");
    BOOST_TEST(p.list(slot::mac_server_to_client) == "hmac-sha2-512");
    BOOST_TEST((p.set(slot::cipher_client_to_server, "nonsense").error() == usage_error::unknown_algorithm));
}

BOOST_AUTO_TEST_CASE(names_are_unknown_or_only_not_in_this_suite) {
    preferences p{table_of<sample>};
    diagnostic details;
    BOOST_TEST((p.set(algorithm_kind::cipher, "aes128-ctr,aes512-ctr", &details).error() ==
                usage_error::unknown_algorithm));
    BOOST_TEST(details.as<unknown_name>()->name == "aes512-ctr");
    BOOST_TEST(details.as<unknown_name>()->known == "aes128-gcm@openssh.com,aes128-ctr,aes256-ctr");

    BOOST_TEST((p.set(algorithm_kind::cipher, "aes128-ctr,3des-cbc", &details).error() ==
                usage_error::algorithm_not_compiled_in));
    BOOST_TEST(details.as<unknown_name>()->name == "3des-cbc");

    // A name of another kind is no name here.
    BOOST_TEST((p.set(algorithm_kind::cipher, "hmac-sha2-256").error() == usage_error::unknown_algorithm));
    BOOST_TEST((p.set(algorithm_kind::kex, "mlkem768x25519-sha256").error() ==
                usage_error::algorithm_not_compiled_in));
    BOOST_TEST(
        (p.set(algorithm_kind::host_key, "ssh-dss").error() == usage_error::algorithm_not_compiled_in));
    BOOST_TEST((p.set(algorithm_kind::mac, "hmac-md5").error() == usage_error::algorithm_not_compiled_in));
    BOOST_TEST((p.set(algorithm_kind::compression, "zlib@openssh.com").error() ==
                usage_error::algorithm_not_compiled_in));
    BOOST_TEST((p.set(algorithm_kind::compression, "lzma").error() == usage_error::unknown_algorithm));
}

// RFC 5647, section 5.1, has its names in both lists; the MAC follows from the cipher
BOOST_AUTO_TEST_CASE(a_name_that_a_cipher_shares_with_its_mac_may_stand_among_the_macs) {
    struct with_both
        : suite<kex_list<named_kex<"curve25519-sha256">>, host_key_list<named_host_key<"ssh-ed25519">>,
                cipher_list<cipher_and_mac, named_aead<"aes128-gcm@openssh.com">, named_cipher<"aes128-ctr">>,
                mac_list<named_mac<"hmac-sha2-256">>> {};
    preferences p{table_of<with_both>};
    const auto offered = [&](direction d) {
        return macs_to_offer(p.table(), p.list(slot_of(algorithm_kind::cipher, d)),
                             p.list(slot_of(algorithm_kind::mac, d)));
    };
    BOOST_TEST(p.set(algorithm_kind::mac, "hmac-sha2-256,AEAD_AES_128_GCM").has_value());
    BOOST_TEST(offered(direction::client_to_server) == "AEAD_AES_128_GCM,hmac-sha2-256");
    BOOST_TEST(p.set(algorithm_kind::cipher, "aes128-ctr").has_value());
    BOOST_TEST(offered(direction::client_to_server) == "hmac-sha2-256");
    BOOST_TEST(p.set(slot::cipher_server_to_client, "AEAD_AES_128_GCM").has_value());
    BOOST_TEST(p.set(slot::mac_server_to_client, "AEAD_AES_128_GCM").has_value());
    BOOST_TEST(offered(direction::server_to_client) == "AEAD_AES_128_GCM");
    BOOST_TEST(offered(direction::client_to_server) == "hmac-sha2-256");

    // only the name of such a cipher, and only of one that is here
    BOOST_TEST(
        (p.set(algorithm_kind::mac, "AEAD_AES_256_GCM").error() == usage_error::algorithm_not_compiled_in));
    BOOST_TEST(
        (p.set(algorithm_kind::mac, "aes128-gcm@openssh.com").error() == usage_error::unknown_algorithm));
    BOOST_TEST((p.set(algorithm_kind::kex, "AEAD_AES_128_GCM").error() == usage_error::unknown_algorithm));
    preferences without{table_of<sample>};
    BOOST_TEST((without.set(algorithm_kind::mac, "AEAD_AES_128_GCM").error() ==
                usage_error::algorithm_not_compiled_in));
}

BOOST_AUTO_TEST_CASE(after_an_error_nothing_has_changed) {
    preferences p{table_of<sample>};
    BOOST_TEST(p.set(algorithm_kind::mac, "hmac-sha2-512").has_value());
    BOOST_TEST(!p.set(algorithm_kind::mac, "hmac-sha2-256,nonsense").has_value());
    BOOST_TEST(!p.set(algorithm_kind::mac, "").has_value());
    BOOST_TEST(p.list(slot::mac_client_to_server) == "hmac-sha2-512");
    BOOST_TEST(p.list(slot::mac_server_to_client) == "hmac-sha2-512");
}

BOOST_AUTO_TEST_CASE(an_empty_list_and_empty_names_are_refused) {
    preferences p{table_of<sample>};
    BOOST_TEST((p.set(algorithm_kind::cipher, "").error() == usage_error::no_algorithm_left));
    for (std::string_view names :
         {",", "aes128-ctr,", ",aes128-ctr", "aes128-ctr, aes256-ctr", "aes128-ctr,,aes256-ctr"})
        BOOST_TEST((p.set(algorithm_kind::cipher, names).error() == usage_error::unknown_algorithm), names);
}

BOOST_AUTO_TEST_CASE(a_strange_name_is_bounded_in_the_details) {
    preferences p{table_of<sample>};
    diagnostic details;
    BOOST_TEST(!p.set(algorithm_kind::cipher, std::string(1000000, 'x'), &details).has_value());
    BOOST_TEST(details.as<unknown_name>()->name.size() < 100u);
}

BOOST_AUTO_TEST_CASE(a_slot_can_be_reset) {
    preferences p{table_of<sample>};
    BOOST_TEST(p.set(algorithm_kind::mac, "hmac-sha2-512").has_value());
    p.reset(slot::mac_client_to_server);
    BOOST_TEST(p.list(slot::mac_client_to_server) == "hmac-sha2-256,hmac-sha2-512");
    BOOST_TEST(p.list(slot::mac_server_to_client) == "hmac-sha2-512");
}

BOOST_AUTO_TEST_CASE(a_processor_without_aes_is_offered_chacha20_first) {
    struct with_chacha20
        : suite<kex_list<named_kex<"curve25519-sha256">>, host_key_list<named_host_key<"ssh-ed25519">>,
                cipher_list<named_aead<"aes128-gcm@openssh.com">, named_aead<"chacha20-poly1305@openssh.com">,
                            named_cipher<"aes128-ctr">>,
                mac_list<named_mac<"hmac-sha2-256">>> {};
    const auto slow = preferences::for_cpu(table_of<with_chacha20>, false);
    for (const slot s : {slot::cipher_client_to_server, slot::cipher_server_to_client})
        BOOST_TEST(slow.list(s) == "chacha20-poly1305@openssh.com,aes128-gcm@openssh.com,aes128-ctr");
    BOOST_TEST(slow.list(slot::kex) == "curve25519-sha256");

    const auto quick = preferences::for_cpu(table_of<with_chacha20>, true);
    BOOST_TEST(quick.list(slot::cipher_client_to_server) == table_of<with_chacha20>.ciphers.joined);
    // a suite without it stays as it is
    const auto lacking = preferences::for_cpu(table_of<sample>, false);
    BOOST_TEST(lacking.list(slot::cipher_client_to_server) == table_of<sample>.ciphers.joined);

    const auto here = preferences::for_this_cpu(table_of<with_chacha20>);
    BOOST_TEST(here.list(slot::cipher_client_to_server) ==
               (native::this_cpu().aes ? quick : slow).list(slot::cipher_client_to_server));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
