#include "interop/client.hpp"
#include "support/full_run.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iostream>
#include <sys/stat.h>

// Files and directories of OpenSSH, and data in bulk while keys change.

namespace interop {

namespace {

using boost::unit_test::label;
using boost::unit_test::precondition;
using testing::text_of;

constexpr std::uint64_t mebibyte = 1024 * 1024;

/// A new folder beside the peer's files, as the server sees it and as we do.
std::string new_folder(const peer& server, const std::string& name) {
    const std::string path = server.path(name);
    std::filesystem::remove_all(path);
    std::filesystem::create_directory(path);
    return path;
}

void check_bulk(const peer& server, const choices& how, std::uint64_t size, unsigned key_exchanges) {
    const auto to = log_in(server, how);
    const std::string path = new_folder(server, "bulk") + "/file";
    BOOST_TEST(files_both_ways(*to, path, path, size, size) == "");
    BOOST_TEST(to->session().key_exchanges() >= key_exchanges);
    std::filesystem::remove(path);
}

/// The error of one operation.
template <class F>
std::error_code error_of(F&& operation) {
    failure out;
    operation(out);
    return out.code;
}

} // namespace

BOOST_AUTO_TEST_CASE(files_in_bulk, *label("IS-C-004") * precondition(needs_peer{openssh})) {
    check_bulk(openssh.get(), {}, testing::is_full_run() ? 1024 * mebibyte : 64 * mebibyte, 1);
}

BOOST_AUTO_TEST_CASE(files_in_bulk_with_each_cipher, *precondition(needs_peer{openssh})) {
    for (const std::string_view cipher : client::session_type::table().ciphers.names) {
        choices how;
        how.ciphers = cipher;
        BOOST_TEST_CONTEXT(cipher) { check_bulk(openssh.get(), how, 5 * mebibyte + 1, 1); }
    }
}

BOOST_AUTO_TEST_CASE(our_side_changes_keys_all_the_time,
                     *label("CM-C-008") * label("NS-K-003") * precondition(needs_peer{openssh})) {
    choices how;
    how.rekey_bytes = 64 * 1024;
    // both ways, and more than once for every MiB of each
    check_bulk(openssh.get(), how, 64 * mebibyte, 2 * 64 * 4);
}

BOOST_AUTO_TEST_CASE(the_server_changes_keys_all_the_time, *precondition(needs_peer{openssh_rekeying})) {
    check_bulk(openssh_rekeying.get(), {}, 64 * mebibyte, 2 * 64 * 4);
}

BOOST_AUTO_TEST_CASE(both_sides_change_keys_with_every_key_exchange,
                     *precondition(needs_peer{openssh_rekeying})) {
    // an sshd without a name has an ssh without it, which lists what it knows
    const auto known = testing::names_of_ssh("kex");
    for (const std::string_view kex : client::session_type::table().kexes.names) {
        if (std::ranges::find(known, kex) == known.end()) {
            std::cout << "OpenSSH does not know " << kex << std::endl;
            continue;
        }
        choices how;
        how.kex = kex;
        how.ciphers = "aes256-ctr";
        how.macs = "hmac-sha2-512";
        how.rekey_bytes = 100 * 1024;
        BOOST_TEST_CONTEXT(kex) { check_bulk(openssh_rekeying.get(), how, 2 * mebibyte, 40); }
    }
}

BOOST_AUTO_TEST_CASE(delayed_compression, *label("AL-Z-003") * precondition(needs_peer{openssh_rekeying})) {
    choices how;
    how.compression = "zlib@openssh.com";
    const peer& server = openssh_rekeying.get();
    const auto to = log_in(server, how);
    BOOST_TEST(to->session().negotiated().compression_client_to_server == "zlib@openssh.com");
    BOOST_TEST(to->session().negotiated().compression_server_to_client == "zlib@openssh.com");
    BOOST_TEST(told(*to, "head -c 3000000 /dev/zero | wc -c") == "3000000\n||0");
    BOOST_TEST(exec(*to, "head -c 3000000 /dev/zero").output.size() == 3000000U);
    const std::string path = new_folder(server, "bulk") + "/file";
    BOOST_TEST(files_both_ways(*to, path, path, 7, 8 * mebibyte) == "");
    BOOST_TEST(to->session().key_exchanges() > 10U);
}

BOOST_AUTO_TEST_CASE(compression_not_in_common, *precondition(needs_peer{openssh})) {
    const shared_peer plain{"openssh",
                            {{"PEER_USER", testing::own_name()}, {"PEER_CONFIG", "Compression no"}}};
    choices how;
    how.compression = "zlib@openssh.com";
    try {
        connect_to(plain.get(), how);
        BOOST_TEST(false, "agreed on something");
    } catch (const hawser::error& failed) {
        BOOST_TEST((failed.reason().code == protocol_error::no_common_algorithm), failed.what());
    }
}

BOOST_AUTO_TEST_CASE(empty_and_odd_sizes, *precondition(needs_peer{openssh})) {
    const peer& server = openssh.get();
    const auto to = log_in(server);
    const std::string folder = new_folder(server, "sizes");
    for (const std::uint64_t size : {0, 1, 32767, 32768, 32769, 261120, 261121, 1000003}) {
        const std::string path = folder + "/" + std::to_string(size);
        BOOST_TEST(files_both_ways(*to, path, path, size + 1, size) == "", size);
    }
}

BOOST_AUTO_TEST_CASE(an_upload_cuts_what_was_longer, *precondition(needs_peer{openssh})) {
    const peer& server = openssh.get();
    const auto to = log_in(server);
    const std::string path = new_folder(server, "cut") + "/file";
    sftp_client files{*to};
    files.write_file(path, std::string(100000, 'a'));
    files.write_file(path, "short");
    BOOST_TEST(text_of(path) == "short");
    BOOST_TEST(files.read_file(path) == "short");
    BOOST_CHECK_THROW(files.read_file(path, 4), hawser::error);
}

BOOST_AUTO_TEST_CASE(a_transfer_is_resumed, *precondition(needs_peer{openssh})) {
    const peer& server = openssh.get();
    const auto to = log_in(server);
    const std::string path = new_folder(server, "resume") + "/file";
    sftp_client files{*to};
    const std::string whole = [] {
        std::string out;
        for (int i = 0; i < 200000; ++i) out += std::to_string(i);
        return out;
    }();
    const auto source = [&](std::uint64_t offset, byte_span room) -> result<std::size_t> {
        const std::size_t size = std::min<std::size_t>(room.size(), whole.size() - offset);
        std::copy_n(as_bytes(whole).begin() + static_cast<std::ptrdiff_t>(offset), size, room.begin());
        return size;
    };
    sftp::upload_options first, second;
    first.length = 500000;
    second.offset = 500000;
    second.length = whole.size() - 500000;
    BOOST_TEST(!files.put(source, path, first).problem);
    BOOST_TEST(std::filesystem::file_size(path) == 500000U);
    BOOST_TEST(!files.put(source, path, second).problem);
    BOOST_TEST((text_of(path) == whole));

    std::string got = whole.substr(0, 700001);
    sftp::download_options rest;
    rest.offset = got.size();
    rest.in_order = true;
    const auto append = [&](std::uint64_t, byte_view bytes) -> result<void> {
        got.append(as_text(bytes));
        return {};
    };
    const transfer_result done = files.get(path, append, rest);
    BOOST_TEST(!done.problem);
    BOOST_TEST((got == whole));
}

BOOST_AUTO_TEST_CASE(attributes_of_files,
                     *label("SF-C-018") * label("SF-P-017") * precondition(needs_peer{openssh})) {
    const peer& server = openssh.get();
    const auto to = log_in(server);
    const std::string folder = new_folder(server, "attributes");
    sftp_client files{*to};
    const std::string path = folder + "/file";
    files.write_file(path, "content");
    std::filesystem::create_symlink("file", folder + "/link");

    sftp::attributes change;
    change.permissions = 0640;
    change.time = sftp::attributes::times{1'000'000'000, 1'234'567'890};
    files.set_attributes(path, change);
    const sftp::attributes seen = files.stat(folder + "/link");
    BOOST_TEST(seen.is_regular());
    BOOST_TEST((seen.size == 7U));
    BOOST_TEST((*seen.permissions & 07777) == 0640U);
    BOOST_TEST(seen.time->modified == 1'234'567'890U);
    BOOST_TEST((seen.owner->user == ::geteuid()));
    BOOST_TEST(files.lstat(folder + "/link").is_symlink());
    BOOST_TEST(files.stat(folder).is_directory());

    sftp::attributes cut;
    cut.size = 3;
    files.set_attributes(path, cut);
    BOOST_TEST(text_of(path) == "con");
}

BOOST_AUTO_TEST_CASE(directories_links_and_names, *label("SF-C-029") * precondition(needs_peer{openssh})) {
    const peer& server = openssh.get();
    const auto to = log_in(server);
    const std::string folder = new_folder(server, "tree");
    sftp_client files{*to};
    files.make_directory(folder + "/inner");
    files.write_file(folder + "/inner/a", "a");
    files.write_file(folder + "/inner/b", "b");
    files.make_link("a", folder + "/inner/to a");
    BOOST_TEST(files.read_link(folder + "/inner/to a") == "a");
    BOOST_TEST(text_of(folder + "/inner/to a") == "a");
    BOOST_TEST(files.real_path(folder + "/inner/../inner/./a") ==
               std::filesystem::canonical(folder + "/inner/a").string());
    BOOST_TEST(!files.real_path(".").empty());

    auto entries = files.list(folder + "/inner");
    std::sort(entries.begin(), entries.end(), [](const auto& x, const auto& y) { return x.name < y.name; });
    BOOST_REQUIRE(entries.size() == 3U);
    BOOST_TEST(entries[0].name == "a");
    BOOST_TEST(entries[2].name == "to a");
    BOOST_TEST(entries[2].attributes.is_symlink());

    // renaming replaces what is there, in one step
    files.rename(folder + "/inner/a", folder + "/inner/b");
    BOOST_TEST(text_of(folder + "/inner/b") == "a");
    BOOST_TEST(!std::filesystem::exists(folder + "/inner/a"));

    BOOST_TEST(
        (error_of([&](failure& f) { files.remove_directory(folder + "/inner", f); }) != std::error_code{}));
    files.remove(folder + "/inner/b");
    files.remove(folder + "/inner/to a");
    files.remove_directory(folder + "/inner");
    BOOST_TEST(files.list(folder).empty());
}

BOOST_AUTO_TEST_CASE(a_large_directory, *precondition(needs_peer{openssh})) {
    const peer& server = openssh.get();
    const auto to = log_in(server);
    const std::string folder = new_folder(server, "large");
    for (int i = 0; i < 2000; ++i)
        std::ofstream{folder + "/file-with-a-name-of-some-length-" + std::to_string(i)};
    sftp_client files{*to};
    BOOST_TEST(files.list(folder).size() == 2000U);
    failure out;
    BOOST_TEST(files.list(folder, out, 7).size() == 7U);
    BOOST_TEST(!out, out.text());
}

BOOST_AUTO_TEST_CASE(what_the_server_refuses_is_told, *label("ER-1103") * precondition(needs_peer{openssh})) {
    const peer& server = openssh.get();
    const auto to = log_in(server);
    const std::string folder = new_folder(server, "refused");
    sftp_client files{*to};
    BOOST_REQUIRE(!files.open());
    const auto no_such_file = std::errc::no_such_file_or_directory;
    BOOST_TEST((error_of([&](failure& f) { files.stat(folder + "/none", f); }) == no_such_file));
    BOOST_TEST((error_of([&](failure& f) { files.list(folder + "/none", f); }) == no_such_file));
    BOOST_TEST((error_of([&](failure& f) { files.remove(folder + "/none", f); }) == no_such_file));
    BOOST_TEST((error_of([&](failure& f) { files.rename(folder + "/none", folder + "/other", f); }) ==
                no_such_file));
    BOOST_TEST((error_of([&](failure& f) { files.read_link(folder + "/none", f); }) == no_such_file));
    BOOST_TEST((error_of([&](failure& f) { files.make_directory(folder, f); }) != std::error_code{}));
    const auto nowhere = [](std::uint64_t, byte_view) -> result<void> { return {}; };
    const transfer_result missing = files.get(folder + "/none", nowhere);
    BOOST_TEST((missing.problem.code == no_such_file), missing.problem.text());
    BOOST_TEST(missing.problem.text().find("/none") != std::string::npos, missing.problem.text());
    BOOST_TEST(missing.confirmed == 0U);
    const auto nothing = [](std::uint64_t, byte_span) -> result<std::size_t> { return std::size_t{0}; };
    const transfer_result no_folder = files.put(nothing, folder + "/none/file");
    BOOST_TEST((no_folder.problem.code == no_such_file), no_folder.problem.text());
    BOOST_TEST((files.get(folder, nowhere).problem.code != std::error_code{}));
    // and the channel still serves
    files.write_file(folder + "/file", "x");
    BOOST_TEST(files.read_file(folder + "/file") == "x");
}

BOOST_AUTO_TEST_CASE(a_full_remote_disk_fails_the_upload, *precondition(needs_peer{openssh})) {
    const auto to = log_in(openssh.get());
    sftp_client files{*to};
    const auto zeros = [](std::uint64_t, byte_span room) -> result<std::size_t> {
        std::fill(room.begin(), room.end(), std::byte{0});
        return room.size();
    };
    sftp::upload_options how;
    how.length = mebibyte;
    const transfer_result done = files.put(zeros, "/dev/full", how);
    BOOST_TEST(static_cast<bool>(done.problem));
    BOOST_TEST(done.confirmed < mebibyte);
    BOOST_TEST(told(*to, "echo still here") == "still here\n||0");
}

BOOST_AUTO_TEST_CASE(a_failing_sink_stops_the_download, *label("S17") * precondition(needs_peer{openssh})) {
    const peer& server = openssh.get();
    const auto to = log_in(server);
    const std::string path = new_folder(server, "sink") + "/file";
    sftp_client files{*to};
    files.write_file(path, std::string(3 * mebibyte, 'z'));
    std::uint64_t taken = 0;
    const auto small_disk = [&](std::uint64_t, byte_view bytes) -> result<void> {
        if (taken > mebibyte) return std::errc::no_space_on_device;
        taken += bytes.size();
        return {};
    };
    const transfer_result done = files.get(path, small_disk);
    BOOST_TEST((done.problem.code == std::errc::no_space_on_device), done.problem.text());
    BOOST_TEST(done.confirmed <= taken);
    BOOST_TEST(files.read_file(path).size() == 3 * mebibyte);
}

} // namespace interop
