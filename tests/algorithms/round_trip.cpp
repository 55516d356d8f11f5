// Every cipher and MAC with every length that a small packet may have, many packets on one key, and wrong
// keys.

#include "algorithms/lists.hpp"

#include <algorithm>

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(round_trip)

BOOST_AUTO_TEST_CASE(aead_packets_of_every_length_come_back) {
    for_each_algorithm<aead_ciphers>([]<class C>(std::type_identity<C>) {
        fixed_random random{7};
        const cipher_keys<C> keys{random};
        typename C::sealer sealer;
        typename C::opener opener;
        BOOST_TEST_REQUIRE(sealer.start(keys.key, keys.iv).has_value());
        BOOST_TEST_REQUIRE(opener.start(keys.key, keys.iv).has_value());
        std::vector<std::size_t> sizes(300);
        for (std::size_t i = 0; i < sizes.size(); ++i) sizes[i] = i;
        for (const std::size_t large : {1023u, 4096u, 32768u, 65536u, 262144u}) sizes.push_back(large);

        std::uint32_t sequence = 0xffffff80; // it wraps under way
        for (const std::size_t size : sizes) {
            const byte_vector packet = draw_packet(random, size);
            sealed_packet sealed = seal_copy(sealer, sequence, packet, C::tag_size);
            if (size >= 16)
                BOOST_TEST(!equal(byte_view{sealed.packet}.subspan(4), byte_view{packet}.subspan(4)));
            BOOST_TEST_REQUIRE(opener.length(sequence, byte_view{sealed.packet}.first(4)) == size);
            BOOST_TEST_REQUIRE(opener.open(sequence, sealed.packet, sealed.tag));
            BOOST_TEST_REQUIRE(equal(byte_view{sealed.packet}.subspan(4), byte_view{packet}.subspan(4)));
            ++sequence;
        }
    });
}

BOOST_AUTO_TEST_CASE(length_leaves_the_packet_as_it_is) {
    for_each_algorithm<aead_ciphers>([]<class C>(std::type_identity<C>) {
        fixed_random random{8};
        const cipher_keys<C> keys{random};
        typename C::sealer sealer;
        typename C::opener opener;
        BOOST_TEST_REQUIRE(sealer.start(keys.key, keys.iv).has_value());
        BOOST_TEST_REQUIRE(opener.start(keys.key, keys.iv).has_value());
        sealed_packet sealed = seal_copy(sealer, 5, draw_packet(random, 40), C::tag_size);
        const byte_vector before = sealed.packet;
        // asked again and again while bytes trickle in
        for (int i = 0; i < 3; ++i) BOOST_TEST(opener.length(5, byte_view{sealed.packet}.first(4)) == 40u);
        BOOST_TEST(equal(before, sealed.packet));
        BOOST_TEST(opener.open(5, sealed.packet, sealed.tag));
    });
}

BOOST_AUTO_TEST_CASE(paired_streams_go_on_from_call_to_call) {
    for_each_algorithm<paired_ciphers>([]<class C>(std::type_identity<C>) {
        fixed_random random{9};
        const cipher_keys<C> keys{random};
        typename C::sealer sealer;
        typename C::opener opener;
        BOOST_TEST_REQUIRE(sealer.start(keys.key, keys.iv).has_value());
        BOOST_TEST_REQUIRE(opener.start(keys.key, keys.iv).has_value());
        for (std::size_t blocks = 1; blocks < 70; ++blocks) {
            const byte_vector plain = random.bytes(blocks * C::block_size);
            byte_vector data = plain;
            BOOST_TEST_REQUIRE(sealer.encrypt(data));
            BOOST_TEST_REQUIRE(!equal(data, plain));
            // the first block by itself, as a length field is read
            BOOST_TEST_REQUIRE(opener.decrypt(byte_span{data}.first(C::block_size)));
            BOOST_TEST_REQUIRE(opener.decrypt(byte_span{data}.subspan(C::block_size)));
            BOOST_TEST_REQUIRE(equal(data, plain));
        }
    });
}

BOOST_AUTO_TEST_CASE(macs_of_every_length_agree) {
    for_each_algorithm<macs>([]<class M>(std::type_identity<M>) {
        fixed_random random{10};
        typename M::state here, there;
        const byte_vector key = random.bytes(M::key_size);
        BOOST_TEST_REQUIRE(here.start(key).has_value());
        BOOST_TEST_REQUIRE(there.start(key).has_value());
        for (std::size_t size = 0; size < 300; ++size) {
            const byte_vector message = random.bytes(size);
            byte_vector tag(M::tag_size);
            BOOST_TEST_REQUIRE(here.sign(static_cast<std::uint32_t>(size), message, tag));
            BOOST_TEST_REQUIRE(there.verify(static_cast<std::uint32_t>(size), message, tag));
        }
    });
}

