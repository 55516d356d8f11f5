#include <hawser/connection/channel_id.hpp>

#include <boost/test/unit_test.hpp>

using hawser::connection::channel_id;

static_assert(!std::is_convertible_v<std::uint32_t, channel_id>);
static_assert(!std::is_convertible_v<channel_id, std::uint32_t>);

BOOST_AUTO_TEST_CASE(channel_ids_are_ordered_by_number) {
    BOOST_TEST((channel_id{1} < channel_id{2}));
    BOOST_TEST((channel_id{7} == channel_id{7}));
}
