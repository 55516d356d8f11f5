// The crypto library fails at each of its calls in turn: an error every time, never a packet in clear or an
// accepted tag.

#include "algorithms/lists.hpp"
#include "support/failing.hpp"

#include <algorithm>

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(faults)

namespace {

using failing_aeads =
    type_list<cipher::basic_aes128_gcm<failing<cryptopp::aes_gcm<16>>>,
              cipher::basic_aes256_gcm<failing<cryptopp::aes_gcm<32>>>,
              cipher::basic_chacha20_poly1305<failing<cryptopp::chacha20>, failing<cryptopp::poly1305>>>;
using failing_paired = type_list<cipher::basic_aes128_ctr<failing<cryptopp::aes_ctr<16>>>,
                                 cipher::basic_aes192_ctr<failing<cryptopp::aes_ctr<24>>>,
                                 cipher::basic_aes256_ctr<failing<cryptopp::aes_ctr<32>>>>;
// One fails in the HMAC, the others in the digest beneath it.
using failing_macs = type_list<mac::basic_hmac_sha2_256<failing<cryptopp::hmac<cryptopp::sha256>>>,
                               mac::basic_hmac_sha2_512<cryptopp::hmac<failing<cryptopp::sha512>>>,
                               mac::basic_hmac_sha2_256_etm<cryptopp::hmac<failing<cryptopp::sha256>>>,
                               mac::basic_hmac_sha2_512_etm<failing<cryptopp::hmac<cryptopp::sha512>>>,
                               mac::basic_umac_128<failing<cryptopp::aes_block<16>>>,
                               legacy::mac::basic_umac_64_etm<failing<cryptopp::aes_block<16>>>>;

/// Runs `scenario` with the first call failing, then the second, until one run has no failing call.
/// `scenario` returns whether everything reported success.
template <class Scenario>
void each_call_fails_in_turn(Scenario&& scenario) {
    crypto_fault::arm(crypto_fault::never);
    BOOST_TEST_REQUIRE(scenario());
    const std::size_t calls = crypto_fault::calls();
    BOOST_TEST_REQUIRE(calls > 0u);
    for (std::size_t nth = 1; nth <= calls; ++nth) {
        BOOST_TEST_CONTEXT("call " << nth << " of " << calls) {
            crypto_fault::arm(nth);
            BOOST_TEST(!scenario());
            BOOST_TEST(crypto_fault::fired());
        }
    }
    crypto_fault::arm(crypto_fault::never);
}

/// A start that fails says why.
bool started(const result<void>& start) {
    if (!start) BOOST_TEST(start.error() == security_error::backend_failed);
    return start.has_value();
}

} // namespace

BOOST_AUTO_TEST_CASE(sealing, *boost::unit_test::label("C13")) {
    for_each_algorithm<failing_aeads>([]<class C>(std::type_identity<C>) {
        fixed_random random{21};
        const cipher_keys<C> keys{random};
        const byte_vector plain = draw_packet(random, 64);
        each_call_fails_in_turn([&] {
            typename C::sealer sealer;
            if (!started(sealer.start(keys.key, keys.iv))) return false;
            for (std::uint32_t sequence = 0; sequence < 3; ++sequence) {
                byte_vector packet = plain, tag(C::tag_size);
                if (sealer.seal(sequence, packet, tag)) continue;
                // what was to be hidden is not left for anyone to send, and no later packet goes out
                BOOST_TEST(constant_time_is_zero(packet));
                byte_vector next = plain;
                BOOST_TEST(!sealer.seal(sequence + 1, next, tag));
                BOOST_TEST(constant_time_is_zero(next));
                return false;
            }
            return true;
        });
    });
    for_each_algorithm<failing_paired>([]<class C>(std::type_identity<C>) {
        fixed_random random{22};
        const cipher_keys<C> keys{random};
        each_call_fails_in_turn([&] {
            typename C::sealer sealer;
            if (!started(sealer.start(keys.key, keys.iv))) return false;
            for (int i = 0; i < 3; ++i) {
                byte_vector blocks(2 * C::block_size, std::byte{0x55});
                if (sealer.encrypt(blocks)) continue;
                BOOST_TEST(constant_time_is_zero(blocks));
                BOOST_TEST(!sealer.encrypt(blocks));
                return false;
            }
            return true;
        });
    });
}

