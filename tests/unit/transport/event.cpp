#include <hawser/transport/event.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;

BOOST_AUTO_TEST_SUITE(transport_event)

BOOST_AUTO_TEST_CASE(nothing_is_the_first_alternative) {
    const transport::event none{};
    BOOST_TEST(none.index() == 0u);
    BOOST_CHECK(std::holds_alternative<std::monostate>(none));
    const transport::event end = transport::closed{protocol_error::packet_length};
    BOOST_CHECK(std::get<transport::closed>(end).error == protocol_error::packet_length);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
