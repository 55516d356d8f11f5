#include <hawser/suite/one_of.hpp>

#include <boost/test/unit_test.hpp>

#include <cstring>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>

namespace {

using namespace hawser;

int alive = 0;

struct counted {
    counted() { ++alive; }
    counted(const counted&) = delete;
    counted& operator=(const counted&) = delete;
    ~counted() { --alive; }
};
struct first : counted {
    const char* name = "first";
};
struct second : counted {
    const char* name = "second";
    double weight[8]{};
};
struct throwing {
    throwing() { throw std::runtime_error{"no"}; }
    const char* name = "throwing";
};

BOOST_AUTO_TEST_SUITE(suite_one_of)

BOOST_AUTO_TEST_CASE(nothing_is_held_at_first) {
    one_of<first, second> holder;
    BOOST_TEST(!holder.has_value());
    holder.visit([](auto&) { BOOST_ERROR("there is nothing to visit"); });
    BOOST_TEST(holder.visit_or(7, [](auto&) { return 8; }) == 7);
    holder.reset();
    BOOST_TEST(alive == 0);
}

BOOST_AUTO_TEST_CASE(one_object_lives_at_a_time) {
    {
        one_of<first, second> holder;
        holder.emplace_at(1);
        BOOST_TEST(holder.has_value());
        BOOST_TEST(holder.index() == 1u);
        BOOST_TEST(alive == 1);
        BOOST_TEST(holder.visit_or(std::string{}, [](auto& held) { return std::string{held.name}; }) ==
                   "second");
        holder.emplace<0>();
        BOOST_TEST(alive == 1);
        const auto& same = holder;
        BOOST_TEST(same.index() == 0u);
        BOOST_TEST(same.visit_or(std::string{}, [](const auto& held) { return std::string{held.name}; }) ==
                   "first");
        holder.reset();
        BOOST_TEST(alive == 0);
        holder.emplace_at(0);
    }
    BOOST_TEST(alive == 0);
}

BOOST_AUTO_TEST_CASE(only_the_held_type_is_visited) {
    one_of<first, second> holder;
    holder.emplace_at(0);
    int visits = 0;
    holder.visit([&](auto& held) {
        ++visits;
        BOOST_TEST((std::is_same_v<decltype(held), first&>));
    });
    BOOST_TEST(visits == 1);
}

BOOST_AUTO_TEST_CASE(a_constructor_that_throws_leaves_nothing) {
    one_of<first, throwing> holder;
    holder.emplace_at(0);
    BOOST_CHECK_THROW(holder.emplace_at(1), std::runtime_error);
    BOOST_TEST(!holder.has_value());
    BOOST_TEST(alive == 0);
}

BOOST_AUTO_TEST_CASE(objects_never_move_and_are_aligned) {
    struct alignas(64) wide {
        const void* self = this;
        char bytes[3]{};
    };
    one_of<char, wide> holder;
    holder.emplace_at(1);
    holder.visit([](auto& held) {
        if constexpr (std::is_same_v<decltype(held), wide&>) {
            BOOST_TEST((held.self == &held));
            BOOST_TEST(reinterpret_cast<std::uintptr_t>(&held) % 64 == 0u);
        }
    });
    BOOST_TEST((!std::is_move_constructible_v<one_of<char, wide>>));
    BOOST_TEST((!std::is_copy_constructible_v<one_of<char, wide>>));
}

BOOST_AUTO_TEST_CASE(one_type_needs_no_index_and_none_needs_nothing) {
    BOOST_TEST(sizeof(one_of<char>) == 2u);
    BOOST_TEST(std::is_empty_v<one_of<>>);
    one_of<first> single;
    single.emplace_at(0);
    BOOST_TEST(single.index() == 0u);
    BOOST_TEST(single.visit_or(std::string{}, [](auto& held) { return std::string{held.name}; }) == "first");
    single.reset();
    BOOST_TEST(alive == 0);
    one_of<> none;
    none.reset();
    BOOST_TEST(!none.has_value());
    BOOST_TEST(none.visit_or(3, [](auto&) { return 4; }) == 3);
}

BOOST_AUTO_TEST_CASE(a_list_of_types_becomes_a_holder) {
    BOOST_TEST((std::is_same_v<one_of_list<std::tuple<first, second>>, one_of<first, second>>));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
