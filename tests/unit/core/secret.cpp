#include <hawser/core/secret.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <new>
#include <sstream>
#include <support/checking_memory.hpp>
#include <type_traits>

namespace {

using namespace hawser;

template <class T>
concept printable = requires(std::ostream& out, const T& t) {
    out << t;
};
template <class T>
concept comparable = requires(const T& a, const T& b) {
    a == b;
};

bool is_zero(byte_view bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](std::byte b) { return b == std::byte{0}; });
}

BOOST_AUTO_TEST_SUITE(core_secret)

BOOST_AUTO_TEST_CASE(secrets_are_not_copied_compared_or_printed_by_accident) {
    BOOST_TEST(!std::is_copy_constructible_v<secret_bytes>);
    BOOST_TEST(!std::is_copy_assignable_v<secret_bytes>);
    BOOST_TEST(!std::is_copy_constructible_v<secret_array<32>>);
    BOOST_TEST(!std::is_move_constructible_v<secret_array<32>>);
    BOOST_TEST(!comparable<secret_bytes>);
    BOOST_TEST(!comparable<secret_array<32>>);
    BOOST_TEST(!printable<secret_bytes>);
    BOOST_TEST(!printable<secret_array<32>>);
}

BOOST_AUTO_TEST_CASE(wiping_zeroes_every_byte) {
    byte_vector bytes(33, std::byte{0xee});
    wipe(bytes);
    BOOST_TEST(is_zero(bytes));
    wipe({});
}

BOOST_AUTO_TEST_CASE(an_array_is_zero_at_first_and_wiped_at_its_end) {
    alignas(secret_array<32>) std::byte storage[sizeof(secret_array<32>)];
    auto* secret = ::new (static_cast<void*>(storage)) secret_array<32>;
    BOOST_TEST(is_zero(secret->view()));
    for (std::byte& b : secret->span()) b = std::byte{0x77};
    std::destroy_at(secret);
    BOOST_TEST(is_zero({storage, sizeof storage}));
}

BOOST_AUTO_TEST_CASE(memory_is_wiped_before_it_is_given_back) {
    testing::checking_memory memory;
    {
        secret_bytes password{as_bytes("correct horse"), &memory};
        BOOST_TEST(as_text(password.view()) == "correct horse");
        secret_bytes second = password.copy();
        secret_bytes third{std::move(password)};
        BOOST_TEST(password.empty());
        BOOST_TEST(as_text(third.view()) == "correct horse");
        second = std::move(third);
        BOOST_TEST(memory.blocks_held == 1u);
        secret_bytes fourth{std::size_t{1000}, &memory};
        for (std::byte& b : fourth.span()) b = std::byte{1};
        fourth.clear();
        BOOST_TEST(fourth.empty());
        fourth.clear();
    }
    BOOST_TEST(memory.allocations == 3u);
    BOOST_TEST(memory.blocks_held == 0u);
    BOOST_TEST(memory.unwiped == 0u);
}

BOOST_AUTO_TEST_CASE(a_copy_lives_in_the_same_memory_and_is_its_own) {
    testing::checking_memory memory;
    const secret_bytes first{as_bytes("abc"), &memory};
    secret_bytes second = first.copy();
    BOOST_TEST(memory.blocks_held == 2u);
    second.span()[0] = std::byte{'x'};
    BOOST_TEST(as_text(first.view()) == "abc");
}

BOOST_AUTO_TEST_CASE(a_size_gives_zero_bytes) {
    testing::checking_memory memory;
    const secret_bytes secret{std::size_t{40}, &memory};
    BOOST_TEST(secret.size() == 40u);
    BOOST_TEST(is_zero(secret.view()));
    const secret_bytes empty{std::size_t{0}, &memory};
    BOOST_TEST(empty.empty());
    BOOST_TEST(memory.allocations == 1u);
}

BOOST_AUTO_TEST_CASE(no_memory_is_an_exception) {
    testing::checking_memory memory;
    memory.allocations_left = 0;
    BOOST_CHECK_THROW(secret_bytes(std::size_t{1}, &memory), std::bad_alloc);
    BOOST_CHECK_THROW(secret_bytes(as_bytes("x"), &memory), std::bad_alloc);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
