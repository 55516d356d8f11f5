#pragma once
// Real servers for interop tests: started by tests/peers/start-NAME.sh, stopped with the program, named when
// absent.

#include "support/programs.hpp"

#include <atomic>
#include <cstdio>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <sstream>
#include <unistd.h>

namespace hawser::testing {

/// A peer that cannot run on this machine, and why.
struct peer_absent {
    std::string why;
};

/// The folder where peers live: other accounts can enter it, for some daemons read files there after they
/// have given up root. Removed at the end of the program.
inline const std::filesystem::path& peers_folder() {
    struct folder {
        std::filesystem::path path;
        folder() {
            std::string name = (std::filesystem::temp_directory_path() / "hawser-peers-XXXXXX").string();
            if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder for peers");
            path = name;
            std::filesystem::permissions(path, std::filesystem::perms{0755});
        }
        ~folder() {
            std::error_code ignored;
            std::filesystem::remove_all(path, ignored);
        }
    };
    static const folder made;
    return made.path;
}

/// One server process. The destructor stops it; so does the end of this program, whatever ends it.
class peer {
  public:
    using settings = std::map<std::string, std::string>;

    /// Runs tests/peers/start-`name`.sh. Throws peer_absent when it cannot run here (exit status 77),
    /// std::runtime_error with what it printed when it did not start.
    explicit peer(const std::string& name, const settings& environment = {}) : name_{name} {
        static std::atomic<unsigned> count{0};
        folder_ = peers_folder() / (name + "-" + std::to_string(++count));
        std::filesystem::create_directory(folder_);
        take_keys();
        // Somebody else's test may have taken the port meanwhile.
        for (int attempt = 0;; ++attempt) {
            const std::string problem = start(environment);
            if (problem.empty()) break;
            if (attempt == 5 || problem.find("already in use") == problem.npos)
                throw std::runtime_error("peer " + name + ": " + problem);
        }
        keep_keys();
        watch();
    }
    ~peer() {
        if (guard_ != nullptr) ::pclose(guard_);
    }
    peer(const peer&) = delete;
    peer& operator=(const peer&) = delete;

    const std::string& name() const noexcept { return name_; }
    std::uint16_t port() const noexcept { return port_; }
    const std::filesystem::path& folder() const noexcept { return folder_; }
    std::string path(const std::string& file) const { return (folder_ / file).string(); }
    /// Something the script told: user, password, key, known_hosts, ...
    const std::string& operator[](const std::string& fact) const {
        const auto found = facts_.find(fact);
        if (found == facts_.end()) throw std::runtime_error("peer " + name_ + " tells no " + fact);
        return found->second;
    }
    /// What the peer has printed so far.
    std::string log() const { return run_program({"cat", path("log")}).output; }

  private:
    static std::string scripts() { return std::string{HAWSER_SOURCE_DIR} + "/tests/peers/"; }

    std::string start(const settings& environment) {
        // Below the range from which the system gives ports to connections.
        static std::mt19937 chance{std::random_device{}()};
        port_ = static_cast<std::uint16_t>(20000 + chance() % 12000);
        std::string command = "env";
        for (const auto& [variable, value] : environment) command += " " + variable + "=" + shell_word(value);
        command += " " + shell_word(scripts() + "start-" + name_ + ".sh") + " " +
                   shell_word(folder_.string()) + " " + std::to_string(port_) + " 2>" +
                   shell_word(path("stderr"));
        const program_result said = run_shell(command);
        const std::string problem = run_program({"tail", "-n", "5", path("stderr")}).output;
        if (said.status == 77) throw peer_absent{problem.substr(0, problem.find('\n'))};
        if (said.status != 0) return problem.empty() ? "did not start" : problem;
        std::istringstream lines{said.output};
        for (std::string line; std::getline(lines, line);) {
            if (const auto equals = line.find('='); equals != line.npos)
                facts_[line.substr(0, equals)] = line.substr(equals + 1);
        }
        return {};
    }

    // The keys of the first peer serve all of them: making RSA keys takes longer than most tests.
    void take_keys() const {
        run_shell("cp -p " + shell_word((peers_folder() / "keys").string()) + "/* " +
                  shell_word(folder_.string()));
    }
    void keep_keys() const {
        run_shell("cd " + shell_word(folder_.string()) +
                  " && [ ! -d ../keys ] && mkdir -m 700 ../keys && cp -p host_*[0-9a] host_*[0-9a].pub "
                  "user_* passphrase ../keys/");
    }

    /// A process that waits for the end of this one and then stops the peer.
    void watch() {
        guard_ = ::popen(("trap '' INT TERM; cat >/dev/null; exec " + shell_word(scripts() + "stop.sh") +
                          " " + shell_word(folder_.string()) + " >/dev/null 2>&1")
                             .c_str(),
                         "we");
        if (guard_ == nullptr) throw std::runtime_error("cannot watch the peer " + name_);
    }

    std::string name_;
    std::filesystem::path folder_;
    std::uint16_t port_ = 0;
    std::map<std::string, std::string> facts_;
    std::FILE* guard_ = nullptr;
};

/// A peer that many tests share: started when the first asks for it.
struct shared_peer {
    std::string script;
    peer::settings environment = {};

    /// Throws std::runtime_error when it is absent or does not start; tests say needs_peer first.
    peer& get() const {
        state& of = find();
        if (of.running == nullptr) throw std::runtime_error("peer " + script + ": " + of.problem);
        return *of.running;
    }
    peer* operator->() const { return &get(); }

  private:
    friend struct needs_peer;
    struct state {
        std::unique_ptr<peer> running;
        std::string problem;
        bool absent = false;
    };
    state& find() const {
        peers_folder();
        static std::map<std::pair<std::string, peer::settings>, state> all;
        const auto [at, fresh] = all.try_emplace({script, environment});
        if (!fresh) return at->second;
        try {
            at->second.running = std::make_unique<peer>(script, environment);
        } catch (const peer_absent& absent) {
            at->second.absent = true;
            at->second.problem = absent.why;
            static std::set<std::string> told;
            if (const std::string line = "skipped peer: " + script + ": " + absent.why;
                told.insert(line).second)
                std::cout << line << std::endl;
        } catch (const std::runtime_error& failed) {
            at->second.problem = failed.what();
        }
        return at->second;
    }
};

/// A precondition of test cases: they are skipped where the peer cannot run, and the peer is named. If
/// are_peers_required() they run, and fail.
struct needs_peer {
    shared_peer kind;

    boost::test_tools::assertion_result operator()(boost::unit_test::test_unit_id) const {
        const auto& found = kind.find();
        boost::test_tools::assertion_result there{!found.absent || are_peers_required()};
        there.message() << found.problem;
        return there;
    }
};

/// The name of the user who runs this program.
inline std::string own_name() {
    const std::string said = run_program({"id", "-un"}).output;
    return said.substr(0, said.find('\n'));
}

/// OpenSSH's server of a newer Debian; it lets the caller in.
inline shared_peer newer_openssh() {
    return {"openssh", {{"PEER_USER", own_name()}, {"PEER_SSHD", newer_program("sshd")}}};
}

} // namespace hawser::testing
