#include <hawser/wire/kexinit.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <support/wire_layout.hpp>

namespace {

using namespace hawser;

wire::kexinit sample() {
    wire::kexinit m;
    for (std::size_t i = 0; i < m.cookie.size(); ++i) m.cookie[i] = static_cast<std::byte>(0xf0 + i);
    m.kex_algorithms = "k1,k2";
    m.server_host_key_algorithms = "h1";
    m.encryption_client_to_server = "c1";
    m.encryption_server_to_client = "c2";
    m.mac_client_to_server = "m1";
    m.mac_server_to_client = "m2";
    m.compression_client_to_server = "z1";
    m.compression_server_to_client = "z2";
    m.languages_client_to_server = "";
    m.languages_server_to_client = "en";
    m.first_kex_packet_follows = true;
    m.reserved = 0;
    return m;
}

BOOST_AUTO_TEST_SUITE(wire_kexinit)

BOOST_AUTO_TEST_CASE(the_message_is_taken_whole_or_not_at_all, *boost::unit_test::label("T20") *
                                                                   boost::unit_test::label("T21") *
                                                                   boost::unit_test::label("T22")) {
    testing::check_message(sample(),
                           "14 f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff #00000005'k1,k2' #00000002'h1' #00000002'c1' "
                           "#00000002'c2' #00000002'm1' #00000002'm2' #00000002'z1' #00000002'z2' #00000000 "
                           "#00000002'en' 01 00000000");
}

BOOST_AUTO_TEST_CASE(reserved_is_kept_and_not_judged) {
    wire::kexinit m = sample();
    m.reserved = 0xdeadbeef;
    const byte_vector payload = testing::written([&](auto& w) { encode(w, m); });
    const auto back = wire::decode<wire::kexinit>(payload);
    BOOST_REQUIRE(back.has_value());
    BOOST_TEST(back->reserved == 0xdeadbeefu);
    BOOST_TEST(back->languages_server_to_client == "en");
}

BOOST_AUTO_TEST_CASE(every_list_is_held_to_the_grammar_and_the_bounds, *boost::unit_test::label("T23")) {
    std::string_view wire::kexinit::*const lists[] = {
        &wire::kexinit::kex_algorithms,
        &wire::kexinit::server_host_key_algorithms,
        &wire::kexinit::encryption_client_to_server,
        &wire::kexinit::encryption_server_to_client,
        &wire::kexinit::mac_client_to_server,
        &wire::kexinit::mac_server_to_client,
        &wire::kexinit::compression_client_to_server,
        &wire::kexinit::compression_server_to_client,
        &wire::kexinit::languages_client_to_server,
        &wire::kexinit::languages_server_to_client,
    };
    std::string million = "a";
    for (int i = 0; i < 1000000; ++i) million += ",a";
    std::string one_too_many = "a";
    for (std::size_t i = 0; i < limits::names_in_list; ++i) one_too_many += ",a";
    const std::string bad[] = {",",
                               "a,",
                               ",a",
                               "a,,b",
                               "a b",
                               "a\tb",
                               std::string(65, 'x'),
                               "n\xc3\xa4me",
                               "a\x7f",
                               million,
                               one_too_many,
                               std::string("a\0b", 3)};
    for (const auto list : lists) {
        const bool is_cipher_list = list == &wire::kexinit::encryption_client_to_server ||
                                    list == &wire::kexinit::encryption_server_to_client;
        for (const std::string& text : bad) {
            if (is_cipher_list && text == "a,") continue;
            wire::kexinit m = sample();
            m.*list = text;
            const byte_vector payload = testing::written([&](auto& w) { encode(w, m); });
            diagnostic details;
            BOOST_TEST((wire::decode<wire::kexinit>(payload, &details).error() ==
                        protocol_error::malformed_message));
            BOOST_TEST(details.as<malformed>()->problem == "name-list is not well formed");
        }
    }
}

BOOST_AUTO_TEST_CASE(a_cipher_list_may_end_with_a_comma) {
    // as libssh 0.10 writes it; nothing else is forgiven
    for (const auto list :
         {&wire::kexinit::encryption_client_to_server, &wire::kexinit::encryption_server_to_client}) {
        for (const auto& [text, taken] :
             {std::pair{"aes256-ctr,aes128-ctr,", true}, {"a,,", false}, {",", false}, {",a,", false}}) {
            wire::kexinit m = sample();
            m.*list = text;
            const byte_vector payload = testing::written([&](auto& w) { encode(w, m); });
            const auto back = wire::decode<wire::kexinit>(payload);
            BOOST_TEST(back.has_value() == taken, text);
            if (back) BOOST_TEST(((*back).*list == "aes256-ctr,aes128-ctr"));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
