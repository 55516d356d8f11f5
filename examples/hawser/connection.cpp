#include "connection.hpp"

#include <hawser/io/posix/connect.hpp>
#include <hawser/io/posix/terminal.hpp>
#include <hawser/io/posix/user.hpp>
#include <hawser/keys/fingerprint.hpp>

#include <cstdlib>
#include <iostream>

namespace tool {

namespace {

using hawser::algorithm_kind;

hawser::session_options session_options_of(const options& given) {
    hawser::session_options out;
    const hawser::preferences defaults = hawser::preferences::for_this_cpu(table_of_suite(given.suite));
    hawser::preferences chosen{client::session_type::table()};
    const auto choose = [&](algorithm_kind kind, std::string names, const char* option) {
        if (names.empty()) names = defaults.list(slot_of(kind, hawser::direction::client_to_server));
        hawser::diagnostic details;
        if (auto set = chosen.set(kind, names, &details); !set)
            throw usage_problem{std::string{option} + ": " + hawser::describe(set.error(), details)};
    };
    choose(algorithm_kind::kex, given.kex, "--kex");
    choose(algorithm_kind::host_key, given.host_key_algorithms, "--host-key-algorithms");
    choose(algorithm_kind::cipher, given.ciphers, "--ciphers");
    choose(algorithm_kind::mac, given.macs, "--macs");
    choose(algorithm_kind::compression, given.compression.empty() ? "none" : given.compression,
           "--compression");
    out.transport.algorithms = chosen;
    using level = hawser::transport::strict_kex_level;
    out.transport.strict_kex = given.strict_kex == "off"     ? level::off
                               : given.strict_kex == "offer" ? level::offer
                               : given.strict_kex == "safe"  ? level::safe
                                                             : level::require;
    if (given.rekey_bytes != 0) out.transport.rekey_bytes = given.rekey_bytes;
    out.transport.handshake_timeout = std::chrono::seconds{given.timeout_seconds};
    out.connection.keepalive.interval = std::chrono::seconds{60};
    return out;
}

std::string variable(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) throw usage_problem{"the environment variable " + name + " is not set"};
    return value;
}

hawser::passphrase_source passphrase_of(const options& given) {
    return [&given](const std::string& path) {
        if (!given.passphrase_variable.empty())
            return hawser::secret_bytes{hawser::as_bytes(variable(given.passphrase_variable))};
        auto asked = hawser::io::posix::ask("Passphrase of " + path + ": ");
        return asked ? std::move(*asked) : hawser::secret_bytes{};
    };
}

std::optional<std::vector<hawser::secret_bytes>> answer(const options& given,
                                                        const hawser::wire::userauth_info_request& round) {
    std::vector<hawser::secret_bytes> out;
    bool gave_up = false;
    if (!round.instruction.empty() && !given.quiet)
        std::cerr << hawser::escape_text(round.instruction, 4096) << '\n';
    round.for_each([&](const hawser::wire::prompt& one) {
        if (gave_up) return;
        if (!given.password_variable.empty() && !one.echo) {
            out.emplace_back(hawser::as_bytes(variable(given.password_variable)));
            return;
        }
        using hawser::io::posix::echo;
        auto typed = hawser::io::posix::ask(one.text, one.echo ? echo::on : echo::off);
        if (typed)
            out.push_back(std::move(*typed));
        else
            gave_up = true;
    });
    if (gave_up) return std::nullopt;
    return out;
}

/// Explicit keys are all there is; otherwise the agent's keys and the usual files. A password comes last.
std::vector<hawser::auth::any_method> methods_of(const options& given) {
    std::vector<hawser::auth::any_method> out;
    const auto add_file = [&](const std::string& path, bool must) {
        hawser::diagnostic details;
        auto key = hawser::key_file(path, passphrase_of(given), &details);
        if (key)
            out.emplace_back(std::move(*key));
        else if (must)
            throw problem{"reading the key", {key.error(), std::move(details)}};
        else if (key.error() != std::errc::no_such_file_or_directory)
            tell(given, 1, "passing over " + path + ": " + hawser::describe(key.error(), details));
    };
    for (const std::string& path : given.identities) add_file(path, true);
    if (given.identities.empty() && given.password_variable.empty()) {
        hawser::diagnostic details;
        if (auto agent = hawser::agent_keys(std::chrono::seconds{given.timeout_seconds}, &details)) {
            tell(given, 1, "the agent has " + std::to_string(agent->size()) + " keys");
            for (auto& key : *agent) out.emplace_back(std::move(key));
        } else {
            tell(given, 1, "no agent: " + hawser::describe(agent.error(), details));
        }
        for (const char* name : {"id_ed25519", "id_ecdsa", "id_rsa"}) {
            if (auto path = hawser::io::posix::ssh_file(name)) add_file(*path, false);
        }
    }
    const bool ask = given.identities.empty() && hawser::io::posix::is_terminal(0);
    if (!given.password_variable.empty())
        out.emplace_back(hawser::auth::password{variable(given.password_variable)});
    if (!given.password_variable.empty() || ask)
        out.emplace_back(
            hawser::auth::keyboard_interactive{[&given](const auto& round) { return answer(given, round); }});
    if (out.empty()) out.emplace_back(hawser::auth::none{});
    return out;
}

void handshake(client& to, const options& given) {
    hawser::failure out;
    if (!given.host_key.empty()) {
        to.handshake(hawser::accept_fingerprint{given.host_key}, out);
    } else {
        hawser::diagnostic details;
        auto known = given.known_hosts.empty() ? hawser::user_known_hosts(&details)
                                               : hawser::known_hosts_file(given.known_hosts, &details);
        if (!known) throw problem{"reading the known hosts", {known.error(), std::move(details)}};
        for (const auto& line : known->refused())
            tell(given, 1,
                 line.source + ":" + std::to_string(line.line) +
                     " is passed over: " + std::string{line.reason});
        if (known->refused_count() > known->refused().size())
            tell(given, 1,
                 "and " + std::to_string(known->refused_count() - known->refused().size()) + " more lines");
        to.handshake(hawser::accept_known{std::move(*known)}, out);
    }
    check("handshake with " + given.remote.host, std::move(out));
}

} // namespace

