#pragma once
// Runs a command and collects what it says: the one-call form of remote_command.

#include <hawser/client/remote_command.hpp>

namespace hawser::inline HAWSER_ABI {

struct exec_options {
    /// What the command reads.
    std::string input;
    std::vector<std::pair<std::string, std::string>> environment;
    /// Output beyond this many bytes, both streams together, ends the command with std::errc::file_too_large.
    std::size_t output_limit = std::size_t{64} * 1024 * 1024;
    /// Nothing: as long as it takes.
    std::optional<duration> timeout;
};

struct exec_result {
    std::string output;
    std::string error_output;
    command_exit exit;

    bool succeeded() const noexcept { return exit.status == 0U; }
    /// As a shell tells it: the status, 128 + n when signal n ended the command, 255 when nothing was told.
    int exit_status() const noexcept;
};

/// The number POSIX gives a signal of RFC 4254, section 6.10, by its name without "SIG"; 0 for other names.
int signal_number(std::string_view name) noexcept;

/// Runs `command` to its end.
template <class Client>
exec_result exec(Client& client, std::string_view command, const exec_options& options, failure& out) {
    exec_result got;
    remote_command<Client> run{client};
    run.environment = options.environment;
    byte_view unsent = as_bytes(options.input);
    run.input = [&](byte_span room) -> result<std::size_t> {
        const std::size_t size = std::min(room.size(), unsent.size());
        std::copy_n(unsent.begin(), size, room.begin());
        unsent = unsent.subspan(size);
        return size;
    };
    bool overflow = false;
    run.on_output = [&](connection::data_stream stream, byte_view bytes) {
        overflow =
            overflow || got.output.size() + got.error_output.size() + bytes.size() > options.output_limit;
        if (!overflow)
            (stream == connection::data_stream::standard ? got.output : got.error_output)
                .append(as_text(bytes));
        if (overflow) run.close();
        return bytes.size();
    };
    out = run.start(command_channel::kind::command, std::string{command});
    if (!out) {
        const deadline until =
            options.timeout ? deadline{client.stream().now() + *options.timeout} : deadline{};
        // What has said too much is left: the server's close is not waited for.
        out = client.drive(until, [&] { return overflow || run.is_done(); });
        if (!out) out = run.problem();
    }
    if (overflow)
        out = {std::make_error_code(std::errc::file_too_large), subject{"output of", std::string{command}}};
    got.exit = run.exit();
    return got;
}
template <class Client>
exec_result exec(Client& client, std::string_view command, const exec_options& options = {}) {
    failure out;
    exec_result got = exec(client, command, options, out);
    throw_if(std::move(out));
    return got;
}

inline int signal_number(std::string_view name) noexcept {
    constexpr std::pair<std::string_view, int> numbers[] = {
        {"HUP", 1},   {"INT", 2},   {"QUIT", 3},  {"ILL", 4},   {"ABRT", 6},  {"FPE", 8},  {"KILL", 9},
        {"USR1", 10}, {"SEGV", 11}, {"USR2", 12}, {"PIPE", 13}, {"ALRM", 14}, {"TERM", 15}};
    for (const auto& [known, number] : numbers) {
        if (known == name) return number;
    }
    return 0;
}

inline int exec_result::exit_status() const noexcept {
    if (exit.status) return static_cast<int>(*exit.status & 0xff);
    const int number = signal_number(exit.signal);
    return number != 0 ? 128 + number : 255;
}

} // namespace hawser::inline HAWSER_ABI
