#include <hawser/suite/catalog.hpp>
#include <hawser/suite/impl/known_names.hpp>
#include <hawser/suite/suite.hpp>

#include <boost/test/unit_test.hpp>

#include <set>

namespace {

using namespace hawser;

/// Calls `f(name, rank)` for each algorithm of a list.
template <class List, class F>
void for_each_algorithm(F&& f) {
    List::for_each([&](auto type) {
        using algorithm = typename decltype(type)::type;
        f(std::string_view{algorithm::name}, algorithm::rank);
    });
}

BOOST_AUTO_TEST_SUITE(suite_catalog)

BOOST_AUTO_TEST_CASE(everything_is_what_its_list_says) {
    catalog::kexes::for_each([](auto t) { static_assert(kex_algorithm<typename decltype(t)::type>); });
    catalog::host_keys::for_each(
        [](auto t) { static_assert(host_key_algorithm<typename decltype(t)::type>); });
    catalog::ciphers::for_each([](auto t) { static_assert(cipher_algorithm<typename decltype(t)::type>); });
    catalog::macs::for_each([](auto t) { static_assert(mac_algorithm<typename decltype(t)::type>); });
    catalog::compressions::for_each(
        [](auto t) { static_assert(compression_algorithm<typename decltype(t)::type>); });
    BOOST_TEST(catalog::ciphers::size >= 6u);
}

BOOST_AUTO_TEST_CASE(names_are_known_names_and_stand_once) {
    const auto check = [](algorithm_kind kind, auto list) {
        std::set<std::string_view> seen;
        for_each_algorithm<decltype(list)>([&](std::string_view name, grade) {
            BOOST_TEST(detail::is_known_name(kind, name), name);
            BOOST_TEST(seen.insert(name).second, name);
        });
    };
    check(algorithm_kind::kex, catalog::kexes{});
    check(algorithm_kind::host_key, catalog::host_keys{});
    check(algorithm_kind::cipher, catalog::ciphers{});
    check(algorithm_kind::mac, catalog::macs{});
    check(algorithm_kind::compression, catalog::compressions{});
}

BOOST_AUTO_TEST_CASE(nothing_in_it_is_for_tests_only) {
    const auto check = [](auto list) {
        for_each_algorithm<decltype(list)>(
            [](std::string_view name, grade rank) { BOOST_TEST((rank != grade::test_only), name); });
    };
    check(catalog::kexes{});
    check(catalog::host_keys{});
    check(catalog::ciphers{});
    check(catalog::macs{});
    check(catalog::compressions{});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
