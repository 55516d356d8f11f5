// hawser get, put and ls: files and directories over SFTP.

#include <hawser/sftp/names.hpp>

#include "commands.hpp"
#include "connection.hpp"
#include "local_file.hpp"
#include "progress.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <iostream>

namespace tool {

namespace {

void check_transfer(const std::string& phase, hawser::transfer_result&& done) {
    if (!done.problem) return;
    throw problem{phase + ", " + std::to_string(done.confirmed) + " bytes are there", std::move(done.problem),
                  1};
}

/// A server that says no more than "failure" may mean a directory, for which SFTP 3 has no word.
void name_directory(hawser::sftp_client<client>& files, const std::string& path, hawser::failure& problem) {
    if (!problem.details.is<hawser::sftp_status>()) return;
    hawser::failure unknown;
    if (files.stat(path, unknown).is_directory())
        problem = {std::make_error_code(std::errc::is_a_directory), hawser::subject{"remote file", path}};
}

/// Inside a local directory a download keeps its name.
std::string local_path(const options& given) {
    std::error_code ignored;
    if (given.text == "-" || !std::filesystem::is_directory(given.text, ignored)) return given.text;
    return given.text + "/" + given.remote.path.substr(given.remote.path.rfind('/') + 1);
}

std::string mode_text(const hawser::sftp::attributes& of) {
    const std::uint32_t mode = of.permissions.value_or(0);
    std::string out = of.is_directory() ? "d" : of.is_symlink() ? "l" : of.is_regular() ? "-" : "?";
    for (int bit = 8; bit >= 0; --bit) out += (mode >> bit & 1) != 0 ? "xwr"[bit % 3] : '-';
    return out;
}

std::string time_text(const hawser::sftp::attributes& of) {
    if (!of.time) return "-";
    const std::time_t when = of.time->modified;
    std::tm parts{};
    char out[32];
    gmtime_r(&when, &parts);
    std::strftime(out, sizeof out, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return out;
}

} // namespace

int run_get(const options& given) {
    auto to = open(given);
    hawser::sftp_client files{*to};
    const bool to_stdout = given.text == "-";
    const std::string path = local_path(given);
    local_sink local{path};
    std::error_code local_error;
    const auto sink = [&](std::uint64_t offset, hawser::byte_view bytes) {
        auto written = local.write(offset, bytes);
        local_error = written.error();
        return written;
    };
    hawser::sftp::download_options how;
    how.in_order = to_stdout;
    progress_meter meter{given.remote.path, given.quiet || to_stdout};
    auto done = files.get(given.remote.path, sink, how,
                          [&](const hawser::transfer_progress& p) { meter.show(p.done, p.total); });
    if (!done.problem) done.problem = local.finish();
    if (local_error) done.problem = {local_error, hawser::subject{"local file", path}};
    name_directory(files, given.remote.path, done.problem);
    meter.finish(done.confirmed, !done.problem);
    check_transfer("getting " + given.remote.path, std::move(done));
    return 0;
}

int run_put(const options& given) {
    local_source local{given.text};
    auto to = open(given);
    hawser::sftp_client files{*to};
    const auto source = [&](std::uint64_t offset, hawser::byte_span room) {
        return local.read(offset, room);
    };
    hawser::sftp::upload_options how;
    how.length = local.size();
    progress_meter meter{given.remote.path, given.quiet};
    auto done = files.put(source, given.remote.path, how,
                          [&](const hawser::transfer_progress& p) { meter.show(p.done, p.total); });
    name_directory(files, given.remote.path, done.problem);
    meter.finish(done.confirmed, !done.problem);
    check_transfer("putting " + given.remote.path, std::move(done));
    return 0;
}

int run_ls(const options& given) {
    auto to = open(given);
    hawser::sftp_client files{*to};
    hawser::failure refused;
    auto entries = files.list(given.remote.path, refused);
    if (refused) {
        // what is no directory is listed by itself
        hawser::failure unknown;
        const auto facts = files.stat(given.remote.path, unknown);
        if (!unknown && !facts.is_directory()) {
            entries.push_back({given.remote.path, facts});
            refused = {};
        }
    }
    check("listing " + given.remote.path, std::move(refused), 1);
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    for (const hawser::directory_entry& e : entries) {
        std::cout << mode_text(e.attributes) << ' ' << e.attributes.size.value_or(0) << ' '
                  << time_text(e.attributes) << ' ' << hawser::escape_text(e.name, 4096) << '\n';
    }
    return std::cout.flush() ? 0 : 1;
}

} // namespace tool
