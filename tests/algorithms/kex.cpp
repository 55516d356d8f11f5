// Every key exchange method: known answers, two machines against each other, every byte changed, every length.

#include "algorithms/lists.hpp"
#include "support/exchange.hpp"
#include "support/vectors.hpp"

#include <algorithm>
#include <set>

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(kex)

namespace {

using kexes = catalog::kexes;

/// The two methods in which the server sends a group first.
template <class K>
constexpr bool chooses_group = std::same_as<typename K::options, hawser::kex::group_sizes>;

/// The messages of a method's values.
template <class Initiator>
struct messages_of {
    using init = wire::dh_gex_init;
    using reply = wire::dh_gex_reply;
};
template <class Agreement>
struct messages_of<hawser::kex::two_message_initiator<Agreement>> {
    using init = typename Agreement::init_message;
    using reply = typename Agreement::reply_message;
};

/// Positions of a payload that a test changes: all of a short one, and of a long one the ends and a sample.
std::vector<std::size_t> positions(std::size_t size) {
    const std::size_t step = size <= 200 ? 1 : size / 25;
    std::vector<std::size_t> out;
    for (std::size_t at = 0; at < size; ++at)
        if (at < 12 || at + 12 >= size || at % step == 0) out.push_back(at);
    return out;
}

/// Both sides of an exchange up to the server's reply. The payloads from the client and from the server, in their order.
template <class K>
struct two_sides {
    fixed_random client_random, server_random;
    typename K::initiator client;
    typename K::responder server;
    std::vector<byte_vector> from_client, from_server;
    bool client_done = false, server_done = false;

    explicit two_sides(std::uint64_t seed = 1) : client_random{seed}, server_random{seed + 1000} {
        byte_buffer first, none;
        BOOST_TEST_REQUIRE(client.start(client_random, {}, first).has_value());
        BOOST_TEST_REQUIRE(server.start(server_random, {}, none).has_value());
        BOOST_TEST_REQUIRE(none.empty());
        from_client.push_back(to_vector(first.view()));
    }

    std::error_code to_server(byte_view payload) {
        byte_buffer answer;
        const auto said = server.on_message(payload, server_random, answer);
        if (!said) {
            BOOST_TEST(answer.empty());
            return said.error();
        }
        server_done = *said == kex_progress::done;
        if (server_done) {
            wire::writer w{answer};
            server.reply(w, as_bytes("host key"), as_bytes("signature"));
        }
        from_server.push_back(to_vector(answer.view()));
        return {};
    }
    std::error_code to_client(byte_view payload) {
        byte_buffer answer;
        const auto said = client.on_message(payload, client_random, answer);
        if (!said) {
            BOOST_TEST(answer.empty());
            return said.error();
        }
        client_done = *said == kex_progress::done;
        if (!answer.empty()) from_client.push_back(to_vector(answer.view()));
        return {};
    }
    /// Runs until the server's last message lies ready.
    void run_to_reply() {
        BOOST_TEST_REQUIRE(!to_server(from_client.back()));
        while (!server_done) {
            BOOST_TEST_REQUIRE(!to_client(from_server.back()));
            BOOST_TEST_REQUIRE(!to_server(from_client.back()));
        }
    }
};

bool is_expected(const std::error_code& error) {
    return error == protocol_error::malformed_message || error == protocol_error::trailing_bytes ||
           error == protocol_error::unexpected_message || error == protocol_error::kex_value_out_of_range ||
           error == security_error::kex_value_weak;
}

const for_each_algorithm<kexes> known_answers{
    "known_answers", __FILE__, __LINE__, {}, []<class K>(std::type_identity<K>) {
        using messages = messages_of<typename K::initiator>;
        std::size_t count = 0;
        for (const vector_record& answer :
             records_in(own_vector_path("kex/" + std::string{K::name} + ".txt"))) {
            BOOST_TEST_CONTEXT("answer " << ++count) {
                repeating_random random{answer.bytes("random")};
                started_initiator<K> client{random};
                if constexpr (chooses_group<K>) {
                    client.sent.clear();
                    BOOST_TEST_REQUIRE(
                        client
                            .on(payload_of(wire::dh_gex_group{answer.bytes("p"), answer.bytes("g")}), random)
                            .has_value());
                }
                const byte_vector init = answer.bytes("init"), reply = answer.bytes("reply");
                BOOST_TEST(to_hex(client.sent.view()) == to_hex(payload_of(typename messages::init{init})));
                const auto said = client.on(
                    payload_of(typename messages::reply{as_bytes("key"), reply, as_bytes("signature")}),
                    random);
                BOOST_TEST_REQUIRE(said.has_value());
                BOOST_TEST((*said == kex_progress::done));
                BOOST_TEST(as_text(client.machine.host_key()) == "key");
                BOOST_TEST(as_text(client.machine.signature()) == "signature");
                byte_buffer secret, fields;
                wire::writer of_secret{secret}, of_fields{fields};
                client.machine.hash_secret(of_secret);
                client.machine.hash_fields(of_fields);
                BOOST_TEST(to_hex(secret.view()) == answer.text("secret"));
                if (answer.has("fields")) BOOST_TEST(to_hex(fields.view()) == answer.text("fields"));
            }
        }
        BOOST_TEST(count >= 2u);
    }};

const for_each_algorithm<kexes> both_sides_agree{
    "both_sides_agree", __FILE__, __LINE__, {}, []<class K>(std::type_identity<K>) {
        std::set<std::string> seen;
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            two_sides<K> both{seed};
            both.run_to_reply();
            BOOST_TEST_REQUIRE(!both.to_client(both.from_server.back()));
            BOOST_TEST(both.client_done);
            BOOST_TEST(hashed_by(both.client) == hashed_by(both.server));
            BOOST_TEST(seen.insert(hashed_by(both.client)).second);
        }
    }};

