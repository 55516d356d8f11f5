#pragma once
// Which message may arrive when: one table, asked before any other code sees a message (RFC 4250,
// section 4.1; RFC 4252; RFC 4253, sections 7.1 and 10; RFC 4254; RFC 8308; strict key exchange).

#include <hawser/core/role.hpp>
#include <hawser/transport/phase.hpp>
#include <hawser/wire/message_number.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace hawser::inline HAWSER_ABI::transport {

/// admit: handled. ignore: dropped without a reply. unimplemented: answered by UNIMPLEMENTED. refuse: the
/// session ends.
enum class verdict : unsigned char { admit, ignore, unimplemented, refuse };

namespace detail {

using admission_row = std::array<verdict, 256>;

constexpr void set(admission_row& row, int first, int last, verdict v) {
    for (int n = first; n <= last; ++n) row[static_cast<std::size_t>(n)] = v;
}
constexpr void set(admission_row& row, wire::message_number n, verdict v) {
    row[static_cast<std::size_t>(n)] = v;
}

/// What `self` admits from its peer; `strict` counts only in the first key exchange, afterwards it changes
/// nothing here.
constexpr admission_row make_row(role self, phase p, bool strict) {
    using enum wire::message_number;
    admission_row row{};
    set(row, 0, 255, verdict::refuse);
    if (p == phase::identifying || p == phase::closed) return row;

    set(row, disconnect, verdict::admit);
    const bool first = p == phase::first_kexinit || p == phase::first_exchange || p == phase::first_newkeys;
    // Before the first KEXINIT nobody knows yet whether the exchange is strict; its sequence number tells
    // afterwards.
    if (!first || p == phase::first_kexinit || !strict) {
        set(row, ignore, verdict::admit);
        set(row, wire::message_number::unimplemented, verdict::admit);
        set(row, debug, verdict::admit);
    }
    switch (p) {
    case phase::first_kexinit: set(row, kexinit, verdict::admit); return row;
    case phase::first_exchange:
    case phase::rekey_exchange: set(row, 30, 49, verdict::admit); return row;
    case phase::first_newkeys:
    case phase::rekey_newkeys: set(row, newkeys, verdict::admit); return row;
    default: break;
    }

    // Encrypted and not keying: unknown numbers are answered, known ones have their places.
    set(row, kexinit, verdict::admit);
    set(row, 8, 19, verdict::unimplemented);
    set(row, 22, 29, verdict::unimplemented);
    set(row, 54, 59, verdict::unimplemented);
    set(row, 83, 89, verdict::unimplemented);
    set(row, 101, 255, verdict::unimplemented);
    set(row, ping, verdict::ignore);
    set(row, pong, verdict::ignore);
    // Only as the first encrypted packet or just before USERAUTH_SUCCESS; the engine checks which.
    if (p == phase::service || (p == phase::login && self == role::client))
        set(row, ext_info, verdict::admit);

    if (p == phase::service)
        set(row, self == role::client ? service_accept : service_request, verdict::admit);
    if (p == phase::login) {
        if (self == role::client) {
            set(row, 51, 53, verdict::admit);
            set(row, 60, 79, verdict::admit);
        } else {
            set(row, userauth_request, verdict::admit);
            set(row, 60, 79, verdict::admit);
        }
    }
    if (p == phase::connected) {
        // RFC 4252, section 5.1: requests that crossed the success message are ignored. A late banner is
        // harmless.
        if (self == role::server) set(row, userauth_request, verdict::ignore);
        if (self == role::client) set(row, userauth_banner, verdict::ignore);
        set(row, 80, 82, verdict::admit);
        set(row, 90, 100, verdict::admit);
        set(row, ping, verdict::admit);
        set(row, pong, verdict::admit);
    }
    return row;
}

struct admission_table {
    admission_row rows[2][2][phase_count];
    constexpr admission_table() : rows{} {
        for (int r = 0; r < 2; ++r)
            for (int s = 0; s < 2; ++s)
                for (int p = 0; p < phase_count; ++p)
                    rows[r][s][p] = make_row(static_cast<role>(r), static_cast<phase>(p), s != 0);
    }
};
inline constexpr admission_table admissions{};

} // namespace detail

/// The verdict on a message number that arrives at `self` in a phase; `strict`: strict key exchange is in
/// force.
constexpr verdict admission(role self, phase p, bool strict, std::uint8_t number) noexcept {
    return detail::admissions.rows[static_cast<int>(self)][strict ? 1 : 0][static_cast<int>(p)][number];
}

} // namespace hawser::inline HAWSER_ABI::transport
