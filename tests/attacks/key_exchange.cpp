// Attacks on the key exchange (RFC 4253, sections 7 and 8).

#include "support/raw_peer.hpp"

#include <algorithm>

namespace {

using namespace hawser;
using namespace hawser::testing;
using boost::unit_test::label;
using transport::phase;
using wire::message_number;

const std::error_code strict_violation = protocol_error::strict_kex_violation;
const std::error_code unexpected = protocol_error::unexpected_message;

/// A reply of a server with some of its three fields replaced.
void send_reply(duel& d, std::optional<byte_vector> host_key, std::optional<byte_vector> signature,
                std::optional<byte_vector> value = {}) {
    const byte_vector given = std::exchange(d.peer.reply, {});
    auto reply = wire::decode<wire::ecdh_reply>(given);
    BOOST_REQUIRE(reply.has_value());
    if (host_key) reply->k_s = *host_key;
    if (signature) reply->signature = *signature;
    if (value) reply->q_s = *value;
    d.peer.say(*reply);
}
byte_vector signature_of(const duel& d) {
    return to_vector(wire::decode<wire::ecdh_reply>(d.peer.reply)->signature);
}

BOOST_AUTO_TEST_SUITE(attacks_on_key_exchange)

BOOST_AUTO_TEST_CASE(a_login_request_before_the_keys, *label("K08")) {
    for (bool strict : {true, false}) {
        for (phase at : {phase::first_kexinit, phase::first_exchange, phase::first_newkeys}) {
            duel d{role::server, {.strict = strict}};
            d.reach(at);
            d.peer.say(wire::userauth_request{"mallory", "ssh-connection", "none", {}});
            BOOST_TEST(d.ended(strict && at != phase::first_kexinit ? strict_violation : unexpected));
            BOOST_TEST(d.details<unexpected_message>()->number == 50);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_reply_is_left_out_or_repeated, *label("K10")) {
    for (bool strict : {true, false}) {
        duel none{role::client, {.strict = strict}};
        none.reach(phase::first_exchange);
        none.peer.say(wire::newkeys{});
        BOOST_TEST(none.ended(strict ? strict_violation : unexpected));
        BOOST_TEST(none.host_keys == 0);
        BOOST_TEST(none.core().session_id().empty());

        duel twice{role::client, {.strict = strict}};
        twice.reach(phase::first_exchange);
        const byte_vector reply = twice.peer.reply;
        twice.peer.send(reply);
        twice.peer.send(reply);
        BOOST_TEST(twice.ended(strict ? strict_violation : unexpected));
        BOOST_TEST(twice.host_keys == 1);
    }
    // Nothing goes on while the owner has not answered.
    duel waiting{role::client};
    waiting.accepts = false;
    waiting.reach(phase::first_exchange);
    waiting.peer.send_method();
    waiting.peer.send_newkeys();
    waiting.peer.say(wire::service_accept{"ssh-userauth"});
    waiting.settle();
    BOOST_TEST(waiting.host_keys == 1);
    BOOST_TEST(waiting.keys_changed == 0);
    BOOST_TEST(waiting.packets.empty());
    BOOST_TEST(waiting.peer.count(message_number::newkeys) == 0u);
}

BOOST_AUTO_TEST_CASE(the_host_key_is_swapped, *label("ER-1031") * label("K10")) {
    duel d{role::client, {.suite = real_suite()}};
    d.reach(phase::first_exchange);
    send_reply(d, real_suite().identities[1].blob, std::nullopt);
    BOOST_TEST(d.ended(security_error::signature_invalid));
    BOOST_TEST(d.host_keys == 0);
    BOOST_TEST(d.peer.count(message_number::newkeys) == 0u);
}

BOOST_AUTO_TEST_CASE(a_signature_of_another_algorithm, *label("K11")) {
    const auto renamed = [](byte_view signature, std::string_view name) {
        wire::reader r{signature};
        r.string();
        byte_buffer out;
        wire::writer{out}.string(name).string(r.string());
        return to_vector(out.view());
    };
    for (std::string_view name : {"ssh-rsa", "rsa-sha2-256", "ssh-ed25519", ""}) {
        duel d{role::client, {.suite = real_suite(), .identity = 2}};
        d.peer.offer[1] = "rsa-sha2-512";
        d.reach(phase::first_exchange);
        send_reply(d, std::nullopt, renamed(signature_of(d), name));
        BOOST_TEST(d.ended(security_error::signature_algorithm_mismatch));
        BOOST_TEST(d.host_keys == 0);
    }
    // A key of another kind than was agreed on.
    duel d{role::client, {.suite = real_suite()}};
    d.reach(phase::first_exchange);
    send_reply(d, real_suite().identities[2].blob, std::nullopt);
    BOOST_TEST(d.ended(security_error::host_key_malformed));
}

BOOST_AUTO_TEST_CASE(wrong_signatures, *label("K12")) {
    duel other{role::client, {.suite = real_suite()}};
    other.peer.languages = "another"; // so that H differs
    other.reach(phase::first_exchange);
    const byte_vector of_another_hash = signature_of(other);
    std::vector<byte_vector> wrong{of_another_hash, {}, byte_vector(limits::key_blob + 1), byte_vector(4)};
    for (std::size_t at : {19u, 30u, 82u}) {
        byte_vector flipped = of_another_hash;
        flipped[at] ^= std::byte{1};
        wrong.push_back(flipped);
    }
    for (const byte_vector& signature : wrong) {
        duel d{role::client, {.suite = real_suite()}};
        d.reach(phase::first_exchange);
        send_reply(d, std::nullopt, signature);
        d.settle();
        BOOST_TEST((d.core().error() == security_error::signature_invalid ||
                    d.core().error() == security_error::signature_algorithm_mismatch ||
                    d.core().error() == protocol_error::malformed_message));
        BOOST_TEST(d.ended(d.core().error()));
        BOOST_TEST(d.host_keys == 0);
        BOOST_TEST(d.goodbye() == 3u);
    }
}

BOOST_AUTO_TEST_CASE(a_right_guess_is_used, *label("K14")) {
    duel d{role::server};
    d.identify();
    d.peer.guess = true;
    d.peer.send_kexinit();
    d.peer.send_method();
    d.settle();
    BOOST_CHECK(d.phase() == phase::first_newkeys);
    d.change_keys();
    BOOST_CHECK(d.phase() == phase::service);
}

BOOST_AUTO_TEST_CASE(a_wrong_guess_is_dropped_once, *label("K14")) {
    // Of the right method's form, of no known method, of another size.
    const byte_vector guesses[] = {payload_of(wire::ecdh_init{as_bytes("1234")}), byte_vector{std::byte{49}},
                                   payload_of(wire::ecdh_init{byte_vector(1000)})};
    for (role self : both_roles) {
        for (const byte_vector& guess : guesses) {
            for (int times : {1, 2}) {
                duel d{self};
                d.identify();
                d.mark();
                d.peer.guess = true;
                d.peer.offer[0] = "other-kex@test,null-kex@test";
                d.peer.send_kexinit();
                for (int i = 0; i < times; ++i) d.peer.send(guess);
                d.settle();
                if (times == 1) {
                    BOOST_CHECK(d.phase() == phase::first_exchange);
                    d.run_method();
                    d.change_keys();
                    BOOST_CHECK(d.phase() == phase::service);
                } else {
                    // The second counts: a server takes it for the client's value if it is one.
                    const bool is_value = self == role::server && equal(guess, guesses[0]);
                    BOOST_CHECK(d.phase() == (is_value ? phase::first_newkeys : phase::closed));
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(no_ephemeral_key_outlives_an_exchange_that_began_with_a_wrong_guess, *label("K14")) {
    for (role self : both_roles) {
        duel d{self, {.suite = real_suite()}};
        // Whatever the engine drew for a private key: padding, which is drawn for many packets at once, is no secret.
        const auto keys_left = [&] {
            const byte_view object = d.box->object();
            return std::ranges::count_if(d.random.given, [&](const byte_vector& drawn) {
                return drawn.size() == 32 &&
                       std::search(object.begin(), object.end(), drawn.begin(), drawn.end()) != object.end();
            });
        };
        d.identify();
        d.peer.guess = true;
        d.peer.offer[0] = "other-kex@test,curve25519-sha256";
        d.peer.send_kexinit();
        d.peer.send(payload_of(wire::ecdh_init{as_bytes("1234")}));
        d.settle();
        BOOST_CHECK(d.phase() == phase::first_exchange);
        // a client has its key by now, a server makes it when it is asked
        BOOST_TEST(keys_left() == (self == role::client ? 1 : 0));
        d.run_method();
        BOOST_TEST(keys_left() == 0);
        d.change_keys();
        BOOST_CHECK(d.phase() == phase::service);
        BOOST_TEST(keys_left() == 0);
        BOOST_TEST(d.memory.unwiped == 0u);
        BOOST_TEST(std::ranges::count(d.random.given, std::size_t{32}, &byte_vector::size) >= 2);
    }
}

BOOST_AUTO_TEST_CASE(a_key_exchange_that_a_wrong_value_ends_leaves_no_ephemeral_key, *label("K14")) {
    duel d{role::client, {.suite = real_suite()}};
    d.reach(phase::first_exchange);
    send_reply(d, std::nullopt, std::nullopt, byte_vector(31));
    BOOST_TEST(d.ended(protocol_error::kex_value_out_of_range));
    const byte_view object = d.box->object();
    for (const byte_vector& drawn : d.random.given)
        if (drawn.size() == 32)
            BOOST_TEST(
                (std::search(object.begin(), object.end(), drawn.begin(), drawn.end()) == object.end()));
}

/// What is wrong about a hybrid's values ends the session; `make_no_key` turns a client's value into one that no key is encoded as.
template <class MakeNoKey>
void wrong_values_of_a_hybrid(const char* name, std::size_t key_size, std::size_t ciphertext_size,
                              MakeNoKey make_no_key) {
    const std::error_code out_of_range = protocol_error::kex_value_out_of_range;
    const auto exchanging = [&](role self) {
        auto d = std::make_unique<duel>(self, duel_options{.suite = real_suite()});
        d->peer.offer[0] = name;
        d->reach(phase::first_exchange);
        return d;
    };
    enum { shorter, longer, no_key };
    for (const int wrong : {shorter, longer, no_key}) {
        // a client's public key
        auto server = exchanging(role::server);
        byte_vector value = to_vector(wire::decode<wire::ecdh_init>(server->peer.first)->q_c);
        BOOST_REQUIRE(value.size() == key_size + 32);
        if (wrong == no_key)
            make_no_key(value);
        else
            value.resize(value.size() + (wrong == shorter ? -1 : 1));
        server->peer.say(wire::ecdh_init{value});
        BOOST_TEST(server->ended(out_of_range));
        BOOST_TEST(server->goodbye() == 3u);
        if (wrong == no_key) continue;
        // a server's ciphertext
        auto client = exchanging(role::client);
        value = to_vector(wire::decode<wire::ecdh_reply>(client->peer.reply)->q_s);
        BOOST_REQUIRE(value.size() == ciphertext_size + 32);
        value.resize(value.size() + (wrong == shorter ? -1 : 1));
        send_reply(*client, std::nullopt, std::nullopt, value);
        BOOST_TEST(client->ended(out_of_range));
        BOOST_TEST(client->goodbye() == 3u);
    }
    // A ciphertext of the right length that is wrong looks like any other: the signature does not fit.
    for (const std::size_t at : {std::size_t{0}, std::size_t{500}, ciphertext_size - 1}) {
        auto client = exchanging(role::client);
        byte_vector value = to_vector(wire::decode<wire::ecdh_reply>(client->peer.reply)->q_s);
        value[at] ^= std::byte{0x10};
        send_reply(*client, std::nullopt, std::nullopt, value);
        BOOST_TEST(client->ended(security_error::signature_invalid));
        BOOST_TEST(client->host_keys == 0);
    }
    // Both roles do as they should with what is right.
    for (role self : both_roles) {
        auto d = exchanging(self);
        d->run_method();
        d->change_keys();
        BOOST_TEST((d->phase() == phase::service));
    }
}

BOOST_AUTO_TEST_CASE(values_of_the_ml_kem_hybrid, *label("C04")) {
    wrong_values_of_a_hybrid("mlkem768x25519-sha256", 1184, 1088, [](byte_vector& value) {
        value[0] = std::byte{0xff}; // a number above the modulus
        value[1] |= std::byte{0x0f};
    });
}

BOOST_AUTO_TEST_CASE(values_of_the_sntrup761_hybrid, *label("C05")) {
    wrong_values_of_a_hybrid("sntrup761x25519-sha512@openssh.com", 1158, 1039, [](byte_vector& value) {
        value[1157] = std::byte{0xff}; // the last number that is packed, above its modulus
    });
}

BOOST_AUTO_TEST_CASE(another_host_key_in_a_rekey, *label("K20")) {
    duel d{role::client};
    d.reach(phase::rekey_exchange);
    send_reply(d, null_suite().identities[1].blob, std::nullopt);
    BOOST_TEST(d.ended(security_error::host_key_changed));
    BOOST_TEST(d.host_keys == 0);
    BOOST_TEST(d.goodbye() == 9u);
    BOOST_TEST(to_hex(d.box->host_key()) == to_hex(null_suite().identities[0].blob));
}

BOOST_AUTO_TEST_CASE(nothing_in_common, *label("K22")) {
    for (role self : both_roles) {
        for (std::size_t slot = 0; slot < algorithm_slots; ++slot) {
            duel d{self, {.cipher = "null-cipher@test"}};
            d.peer.offer[slot] = "none-such@test";
            d.identify();
            d.mark();
            d.peer.send_kexinit();
            BOOST_TEST(d.ended(protocol_error::no_common_algorithm));
            const auto* details = d.details<no_common_algorithm>();
            BOOST_REQUIRE(details != nullptr);
            BOOST_TEST(details->category == name_of(static_cast<algorithm_slot>(slot)));
            BOOST_TEST(details->theirs.find("none-such@test") == 0u);
            BOOST_TEST(details->ours.find("none-such@test") == std::string::npos);
            BOOST_TEST(!details->ours.empty());
            BOOST_TEST(d.goodbye() == 3u);
        }
        // Languages are no reason.
        duel d{self};
        d.peer.languages = "tlh";
        d.reach(phase::service);
    }
}

BOOST_AUTO_TEST_CASE(diffie_hellman_values_out_of_range, *label("K24")) {
    const byte_vector prime = *from_hex(
        "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd"
        "ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed"
        "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f"
        "83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b"
        "e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510"
        "15728e5a8aacaa68ffffffffffffffff");
    byte_vector less = prime, more = prime;
    less.back() = std::byte{0xfe};
    more.assign(prime.size() + 1, std::byte{0}); // p + 1 carries to the left of its ones
    std::copy(prime.begin(), prime.end(), more.begin() + 1);
    for (std::size_t i = more.size(); i-- > 0;) {
        more[i] = static_cast<std::byte>(std::to_integer<unsigned>(more[i]) + 1);
        if (more[i] != std::byte{0}) break;
    }
    const auto as_mpint = [](byte_view magnitude) {
        byte_buffer out;
        wire::writer{out}.mpint(magnitude);
        return to_vector(out.view());
    };
    const auto as_string = [](byte_view bytes) {
        byte_buffer out;
        wire::writer{out}.string(bytes);
        return to_vector(out.view());
    };
    struct {
        byte_vector value;
        std::error_code error;
    } cases[] = {{as_mpint({}), protocol_error::kex_value_out_of_range},
                 {as_mpint(byte_vector{std::byte{1}}), protocol_error::kex_value_out_of_range},
                 {as_mpint(less), protocol_error::kex_value_out_of_range},
                 {as_mpint(prime), protocol_error::kex_value_out_of_range},
                 {as_mpint(more), protocol_error::kex_value_out_of_range},
                 {as_string(byte_vector{std::byte{0x80}}), protocol_error::malformed_message},
                 {as_string(byte_vector{std::byte{0}, std::byte{2}}), protocol_error::malformed_message},
                 {as_mpint(byte_vector(60000, std::byte{0x7f})), protocol_error::malformed_message}};
    for (role self : both_roles) {
        for (const auto& c : cases) {
            duel d{self, {.suite = real_suite()}};
            d.peer.offer[0] = "diffie-hellman-group14-sha256";
            d.reach(phase::first_exchange);
            byte_vector message{static_cast<std::byte>(self == role::server ? 30 : 31)};
            const auto add = [&](byte_view bytes) {
                message.insert(message.end(), bytes.begin(), bytes.end());
            };
            if (self == role::client) add(as_string(real_suite().identities[0].blob));
            add(c.value);
            if (self == role::client) add(as_string(as_bytes("signature")));
            d.peer.send(message);
            BOOST_TEST(d.ended(c.error));
            BOOST_TEST(d.host_keys == 0);
            BOOST_TEST(d.core().session_id().empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_reserved_field_languages_and_lists_that_differ, *label("K25")) {
    for (role self : both_roles) {
        duel d{self};
        d.peer.reserved = 0xffff'ffff;
        d.peer.languages = "en,de,i-klingon";
        d.peer.offer[2] = "null-aead@test";
        d.peer.offer[3] = "null-cipher@test";
        d.peer.offer[4] = "null-mac@test";
        d.peer.offer[5] = "null-mac-etm@test";
        d.reach(phase::connected);
        d.peer.send(byte_vector(100, std::byte{94}));
        d.core().out().begin().raw(byte_vector(100, std::byte{95}));
        d.core().out().commit();
        d.settle();
        BOOST_TEST(d.packets == std::vector<int>{94});
        BOOST_TEST(d.peer.heard.size() == 1u);
        // The tag of the null MAC is in one direction only.
        BOOST_TEST(d.peer.crypto->shape().tag == (self == role::server ? 0u : 4u));
        BOOST_TEST(d.core().out().shape().tag == (self == role::server ? 4u : 0u));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
