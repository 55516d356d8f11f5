#include <hawser/core/config.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <typeinfo>

namespace hawser::inline HAWSER_ABI {
struct tag_of_the_mode {};
} // namespace hawser::inline HAWSER_ABI

namespace {

BOOST_AUTO_TEST_SUITE(core_config)

BOOST_AUTO_TEST_CASE(the_mode_is_part_of_every_name) {
    const std::string name = typeid(hawser::tag_of_the_mode).name();
    const char* mode = HAWSER_HEADER_ONLY ? "header_only_v0" : "compiled_v0";
    BOOST_TEST((name.find(mode) != std::string::npos));
}

BOOST_AUTO_TEST_CASE(a_try_block_catches_what_is_thrown) {
    int caught = 0;
    HAWSER_TRY { HAWSER_THROW(7); }
    HAWSER_CATCH(int i) { caught = i; }
    BOOST_TEST(caught == 7);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
