#pragma once
// Running a program of the system, such as ssh-keygen, in a folder of its own.

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <stdlib.h>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <utility>
#include <vector>

namespace hawser::testing {

/// An empty folder that only this user can enter, removed with all it holds.
class temporary_folder {
  public:
    temporary_folder() {
        std::string name = (std::filesystem::temp_directory_path() / "hawser-test-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
        path_ = name;
    }
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;
    ~temporary_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    /// Writes a file and returns its path.
    std::filesystem::path write(const std::string& name, std::string_view text) const {
        std::ofstream out{path_ / name, std::ios::binary};
        out.write(text.data(), static_cast<std::streamsize>(text.size()));
        out.close();
        if (!out) throw std::runtime_error("cannot write " + name);
        // ssh-keygen refuses private keys that others may read
        std::filesystem::permissions(path_ / name, std::filesystem::perms::owner_read |
                                                       std::filesystem::perms::owner_write);
        return path_ / name;
    }

  private:
    std::filesystem::path path_;
};

/// What a program printed on both its outputs, and its exit status (-1 when it was killed).
struct program_result {
    int status = -1;
    std::string output;
};

/// A text as one word of a shell.
inline std::string shell_word(const std::string& text) {
    std::string quoted = "'";
    for (const char c : text) quoted += c == '\'' ? std::string{"'\\''"} : std::string(1, c);
    return quoted + "'";
}

/// Runs a program by its name or path, with nothing on its input.
inline program_result run_program(const std::vector<std::string>& arguments) {
    std::string command;
    for (const std::string& argument : arguments) command += shell_word(argument) + " ";
    std::FILE* pipe = ::popen((command + "</dev/null 2>&1").c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot run " + arguments.at(0));
    program_result result;
    std::array<char, 4096> part;
    while (const std::size_t size = std::fread(part.data(), 1, part.size(), pipe))
        result.output.append(part.data(), size);
    const int status = ::pclose(pipe);
    if (WIFEXITED(status)) result.status = WEXITSTATUS(status);
    return result;
}

/// What a shell prints, and how it ended.
inline program_result run_shell(const std::string& command) { return run_program({"sh", "-c", command}); }

/// The names of a kind ("cipher", "mac", "kex", "HostKeyAlgorithms") that the ssh of this machine knows, and so its sshd.
inline std::vector<std::string> names_of_ssh(const std::string& kind) {
    std::istringstream lines{run_program({"ssh", "-Q", kind}).output};
    std::vector<std::string> out;
    for (std::string one; std::getline(lines, one);) out.push_back(one);
    return out;
}

/// The content of a file; empty when it cannot be read.
inline std::string text_of(const std::filesystem::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// The folder that ./dev peers fills.
inline std::filesystem::path installed_peers() {
    const char* told = std::getenv("HAWSER_PEERS");
    return told != nullptr ? std::filesystem::path{told}
                           : std::filesystem::path{HAWSER_SOURCE_DIR} / "build/peers";
}
/// A program of a Debian newer than this one.
inline std::string newer_program(const std::string& name) {
    return (installed_peers() / "debian13/bin" / name).string();
}

/// Whether a program or peer that is not there is a failure of the test that needs it: with HAWSER_REQUIRE_PEERS or CI=true.
inline bool are_peers_required() {
    const char* ci = std::getenv("CI");
    return std::getenv("HAWSER_REQUIRE_PEERS") != nullptr ||
           (ci != nullptr && std::string_view{ci} == "true");
}

/// A precondition of test cases that run a program: they are skipped, visibly, where it is not installed, unless
/// are_peers_required().
struct needs_program {
    std::string name;
    /// What a shell must be able to do; when empty, to find the program.
    std::string test = {};

    boost::test_tools::assertion_result operator()(boost::unit_test::test_unit_id) const {
        boost::test_tools::assertion_result there{
            are_peers_required() ||
            run_program({"sh", "-c", test.empty() ? "command -v " + name : test}).status == 0};
        if (!there) std::printf("skipped peer: %s: not installed\n", name.c_str());
        there.message() << "no " << name;
        return there;
    }
};

} // namespace hawser::testing
