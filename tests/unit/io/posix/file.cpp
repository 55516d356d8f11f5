#include <hawser/io/posix/file.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <set>
#include <string>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <thread>
#include <vector>

using namespace hawser;
using namespace hawser::io::posix;
using namespace std::chrono_literals;

namespace {

struct temporary_folder {
    temporary_folder() { BOOST_REQUIRE(::mkdtemp(path.data()) != nullptr); }
    ~temporary_folder() {
        for (const std::string& name : names()) ::unlink((path + "/" + name).c_str());
        ::rmdir(path.c_str());
    }
    std::vector<std::string> names() const {
        std::vector<std::string> out;
        for (const auto& entry : std::filesystem::directory_iterator{path})
            out.push_back(entry.path().filename());
        return out;
    }
    std::string file(std::string_view name) const { return path + "/" + std::string{name}; }

    std::string path = "/tmp/hawser-XXXXXX";
};

void write_text(const std::string& path, std::string_view text, mode_t mode = 0600) {
    const descriptor fd{::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
    BOOST_REQUIRE(fd.is_open());
    BOOST_REQUIRE(::write(fd.native_handle(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    BOOST_REQUIRE(::fchmod(fd.native_handle(), mode) == 0);
}

std::string text_of(const std::string& path) {
    auto bytes = read_file(path, 1 << 24);
    return bytes ? std::string{as_text(*bytes)} : "error: " + bytes.error().message();
}

mode_t mode_of(const std::string& path) {
    struct stat facts {};
    return ::stat(path.c_str(), &facts) == 0 ? facts.st_mode & 07777 : 0;
}

/// Runs `work` in a process of its own, which never returns from here.
template <class Work>
pid_t in_child(Work work) {
    const pid_t child = ::fork();
    if (child == 0) {
        work();
        ::_exit(0);
    }
    BOOST_REQUIRE(child > 0);
    return child;
}

} // namespace

BOOST_AUTO_TEST_SUITE(io_posix_file)

BOOST_AUTO_TEST_CASE(reads_to_the_limit_and_no_further) {
    temporary_folder folder;
    const std::string path = folder.file("f");
    for (const std::size_t size : {0u, 1u, 4095u, 4096u, 100000u}) {
        const std::string text(size, 'x');
        write_text(path, text);
        auto exact = read_file(path, size);
        BOOST_REQUIRE(exact.has_value());
        BOOST_TEST((as_text(*exact) == text));
        BOOST_TEST(read_file(path, static_cast<std::size_t>(-1)).has_value());
        if (size != 0) BOOST_TEST((read_file(path, size - 1).error() == usage_error::file_too_large));
    }
#if defined(__linux__)
    // a file that says it is empty and is not
    BOOST_TEST(read_file("/proc/self/status", 1 << 16)->size() > 100u);
    BOOST_TEST((read_file("/proc/self/status", 100).error() == usage_error::file_too_large));
#endif
}

BOOST_AUTO_TEST_CASE(what_is_no_small_regular_file_is_refused_at_once, *boost::unit_test::label("P05")) {
    temporary_folder folder;
    const std::string fifo = folder.file("fifo"), huge = folder.file("huge"), door = folder.file("socket");
    BOOST_REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    write_text(huge, "");
    BOOST_REQUIRE(::truncate(huge.c_str(), 1 << 30) == 0);
    const descriptor unix_socket{::socket(AF_UNIX, SOCK_STREAM, 0)};
    sockaddr_un where{};
    where.sun_family = AF_UNIX;
    door.copy(where.sun_path, sizeof where.sun_path - 1);
    BOOST_REQUIRE(::bind(unix_socket.native_handle(), reinterpret_cast<sockaddr*>(&where), sizeof where) ==
                  0);

    const auto start = std::chrono::steady_clock::now();
    for (const std::string& path :
         {fifo, folder.path, door, std::string{"/dev/zero"}, std::string{"/dev/tty"}}) {
        diagnostic details;
        BOOST_TEST((read_file(path, 1 << 20, &details).error() == usage_error::not_a_regular_file));
        BOOST_TEST(details.as<subject>()->name == path);
        BOOST_TEST((read_private_file(path, 1 << 20).error() == usage_error::not_a_regular_file));
        BOOST_TEST((append_line(path, "line").error() == usage_error::not_a_regular_file));
        BOOST_TEST((replace_file(path, as_bytes("text")).error() == usage_error::not_a_regular_file));
    }
    diagnostic details;
    BOOST_TEST((read_file(huge, 1 << 20, &details).error() == usage_error::file_too_large));
    BOOST_TEST(details.as<subject>()->name == huge);
    BOOST_TEST((read_private_file(huge, 1 << 20).error() == usage_error::file_too_large));
    BOOST_TEST((std::chrono::steady_clock::now() - start < 2s));
    // a FIFO with a writer is no better
    const descriptor writer{::open(fifo.c_str(), O_RDWR | O_NONBLOCK)};
    BOOST_TEST((read_file(fifo, 100).error() == usage_error::not_a_regular_file));
}

// What a 32-bit off_t cannot say: such files are as good as any.
BOOST_AUTO_TEST_CASE(a_file_of_more_than_2_gib) {
    temporary_folder folder;
    const std::string path = folder.file("huge");
    constexpr std::uintmax_t size = (std::uintmax_t{1} << 32) + 5;
    write_text(path, "");
    std::error_code error;
    std::filesystem::resize_file(path, size, error); // sparse
    BOOST_REQUIRE_MESSAGE(!error, error.message());
    BOOST_TEST((read_file(path, 1 << 20).error() == usage_error::file_too_large));
    BOOST_TEST((read_private_file(path, 1 << 20).error() == usage_error::file_too_large));
    BOOST_TEST(lock_file(path, {}).has_value());

    // behind its last byte, which is no end of a line
    BOOST_TEST(append_line(path, "line").has_value());
    BOOST_TEST(std::filesystem::file_size(path) == size + 6);
    BOOST_TEST(append_line(path, "line").has_value());
    BOOST_TEST(std::filesystem::file_size(path) == size + 11);

    BOOST_TEST(replace_file(path, as_bytes("text")).has_value());
    BOOST_TEST(text_of(path) == "text");
}

BOOST_AUTO_TEST_CASE(paths_that_cannot_be) {
    diagnostic details;
    BOOST_TEST((read_file("", 10, &details).error() == usage_error::invalid_argument));
    BOOST_TEST((read_file(std::string{"/etc/hostname\0x", 15}, 10).error() == usage_error::invalid_argument));
    BOOST_TEST((replace_file(std::string{"/tmp/a\0b", 8}, {}).error() == usage_error::invalid_argument));
    BOOST_TEST((read_file("/nonexistent/x", 10, &details).error() == std::errc::no_such_file_or_directory));
    BOOST_TEST(details.as<subject>()->what == "file");
    BOOST_TEST(details.as<subject>()->name == "/nonexistent/x");
}

BOOST_AUTO_TEST_CASE(a_key_that_is_not_private_is_told, *boost::unit_test::label("P09")) {
    temporary_folder folder;
    const std::string key = folder.file("key"), link = folder.file("link");
    for (const mode_t mode : {0600u, 0400u, 0640u, 0604u, 0601u, 0620u, 0777u}) {
        write_text(key, "secret", mode);
        auto file = read_private_file(key, 100);
        BOOST_REQUIRE(file.has_value());
        BOOST_TEST((as_text(file->bytes.view()) == "secret"));
        BOOST_TEST(file->others_have_access == ((mode & 077) != 0));
        BOOST_TEST(!file->owned_by_another);
        BOOST_TEST(!file->is_symbolic_link);
        ::unlink(key.c_str());
    }
    // a link is told, and the file behind it is the one judged
    write_text(key, "secret", 0644);
    BOOST_REQUIRE(::symlink(key.c_str(), link.c_str()) == 0);
    auto file = read_private_file(link, 100);
    BOOST_REQUIRE(file.has_value());
    BOOST_TEST(file->is_symbolic_link);
    BOOST_TEST(file->others_have_access);
    if (::geteuid() == 0) {
        BOOST_REQUIRE(::chown(key.c_str(), 65534, 65534) == 0);
        BOOST_TEST(read_private_file(key, 100)->owned_by_another);
    } else {
        BOOST_TEST(read_private_file("/etc/passwd", 1 << 20)->owned_by_another);
    }
}

BOOST_AUTO_TEST_CASE(replacing_keeps_the_mode_and_follows_a_link) {
    temporary_folder folder;
    const std::string path = folder.file("f"), link = folder.file("link");
    BOOST_TEST(replace_file(path, as_bytes("new"), 0640).has_value());
    BOOST_TEST(text_of(path) == "new");
    BOOST_TEST(mode_of(path) == 0640u);
    BOOST_REQUIRE(::chmod(path.c_str(), 0604) == 0);
    BOOST_REQUIRE(::symlink(path.c_str(), link.c_str()) == 0);
    BOOST_TEST(replace_file(link, as_bytes("newer"), 0600).has_value());
    BOOST_TEST(text_of(path) == "newer");
    BOOST_TEST(mode_of(path) == 0604u);
    struct stat facts {};
    BOOST_TEST((::lstat(link.c_str(), &facts) == 0 && S_ISLNK(facts.st_mode)));
    BOOST_TEST(folder.names().size() == 2u);
    diagnostic details;
    BOOST_TEST((replace_file(folder.path + "/no/f", {}, 0600, &details).error() ==
                std::errc::no_such_file_or_directory));
    BOOST_TEST(details.as<subject>()->name == folder.path + "/no/f");
}

BOOST_AUTO_TEST_CASE(a_link_to_nothing_yet_gets_its_file_where_it_points) {
    temporary_folder folder;
    const auto is_link = [](const std::string& path) {
        struct stat facts {};
        return ::lstat(path.c_str(), &facts) == 0 && S_ISLNK(facts.st_mode);
    };
    const std::string first = folder.file("first"), second = folder.file("second"), end = folder.file("end");
    // a relative link counts from its own folder
    BOOST_REQUIRE(::symlink("second", first.c_str()) == 0);
    BOOST_REQUIRE(::symlink(end.c_str(), second.c_str()) == 0);
    BOOST_TEST(replace_file(first, as_bytes("made"), 0640).has_value());
    BOOST_TEST((is_link(first) && is_link(second) && !is_link(end)));
    BOOST_TEST(text_of(end) == "made");
    BOOST_TEST(mode_of(end) == 0640u);
    BOOST_TEST(folder.names().size() == 3u);
    // as a line that is appended does
    ::unlink(end.c_str());
    BOOST_TEST(append_line(first, "line").has_value());
    BOOST_TEST((is_link(first) && text_of(end) == "line\n"));

    // where it points there is no folder, or it points to itself: refused, with both names, and it stays
    const std::string lost = folder.file("lost"), loop = folder.file("loop");
    BOOST_REQUIRE(::symlink("no/such", lost.c_str()) == 0);
    BOOST_REQUIRE(::symlink("loop", loop.c_str()) == 0);
    diagnostic details;
    BOOST_TEST((replace_file(lost, {}, 0600, &details).error() == std::errc::no_such_file_or_directory));
    BOOST_TEST(details.as<subject>()->name == lost + ", a link to " + folder.file("no/such"));
    BOOST_TEST((replace_file(loop, {}, 0600, &details).error() == std::errc::too_many_symbolic_link_levels));
    BOOST_TEST(details.as<subject>()->name == loop);
    BOOST_TEST((is_link(lost) && is_link(loop)));
    BOOST_TEST(folder.names().size() == 5u);
}

BOOST_AUTO_TEST_CASE(a_disk_without_room_changes_nothing) {
    temporary_folder folder;
    const std::string path = folder.file("f");
    const std::string old = std::string(90, 'o') + "\n";
    write_text(path, old);
    // No file of this process may grow past 100 bytes: write(2) is cut short, then fails.
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    rlimit small = before;
    small.rlim_cur = 100;
    const auto handler = ::signal(SIGXFSZ, SIG_IGN);
    ::setrlimit(RLIMIT_FSIZE, &small);
    const auto appended = append_line(path, std::string(50, 'n')).error();
    const auto replaced = replace_file(path, as_bytes(std::string(200, 'n'))).error();
    ::setrlimit(RLIMIT_FSIZE, &before);
    ::signal(SIGXFSZ, handler);
    BOOST_TEST((appended == std::errc::file_too_large));
    BOOST_TEST((replaced == std::errc::file_too_large));
    BOOST_TEST(text_of(path) == old);
    BOOST_TEST(folder.names().size() == 1u);
}

BOOST_AUTO_TEST_CASE(lines_are_appended_whole) {
    temporary_folder folder;
    const std::string path = folder.file("known_hosts");
    BOOST_TEST(append_line(path, "one").has_value());
    BOOST_TEST(mode_of(path) == 0600u);
    BOOST_TEST(append_line(path, "two").has_value());
    BOOST_TEST(text_of(path) == "one\ntwo\n");
    // the last line was cut by a crash, or has no end
    write_text(path, "one\ntw");
    BOOST_TEST(append_line(path, "three").has_value());
    BOOST_TEST(text_of(path) == "one\ntw\nthree\n");
    for (const std::string_view line :
         {std::string_view{"a\nb"}, std::string_view{"a\r"}, std::string_view{"a\0b", 3}}) {
        diagnostic details;
        BOOST_TEST((append_line(path, line, {}, 0600, &details).error() == usage_error::invalid_argument));
        BOOST_TEST(details.as<subject>()->name == path);
    }
    BOOST_TEST(text_of(path) == "one\ntw\nthree\n");
}

BOOST_AUTO_TEST_CASE(a_lock_keeps_others_out_until_it_ends) {
    temporary_folder folder;
    const std::string path = folder.file("f");
    auto lock = lock_file(path);
    BOOST_REQUIRE((lock && lock->is_held()));
    const auto start = std::chrono::steady_clock::now();
    BOOST_TEST((lock_file(path, start + 20ms).error() == std::errc::timed_out));
    BOOST_TEST((append_line(path, "x", start + 20ms).error() == std::errc::timed_out));
    BOOST_TEST((std::chrono::steady_clock::now() - start < 5s));

    // who waited finds the file that was put in its place meanwhile
    std::thread other{[&] {
        if (!append_line(path, "second", std::chrono::steady_clock::now() + 10s)) std::abort();
    }};
    std::this_thread::sleep_for(20ms);
    BOOST_TEST(replace_file(path, as_bytes("first\n")).has_value());
    *lock = file_lock{};
    other.join();
    BOOST_TEST(text_of(path) == "first\nsecond\n");
}

BOOST_AUTO_TEST_CASE(processes_that_add_at_once_lose_nothing, *boost::unit_test::label("P08")) {
    temporary_folder folder;
    const std::string path = folder.file("known_hosts");
    constexpr int processes = 4, lines = 25;
    const auto line = [](int p, int i) {
        return "host" + std::to_string(p) + "-" + std::to_string(i) + " ssh-ed25519 " + std::string(700, 'A');
    };
    std::vector<pid_t> children;
    for (int p = 0; p < processes; ++p)
        children.push_back(in_child([&] {
            for (int i = 0; i < lines; ++i) {
                // half by appending, half by replacing the whole under the lock
                if (i % 2 == 0) {
                    if (!append_line(path, line(p, i))) ::_exit(1);
                    continue;
                }
                auto lock = lock_file(path);
                auto text = read_file(path, 1 << 20);
                if (!lock || !text) ::_exit(2);
                const std::string whole = std::string{as_text(*text)} + line(p, i) + "\n";
                if (!replace_file(path, as_bytes(whole))) ::_exit(3);
            }
        }));
    for (const pid_t child : children) {
        int status = -1;
        BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
        BOOST_TEST(status == 0);
    }
    std::multiset<std::string> expected, found;
    for (int p = 0; p < processes; ++p)
        for (int i = 0; i < lines; ++i) expected.insert(line(p, i));
    const std::string text = text_of(path);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        BOOST_REQUIRE(end != std::string::npos);
        found.insert(text.substr(at, end - at));
        at = end + 1;
    }
    BOOST_TEST((found == expected));
}

BOOST_AUTO_TEST_CASE(a_crash_while_writing_leaves_a_whole_file, *boost::unit_test::label("P08")) {
    temporary_folder folder;
    const std::string path = folder.file("known_hosts");
    const std::string a(300000, 'a'), b(200000, 'b');
    write_text(path, a);
    std::minstd_rand random{7};
    for (int round = 0; round < 20; ++round) {
        const pid_t child = in_child([&] {
            for (;;) {
                (void)replace_file(path, as_bytes(b));
                (void)replace_file(path, as_bytes(a));
            }
        });
        std::this_thread::sleep_for(std::chrono::microseconds{500 + random() % 8000});
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        const std::string now = text_of(path);
        BOOST_TEST((now == a || now == b));
    }
    // and the lock of the dead is no lock
    const pid_t child = in_child([&] {
        auto lock = lock_file(path);
        ::kill(::getpid(), SIGKILL);
    });
    int status = 0;
    ::waitpid(child, &status, 0);
    BOOST_TEST(lock_file(path, std::chrono::steady_clock::now() + 1s).has_value());
}

BOOST_AUTO_TEST_CASE(private_folders) {
    temporary_folder folder;
    const std::string path = folder.file(".ssh");
    BOOST_TEST(make_private_folder(path).has_value());
    BOOST_TEST(mode_of(path) == 0700u);
    BOOST_REQUIRE(::chmod(path.c_str(), 0755) == 0);
    BOOST_TEST(make_private_folder(path).has_value());
    BOOST_TEST(mode_of(path) == 0755u);
    ::rmdir(path.c_str());
    write_text(path, "");
    diagnostic details;
    BOOST_TEST((make_private_folder(path, &details).error() == std::errc::file_exists));
    BOOST_TEST(details.as<subject>()->name == path);
}

BOOST_AUTO_TEST_SUITE_END()
