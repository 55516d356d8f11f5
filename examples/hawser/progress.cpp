#include "progress.hpp"

#include <hawser/core/diagnostic.hpp>
#include <hawser/io/posix/terminal.hpp>

#include <cstdio>
#include <iostream>

namespace tool {

namespace {

template <class... Values>
std::string format(const char* how, Values... values) {
    char out[128];
    std::snprintf(out, sizeof out, how, values...);
    return out;
}

} // namespace

std::string bytes_text(double bytes) {
    const char* const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    while (bytes >= 1024 && unit < 4) {
        bytes /= 1024;
        ++unit;
    }
    return format(unit == 0 ? "%.0f %s" : "%.1f %s", bytes, units[unit]);
}

progress_meter::progress_meter(std::string title, bool quiet)
    : title_{hawser::escape_text(title, 80)},
      quiet_{quiet},
      on_terminal_{hawser::io::posix::is_terminal(2)} {}

double progress_meter::seconds() const {
    return std::chrono::duration<double>(clock::now() - started_).count();
}

void progress_meter::show(std::uint64_t done, std::optional<std::uint64_t> total) {
    if (quiet_ || !on_terminal_) return;
    const auto now = clock::now();
    if (now - drawn_ < std::chrono::milliseconds{100}) return;
    drawn_ = now;
    const double rate = seconds() > 0 ? static_cast<double>(done) / seconds() : 0;
    std::string line = "\r" + title_ + "  ";
    if (total && *total != 0)
        line += format("%3d%%  ",
                       static_cast<int>(100.0 * static_cast<double>(done) / static_cast<double>(*total)));
    line += bytes_text(static_cast<double>(done)) + "  " + bytes_text(rate) + "/s";
    if (total && rate > 0 && *total >= done) {
        const auto left = static_cast<unsigned long long>(static_cast<double>(*total - done) / rate);
        line += format("  %02llu:%02llu left", left / 60, left % 60);
    }
    std::cerr << line << "\x1b[K" << std::flush;
}

void progress_meter::finish(std::uint64_t done, bool complete) {
    if (quiet_) return;
    const double rate = seconds() > 0 ? static_cast<double>(done) / seconds() : 0;
    std::cerr << (on_terminal_ ? "\r" : "") << title_ << (complete ? "  100%  " : "  incomplete  ") << done
              << " bytes (" << bytes_text(static_cast<double>(done)) << ") in " << format("%.2f s", seconds())
              << ", " << bytes_text(rate) << "/s" << (on_terminal_ ? "\x1b[K" : "") << '\n';
}

} // namespace tool
