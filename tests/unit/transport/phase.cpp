#include <hawser/transport/phase.hpp>

#include <boost/test/unit_test.hpp>

#include <set>

namespace {

using namespace hawser;
using transport::phase;

BOOST_AUTO_TEST_SUITE(transport_phase)

BOOST_AUTO_TEST_CASE(every_phase_has_a_name_of_its_own) {
    std::set<std::string_view> names;
    for (int p = 0; p < transport::phase_count; ++p) names.insert(name_of(static_cast<phase>(p)));
    BOOST_TEST(names.size() == static_cast<std::size_t>(transport::phase_count));
    BOOST_TEST(!names.contains("unknown"));
    BOOST_TEST(name_of(static_cast<phase>(transport::phase_count)) == "unknown");
}

BOOST_AUTO_TEST_CASE(keying_is_from_the_peers_kexinit_to_its_newkeys) {
    for (phase p : {phase::first_exchange, phase::first_newkeys, phase::rekey_exchange, phase::rekey_newkeys})
        BOOST_TEST(is_keying(p));
    for (phase p : {phase::identifying, phase::first_kexinit, phase::service, phase::login, phase::connected,
                    phase::closed})
        BOOST_TEST(!is_keying(p));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
