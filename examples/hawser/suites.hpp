#pragma once
// The suites that --suite names. The tool contains the largest of them, and offers what the chosen one lists.

#include <hawser/suite/museum.hpp>
#include <hawser/suite/name_table.hpp>

#include <string>

namespace tool {

/// What is in the program: everything. Nothing of it is offered unless --suite or one of the lists names it.
using everything = hawser::museum;

/// What a suite lists; throws usage_problem for a name that is none.
const hawser::suite_table& table_of_suite(const std::string& name);

} // namespace tool
