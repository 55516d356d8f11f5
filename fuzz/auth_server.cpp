// A login server against any client: how the owner answers next, then a payload of the client's, again and
// again.

#include <hawser/auth/server_auth.hpp>

#include "depth.hpp"
#include "script.hpp"

using namespace hawser;

static fuzzing::depth phases{"service accepted", "request",         "key signed",
                             "responses",        "password change", "in"};

/// Whether this answer lets the client in.
static bool answer(auth::server_auth& login, const auth::event& asked, unsigned how) {
    static const wire::prompt prompts[] = {{"Password: ", false}, {"Code: ", true}};
    switch (how % 8) {
    case 0: return false;
    case 1: login.reject(); return false;
    case 2: login.reject(true, "publickey,keyboard-interactive"); return false;
    case 3: login.accept_key(); return false;
    case 4: login.request_password_change("Choose another"); return false;
    case 5: (void)login.ask("", "", std::span{prompts}.first(how / 8 % 3)); return false;
    case 6: login.settle(); return false;
    default: login.accept(); return asked && !asked.is<auth::key_queried>();
    }
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzzing::script steps{data, size};
    wire::outbox out;
    out.bar(false);
    const byte_vector session_id(32, std::byte{1});
    auth::server_auth login{out, {.banner = steps.choice() % 2 != 0 ? "Hello" : ""}};
    bool in = false;
    while (!steps.empty()) {
        const unsigned how = steps.choice();
        // now and then a key exchange is under way
        out.bar(how >= 0xf0);
        login.flush();
        const byte_view payload = steps.string();
        if (payload.empty()) continue;
        const auto happened = login.on_message(payload, session_id);
        if (!happened) {
            fuzzing::require_peer(happened.error());
            break;
        }
        if (login.is_service_accepted()) phases.reach(*happened ? 1 : 0);
        if (happened->is<auth::key_signed>()) phases.reach(2);
        if (happened->is<auth::responses_given>()) phases.reach(3);
        if (const auto* p = happened->as<auth::password_given>(); p != nullptr && p->change) phases.reach(4);
        in = answer(login, *happened, how) || in;
        out.bar(false);
        login.flush();
        fuzzing::require(login.is_authenticated() == in, "in by the owner's word only");
        if (in) phases.reach(5);
    }
    return 0;
}
