#pragma once
// The tool's commands. Each returns the exit status and throws problem or usage_problem.

#include "options.hpp"

namespace tool {

int run_exec(const options& given);
int run_get(const options& given);
int run_put(const options& given);
int run_ls(const options& given);
int run_info(const options& given);
int run_demo(const options& given);
int run_algorithms(const options& given);

} // namespace tool
