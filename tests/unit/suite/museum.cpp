#include <hawser/suite/museum.hpp>

// The definition, which compiled mode keeps from its users.
#include <hawser/suite/impl/museum.ipp>
#include <hawser/suite/name_table.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace {

using namespace hawser;

BOOST_AUTO_TEST_SUITE(suite_museum)

BOOST_AUTO_TEST_CASE(it_is_the_whole_catalogue) {
    static_assert(std::is_same_v<museum::kexes, catalog::kexes>);
    static_assert(std::is_same_v<museum::host_keys, catalog::host_keys>);
    static_assert(std::is_same_v<museum::ciphers, catalog::ciphers>);
    static_assert(std::is_same_v<museum::macs, catalog::macs>);
    static_assert(std::is_same_v<museum::compressions, catalog::compressions>);
    BOOST_TEST(table_of<museum>.ciphers.index_of("aes128-gcm@openssh.com").has_value());
}

BOOST_AUTO_TEST_CASE(the_weaker_stands_behind_the_safer) {
    const suite_table& table = table_of<museum>;
    for (const algorithm_kind kind : {algorithm_kind::kex, algorithm_kind::host_key, algorithm_kind::cipher,
                                      algorithm_kind::mac, algorithm_kind::compression}) {
        const auto ranks = table.of(kind).ranks;
        BOOST_TEST(std::ranges::is_sorted(ranks), "kind " << static_cast<int>(kind));
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
