#pragma once
// The command line of the tool.

#include <cstdint>
#include <string>
#include <vector>

namespace tool {

/// `[user@]host[:path]`, as far as the command allows it.
struct target {
    std::string user;
    std::string host;
    std::string path;
};

struct options {
    std::string command;
    target remote;
    /// exec: the command line. get and put: the local file; "-" is standard input or output.
    std::string text;
    std::uint16_t port = 22;
    std::vector<std::string> identities;
    std::string password_variable;
    std::string passphrase_variable;
    std::string known_hosts;
    std::string host_key;
    std::string kex, host_key_algorithms, ciphers, macs, compression;
    std::string strict_kex = "safe";
    std::string suite = "modern";
    std::uint64_t rekey_bytes = 0;
    std::uint64_t size = 0;
    int timeout_seconds = 60;
    int verbosity = 0;
    bool quiet = false;
};

/// What is wrong with a command line, in one sentence.
struct usage_problem {
    std::string text;
};

/// Throws usage_problem. `-h`, `--help` and no arguments at all give the command "help".
options parse(int count, char** arguments);

/// The help text.
const char* help();

} // namespace tool
