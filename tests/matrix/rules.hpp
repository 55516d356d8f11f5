#pragma once
// What the specifications say about each message number, written down a second time: by message, not by
// phase, so that it shares nothing with the table it is held against. Sources: RFC 4250, section 4.1; RFC
// 4252, sections 5 and 6; RFC 4253, sections 7.1, 7.3, 10, 11 and 12; RFC 4254; RFC 8308, section 2.4; strict
// key exchange (OpenSSH PROTOCOL, section 1.10) and ping (section 1.9).

#include <hawser/transport/admission.hpp>

namespace hawser::testing {

/// The cell that a reader of the specifications expects.
inline transport::verdict rule(role self, transport::phase at, bool strict, int number) {
    using enum transport::phase;
    using transport::verdict;
    const bool client = self == role::client;
    const auto only = [](bool here) { return here ? verdict::admit : verdict::refuse; };

    // Before the identification there are no packets, and after the end nothing is read.
    if (at == identifying || at == closed) return verdict::refuse;

    const bool clear = at == first_kexinit || at == first_exchange || at == first_newkeys;
    const bool peer_is_keying =
        at == first_exchange || at == first_newkeys || at == rekey_exchange || at == rekey_newkeys;
    const bool open = !clear && !peer_is_keying; // service, login or connected

    switch (number) {
    case 1: return verdict::admit; // DISCONNECT ends things wherever they stand (RFC 4253, 11.1)
    case 2: // IGNORE, UNIMPLEMENTED and DEBUG pass at any time (RFC 4253, 7.1 and 11) ...
    case 3:
    case 4:
        // ... but not between KEXINIT and NEWKEYS of a strict first exchange; whether it is strict is known
        // from KEXINIT on.
        return only(!(strict && (at == first_exchange || at == first_newkeys)));
    case 5:
        return only(!client && at == service); // a client asks once, when the keys are there (RFC 4253, 10)
    case 6: return only(client && at == service);
    case 7: // right after NEWKEYS from either side, or from the server before the success (RFC 8308, 2.4)
        return only(at == service || (client && at == login));
    case 20: return only(at == first_kexinit || open);
    case 21: return only(at == first_newkeys || at == rekey_newkeys);
    case 50: // a server ignores what was asked before its success arrived (RFC 4252, 5.3)
        if (client) return verdict::refuse;
        return at == connected ? verdict::ignore : only(at == login);
    case 51:
    case 52:
        return only(client && at == login); // a server never receives them; a client only while it logs in
    case 53: return client && at == connected ? verdict::ignore : only(client && at == login); // BANNER
    case 192:
    case 193: // ping: no answer before the login, and none during a key exchange
        if (!open) return verdict::refuse;
        return at == connected ? verdict::admit : verdict::ignore;
    default: break;
    }
    if (number >= 30 && number <= 49)
        return only(at == first_exchange || at == rekey_exchange); // the method's own
    if (number >= 60 && number <= 79) return only(at == login);    // the login method's own
    if ((number >= 80 && number <= 82) || (number >= 90 && number <= 100))
        return only(at == connected); // RFC 4254

    // What nobody has assigned is answered by UNIMPLEMENTED (RFC 4253, 11.4), but never during a key exchange
    // (7.1) and never in clear. Number 0 is reserved.
    if (number == 0) return verdict::refuse;
    return open ? verdict::unimplemented : verdict::refuse;
}

} // namespace hawser::testing
