// Every cipher that authenticates by itself: every length, every bit of what travels changed, wrong keys. What is not
// genuine is not accepted, and no plaintext of it is left behind.

#include "algorithms/lists.hpp"

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(aead)

namespace {

const for_each_algorithm<aead_ciphers> packets_of_every_length_come_back{
    "packets_of_every_length_come_back", __FILE__, __LINE__, {}, []<class C>(std::type_identity<C>) {
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
    }};

const for_each_algorithm<aead_ciphers> length_leaves_the_packet_as_it_is{
    "length_leaves_the_packet_as_it_is", __FILE__, __LINE__, {}, []<class C>(std::type_identity<C>) {
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
    }};

const for_each_algorithm<aead_ciphers> a_wrong_bit_in_the_key_opens_nothing{
    "a_wrong_bit_in_the_key_opens_nothing", __FILE__, __LINE__, {}, []<class C>(std::type_identity<C>) {
        for (std::size_t bit = 0; bit < C::key_size * 8; ++bit) {
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
    }};

const for_each_algorithm<aead_ciphers> every_bit_of_a_packet_counts{
    "every_bit_of_a_packet_counts", __FILE__, __LINE__, {label("T10")}, []<class C>(std::type_identity<C>) {
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
    }};

const for_each_algorithm<aead_ciphers> tags_of_other_sizes_are_wrong{
    "tags_of_other_sizes_are_wrong", __FILE__, __LINE__, {}, []<class C>(std::type_identity<C>) {
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
    }};

const for_each_algorithm<aead_ciphers> packets_shorter_than_their_length_field_are_refused{
    "packets_shorter_than_their_length_field_are_refused",
    __FILE__,
    __LINE__,
    {label("T07")},
    []<class C>(std::type_identity<C>) {
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
    }};

const for_each_algorithm<aead_ciphers> packets_open_only_in_their_place{
    "packets_open_only_in_their_place", __FILE__, __LINE__, {}, []<class C>(std::type_identity<C>) {
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
    }};

const for_each_algorithm<aead_ciphers> nothing_works_before_a_start_or_after_one_that_failed{
    "nothing_works_before_a_start_or_after_one_that_failed",
    __FILE__,
    __LINE__,
    {},
    []<class C>(std::type_identity<C>) {
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
            BOOST_TEST(constant_time_is_zero(packet));
            BOOST_TEST(!opener.open(0, packet, tag));
        }
    }};

} // namespace

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

BOOST_AUTO_TEST_SUITE_END()
