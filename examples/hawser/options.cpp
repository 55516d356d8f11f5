#include "options.hpp"

#include <charconv>
#include <cstring>
#include <string_view>

namespace tool {

namespace {

template <class Number>
Number number(std::string_view name, std::string_view text, Number least, Number most) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most)
        throw usage_problem{std::string{name} + " takes a whole number from " + std::to_string(least) +
                            " to " + std::to_string(most)};
    return value;
}

/// A name that begins with a minus sign would be an option to some program behind us.
void refuse_dash(const std::string& what, const std::string& text) {
    if (!text.empty() && text[0] == '-')
        throw usage_problem{"a " + what + " must not begin with '-': " + text};
}

target parse_target(std::string_view text, bool with_path) {
    target out;
    if (with_path) {
        // The colon after an address in brackets, else the first one; brackets elsewhere are the path's.
        const std::size_t first = text.find(':');
        const std::size_t open = text.substr(0, first).rfind('[');
        const bool in_brackets = open != text.npos && (open == 0 || text[open - 1] == '@');
        const std::size_t close = in_brackets ? text.find(']', open) : 0;
        const std::size_t colon = close == text.npos ? text.npos : text.find(':', close);
        if (colon == text.npos) throw usage_problem{"give the remote file as [user@]host:path"};
        out.path = text.substr(colon + 1);
        text = text.substr(0, colon);
    }
    if (const std::size_t at = text.rfind('@'); at != text.npos) {
        out.user = text.substr(0, at);
        if (out.user.empty()) throw usage_problem{"the user name is empty"};
        text = text.substr(at + 1);
    }
    if (text.size() > 2 && text.front() == '[' && text.back() == ']') text = text.substr(1, text.size() - 2);
    out.host = text;
    if (out.host.empty())
        throw usage_problem{with_path
                                ? "the host name is empty; an IPv6 address stands in brackets: [::1]:path"
                                : "the host name is empty"};
    refuse_dash("host", out.host);
    refuse_dash("user", out.user);
    return out;
}

class scanner {
  public:
    scanner(int count, char** arguments) : left_{arguments + 1, arguments + count} {}

    bool at_end() const { return at_ == left_.size(); }
    std::string_view peek() const { return left_[at_]; }
    std::string next(std::string_view wanted) {
        if (at_end()) throw usage_problem{std::string{wanted} + " is missing"};
        return left_[at_++];
    }

  private:
    std::vector<const char*> left_;
    std::size_t at_ = 0;
};

/// One option with its value; false when the word is none.
bool take_option(options& out, scanner& words) {
    const std::string name = words.next("an option");
    const auto value = [&] {
        std::string text = words.next("the value of " + name);
        if (text.empty()) throw usage_problem{"the value of " + name + " is empty"};
        return text;
    };
    if (name == "-p")
        out.port = number<std::uint16_t>(name, value(), 1, 65535);
    else if (name == "-i")
        out.identities.push_back(value());
    else if (name == "--password-env")
        out.password_variable = value();
    else if (name == "--passphrase-env")
        out.passphrase_variable = value();
    else if (name == "--known-hosts")
        out.known_hosts = value();
    else if (name == "--host-key")
        out.host_key = value();
    else if (name == "--kex")
        out.kex = value();
    else if (name == "--host-key-algorithms")
        out.host_key_algorithms = value();
    else if (name == "--ciphers")
        out.ciphers = value();
    else if (name == "--macs")
        out.macs = value();
    else if (name == "--compression")
        out.compression = value();
    else if (name == "--strict-kex")
        out.strict_kex = value();
    else if (name == "--suite")
        out.suite = value();
    else if (name == "--rekey-bytes")
        out.rekey_bytes = number<std::uint64_t>(name, value(), 1024, std::uint64_t{1} << 40);
    else if (name == "--size")
        out.size = number<std::uint64_t>(name, value(), 1, std::uint64_t{1} << 40);
    else if (name == "--timeout")
        out.timeout_seconds = number<int>(name, value(), 1, 86400);
    else if (name == "-q")
        out.quiet = true;
    else if (name.size() >= 2 && name[0] == '-' && name.find_first_not_of('v', 1) == name.npos)
        out.verbosity += static_cast<int>(name.size()) - 1;
    else
        return false;
    return true;
}

} // namespace

