#include <hawser/session/options.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;

BOOST_AUTO_TEST_SUITE(session_options_header)

BOOST_AUTO_TEST_CASE(a_server_does_not_wait_for_ever) {
    const session_options o;
    BOOST_CHECK(o.server_login_timeout == std::chrono::seconds{120});
    BOOST_CHECK(o.transport.strict_kex == transport::strict_kex_level::safe);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
