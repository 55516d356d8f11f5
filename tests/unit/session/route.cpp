#include <hawser/session/route.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;

BOOST_AUTO_TEST_SUITE(session_route)

BOOST_AUTO_TEST_CASE(every_number_belongs_to_one_machine) {
    for (int n = 0; n < 256; ++n) {
        machine m = machine::transport;
        if (n == 5 || n == 6 || (50 <= n && n <= 79)) m = machine::auth;
        if (80 <= n && n <= 127) m = machine::connection;
        BOOST_CHECK_MESSAGE(route(static_cast<std::uint8_t>(n)) == m, "number " << n);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
