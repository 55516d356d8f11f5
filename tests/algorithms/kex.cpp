// Every key exchange method: known answers, two machines against each other, every byte changed, every length.

#include "algorithms/lists.hpp"
#include "support/exchange.hpp"
#include "support/full_run.hpp"
#include "support/vectors.hpp"

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

/// Values that are strings of one size, and quick to make; the numbers of Diffie-Hellman are neither.
struct having_strings {
    template <class K>
    static constexpr bool has =
        std::same_as<typename messages_of<typename K::initiator>::init, wire::ecdh_init>;
};

/// Positions and lengths of a payload of which each asks for a fresh machine. With a number of Diffie-Hellman that costs
/// milliseconds: of those the ends and a sample, all in a full run.
template <class K>
std::vector<std::size_t> positions(std::size_t size) {
    const std::size_t step = having_strings::has<K> || size <= 64 || is_full_run() ? 1 : size / 25;
    std::vector<std::size_t> out;
    for (std::size_t at = 0; at < size; ++at)
        if (at < 12 || at + 12 >= size || at % step == 0) out.push_back(at);
    return out;
}

constexpr std::uint64_t server_seed(std::uint64_t seed) { return seed + 1000; }

/// Both sides of an exchange up to the server's reply. The payloads from the client and from the server, in their order.
template <class K>
struct two_sides {
    static constexpr std::string_view host_key = "host key", signature = "signature";

    fixed_random client_random, server_random;
    typename K::initiator client;
    typename K::responder server;
    std::vector<byte_vector> from_client, from_server;
    bool client_done = false, server_done = false;

