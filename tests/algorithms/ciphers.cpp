// What ciphers of both shapes have in common: the sizes of keys and IVs.

#include "algorithms/lists.hpp"

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(ciphers)

namespace {

const for_each_algorithm<catalog::ciphers> keys_and_ivs_of_other_sizes_are_refused{
    "keys_and_ivs_of_other_sizes_are_refused", __FILE__, __LINE__, {}, []<class C>(std::type_identity<C>) {
        const byte_vector many(100, std::byte{1});
        const byte_view all{many};
        typename C::sealer sealer;
        typename C::opener opener;
        for (std::size_t key = 0; key < 100; ++key)
            for (std::size_t iv = 0; iv < 20; ++iv) {
                const bool right = key == C::key_size && iv == C::iv_size;
                const auto sealed = sealer.start(all.first(key), all.first(iv));
                const auto opened = opener.start(all.first(key), all.first(iv));
                BOOST_TEST((sealed.has_value() == right && opened.has_value() == right));
                if (!right)
                    BOOST_TEST((sealed.error() == usage_error::invalid_argument &&
                                opened.error() == usage_error::invalid_argument));
            }
    }};

} // namespace

BOOST_AUTO_TEST_SUITE_END()