options parse(int count, char** arguments) {
    options out;
    scanner words{count, arguments};
    if (words.at_end() || words.peek() == "-h" || words.peek() == "--help") {
        out.command = "help";
        return out;
    }
    out.command = words.next("the command");
    while (!words.at_end() && words.peek().size() > 1 && words.peek()[0] == '-') {
        if (words.peek() == "--") {
            words.next("");
            break;
        }
        if (words.peek() == "-h" || words.peek() == "--help") {
            out.command = "help";
            return out;
        }
        const std::string name{words.peek()};
        if (!take_option(out, words)) throw usage_problem{"no such option: " + name};
    }
    if (out.strict_kex != "off" && out.strict_kex != "offer" && out.strict_kex != "safe" &&
        out.strict_kex != "require")
        throw usage_problem{"--strict-kex takes off, offer, safe or require"};

    const std::string& command = out.command;
    if (command == "exec") {
        out.remote = parse_target(words.next("[user@]host"), false);
        // As ssh does: the words of the command go to the remote shell joined by blanks.
        out.text = words.next("the command to run");
        while (!words.at_end()) out.text += " " + words.next("");
    } else if (command == "get") {
        out.remote = parse_target(words.next("[user@]host:path"), true);
        if (out.remote.path.empty()) throw usage_problem{"give the remote file as [user@]host:path"};
        if (!words.at_end()) out.text = words.next("");
        if (out.text.empty()) out.text = out.remote.path.substr(out.remote.path.rfind('/') + 1);
        if (out.text.empty()) throw usage_problem{"say what the local file is to be called"};
    } else if (command == "put") {
        out.text = words.next("the local file");
        out.remote = parse_target(words.next("[user@]host:path"), true);
        if (out.remote.path.empty() || out.remote.path.back() == '/') {
            if (out.text == "-") throw usage_problem{"say what the remote file is to be called"};
            out.remote.path += out.text.substr(out.text.rfind('/') + 1);
        }
    } else if (command == "ls") {
        out.remote = parse_target(words.next("[user@]host:path"), true);
        if (out.remote.path.empty()) out.remote.path = ".";
    } else if (command == "info" || command == "demo") {
        out.remote = parse_target(words.next("[user@]host"), false);
    } else if (command != "algorithms" && command != "help") {
        throw usage_problem{"no such command: " + command};
    }
    if (!words.at_end()) throw usage_problem{"too many arguments: " + words.next("")};
    return out;
}

const char* help() {
    return R"(hawser exec [options] [user@]host command...     run a command: stdin, stdout, stderr passed through
hawser get  [options] [user@]host:path [local]   download a file, also into a directory; "-" writes to standard output
hawser put  [options] local [user@]host:path     upload a file, into a directory with "/" at the end; "-" reads
                                                 standard input
hawser ls   [options] [user@]host:path           list a directory, or one file
hawser info [options] [user@]host                what was negotiated, as one JSON object
hawser demo [options] [user@]host                command, upload, download, comparison; --size BYTES (8 MiB)
hawser algorithms [--suite NAME]                 what a suite can negotiate, in order, with grade

  -p PORT                  the server's port (22)
  -i KEYFILE               log in with this key (repeatable); without it the agent's keys and ~/.ssh/id_*
  --password-env VAR       log in with the password in this environment variable
  --passphrase-env VAR     the passphrase of key files is in this environment variable
  --known-hosts FILE       instead of ~/.ssh/known_hosts
  --host-key SHA256:...    accept exactly the host key with this fingerprint
  --suite NAME             offer what modern (default), compatible (old servers), fips or museum (everything) lists
  --kex, --host-key-algorithms, --ciphers, --macs, --compression LIST
                           offer these algorithms instead, in this order (comma list), from any suite
  --strict-kex LEVEL       off, offer, safe (default) or require
  --rekey-bytes N          change keys after this many bytes
  --timeout SECONDS        bound on connecting, handshake, login and each reply (60)
  -v                       tell the story; -vv channels and requests too, -vvv everything
  -q                       no progress, no summary

Exit status: the command's; 128 + n if signal n killed it; 255 if the connection fails; 1 if a transfer fails; 2 for a
wrong command line. ~/.ssh/config is not read yet.
)";
}

} // namespace tool
