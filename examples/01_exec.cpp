// Runs a command on a server that is already in known_hosts, as the owner of a key file.
//
//     01_exec host port user key-file

//[exec]
#include <hawser/client.hpp>
#include <hawser/suite/modern.hpp>

#include <iostream>

int run_remotely(const std::string& host, std::uint16_t port, const std::string& user,
                 const std::string& key) {
    auto client =
        hawser::connect<hawser::modern>(host, port, hawser::accept_known{hawser::user_known_hosts()});
    client.authenticate(user, hawser::key_file(key));
    const auto ran = hawser::exec(client, "echo hello from $(hostname)");
    std::cout << ran.output;
    return ran.exit_status();
}
//[/exec]

int main(int argc, char** argv) {
    if (argc != 5) return std::cerr << "usage: 01_exec host port user key-file\n", 2;
    //[catch]
    try {
        return run_remotely(argv[1], static_cast<std::uint16_t>(std::stoi(argv[2])), argv[3], argv[4]);
    } catch (const hawser::error& e) {
        std::cerr << e.what() << '\n';
        return 255;
    }
    //[/catch]
}
