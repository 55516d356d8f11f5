// The hawser tool: commands and files over SSH, and a look at what was negotiated.

#include "commands.hpp"
#include "connection.hpp"

#include <csignal>
#include <exception>
#include <fcntl.h>
#include <iostream>

namespace {

int run(const tool::options& given) {
    if (given.command == "exec") return tool::run_exec(given);
    if (given.command == "get") return tool::run_get(given);
    if (given.command == "put") return tool::run_put(given);
    if (given.command == "ls") return tool::run_ls(given);
    if (given.command == "info") return tool::run_info(given);
    if (given.command == "demo") return tool::run_demo(given);
    if (given.command == "algorithms") return tool::run_algorithms(given);
    std::cout << tool::help();
    return 0;
}

/// A standard stream that is closed would be the number of the next file or socket, and data would go astray. In its place
/// stands what can be neither read nor written in its direction, as when it is closed.
void occupy_standard_streams() {
    for (int fd = 0; fd <= 2; ++fd)
        if (::fcntl(fd, F_GETFD) < 0) (void)!::open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

} // namespace

int main(int count, char** arguments) {
    occupy_standard_streams();
    // A reader of our output that leaves is told by write's error.
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return run(tool::parse(count, arguments));
    } catch (const tool::usage_problem& wrong) {
        std::cerr << "hawser: " << hawser::escape_text(wrong.text, 2048)
                  << "; hawser --help tells what there is\n";
        return 2;
    } catch (const tool::problem& what) {
        std::cerr << tool::one_line(what) << '\n';
        return what.exit_status;
    } catch (const std::exception& other) {
        std::cerr << "hawser: " << hawser::escape_text(other.what()) << '\n';
        return 255;
    }
}
