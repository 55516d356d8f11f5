#pragma once
// Encoded terminal modes (RFC 4254, section 8; RFC 8160).

#include <hawser/wire/reader.hpp>
#include <hawser/wire/writer.hpp>

namespace hawser::inline HAWSER_ABI::wire {

/// The opcodes; those from 1 to 159 carry one uint32.
enum class terminal_mode : std::uint8_t {
    end = 0,
    vintr = 1,
    vquit = 2,
    verase = 3,
    vkill = 4,
    veof = 5,
    veol = 6,
    veol2 = 7,
    vstart = 8,
    vstop = 9,
    vsusp = 10,
    vdsusp = 11,
    vreprint = 12,
    vwerase = 13,
    vlnext = 14,
    vflush = 15,
    vswtch = 16,
    vstatus = 17,
    vdiscard = 18,
    ignpar = 30,
    parmrk = 31,
    inpck = 32,
    istrip = 33,
    inlcr = 34,
    igncr = 35,
    icrnl = 36,
    iuclc = 37,
    ixon = 38,
    ixany = 39,
    ixoff = 40,
    imaxbel = 41,
    iutf8 = 42,
    isig = 50,
    icanon = 51,
    xcase = 52,
    echo = 53,
    echoe = 54,
    echok = 55,
    echonl = 56,
    noflsh = 57,
    tostop = 58,
    iexten = 59,
    echoctl = 60,
    echoke = 61,
    pendin = 62,
    opost = 70,
    olcuc = 71,
    onlcr = 72,
    ocrnl = 73,
    onocr = 74,
    onlret = 75,
    cs7 = 90,
    cs8 = 91,
    parenb = 92,
    parodd = 93,
    input_speed = 128,
    output_speed = 129,
};

/// Appends one mode; a list of them ends with end_terminal_modes.
inline void encode_terminal_mode(writer& w, terminal_mode mode, std::uint32_t value) {
    w.u8(static_cast<std::uint8_t>(mode)).u32(value);
}
inline void end_terminal_modes(writer& w) { w.u8(static_cast<std::uint8_t>(terminal_mode::end)); }

/// Calls `f(terminal_mode, value)` for each mode up to the end, to an opcode of 160 or more, which section 8
/// says to stop at, or to the end of the bytes (some clients send no end). Returns false when a value is cut
/// short.
template <class F>
bool for_each_terminal_mode(byte_view modes, F&& f) {
    reader r{modes};
    while (r.left() != 0) {
        const std::uint8_t opcode = r.u8();
        if (opcode == 0 || opcode >= 160) return true;
        const std::uint32_t value = r.u32();
        if (!r.ok()) return false;
        f(static_cast<terminal_mode>(opcode), value);
    }
    return true;
}

} // namespace hawser::inline HAWSER_ABI::wire