void tell(const options& given, int level, const std::string& line) {
    if (given.verbosity >= level) std::cerr << "hawser: " << line << '\n';
}

void check(const std::string& phase, hawser::failure&& what, int exit_status) {
    if (what) throw problem{phase, std::move(what), exit_status};
}

namespace {

/// The library's own story, on standard error: -v what happens once, -vv channels and requests, -vvv everything.
struct story_log {
    int verbosity = 0;

    static story_log& of(const options& given) {
        static story_log log;
        log.verbosity = given.verbosity;
        return log;
    }
    bool enabled(hawser::log_level level) const {
        using enum hawser::log_level;
        return verbosity >= (level == trace ? 3 : level == debug ? 2 : 1);
    }
    void write(hawser::log_level, std::string_view line) const { std::cerr << "hawser: " << line << '\n'; }
};

} // namespace

std::unique_ptr<client> open(const options& given) {
    hawser::client_options how;
    how.host = given.remote.host;
    how.port = given.port;
    how.timeout = std::chrono::seconds{given.timeout_seconds};
    how.session = session_options_of(given);
    // what a list names may be used by keys too: an old server wants its users' signatures as it makes its own
    how.user_key_algorithms = std::string{table_of_suite(given.suite).host_keys.joined};
    if (!given.host_key_algorithms.empty()) how.user_key_algorithms += ',' + given.host_key_algorithms;
    how.pipeline_after_login = true;
    how.log = story_log::of(given);
    how.on_banner = [quiet = given.quiet](std::string_view text) {
        if (quiet) return;
        // Line by line, so that its line ends survive the escaping.
        while (!text.empty()) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            std::string_view line = text.substr(0, end);
            if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
            std::cerr << hawser::escape_text(line, 4096) << '\n';
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    };
    std::string user = given.remote.user;
    if (user.empty()) {
        auto own = hawser::io::posix::user_name();
        if (!own) throw problem{"finding your user name", {own.error(), {}}};
        user = *own;
    }
    auto methods = methods_of(given);

    hawser::diagnostic details;
    hawser::io::posix::connect_options connecting;
    connecting.until = stream::now() + how.timeout;
    auto socket = hawser::io::posix::connect(given.remote.host, given.port, connecting, &details);
    if (!socket) throw problem{"connecting to " + given.remote.host, {socket.error(), std::move(details)}};
    tell(given, 1, "connected to " + socket->peer_address());

    auto to = std::make_unique<client>(stream{std::move(*socket)}, std::move(how), hawser::system_random());
    handshake(*to, given);
    tell(given, 1, "the host key is " + hawser::keys::fingerprint_sha256(to->session().host_key()));

    hawser::failure refused;
    to->authenticate(user, std::move(methods), refused);
    check("login as " + user, std::move(refused));
    return to;
}

namespace {

/// What to change; empty when there is nothing to say.
std::string advice_for(std::error_code code) {
    using hawser::security_error, hawser::protocol_error, hawser::usage_error, hawser::remote_error;
    if (code == security_error::host_key_unknown)
        return "compare the fingerprint with the one the host's owner gives you, then pass it with "
               "--host-key or add the key to "
               "known_hosts";
    if (code == security_error::host_key_changed)
        return "somebody may be intercepting the connection; if the host was reinstalled, replace its line "
               "in known_hosts";
    if (code == security_error::host_key_revoked)
        return "do not use this host until its owner has replaced the key";
    if (code == protocol_error::no_common_algorithm)
        return "widen the list with --kex, --host-key-algorithms, --ciphers or --macs";
    if (code == usage_error::key_encrypted)
        return "give its passphrase with --passphrase-env or on a terminal";
    if (code == usage_error::wrong_passphrase) return "give the right one";
    if (code == remote_error::authentication_failed)
        return "give another key with -i or a password with --password-env";
    if (code == protocol_error::not_ssh) return "check host and port";
    if (code == std::errc::connection_refused) return "check host and port, and that the server runs";
    if (code == std::errc::permission_denied) return "change its mode or its owner";
    if (code == security_error::strict_kex_required) return "use --strict-kex safe";
    return {};
}

} // namespace

std::string one_line(const problem& what) {
    std::string out = "hawser: " + hawser::escape_text(what.phase, 512) + ": " + what.reason.text();
    if (const std::string advice = advice_for(what.reason.code); !advice.empty()) out += "; " + advice;
    return out;
}

} // namespace tool
