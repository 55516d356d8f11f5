// Ciphers, MACs and hashes of files against published or independently made answers; one without a file of them fails. Key
// exchanges, signature algorithms and compression methods have theirs where their other tests are.

#include "algorithms/lists.hpp"
#include "support/vectors.hpp"

#include <algorithm>

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(known_answers)

namespace {

template <class A>
std::vector<vector_record> answers_of(const char* kind) {
    return records_in(own_vector_path(std::string{kind} + "/" + std::string{A::name} + ".txt"));
}

const for_each_algorithm<aead_ciphers> aead{
    "aead", __FILE__, __LINE__, {}, []<class C>(std::type_identity<C>) {
        std::size_t count = 0;
        for (const vector_record& answer : answers_of<C>("cipher")) {
            BOOST_TEST_CONTEXT("answer " << ++count) {
                const byte_vector key = answer.bytes("key"), iv = answer.bytes("iv");
                const byte_vector packet = answer.bytes("packet"), sealed = answer.bytes("sealed");
                const std::uint32_t sequence = answer.number("sequence");

                typename C::sealer sealer;
                BOOST_TEST_REQUIRE(sealer.start(key, iv).has_value());
                sealed_packet ours = seal_copy(sealer, sequence, packet, C::tag_size);
                BOOST_TEST(to_hex(ours.packet) + to_hex(ours.tag) == to_hex(sealed));

                typename C::opener opener;
                BOOST_TEST_REQUIRE(opener.start(key, iv).has_value());
                byte_vector theirs{sealed.begin(), sealed.end() - C::tag_size};
                const byte_vector tag{sealed.end() - C::tag_size, sealed.end()};
                BOOST_TEST(opener.length(sequence, byte_view{theirs}.first(4)) == packet.size() - 4);
                BOOST_TEST(opener.open(sequence, theirs, tag));
                BOOST_TEST(to_hex(byte_view{theirs}.subspan(4)) == to_hex(byte_view{packet}.subspan(4)));
            }
        }
    }};

const for_each_algorithm<paired_ciphers> paired{
    "paired", __FILE__, __LINE__, {}, []<class C>(std::type_identity<C>) {
        for (const vector_record& answer : answers_of<C>("cipher")) {
            const byte_vector plain = answer.bytes("plaintext"), encrypted = answer.bytes("ciphertext");
            // in one piece, and block by block
            for (const std::size_t piece : {plain.size(), C::block_size}) {
                typename C::sealer sealer;
                typename C::opener opener;
                BOOST_TEST_REQUIRE(sealer.start(answer.bytes("key"), answer.bytes("iv")).has_value());
                BOOST_TEST_REQUIRE(opener.start(answer.bytes("key"), answer.bytes("iv")).has_value());
                byte_vector there = plain, back = encrypted;
                for (std::size_t at = 0; at < plain.size(); at += piece) {
                    BOOST_TEST_REQUIRE(sealer.encrypt(byte_span{there}.subspan(at, piece)));
                    BOOST_TEST_REQUIRE(opener.decrypt(byte_span{back}.subspan(at, piece)));
                }
                BOOST_TEST(to_hex(there) == to_hex(encrypted));
                BOOST_TEST(to_hex(back) == to_hex(plain));
            }
        }
    }};

const for_each_algorithm<macs> mac{"mac", __FILE__, __LINE__, {}, []<class M>(std::type_identity<M>) {
                                       for (const vector_record& answer : answers_of<M>("mac")) {
                                           const std::uint32_t sequence = answer.number("sequence");
                                           const byte_vector message = answer.bytes("message"),
                                                             expected = answer.bytes("tag");
                                           typename M::state state;
                                           BOOST_TEST_REQUIRE(state.start(answer.bytes("key")).has_value());
                                           // twice: a state serves any number of messages
                                           for (int turn = 0; turn < 2; ++turn) {
                                               byte_vector tag(M::tag_size);
                                               BOOST_TEST(state.sign(sequence, message, tag));
                                               BOOST_TEST(to_hex(tag) == to_hex(expected));
                                               BOOST_TEST(state.verify(sequence, message, expected));
                                           }
                                       }
                                   }};

const for_each_algorithm<catalog::file_hashes> file_hash{
    "file_hash", __FILE__, __LINE__, {}, []<class H>(std::type_identity<H>) {
        for (const vector_record& answer : answers_of<H>("file_hash")) {
            byte_vector content;
            const std::string text = answer.has("text") ? answer.text("text") : std::string{};
            const std::uint32_t times = answer.has("times") ? answer.number("times") : 1;
            for (std::uint32_t i = 0; i < times; ++i) {
                const byte_view piece = as_bytes(text);
                content.insert(content.end(), piece.begin(), piece.end());
            }
            for (const std::size_t piece : {content.size() + 1, std::size_t{1}, std::size_t{65}}) {
                if (piece == 1 && times > 1000) continue;
                typename H::hash hash;
                for (std::size_t at = 0; at < content.size(); at += piece)
                    BOOST_TEST_REQUIRE(
                        hash.update(byte_view{content}.subspan(at, std::min(piece, content.size() - at))));
                byte_vector out(H::hash::size);
                BOOST_TEST(hash.final(out));
                BOOST_TEST(to_hex(out) == answer.text("hash"));
            }
        }
    }};

struct unknown {
    static constexpr std::string_view name = "nobody-made-answers@test";
};

} // namespace

BOOST_AUTO_TEST_CASE(an_algorithm_without_answers_fails) {
    BOOST_CHECK_THROW((void)answers_of<unknown>("cipher"), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