BOOST_AUTO_TEST_CASE(opening, *boost::unit_test::label("C13")) {
    for_each_algorithm<failing_aeads>([]<class C>(std::type_identity<C>) {
        fixed_random random{23};
        const cipher_keys<C> keys{random};
        crypto_fault::arm(crypto_fault::never);
        typename C::sealer sealer;
        BOOST_TEST_REQUIRE(sealer.start(keys.key, keys.iv).has_value());
        std::vector<sealed_packet> sent;
        for (std::uint32_t sequence = 0; sequence < 3; ++sequence)
            sent.push_back(seal_copy(sealer, sequence, draw_packet(random, 64), C::tag_size));
        each_call_fails_in_turn([&] {
            typename C::opener opener;
            if (!started(opener.start(keys.key, keys.iv))) return false;
            bool lengths = true;
            for (std::uint32_t sequence = 0; sequence < 3; ++sequence) {
                sealed_packet packet = sent[sequence];
                const std::uint32_t length = opener.length(sequence, byte_view{packet.packet}.first(4));
                BOOST_TEST((length == 64u || length == 0u));
                lengths = lengths && length == 64;
                if (opener.open(sequence, packet.packet, packet.tag)) continue;
                BOOST_TEST(constant_time_is_zero(packet.packet));
                return false;
            }
            return lengths;
        });
    });
    for_each_algorithm<failing_paired>([]<class C>(std::type_identity<C>) {
        each_call_fails_in_turn([&] {
            typename C::opener opener;
            if (!started(opener.start(byte_vector(C::key_size), byte_vector(C::iv_size)))) return false;
            byte_vector blocks(2 * C::block_size, std::byte{0x55});
            if (!opener.decrypt(blocks)) BOOST_TEST(constant_time_is_zero(blocks));
            return opener.decrypt(blocks);
        });
    });
}

BOOST_AUTO_TEST_CASE(a_failing_library_never_accepts_a_forgery, *boost::unit_test::label("C13")) {
    for_each_algorithm<failing_aeads>([]<class C>(std::type_identity<C>) {
        fixed_random random{24};
        const cipher_keys<C> keys{random};
        for (std::size_t nth = 0; nth < 30; ++nth) {
            crypto_fault::arm(nth);
            typename C::opener opener;
            if (!opener.start(keys.key, keys.iv)) continue;
            for (std::uint32_t sequence = 0; sequence < 3; ++sequence) {
                byte_vector forged = draw_packet(random, 32);
                BOOST_TEST(!opener.open(sequence, forged, byte_vector(C::tag_size)));
            }
        }
    });
    for_each_algorithm<failing_macs>([]<class M>(std::type_identity<M>) {
        for (std::size_t nth = 0; nth < 30; ++nth) {
            crypto_fault::arm(nth);
            typename M::state state;
            if (!state.start(byte_vector(M::key_size))) continue;
            for (int i = 0; i < 4; ++i) BOOST_TEST(!state.verify(0, {}, byte_vector(M::tag_size)));
        }
    });
    crypto_fault::arm(crypto_fault::never);
}

BOOST_AUTO_TEST_CASE(authenticating, *boost::unit_test::label("C13")) {
    for_each_algorithm<failing_macs>([]<class M>(std::type_identity<M>) {
        fixed_random random{25};
        const byte_vector key = random.bytes(M::key_size), message = random.bytes(100);
        crypto_fault::arm(crypto_fault::never);
        byte_vector right(M::tag_size);
        typename M::state good;
        BOOST_TEST_REQUIRE(good.start(key).has_value());
        BOOST_TEST_REQUIRE(good.sign(1, message, right));
        each_call_fails_in_turn([&] {
            typename M::state state;
            if (!started(state.start(key))) return false;
            for (int i = 0; i < 2; ++i) {
                byte_vector tag(M::tag_size, std::byte{0x55});
                if (!state.sign(1, message, tag)) {
                    BOOST_TEST(constant_time_is_zero(tag));
                    BOOST_TEST(!state.verify(1, message, right));
                    return false;
                }
                if (!state.verify(1, message, right)) return false;
            }
            return true;
        });
    });
}

BOOST_AUTO_TEST_SUITE_END()
