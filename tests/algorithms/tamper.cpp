// Every bit of what travels, changed: nothing is accepted and no plaintext is left behind.

#include "algorithms/lists.hpp"

#include <algorithm>

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(tamper)

BOOST_AUTO_TEST_CASE(every_bit_of_an_aead_packet_counts, *boost::unit_test::label("T10")) {
    for_each_algorithm<aead_ciphers>([]<class C>(std::type_identity<C>) {
        fixed_random random{11};
        const cipher_keys<C> keys{random};
        const byte_vector packet = draw_packet(random, 48);
        typename C::sealer sealer;
        BOOST_TEST_REQUIRE(sealer.start(keys.key, keys.iv).has_value());
        const sealed_packet sealed = seal_copy(sealer, 3, packet, C::tag_size);
        const std::size_t bits = 8 * (sealed.packet.size() + sealed.tag.size());
        for (std::size_t bit = 0; bit < bits; ++bit) {
            sealed_packet changed = sealed;
            const std::size_t at = bit / 8;
            std::byte& byte =
                at < changed.packet.size() ? changed.packet[at] : changed.tag[at - changed.packet.size()];
            byte ^= static_cast<std::byte>(1u << bit % 8);
            typename C::opener opener;
            BOOST_TEST_REQUIRE(opener.start(keys.key, keys.iv).has_value());
            BOOST_TEST(!opener.open(3, changed.packet, changed.tag));
            BOOST_TEST(constant_time_is_zero(changed.packet));
            // and the genuine one does not help any more
            sealed_packet genuine = sealed;
            BOOST_TEST(!opener.open(3, genuine.packet, genuine.tag));
        }
    });
}

BOOST_AUTO_TEST_CASE(every_bit_under_a_mac_counts, *boost::unit_test::label("T10")) {
    for_each_algorithm<macs>([]<class M>(std::type_identity<M>) {
        fixed_random random{12};
        byte_vector message = random.bytes(60), tag(M::tag_size);
        typename M::state state;
        BOOST_TEST_REQUIRE(state.start(random.bytes(M::key_size)).has_value());
        BOOST_TEST_REQUIRE(state.sign(1, message, tag));
        for (std::size_t bit = 0; bit < 8 * (message.size() + tag.size()); ++bit) {
            const std::size_t at = bit / 8;
            std::byte& byte = at < message.size() ? message[at] : tag[at - message.size()];
            byte ^= static_cast<std::byte>(1u << bit % 8);
            BOOST_TEST(!state.verify(1, message, tag));
            byte ^= static_cast<std::byte>(1u << bit % 8);
        }
        for (unsigned bit = 0; bit < 32; ++bit) BOOST_TEST(!state.verify(1u ^ 1u << bit, message, tag));
        BOOST_TEST(state.verify(1, message, tag));
    });
}

BOOST_AUTO_TEST_CASE(tags_of_other_sizes_are_wrong) {
    for_each_algorithm<aead_ciphers>([]<class C>(std::type_identity<C>) {
        fixed_random random{13};
        const cipher_keys<C> keys{random};
        typename C::sealer sealer;
        BOOST_TEST_REQUIRE(sealer.start(keys.key, keys.iv).has_value());
        const sealed_packet sealed = seal_copy(sealer, 0, draw_packet(random, 16), C::tag_size);
        byte_vector longer = sealed.tag;
        longer.resize(C::tag_size + 1);
        for (std::size_t size = 0; size <= longer.size(); ++size) {
            typename C::opener opener;
            BOOST_TEST_REQUIRE(opener.start(keys.key, keys.iv).has_value());
            byte_vector packet = sealed.packet;
            BOOST_TEST(opener.open(0, packet, byte_view{longer}.first(size)) == (size == C::tag_size));
        }
    });
    for_each_algorithm<macs>([]<class M>(std::type_identity<M>) {
        typename M::state state;
        BOOST_TEST_REQUIRE(state.start(byte_vector(M::key_size)).has_value());
        byte_vector tag(M::tag_size);
        BOOST_TEST_REQUIRE(state.sign(0, {}, tag));
        tag.resize(M::tag_size + 1);
        for (std::size_t size = 0; size <= tag.size(); ++size)
            BOOST_TEST(state.verify(0, {}, byte_view{tag}.first(size)) == (size == M::tag_size));
    });
}

BOOST_AUTO_TEST_CASE(packets_shorter_than_their_length_field_are_refused, *boost::unit_test::label("T07")) {
    for_each_algorithm<aead_ciphers>([]<class C>(std::type_identity<C>) {
        fixed_random random{14};
        const cipher_keys<C> keys{random};
        for (std::size_t size = 0; size < 4; ++size) {
            typename C::sealer sealer;
            typename C::opener opener;
            BOOST_TEST_REQUIRE(sealer.start(keys.key, keys.iv).has_value());
            BOOST_TEST_REQUIRE(opener.start(keys.key, keys.iv).has_value());
            byte_vector packet(size), tag(C::tag_size);
            BOOST_TEST(!sealer.seal(0, packet, tag));
            BOOST_TEST(!opener.open(0, packet, tag));
        }
    });
}

BOOST_AUTO_TEST_CASE(packets_open_only_in_their_place) {
    for_each_algorithm<aead_ciphers>([]<class C>(std::type_identity<C>) {
        fixed_random random{15};
        const cipher_keys<C> keys{random};
        typename C::sealer sealer;
        BOOST_TEST_REQUIRE(sealer.start(keys.key, keys.iv).has_value());
        const sealed_packet first = seal_copy(sealer, 0, draw_packet(random, 24), C::tag_size);
        const sealed_packet second = seal_copy(sealer, 1, draw_packet(random, 24), C::tag_size);
        const auto opens = [&](typename C::opener& opener, std::uint32_t sequence, sealed_packet packet) {
            return opener.open(sequence, packet.packet, packet.tag);
        };
        typename C::opener skipped, repeated, swapped_tags;
        BOOST_TEST_REQUIRE(skipped.start(keys.key, keys.iv).has_value());
        BOOST_TEST_REQUIRE(repeated.start(keys.key, keys.iv).has_value());
        BOOST_TEST_REQUIRE(swapped_tags.start(keys.key, keys.iv).has_value());
        BOOST_TEST(!opens(skipped, 0, second));
        BOOST_TEST(opens(repeated, 0, first));
        BOOST_TEST(!opens(repeated, 1, first));
        BOOST_TEST(!opens(swapped_tags, 0, {first.packet, second.tag}));
    });
}

BOOST_AUTO_TEST_SUITE_END()
