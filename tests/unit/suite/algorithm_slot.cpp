#include <hawser/suite/algorithm_slot.hpp>

#include <boost/test/unit_test.hpp>

#include <set>
#include <string_view>

namespace {

using namespace hawser;

BOOST_AUTO_TEST_SUITE(suite_algorithm_slot)

BOOST_AUTO_TEST_CASE(every_kind_has_a_slot_in_each_direction) {
    std::set<algorithm_slot> seen;
    for (auto kind : {algorithm_kind::kex, algorithm_kind::host_key, algorithm_kind::cipher,
                      algorithm_kind::mac, algorithm_kind::compression}) {
        for (auto d : {direction::client_to_server, direction::server_to_client}) {
            const algorithm_slot slot = slot_of(kind, d);
            BOOST_TEST((kind_of(slot) == kind));
            seen.insert(slot);
        }
    }
    BOOST_TEST(seen.size() == algorithm_slots);
    BOOST_TEST((slot_of(algorithm_kind::kex, direction::client_to_server) ==
                slot_of(algorithm_kind::kex, direction::server_to_client)));
    BOOST_TEST((slot_of(algorithm_kind::host_key, direction::client_to_server) ==
                slot_of(algorithm_kind::host_key, direction::server_to_client)));
}

BOOST_AUTO_TEST_CASE(every_slot_has_a_name_of_its_own) {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < algorithm_slots; ++i) names.insert(name_of(static_cast<algorithm_slot>(i)));
    BOOST_TEST(names.size() == algorithm_slots);
    BOOST_TEST(name_of(algorithm_slot::mac_server_to_client) == "MAC server to client");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
