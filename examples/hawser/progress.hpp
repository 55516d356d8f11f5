#pragma once
// A progress line on a terminal, one summary line elsewhere.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace tool {

/// "12.3 MiB".
std::string bytes_text(double bytes);

/// Percent, bytes, rate and time left, redrawn at most ten times a second on a terminal's standard error. Elsewhere only the
/// summary at the end is printed.
class progress_meter {
  public:
    progress_meter(std::string title, bool quiet);

    void show(std::uint64_t done, std::optional<std::uint64_t> total);
    /// The summary line; `complete` tells whether everything was transferred.
    void finish(std::uint64_t done, bool complete);

  private:
    using clock = std::chrono::steady_clock;

    double seconds() const;

    std::string title_;
    bool quiet_;
    bool on_terminal_;
    clock::time_point started_ = clock::now();
    clock::time_point drawn_{};
};

} // namespace tool
