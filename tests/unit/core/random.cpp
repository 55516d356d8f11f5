#include <hawser/core/random.hpp>

#include <boost/test/unit_test.hpp>

#include <array>

namespace {

using namespace hawser;

struct counting_random {
    unsigned next = 1;
    result<void> fill(byte_span out) {
        for (std::byte& b : out) b = static_cast<std::byte>(next++);
        return {};
    }
};

struct broken_random {
    result<void> fill(byte_span) { return std::errc::io_error; }
};

struct silent_random {
    void fill(byte_span) {}
};

BOOST_AUTO_TEST_SUITE(core_random)

BOOST_AUTO_TEST_CASE(a_reference_draws_from_its_source) {
    counting_random source;
    const random_ref random{source};
    std::array<std::byte, 3> out{};
    BOOST_TEST(random.fill(out).has_value());
    BOOST_TEST(to_hex(out) == "010203");
    const random_ref copy = random;
    BOOST_TEST(copy.fill(out).has_value());
    BOOST_TEST(to_hex(out) == "040506");
}

BOOST_AUTO_TEST_CASE(a_failure_is_passed_on) {
    broken_random source;
    std::array<std::byte, 3> out{};
    BOOST_TEST((random_ref{source}.fill(out).error() == std::errc::io_error));
}

BOOST_AUTO_TEST_CASE(a_source_must_be_able_to_fail) { BOOST_TEST(!random_source<silent_random>); }

BOOST_AUTO_TEST_SUITE_END()

} // namespace
