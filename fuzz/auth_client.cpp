// A login client against any server: what the owner does, then a payload of the server's, again and again.

#include <hawser/auth/client_auth.hpp>

#include "depth.hpp"
#include "script.hpp"

using namespace hawser;

static fuzzing::depth phases{"service accepted", "key acceptable",  "questions",
                             "password expired", "partial success", "in"};

static void act(auth::client_auth& login, unsigned what, byte_view secret) {
    static const byte_view answers[] = {as_bytes("1"), as_bytes("2")};
    switch (what % 8) {
    case 0: return;
    case 1: (void)login.try_none(); return;
    case 2: (void)login.try_password(secret); return;
    case 3: (void)login.change_password(secret, as_bytes("new")); return;
    case 4: (void)login.ask_public_key("ssh-rsa", as_bytes(std::string_view{"\0\0\0\7ssh-rsa", 11})); return;
    case 5: (void)login.try_public_key("ssh-rsa", as_bytes("key"), secret); return;
    case 6: (void)login.try_keyboard_interactive(); return;
    case 7:
        for (std::size_t i = 0; i < 3; ++i) (void)login.answer(std::span{answers}.first(i));
    }
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzzing::script steps{data, size};
    wire::outbox out;
    out.bar(false);
    const bool strict = steps.choice() % 2 != 0;
    auth::client_auth login{out, {.allow_success_by_none = !strict}};
    (void)login.begin("alice");
    while (!steps.empty()) {
        act(login, steps.choice(), as_bytes("secret"));
        const byte_view payload = steps.string();
        if (payload.empty()) continue;
        const bool waited = login.is_waiting();
        const auto happened = login.on_message(payload);
        if (!happened) {
            fuzzing::require_peer(happened.error());
            return 0;
        }
        const auto* in = happened->as<auth::succeeded>();
        fuzzing::require(in == nullptr || (waited && !(strict && in->without_credential)),
                         "only asked-for success counts");
        fuzzing::require(login.is_authenticated() == (in != nullptr), "success is told");
        if (login.is_accepted()) phases.reach(0);
        if (happened->is<auth::key_acceptable>()) phases.reach(1);
        if (happened->is<auth::questions>()) phases.reach(2);
        if (happened->is<auth::password_expired>()) phases.reach(3);
        if (const auto* no = happened->as<auth::method_failed>(); no != nullptr && no->partial_success)
            phases.reach(4);
        if (in != nullptr) phases.reach(5);
        if (in != nullptr) return 0;
    }
    return 0;
}
