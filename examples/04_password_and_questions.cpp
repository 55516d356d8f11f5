// Logs in by password, or by answering the server's questions, whichever it offers.
//
//     04_password_and_questions host port user fingerprint

#include <hawser/client.hpp>
#include <hawser/io/posix/terminal.hpp>
#include <hawser/suite/modern.hpp>

#include <iostream>
#include <span>

namespace {

//[ask]
/// What is typed without being shown; without a terminal, the next line of the standard input.
hawser::secret_bytes ask(std::string_view prompt) {
    namespace posix = hawser::io::posix;
    if (posix::is_terminal(0)) {
        auto typed = posix::ask(prompt); // escapes the prompt, which may be a server's
        return typed ? std::move(*typed) : hawser::secret_bytes{};
    }
    std::string line;
    std::getline(std::cin, line);
    hawser::secret_bytes answer{hawser::as_bytes(line)};
    hawser::wipe(std::as_writable_bytes(std::span{line}));
    return answer;
}
//[/ask]

} // namespace

int main(int argc, char** argv) try {
    if (argc != 5) return std::cerr << "usage: 04_password_and_questions host port user fingerprint\n", 2;
    const auto port = static_cast<std::uint16_t>(std::stoi(argv[2]));
    auto client = hawser::connect<hawser::modern>(argv[1], port, hawser::accept_fingerprint{argv[4]});

    //[login]
    const auto answer = [](const hawser::wire::userauth_info_request& round) {
        std::vector<hawser::secret_bytes> answers;
        round.for_each([&](const hawser::wire::prompt& one) { answers.push_back(ask(one.text)); });
        return std::optional{std::move(answers)}; // std::nullopt gives up
    };
    client.authenticate(argv[3], hawser::auth::password{ask("Password: ")},
                        hawser::auth::keyboard_interactive{answer});
    //[/login]

    const auto ran = hawser::exec(client, "whoami");
    std::cout << ran.output;
    return ran.exit_status();
} catch (const hawser::error& e) {
    return std::cerr << e.what() << '\n', 255;
}
