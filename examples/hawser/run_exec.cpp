// hawser exec: a command with its three streams.

#include <hawser/io/posix/fd_stream.hpp>

#include "commands.hpp"
#include "connection.hpp"

namespace tool {

int run_exec(const options& given) {
    using hawser::io::posix::fd_stream;
    auto to = open(given);
    auto input = fd_stream::borrow(0, -1);
    auto output = fd_stream::borrow(-1, 1);
    auto errors = fd_stream::borrow(-1, 2);
    if (!input || !output || !errors)
        throw problem{"opening the standard streams",
                      {std::make_error_code(std::errc::bad_file_descriptor), {}}};

    hawser::remote_command run{*to};
    bool output_blocked = false;
    std::error_code output_error;
    run.input = [&](hawser::byte_span room) -> hawser::result<std::size_t> {
        auto size = input->read_some(room);
        const bool later = !size && size.error() == std::errc::operation_would_block;
        to->stream().watch_input(later ? 0 : -1);
        // A closed standard input is an empty one.
        if (!size && size.error() == std::errc::bad_file_descriptor) return std::size_t{0};
        return size;
    };
    run.on_output = [&](hawser::connection::data_stream which, hawser::byte_view bytes) -> std::size_t {
        const bool standard = which == hawser::connection::data_stream::standard;
        auto written = (standard ? *output : *errors).write_some(bytes);
        if (written) return *written;
        if (written.error() == std::errc::operation_would_block) {
            output_blocked = true;
            to->stream().watch_output(standard ? 1 : 2);
            return 0;
        }
        output_error = written.error();
        return bytes.size();
    };
    check("starting the command", run.start(hawser::command_channel::kind::command, given.text));
    // A variable of its own: g++ 12 wrongly takes an empty temporary here for uninitialised.
    const hawser::deadline never;
    hawser::failure lost = to->drive(never, [&] {
        if (output_blocked) {
            output_blocked = false;
            to->stream().watch_output(-1);
            run.consume_more();
        }
        return run.is_done() || output_error;
    });
    check("running the command", std::move(lost));
    if (output_error) check("writing the command's output", {output_error, {}});
    check("running the command", hawser::failure{run.problem()});

    const hawser::command_exit& how = run.exit();
    if (how.status) return static_cast<int>(*how.status & 0xff);
    if (const int number = hawser::signal_number(how.signal); number != 0) return 128 + number;
    throw problem{
        "running the command",
        {hawser::remote_error::no_reply, hawser::subject{"the server told no exit status", how.signal}}};
}

} // namespace tool