BOOST_AUTO_TEST_CASE(a_wrong_bit_in_the_key_opens_nothing) {
    for_each_algorithm<aead_ciphers>([]<class C>(std::type_identity<C>) {
        for (std::size_t bit = 0; bit < C::key_size * 8; bit += 7) {
            // the second half of this key covers only the length, which the tag covers encrypted
            if (C::name == cipher::chacha20_poly1305::name && bit >= 32 * 8) break;
            fixed_random random{bit + 1};
            cipher_keys<C> keys{random};
            typename C::sealer sealer;
            typename C::opener opener;
            BOOST_TEST_REQUIRE(sealer.start(keys.key, keys.iv).has_value());
            keys.key[bit / 8] ^= static_cast<std::byte>(1u << bit % 8);
            BOOST_TEST_REQUIRE(opener.start(keys.key, keys.iv).has_value());
            sealed_packet sealed = seal_copy(sealer, 0, draw_packet(random, 32), C::tag_size);
            BOOST_TEST(!opener.open(0, sealed.packet, sealed.tag));
        }
    });
    for_each_algorithm<macs>([]<class M>(std::type_identity<M>) {
        for (std::size_t bit = 0; bit < M::key_size * 8; ++bit) {
            fixed_random random{bit + 1};
            byte_vector key = random.bytes(M::key_size);
            typename M::state here, there;
            BOOST_TEST_REQUIRE(here.start(key).has_value());
            key[bit / 8] ^= static_cast<std::byte>(1u << bit % 8);
            BOOST_TEST_REQUIRE(there.start(key).has_value());
            byte_vector tag(M::tag_size);
            BOOST_TEST_REQUIRE(here.sign(0, key, tag));
            BOOST_TEST(!there.verify(0, key, tag));
        }
    });
}

BOOST_AUTO_TEST_CASE(the_second_half_of_the_chacha_key_hides_the_length) {
    fixed_random random{3};
    cipher_keys<cipher::chacha20_poly1305> keys{random};
    cipher::chacha20_poly1305::sealer sealer;
    cipher::chacha20_poly1305::opener opener;
    BOOST_TEST_REQUIRE(sealer.start(keys.key, keys.iv).has_value());
    keys.key[63] ^= std::byte{1};
    BOOST_TEST_REQUIRE(opener.start(keys.key, keys.iv).has_value());
    sealed_packet sealed = seal_copy(sealer, 0, draw_packet(random, 32), 16);
    BOOST_TEST(load_u32(sealed.packet.data()) != 32u);
    BOOST_TEST(opener.length(0, byte_view{sealed.packet}.first(4)) != 32u);
}

BOOST_AUTO_TEST_CASE(keys_and_ivs_of_other_sizes_are_refused) {
    const byte_vector many(200, std::byte{1});
    const byte_view all{many};
    const auto ciphers = [&]<class C>(std::type_identity<C>) {
        typename C::sealer sealer;
        typename C::opener opener;
        for (std::size_t key = 0; key < 100; ++key)
            for (std::size_t iv = 0; iv < 20; ++iv) {
                const bool right = key == C::key_size && iv == C::iv_size;
                BOOST_TEST(sealer.start(all.first(key), all.first(iv)).has_value() == right);
                const auto opened = opener.start(all.first(key), all.first(iv));
                BOOST_TEST(opened.has_value() == right);
                if (!right) BOOST_TEST(opened.error() == usage_error::invalid_argument);
            }
    };
    for_each_algorithm<aead_ciphers>(ciphers);
    for_each_algorithm<paired_ciphers>(ciphers);
    for_each_algorithm<macs>([&]<class M>(std::type_identity<M>) {
        typename M::state state;
        for (std::size_t key = 0; key < 200; ++key)
            BOOST_TEST(state.start(all.first(key)).has_value() == (key == M::key_size));
    });
}

BOOST_AUTO_TEST_CASE(nothing_works_before_a_start_or_after_one_that_failed) {
    const auto zero = [](const byte_vector& bytes) { return constant_time_is_zero(bytes); };
    for_each_algorithm<aead_ciphers>([&]<class C>(std::type_identity<C>) {
        for (const bool tried : {false, true}) {
            typename C::sealer sealer;
            typename C::opener opener;
            if (tried) {
                fixed_random random;
                const cipher_keys<C> keys{random};
                BOOST_TEST_REQUIRE(sealer.start(keys.key, keys.iv).has_value());
                BOOST_TEST_REQUIRE(opener.start(keys.key, keys.iv).has_value());
                BOOST_TEST_REQUIRE(!sealer.start(byte_view{keys.key}.first(3), keys.iv).has_value());
                BOOST_TEST_REQUIRE(!opener.start(byte_view{keys.key}.first(3), keys.iv).has_value());
            }
            byte_vector packet(36, std::byte{0x41}), tag(C::tag_size);
            BOOST_TEST(!sealer.seal(0, packet, tag));
            BOOST_TEST(zero(packet));
            BOOST_TEST(!opener.open(0, packet, tag));
        }
    });
    for_each_algorithm<paired_ciphers>([&]<class C>(std::type_identity<C>) {
        typename C::sealer sealer;
        byte_vector block(C::block_size, std::byte{0x41});
        BOOST_TEST(!sealer.encrypt(block));
        BOOST_TEST(zero(block));
        typename C::opener opener;
        BOOST_TEST(!opener.decrypt(block));
    });
    for_each_algorithm<macs>([&]<class M>(std::type_identity<M>) {
        typename M::state state;
        byte_vector tag(M::tag_size, std::byte{0x41});
        BOOST_TEST(!state.sign(0, {}, tag));
        BOOST_TEST(zero(tag));
        BOOST_TEST(!state.verify(0, {}, tag));
    });
}

BOOST_AUTO_TEST_SUITE_END()
