#pragma once
// How the MACs of a family belong together.

#include <hawser/algorithm/mac.hpp>

#include "support/fixed_random.hpp"

#include <boost/test/unit_test.hpp>

namespace hawser::testing {

/// Two MACs of one primitive: under the same key the tag of `Short` is the beginning of `Whole`'s, or all of it.
template <mac_algorithm Short, mac_algorithm Whole>
void check_tag_is_beginning_of() {
    static_assert(Short::key_size == Whole::key_size && Short::tag_size <= Whole::tag_size);
    fixed_random random{61};
    const byte_vector key = random.bytes(Whole::key_size), message = random.bytes(100);
    typename Short::state shorter;
    typename Whole::state longer;
    BOOST_TEST_REQUIRE(shorter.start(key).has_value());
    BOOST_TEST_REQUIRE(longer.start(key).has_value());
    byte_vector beginning(Short::tag_size), whole(Whole::tag_size);
    BOOST_TEST(shorter.sign(7, message, beginning));
    BOOST_TEST(longer.sign(7, message, whole));
    BOOST_TEST(to_hex(beginning) == to_hex(byte_view{whole}.first(Short::tag_size)), Short::name);
    BOOST_TEST(shorter.verify(7, message, beginning));
    if (Short::tag_size != Whole::tag_size) BOOST_TEST(!shorter.verify(7, message, whole));
}

} // namespace hawser::testing