/// What another session's server says is a reply, and leads to another secret.
const for_each_algorithm<kexes> the_reply_to_another{
    "the_reply_to_another", __FILE__, __LINE__, {}, []<class K>(std::type_identity<K>) {
        two_sides<K> own{1}, other{2};
        own.run_to_reply();
        other.run_to_reply();
        const std::error_code error = own.to_client(other.from_server.back());
        if (error) BOOST_TEST(is_expected(error), error.message());
        if (!error) BOOST_TEST(hashed_by(own.client) != hashed_by(own.server));
    }};

/// No byte of a message can change without an error, or without both sides hashing other things.
const for_each_algorithm<kexes> every_byte_counts{
    "every_byte_counts", __FILE__, __LINE__, {"K12"}, []<class K>(std::type_identity<K>) {
        two_sides<K> genuine;
        genuine.run_to_reply();
        const auto changed = [](byte_vector payload, std::size_t at) {
            payload[at] ^= std::byte{0x40};
            return payload;
        };
        // the client's first message
        const byte_vector first = genuine.from_client.front();
        for (const std::size_t at : positions(first.size())) {
            two_sides<K> both;
            const std::error_code error = both.to_server(changed(first, at));
            if (error) {
                BOOST_TEST(is_expected(error), error.message());
                continue;
            }
            if (!both.server_done) continue; // another group was asked for: its hash shows it at the end
            const std::error_code later = both.to_client(both.from_server.back());
            if (later) BOOST_TEST(is_expected(later), later.message());
            if (!later) BOOST_TEST(hashed_by(both.client) != hashed_by(both.server), at);
        }
        // the server's last; what stands before and after its value is no part of what the machine hashes
        const byte_vector last = genuine.from_server.back();
        const std::string right = hashed_by(genuine.server);
        for (const std::size_t at : positions(last.size())) {
            two_sides<K> both;
            both.run_to_reply();
            BOOST_TEST_REQUIRE(to_hex(both.from_server.back()) == to_hex(last));
            const std::error_code error = both.to_client(changed(last, at));
            if (error) {
                BOOST_TEST(is_expected(error), error.message());
                continue;
            }
            const bool same_envelope = as_text(both.client.host_key()) == "host key" &&
                                       as_text(both.client.signature()) == "signature";
            BOOST_TEST((!same_envelope || hashed_by(both.client) != right), at);
        }
    }};

/// Cut and lengthened messages are refused, and nothing follows an error.
const for_each_algorithm<kexes> every_length{
    "every_length", __FILE__, __LINE__, {"C07"}, []<class K>(std::type_identity<K>) {
        two_sides<K> genuine;
        genuine.run_to_reply();
        const byte_vector first = genuine.from_client.front(), last = genuine.from_server.back();
        const auto refused = [](std::error_code error, std::error_code again) {
            BOOST_TEST(
                (error == protocol_error::malformed_message || error == protocol_error::trailing_bytes),
                error.message());
            BOOST_TEST((again == protocol_error::unexpected_message), again.message());
        };
        for (const std::size_t size : positions(first.size())) {
            if (size == 0) continue; // a payload has its number
            two_sides<K> both;
            const std::error_code error = both.to_server(byte_view{first}.first(size));
            refused(error, both.to_server(first));
        }
        for (const std::size_t size : positions(last.size())) {
            if (size == 0 || size % 3 != 1) continue;
            two_sides<K> both;
            both.run_to_reply();
            const std::error_code error = both.to_client(byte_view{last}.first(size));
            refused(error, both.to_client(last));
        }
        for (const std::size_t more : {1u, 4u, 1000u}) {
            byte_vector longer = first;
            longer.resize(first.size() + more);
            two_sides<K> one, two;
            const std::error_code of_server = one.to_server(longer);
            refused(of_server, one.to_server(first));
            longer = last;
            longer.resize(last.size() + more);
            two.run_to_reply();
            const std::error_code of_client = two.to_client(longer);
            refused(of_client, two.to_client(last));
        }
        // values of every other size, in a frame that is right
        using messages = messages_of<typename K::initiator>;
        if constexpr (std::same_as<typename messages::init, wire::ecdh_init>) {
            const byte_vector value = to_vector(wire::decode<wire::ecdh_init>(first)->q_c);
            const byte_vector longer = [&] {
                byte_vector out = value;
                out.resize(value.size() + 2, std::byte{1});
                return out;
            }();
            const std::error_code out_of_range = protocol_error::kex_value_out_of_range;
            for (const std::size_t size : positions(longer.size() + 1)) {
                if (size == value.size()) continue;
                two_sides<K> both;
                BOOST_TEST((both.to_server(payload_of(wire::ecdh_init{byte_view{longer}.first(size)})) ==
                            out_of_range),
                           size);
            }
        }
    }};

} // namespace

BOOST_AUTO_TEST_SUITE_END()
