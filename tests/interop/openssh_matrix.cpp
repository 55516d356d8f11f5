// Cells of the state matrix shown against OpenSSH: a message in a wrong phase does to its sshd and its ssh what our
// table says it does to us.

#include <hawser/io/posix/connect.hpp>
#include <hawser/io/posix/listener.hpp>
#include <hawser/keys/parse_private_key.hpp>

#include "interop/client.hpp"
#include "interop/matrix_peer.hpp"
#include "matrix/rules.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>

namespace interop {

namespace {

using boost::unit_test::precondition;
using testing::needs_program;
using testing::payload_of;
using testing::run_shell;
using testing::shell_word;
using transport::phase;
using transport::verdict;

byte_vector body_of(int number) {
    switch (number) {
    case 1: return payload_of(wire::disconnect{wire::disconnect_reason::by_application, "bye", {}});
    case 2: return payload_of(wire::ignore{as_bytes("x")});
    case 3: return payload_of(wire::unimplemented{1});
    case 4: return payload_of(wire::debug{false, "text", {}});
    default: return {static_cast<std::byte>(number)};
    }
}

const char* name(reaction r) {
    switch (r) {
    case reaction::went_on: return "goes on";
    case reaction::said_unimplemented: return "says UNIMPLEMENTED";
    default: return "ends";
    }
}

reaction by_table(role tested, phase at, bool strict, int number) {
    switch (testing::rule(tested, at, strict, number)) {
    case verdict::refuse: return reaction::ended;
    case verdict::unimplemented: return reaction::said_unimplemented;
    default: return number == 1 ? reaction::ended : reaction::went_on;
    }
}

/// One message to OpenSSH's server.
std::optional<reaction> play_sshd(phase at, bool strict, int number) {
    auto key = keys::parse_private_key(testing::text_of(openssh->path("user_ed25519")));
    auto stream = io::posix::connect("127.0.0.1", openssh->port());
    if (!key || !stream) throw std::runtime_error("no connection");
    matrix_peer us{role::client, std::move(*stream), strict};
    us.user = (*openssh.operator->())["user"];
    us.blob = to_vector(byte_view{key->public_blob});
    us.sign = [&](byte_view data) {
        byte_buffer out;
        if (!client::session_type::sign(*key, "ssh-ed25519", data, system_random(), out))
            throw std::runtime_error("not signed");
        return to_vector(out.view());
    };
    if (!us.reach(at) || us.is_strict() != strict) return std::nullopt;
    return us.play(body_of(number));
}

/// One message to OpenSSH's client.
std::optional<reaction> play_ssh(phase at, bool strict, int number) {
    auto listening = io::posix::listen("127.0.0.1", 0);
    if (!listening) throw std::runtime_error("cannot listen");
    std::FILE* ssh = ::popen(("exec timeout 30 ssh -F none -N -o BatchMode=yes -o LogLevel=QUIET "
                              "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null "
                              "-o GlobalKnownHostsFile=/dev/null -o IdentitiesOnly=yes -p " +
                              std::to_string(listening->port()) + " tester@127.0.0.1 </dev/null 2>&1")
                                 .c_str(),
                             "re");
    std::optional<reaction> seen;
    {
        auto stream = listening->accept(io::posix::socket::now() + std::chrono::seconds{20});
        if (!stream) throw std::runtime_error("ssh does not come");
        matrix_peer us{role::server, std::move(*stream), strict};
        if (us.reach(at) && us.is_strict() == strict) seen = us.play(body_of(number));
    }
    ::pclose(ssh);
    return seen;
}

} // namespace

namespace {

struct cell {
    role tested;
    phase at;
    bool strict;
    int number;
    /// Where OpenSSH 9.2 does something else than our table, and who is right.
    std::optional<reaction> differs = {};
    const char* judgement = "";
};

constexpr role sshd = role::server, ssh = role::client;
using enum transport::phase;

constexpr cell agreed[] = {
    // A strict first exchange takes nothing that does not belong to it, not even what is harmless elsewhere.
    {sshd, first_exchange, true, 2},
    {sshd, first_exchange, true, 4},
    {sshd, first_newkeys, true, 2},
    {ssh, first_exchange, true, 2},
    {ssh, first_exchange, true, 21},
    {ssh, first_newkeys, true, 53},
    {sshd, first_exchange, false, 2},
    {sshd, first_newkeys, false, 3},
    {sshd, first_exchange, false, 94},
    // What belongs to a later phase, or to an earlier one.
    {ssh, service, true, 51},
    {ssh, service, true, 94},
    {ssh, login, true, 90},
    {sshd, login, true, 5},
    // IGNORE and DEBUG pass at any other time, during a rekey too.
    {ssh, login, true, 4},
    {ssh, rekey_exchange, true, 2},
    {sshd, rekey_newkeys, true, 2},
    // Numbers that nobody has assigned; number 0 is none.
    {sshd, service, true, 150},
    {sshd, login, true, 8},
    {ssh, connected, true, 8},
    {sshd, connected, true, 0},
};

constexpr cell differing[] = {
    {sshd, service, true, 51, reaction::said_unimplemented,
     "a known message of the wrong side is no unknown one (RFC 4253, 11.4): to end is safer, and allowed"},
    {ssh, connected, true, 21, reaction::said_unimplemented,
     "NEWKEYS without a key exchange is an attack or a broken peer; ours ends"},
    {ssh, first_exchange, false, 5, reaction::said_unimplemented,
     "RFC 4253, 7.1 forbids it by name; ours ends"},
    {sshd, connected, true, 50, reaction::said_unimplemented,
     "RFC 4252, 5.3: requests after the success are silently ignored; ours does so"},
    {ssh, login, true, 150, reaction::ended,
     "RFC 4253, 11.4: unknown messages are answered by UNIMPLEMENTED and otherwise ignored; ours does so"},
    {sshd, connected, true, 199, reaction::ended,
     "the same; 192 to 255 are for local extensions, and a peer may try one"},
    {sshd, rekey_exchange, true, 82, reaction::went_on,
     "RFC 4253, 7.1 forbids it, and OpenSSH of 2026 ends the session as ours does"},
};

std::string name_of(const cell& c) {
    return std::string{c.tested == sshd ? "sshd" : "ssh"} + ", " + std::string{transport::name_of(c.at)} +
           (c.strict ? ", strict, " : ", ") + std::to_string(c.number);
}
std::optional<reaction> play(const cell& c) {
    return c.tested == sshd ? play_sshd(c.at, c.strict, c.number) : play_ssh(c.at, c.strict, c.number);
}

} // namespace

BOOST_AUTO_TEST_CASE(cells_of_the_state_matrix, *boost::unit_test::label("T15") *
                                                    precondition(needs_peer{openssh}) *
                                                    precondition(needs_program{"ssh"})) {
    int same = 0;
    for (const cell& c : agreed) {
        BOOST_TEST_CONTEXT(name_of(c)) {
            const auto seen = play(c);
            BOOST_REQUIRE(seen.has_value());
            const reaction ours = by_table(c.tested, c.at, c.strict, c.number);
            BOOST_TEST(name(*seen) == name(ours));
            same += *seen == ours;
        }
    }
    std::cout << "state matrix: OpenSSH does as the table says in " << same << " of " << std::size(agreed)
              << " cells" << std::endl;
    for (const cell& c : differing) {
        BOOST_TEST_CONTEXT(name_of(c)) {
            const auto seen = play(c);
            BOOST_REQUIRE(seen.has_value());
            const reaction ours = by_table(c.tested, c.at, c.strict, c.number);
            BOOST_TEST((ours != *c.differs));
            // Another version may have come to do as we do.
            BOOST_TEST((*seen == *c.differs || *seen == ours));
            std::cout << "    " << name_of(c) << ": OpenSSH " << name(*seen) << ", the table " << name(ours)
                      << "; " << c.judgement << std::endl;
        }
    }
}

} // namespace interop
