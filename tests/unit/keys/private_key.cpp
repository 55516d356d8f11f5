#include <hawser/keys/private_key.hpp>

#include <boost/test/unit_test.hpp>

#include <type_traits>

using namespace hawser;

static_assert(!std::is_copy_constructible_v<keys::private_key> &&
              std::is_move_constructible_v<keys::private_key>);
static_assert(std::is_nothrow_move_constructible_v<secret_bytes>);

BOOST_AUTO_TEST_CASE(the_public_half_has_nothing_secret) {
    keys::private_key key{"format", {std::byte{1}}, secret_bytes{std::size_t{32}}, "me"};
    const keys::public_key half = key.public_half();
    BOOST_TEST(half.format == "format");
    BOOST_TEST((half.blob == byte_vector{std::byte{1}}));
    BOOST_TEST(half.comment == "me");
    const keys::private_key moved = std::move(key);
    BOOST_TEST(moved.fields.size() == 32u);
    BOOST_TEST(key.fields.size() == 0u);
}
