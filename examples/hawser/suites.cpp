#include "suites.hpp"

#include <hawser/session/session.hpp>
#include <hawser/suite/compatible.hpp>
#include <hawser/suite/fips.hpp>
#include <hawser/suite/modern.hpp>

#include "options.hpp"

namespace tool {

namespace {

template <class Suite>
const hawser::suite_table& table() {
    return hawser::session<hawser::role::client, Suite>::table();
}

} // namespace

const hawser::suite_table& table_of_suite(const std::string& name) {
    if (name == "modern") return table<hawser::modern>();
    if (name == "compatible") return table<hawser::compatible>();
    if (name == "fips") return table<hawser::fips>();
    if (name == "museum") return table<hawser::museum>();
    throw usage_problem{"no such suite: " + name + "; there are modern, compatible, fips and museum"};
}

} // namespace tool
