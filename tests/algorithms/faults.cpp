// The crypto library fails at each of its calls in turn, beneath every cipher and MAC: an error every time, never a packet in
// clear or an accepted tag.

#include "algorithms/lists.hpp"
#include "support/failing.hpp"

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(faults)

namespace {

/// A descriptor is a template over its primitives: the same one over primitives that fail.
template <class Descriptor>
struct failing_form;
template <template <class...> class Descriptor, class... Primitive>
struct failing_form<Descriptor<Primitive...>> {
    using type = Descriptor<failing<Primitive>...>;
};
/// An HMAC may fail in the digest beneath it, too.
template <class Descriptor>
struct failing_beneath {
    using type = type_list<>;
};
template <template <class...> class Descriptor, class Digest>
struct failing_beneath<Descriptor<cryptopp::hmac<Digest>>> {
    using type = type_list<Descriptor<cryptopp::hmac<failing<Digest>>>>;
};

template <class List>
struct all_failing;
template <class... A>
struct all_failing<type_list<A...>> {
    using type = type_list<typename failing_form<A>::type...>;
    using beneath = typename testing::detail::joined<typename failing_beneath<A>::type...>::type;
};

using failing_aeads = all_failing<aead_ciphers>::type;
using failing_paired = all_failing<paired_ciphers>::type;
using failing_macs = all_failing<macs>::type;
using failing_digests = all_failing<macs>::beneath;

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

const for_each_algorithm<failing_aeads> sealing_fails{
    "sealing_fails", __FILE__, __LINE__, {label("C13")}, []<class C>(std::type_identity<C>) {
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
    }};

const for_each_algorithm<failing_paired> encrypting_fails{
    "encrypting_fails", __FILE__, __LINE__, {label("C13")}, []<class C>(std::type_identity<C>) {
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
    }};

const for_each_algorithm<failing_aeads> opening_fails{
    "opening_fails", __FILE__, __LINE__, {label("C13")}, []<class C>(std::type_identity<C>) {
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
    }};

const for_each_algorithm<failing_paired> decrypting_fails{
    "decrypting_fails", __FILE__, __LINE__, {label("C13")}, []<class C>(std::type_identity<C>) {
        each_call_fails_in_turn([&] {
            typename C::opener opener;
            if (!started(opener.start(byte_vector(C::key_size), byte_vector(C::iv_size)))) return false;
            byte_vector blocks(2 * C::block_size, std::byte{0x55});
            if (!opener.decrypt(blocks)) BOOST_TEST(constant_time_is_zero(blocks));
            return opener.decrypt(blocks);
        });
    }};

const for_each_algorithm<failing_aeads> no_forged_packet_is_accepted{
    "no_forged_packet_is_accepted", __FILE__, __LINE__, {label("C13")}, []<class C>(std::type_identity<C>) {
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
        crypto_fault::arm(crypto_fault::never);
    }};

constexpr auto never_accepts_a_forged_tag = []<class M>(std::type_identity<M>) {
    for (std::size_t nth = 0; nth < 30; ++nth) {
        crypto_fault::arm(nth);
        typename M::state state;
        if (!state.start(byte_vector(M::key_size))) continue;
        for (int i = 0; i < 4; ++i) BOOST_TEST(!state.verify(0, {}, byte_vector(M::tag_size)));
    }
    crypto_fault::arm(crypto_fault::never);
};
const for_each_algorithm<failing_macs> no_forged_tag_is_accepted{
    "no_forged_tag_is_accepted", __FILE__, __LINE__, {label("C13")}, never_accepts_a_forged_tag};
const for_each_algorithm<failing_digests> no_forged_tag_is_accepted_with_the_digest{
    "no_forged_tag_is_accepted_with_the_digest",
    __FILE__,
    __LINE__,
    {label("C13")},
    never_accepts_a_forged_tag};

constexpr auto fails_to_authenticate = []<class M>(std::type_identity<M>) {
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
};
const for_each_algorithm<failing_macs> authenticating_fails{
    "authenticating_fails", __FILE__, __LINE__, {label("C13")}, fails_to_authenticate};
const for_each_algorithm<failing_digests> authenticating_fails_with_the_digest{
    "authenticating_fails_with_the_digest", __FILE__, __LINE__, {label("C13")}, fails_to_authenticate};

} // namespace

BOOST_AUTO_TEST_SUITE_END()
