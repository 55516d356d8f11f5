// The machines of every key exchange method against a peer whose messages are changed: the honest ones with the input laid
// over them, or the input in their place.

#include <hawser/suite/catalog.hpp>

#include "depth.hpp"
#include "script.hpp"
#include "support/exchange.hpp"

#include <set>

using namespace hawser;

static fuzzing::depth phases{"every method agreed",    "a client's words refused",
                             "a client's words taken", "a server's words refused",
                             "a server's words taken", "a server's second words taken"};

namespace {

/// The methods by which honest sides agreed.
std::set<std::size_t> agreed;

/// The next honest message, changed as the script says; nothing is changed behind its end.
byte_vector changed(const byte_buffer& honest, fuzzing::script& steps) {
    const bool replaced = steps.choice() % 2 != 0;
    const byte_view input = steps.string();
    if (replaced) return to_vector(input);
    byte_vector out = to_vector(honest.view());
    for (std::size_t i = 0; i < std::min(out.size(), input.size()); ++i) out[i] ^= input[i];
    return out;
}

/// A machine that has refused a message takes no other.
template <class Machine>
void require_refusal(Machine& machine, std::error_code error, byte_view honest) {
    fuzzing::require_peer(error);
    testing::fixed_random random{3};
    byte_buffer out;
    fuzzing::require(!machine.on_message(honest, random, out), "a refusal is final");
    fuzzing::require(out.empty(), "and nothing is said after it");
}

template <class Method>
void exchange(std::size_t number, bool is_server_tested, fuzzing::script& steps) {
    testing::fixed_random client_random{1}, server_random{2};
    typename Method::initiator client;
    typename Method::responder server;
    const typename Method::options options{};
    byte_buffer from_client, from_server;
    fuzzing::require(client.start(client_random, options, from_client).has_value(), "a client starts");
    fuzzing::require(server.start(server_random, options, from_server).has_value(), "a server starts");
    bool honest = true;
    for (std::size_t turn = 0;; ++turn) {
        const byte_vector said =
            is_server_tested ? changed(from_client, steps) : to_vector(from_client.view());
        const bool was_changed = !equal(said, from_client.view());
        honest = honest && !was_changed;
        const auto heard = server.on_message(said, server_random, from_server);
        fuzzing::require(heard.has_value() || !honest, "an honest client is understood");
        if (!heard && is_server_tested) {
            require_refusal(server, heard.error(), from_client.view());
            phases.reach(1);
        }
        if (!heard) return;
        if (was_changed) phases.reach(2);
        if (*heard == kex_progress::done) {
            wire::writer w{from_server};
            server.reply(w, as_bytes("host key"), as_bytes("signature"));
            fuzzing::require(w.finish().has_value(), "a reply is written");
        }
        from_client.clear();

        const byte_vector answer =
            is_server_tested ? to_vector(from_server.view()) : changed(from_server, steps);
        const bool answer_was_changed = !equal(answer, from_server.view());
        honest = honest && !answer_was_changed;
        const auto taken = client.on_message(answer, client_random, from_client);
        fuzzing::require(taken.has_value() || !honest, "an honest server is understood");
        if (!taken && !is_server_tested) {
            require_refusal(client, taken.error(), from_server.view());
            phases.reach(3);
        }
        if (!taken) return;
        if (answer_was_changed) phases.reach(turn == 0 ? 4 : 5);
        if (*taken == kex_progress::done) break;
        fuzzing::require(turn < 2, "an exchange has an end");
        from_server.clear();
    }
    fuzzing::require(!client.host_key().empty() || !honest, "the host key is kept");
    if (!honest) return;
    fuzzing::require(testing::hashed_by(client) == testing::hashed_by(server), "both hash the same");
    agreed.insert(number);
    if (agreed.size() == catalog::kexes::size) phases.reach(0);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzzing::script steps{data, size};
    const std::size_t method = steps.choice() % catalog::kexes::size;
    const bool is_server_tested = steps.choice() % 2 != 0;
    return catalog::kexes::visit(method, 0, [&]<class Method>(std::type_identity<Method>) {
        // the same code as that of group 14, with more bits: it only agrees, for each exchange takes long
        const std::string_view name = Method::name;
        const bool is_slow = name.find("group16") != name.npos || name.find("group18") != name.npos;
        if (is_slow && !steps.empty()) return 0;
        exchange<Method>(method, is_server_tested, steps);
        return 0;
    });
}
