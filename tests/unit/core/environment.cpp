#include <hawser/core/environment.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace {

struct zero_random {
    hawser::result<void> fill(hawser::byte_span out) {
        std::fill(out.begin(), out.end(), std::byte{0});
        return {};
    }
};

BOOST_AUTO_TEST_SUITE(core_environment)

BOOST_AUTO_TEST_CASE(random_is_all_it_needs) {
    zero_random random;
    const hawser::environment e{random};
    BOOST_TEST((e.memory == std::pmr::get_default_resource()));
    BOOST_TEST(!e.log.enabled(hawser::log_level::error));
    std::byte one{7};
    BOOST_TEST(e.random.fill({&one, 1}).has_value());
    BOOST_TEST((one == std::byte{0}));
}

BOOST_AUTO_TEST_CASE(random_has_no_default) {
    BOOST_TEST(!std::is_default_constructible_v<hawser::environment>);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
