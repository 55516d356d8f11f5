// Every message number in every phase, for both roles, strict and not: the table of the library and the rules
// of the specifications say the same.

#include "rules.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using namespace hawser::testing;

const char* name(transport::verdict v) {
    switch (v) {
    case transport::verdict::admit: return "admit";
    case transport::verdict::ignore: return "ignore";
    case transport::verdict::unimplemented: return "unimplemented";
    case transport::verdict::refuse: return "refuse";
    }
    return "nothing";
}

BOOST_AUTO_TEST_SUITE(matrix)

BOOST_AUTO_TEST_CASE(every_cell_is_as_specified, *boost::unit_test::label("T15")) {
    int cells = 0;
    for (role self : {role::client, role::server}) {
        for (int p = 0; p < transport::phase_count; ++p) {
            const auto at = static_cast<transport::phase>(p);
            for (bool strict : {false, true}) {
                for (int number = 0; number < 256; ++number) {
                    const auto is = transport::admission(self, at, strict, static_cast<std::uint8_t>(number));
                    const auto should = rule(self, at, strict, number);
                    BOOST_TEST(name(is) == name(should), (self == role::client ? "client, " : "server, ")
                                                             << transport::name_of(at)
                                                             << (strict ? ", strict, " : ", ") << number
                                                             << ": " << name(is) << ", not " << name(should));
                    ++cells;
                }
            }
        }
    }
    BOOST_TEST(cells == 2 * 10 * 2 * 256);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
