#pragma once
// What every hybrid key exchange method must do with the two halves of a value, run over one of them. Answers, every byte
// and every length are in tests/algorithms.

#include <hawser/algorithm/kex/hybrid.hpp>

#include "exchange.hpp"

#include <boost/test/unit_test.hpp>

namespace hawser::testing {

/// A method, its KEM, and the size of a share of its classical half.
template <kex_algorithm Method, kem Kem, std::size_t ShareSize>
struct hybrid_case {
    static constexpr std::size_t share_size = ShareSize;
    static constexpr std::size_t init_size = Kem::public_key_size + ShareSize;
    static constexpr std::size_t reply_size = Kem::ciphertext_size + ShareSize;

    /// The values of a client and of the server that answers it.
    byte_vector init, reply;

    hybrid_case() {
        fixed_random random{1};
        started_initiator<Method> client{random};
        init = to_vector(wire::decode<wire::ecdh_init>(client.sent.view())->q_c);
        reply = to_vector(wire::decode<wire::ecdh_reply>(answer_to(client.sent.view()))->q_s);
    }
    static std::error_code of_server(byte_view value) {
        return responder_says<Method>(payload_of(wire::ecdh_init{value}));
    }
    static std::error_code of_client(byte_view value) {
        return initiator_says<Method>(payload_of(wire::ecdh_reply{as_bytes("k"), value, as_bytes("s")}));
    }

    /// Neither half may be missing, cut or lengthened.
    void check_lengths() const {
        const std::error_code out_of_range = protocol_error::kex_value_out_of_range;
        BOOST_TEST(init.size() == init_size);
        BOOST_TEST(reply.size() == reply_size);
        BOOST_TEST(!of_server(init));
        BOOST_TEST(!of_client(reply));
        for (const std::size_t size :
             {std::size_t{0}, ShareSize, Kem::public_key_size, init_size - 1, init_size + 1}) {
            byte_vector other = init;
            other.resize(size);
            BOOST_TEST(of_server(other) == out_of_range);
        }
        for (const std::size_t size :
             {std::size_t{0}, ShareSize, Kem::ciphertext_size, reply_size - 1, reply_size + 1}) {
            byte_vector other = reply;
            other.resize(size);
            BOOST_TEST(of_client(other) == out_of_range);
        }
    }

    /// The KEM's half does not make up for a share that is refused, in both roles.
    void check_share(byte_view share, std::error_code why) const {
        byte_vector from_client = to_vector(byte_view{init}.first(Kem::public_key_size)),
                    from_server = to_vector(byte_view{reply}.first(Kem::ciphertext_size));
        for (byte_vector* value : {&from_client, &from_server})
            value->insert(value->end(), share.begin(), share.end());
        BOOST_TEST(of_server(from_client) == why);
        BOOST_TEST(of_client(from_server) == why);
    }

    /// A wrong ciphertext is no error; the exchange hashes of both sides differ, so that no signature fits.
    static void check_wrong_ciphertexts() {
        for (std::size_t at = 0; at < Kem::ciphertext_size; at += 97) {
            fixed_random random{4};
            started_initiator<Method> client{random};
            typename Method::responder server;
            byte_vector payload = answer_to(client.sent.view(), server);
            payload[1 + 5 + 4 + at] ^= std::byte{1};
            BOOST_REQUIRE(client.on(payload, random));
            byte_buffer ours, theirs;
            wire::writer o{ours}, t{theirs};
            client.machine.hash_secret(o);
            server.hash_secret(t);
            BOOST_TEST(to_hex(ours.view()) != to_hex(theirs.view()));
        }
    }

  private:
    static byte_vector answer_to(byte_view init, typename Method::responder& server) {
        fixed_random random{2};
        byte_buffer out;
        BOOST_REQUIRE(server.start(random, {}, out));
        BOOST_REQUIRE(server.on_message(init, random, out));
        wire::writer w{out};
        server.reply(w, as_bytes("k"), as_bytes("s"));
        return to_vector(out.view());
    }
    static byte_vector answer_to(byte_view init) {
        typename Method::responder server;
        return answer_to(init, server);
    }
};

} // namespace hawser::testing