    explicit two_sides(std::uint64_t seed = 1) : client_random{seed}, server_random{server_seed(seed)} {
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
            server.reply(w, as_bytes(host_key), as_bytes(signature));
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

/// One machine of a method, started with the random bytes that it has in two_sides<K>{}, which hears what a test makes of
/// the other's messages.
template <class Machine>
struct listener {
    fixed_random random;
    Machine machine;
    byte_buffer sent;

    explicit listener(std::uint64_t seed) : random{seed} {
        BOOST_TEST_REQUIRE(machine.start(random, {}, sent).has_value());
    }
    /// What it says to the last of these messages, or to the first that it refuses; then it sends nothing.
    result<kex_progress> hear(const std::vector<byte_vector>& messages) {
        for (std::size_t i = 0; i + 1 < messages.size(); ++i)
            if (const auto said = hear(messages[i]); !said) return said;
        return hear(messages.back());
    }
    result<kex_progress> hear(byte_view payload) {
        sent.clear();
        const auto said = machine.on_message(payload, random, sent);
        if (!said) BOOST_TEST(sent.empty());
        return said;
    }
    /// What it contributes to the exchange hash beside the secret, in hexadecimal.
    std::string hashed_fields() const {
        byte_buffer out;
        wire::writer w{out};
        machine.hash_fields(w);
        return to_hex(out.view());
    }
};
template <class K>
struct listening_client : listener<typename K::initiator> {
    listening_client() : listener<typename K::initiator>{1} {}
};
template <class K>
struct listening_server : listener<typename K::responder> {
    listening_server() : listener<typename K::responder>{server_seed(1)} {}
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

/// No byte of a message can change without an error, or without its hearer hashing what arrived in the place of what was
/// sent.
const for_each_algorithm<kexes> every_byte_counts{
    "every_byte_counts", __FILE__, __LINE__, {}, []<class K>(std::type_identity<K>) {
        two_sides<K> genuine;
        genuine.run_to_reply();
        const auto each_change = [](const std::vector<byte_vector>& messages, auto hear) {
            for (std::size_t which = 0; which < messages.size(); ++which) {
                for (const std::size_t at : positions<K>(messages[which].size())) {
                    std::vector<byte_vector> changed = messages;
                    changed[which][at] ^= std::byte{0x40};
                    BOOST_TEST_CONTEXT("byte " << at << " of message " << which) {
                        hear(changed, changed[which], which + 1 == messages.size());
                    }
                }
            }
        };
        each_change(genuine.from_client,
                    [](const std::vector<byte_vector>& all, const byte_vector& changed, bool) {
                        listening_server<K> server;
                        const auto said = server.hear(all);
                        if (!said) {
                            BOOST_TEST(is_expected(said.error()), said.error().message());
                            return;
                        }
                        BOOST_TEST((*said == kex_progress::done));
                        const std::string arrived = to_hex(byte_view{changed}.subspan(1));
                        BOOST_TEST((server.hashed_fields().find(arrived) != std::string::npos));
                    });
        each_change(genuine.from_server,
                    [](const std::vector<byte_vector>& all, const byte_vector& changed, bool is_reply) {
                        listening_client<K> client;
                        const auto said = client.hear(all);
                        if (!said) {
                            BOOST_TEST(is_expected(said.error()), said.error().message());
                            return;
                        }
                        BOOST_TEST((*said == kex_progress::done));
                        byte_view value = byte_view{changed}.subspan(1);
                        if (is_reply) {
                            // the value stands between host key and signature, which others check
                            if (as_text(client.machine.host_key()) != two_sides<K>::host_key ||
                                as_text(client.machine.signature()) != two_sides<K>::signature)
                                return;
                            const std::size_t before = 4 + two_sides<K>::host_key.size(),
                                              after = 4 + two_sides<K>::signature.size();
                            value = value.subspan(before, value.size() - before - after);
                        }
                        BOOST_TEST((client.hashed_fields().find(to_hex(value)) != std::string::npos));
                    });
    }};

/// Messages that are cut or lengthened are refused, and nothing follows an error.
const for_each_algorithm<kexes> every_length{
    "every_length", __FILE__, __LINE__, {label("T20"), label("T21")}, []<class K>(std::type_identity<K>) {
        two_sides<K> genuine;
        genuine.run_to_reply();
        const auto other_lengths = []<class Listener>(std::type_identity<Listener>,
                                                      const std::vector<byte_vector>& messages) {
            for (std::size_t which = 0; which < messages.size(); ++which) {
                const byte_vector& whole = messages[which];
                const auto refused = [&](std::size_t size, std::error_code why) {
                    std::vector<byte_vector> heard{messages.begin(),
                                                   messages.begin() + static_cast<std::ptrdiff_t>(which) + 1};
                    heard.back().resize(size);
                    Listener listener;
                    BOOST_TEST((listener.hear(heard).error() == why), size << " of " << whole.size());
                    BOOST_TEST((listener.hear(whole).error() == protocol_error::unexpected_message), size);
                };
                for (const std::size_t size : positions<K>(whole.size()))
                    if (size != 0) // a payload has its number
                        refused(size, protocol_error::malformed_message);
                for (const std::size_t more : {1u, 4u, 1000u})
                    refused(whole.size() + more, protocol_error::trailing_bytes);
            }
        };
        other_lengths(std::type_identity<listening_server<K>>{}, genuine.from_client);
        other_lengths(std::type_identity<listening_client<K>>{}, genuine.from_server);
    }};

/// Values of every size but theirs, in frames that are right.
const for_each_algorithm<algorithms_that_are<having_strings, kexes>> values_of_every_length{
    "values_of_every_length", __FILE__, __LINE__, {}, []<class K>(std::type_identity<K>) {
        two_sides<K> genuine;
        genuine.run_to_reply();
        const std::error_code out_of_range = protocol_error::kex_value_out_of_range;
        const auto each_size = [](byte_view value, auto heard) {
            byte_vector longer = to_vector(value);
            longer.resize(value.size() + 2, std::byte{1});
            for (std::size_t size = 0; size <= longer.size(); ++size)
                if (size != value.size()) heard(byte_view{longer}.first(size));
        };
        const byte_vector init = genuine.from_client.front(), reply = genuine.from_server.back();
        each_size(wire::decode<wire::ecdh_init>(init)->q_c, [&](byte_view value) {
            BOOST_TEST((responder_says<K>(payload_of(wire::ecdh_init{value})) == out_of_range), value.size());
        });
        each_size(wire::decode<wire::ecdh_reply>(reply)->q_s, [&](byte_view value) {
            const wire::ecdh_reply other{as_bytes("k"), value, as_bytes("s")};
            BOOST_TEST((initiator_says<K>(payload_of(other)) == out_of_range), value.size());
        });
    }};

} // namespace

BOOST_AUTO_TEST_SUITE_END()
