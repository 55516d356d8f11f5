// Keys and IVs from the shared secret (RFC 4253, section 7.2), with the hash of every key exchange method.

#include <hawser/transport/key_derivation.hpp>

#include "algorithms/lists.hpp"
#include "support/vectors.hpp"

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(key_derivation)

namespace {

template <class Hash>
std::string derived(const vector_record& answer, const std::string& secret, const std::string& hash,
                    char letter, std::size_t size) {
    byte_vector out(size);
    BOOST_TEST_REQUIRE(transport::derive_key<Hash>(answer.bytes(secret), answer.bytes(hash), letter,
                                                   answer.bytes("session_id"), out)
                           .has_value());
    return to_hex(out);
}

const for_each_algorithm<catalog::kexes> known_answers{
    "known_answers", __FILE__, __LINE__, {label("C15")}, []<class K>(std::type_identity<K>) {
        using hash = typename K::hash;
        const std::string name = hash::size == 20 ? "sha1" : "sha" + std::to_string(8 * hash::size);
        std::size_t longer_than_a_hash = 0;
        for (const vector_record& answer : records_in(own_vector_path("kdf/" + name + ".txt"))) {
            const char letter = answer.text("letter").at(0);
            const std::string key = answer.text("key");
            const auto ours = [&](char of, std::size_t size) {
                return derived<hash>(answer, "secret", "hash", of, size);
            };
            longer_than_a_hash += key.size() / 2 > hash::size;
            // shorter keys are its beginning
            for (std::size_t size = 0; size <= key.size() / 2; ++size)
                BOOST_TEST(ours(letter, size) == key.substr(0, 2 * size));
            for (char other = 'A'; other <= 'F'; ++other)
                BOOST_TEST((ours(other, key.size() / 2) == key) == (other == letter));
        }
        BOOST_TEST(longer_than_a_hash >= 2u);
    }};

/// The six keys of an answer of NIST's.
template <class Hash>
void nist_answer(const vector_record& answer) {
    const char* const names[] = {"Initial IV (client to server)",     "Initial IV (server to client)",
                                 "Encryption key (client to server)", "Encryption key (server to client)",
                                 "Integrity key (client to server)",  "Integrity key (server to client)"};
    char letter = 'A';
    for (const char* name : names) {
        const std::string& key = answer.text(name);
        BOOST_TEST(derived<Hash>(answer, "K", "H", letter++, key.size() / 2) == key);
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(nist_answers, *boost::unit_test::label("C15") *
                                       boost::unit_test::precondition(needs_vectors{"nist"})) {
    std::size_t seen = 0;
    for (const vector_record& answer : records_in(vector_path("nist/ssh_kdf.txt"))) {
        if (!answer.has("K")) continue;
        ++seen;
        switch (answer.bytes("H").size()) {
        case 20: nist_answer<cryptopp::sha1>(answer); break;
        case 28: nist_answer<cryptopp::sha224>(answer); break;
        case 32: nist_answer<cryptopp::sha256>(answer); break;
        case 48: nist_answer<cryptopp::sha384>(answer); break;
        case 64: nist_answer<cryptopp::sha512>(answer); break;
        default: BOOST_ERROR("a hash of another size");
        }
    }
    BOOST_TEST(seen > 0u);
}

BOOST_AUTO_TEST_SUITE_END()
