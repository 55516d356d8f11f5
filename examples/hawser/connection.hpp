#pragma once
// From the command line to a logged-in client, and from a failure to one line.

#include <hawser/client.hpp>

#include "options.hpp"
#include "stream.hpp"
#include "suites.hpp"

#include <memory>
#include <string>

namespace tool {

using client = hawser::basic_client<everything, stream>;

/// What failed and while doing what; the exit status tells the rest.
struct problem {
    std::string phase;
    hawser::failure reason;
    int exit_status = 255;
};

/// Connected, verified and logged in. Throws problem and usage_problem.
std::unique_ptr<client> open(const options& given);

/// "hawser: PHASE: what happened; what to do about it".
std::string one_line(const problem& what);

/// Prints a line to standard error when -v was given often enough.
void tell(const options& given, int level, const std::string& line);

/// A failure with its phase, or nothing.
void check(const std::string& phase, hawser::failure&& what, int exit_status = 255);

} // namespace tool
