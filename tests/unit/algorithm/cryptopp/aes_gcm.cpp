#include <hawser/algorithm/cryptopp/aes_gcm.hpp>
#include <hawser/algorithm/primitive.hpp>
#include <hawser/core/constant_time.hpp>

#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;

static_assert(aead_primitive<cryptopp::aes_gcm<16>> && aead_primitive<cryptopp::aes_gcm<32>>);

namespace {

template <class Gcm>
void answer(const json& test) {
    const byte_vector key = test["key"].bytes(), iv = test["iv"].bytes(), aad = test["aad"].bytes();
    const byte_vector message = test["msg"].bytes(), sealed = test["ct"].bytes(), tag = test["tag"].bytes();
    const bool valid = test["result"].text() == "valid";
    BOOST_TEST_CONTEXT("tcId " << test["tcId"].number()) {
        typename Gcm::sealer sealer;
        BOOST_TEST_REQUIRE(sealer.start(key).has_value());
        byte_vector data = message, our_tag(Gcm::tag_size);
        BOOST_TEST(sealer.seal(iv, aad, data, our_tag));
        BOOST_TEST((equal(data, sealed) && equal(our_tag, tag)) == valid);

        typename Gcm::opener opener;
        BOOST_TEST_REQUIRE(opener.start(key).has_value());
        data = sealed;
        BOOST_TEST(opener.open(iv, aad, data, tag) == valid);
        if (valid)
            BOOST_TEST(equal(data, message));
        else
            BOOST_TEST(constant_time_is_zero(data));
        // an opener is as good as new after a forgery
        data = sealed;
        BOOST_TEST(opener.open(iv, aad, data, tag) == valid);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(cryptopp_aes_gcm)

BOOST_AUTO_TEST_CASE(wycheproof, *boost::unit_test::precondition(needs_vectors{"wycheproof"})) {
    const json all = vector_json("wycheproof/aes_gcm.json");
    std::int64_t count = 0;
    for (const json& group : all["testGroups"]) {
        for (const json& test : group["tests"]) {
            ++count;
            if (group["keySize"].number() == 128)
                answer<cryptopp::aes_gcm<16>>(test);
            else if (group["keySize"].number() == 256)
                answer<cryptopp::aes_gcm<32>>(test);
            else
                --count;
        }
    }
    BOOST_TEST(count == all["numberOfTests"].number());
}

BOOST_AUTO_TEST_CASE(sizes_that_do_not_fit_are_refused) {
    using gcm = cryptopp::aes_gcm<32>;
    gcm::sealer sealer;
    gcm::opener opener;
    for (const std::size_t size : {0u, 16u, 24u, 31u, 33u}) {
        BOOST_TEST(sealer.start(byte_vector(size)).error() == usage_error::invalid_argument);
        BOOST_TEST(opener.start(byte_vector(size)).error() == usage_error::invalid_argument);
    }
    byte_vector data(16), tag(16);
    // unkeyed
    BOOST_TEST(!sealer.seal(byte_vector(12), {}, data, tag));
    BOOST_TEST_REQUIRE(sealer.start(byte_vector(32)).has_value());
    BOOST_TEST_REQUIRE(opener.start(byte_vector(32)).has_value());
    for (const std::size_t size : {0u, 8u, 11u, 13u, 16u}) {
        BOOST_TEST(!sealer.seal(byte_vector(size), {}, data, tag));
        BOOST_TEST(!opener.open(byte_vector(size), {}, data, tag));
    }
    tag.resize(12);
    BOOST_TEST(!sealer.seal(byte_vector(12), {}, data, tag));
    BOOST_TEST(!opener.open(byte_vector(12), {}, data, tag));
}

BOOST_AUTO_TEST_SUITE_END()
