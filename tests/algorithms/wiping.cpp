// Objects that hold keys leave nothing of them where they lay. (What Crypto++ keeps on the heap it wipes
// itself.)

#include "algorithms/lists.hpp"

#include <array>
#include <cstring>
#include <memory>
#include <set>

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(wiping)

namespace {

using image = std::vector<std::byte>;

/// The 16-byte windows of an image that look random: pointers, sizes and zeros do not have so many different
/// bytes.
std::set<std::array<std::byte, 16>> random_looking(const image& bytes) {
    std::set<std::array<std::byte, 16>> out;
    for (std::size_t at = 0; at + 16 <= bytes.size(); at += 4) {
        std::array<std::byte, 16> window;
        std::memcpy(window.data(), bytes.data() + at, 16);
        if (std::set<std::byte>(window.begin(), window.end()).size() >= 14) out.insert(window);
    }
    return out;
}

/// Makes a T in memory of its own, uses it, destroys it, and counts what of it is still there.
template <class T, class Use>
std::size_t left_behind(Use&& use) {
    alignas(T) static std::array<std::byte, sizeof(T)> memory;
    memory.fill(std::byte{0});
    const volatile std::byte* seen = memory.data(); // reads of what has ended are not optimised away
    const auto look = [&] {
        image out(sizeof(T));
        for (std::size_t i = 0; i < sizeof(T); ++i) out[i] = seen[i];
        return out;
    };
    T* object = std::construct_at(reinterpret_cast<T*>(memory.data()));
    use(*object);
    const auto before = random_looking(look());
    std::destroy_at(object);
    const auto after = random_looking(look());
    std::size_t left = 0;
    for (const auto& window : before) left += after.count(window);
    return left;
}

} // namespace

namespace {

const for_each_algorithm<macs> mac_states{
    "mac_states", __FILE__, __LINE__, {}, []<class M>(std::type_identity<M>) {
        const auto use = [](auto& state) {
            fixed_random random{31};
            BOOST_TEST_REQUIRE(state.start(random.bytes(M::key_size)).has_value());
            byte_vector tag(M::tag_size);
            BOOST_TEST(state.sign(0, random.bytes(100), tag));
        };
        BOOST_TEST(left_behind<typename M::state>(use) == 0u);
    }};

const for_each_algorithm<aead_ciphers> aeads{
    "aeads", __FILE__, __LINE__, {}, []<class C>(std::type_identity<C>) {
        fixed_random random{32};
        const cipher_keys<C> keys{random};
        const auto seal = [&](auto& sealer) {
            BOOST_TEST_REQUIRE(sealer.start(keys.key, keys.iv).has_value());
            byte_vector packet = draw_packet(random, 100), tag(C::tag_size);
            BOOST_TEST(sealer.seal(0, packet, tag));
        };
        const auto open = [&](auto& opener) {
            BOOST_TEST_REQUIRE(opener.start(keys.key, keys.iv).has_value());
            byte_vector packet = draw_packet(random, 100), tag(C::tag_size);
            BOOST_TEST(!opener.open(0, packet, tag));
        };
        BOOST_TEST(left_behind<typename C::sealer>(seal) == 0u);
        BOOST_TEST(left_behind<typename C::opener>(open) == 0u);
    }};

const for_each_algorithm<paired_ciphers> paired{
    "paired", __FILE__, __LINE__, {}, []<class C>(std::type_identity<C>) {
        fixed_random random{34};
        const cipher_keys<C> keys{random};
        byte_vector blocks = random.bytes(96);
        const auto seal = [&](auto& sealer) {
            BOOST_TEST_REQUIRE(sealer.start(keys.key, keys.iv).has_value());
            BOOST_TEST(sealer.encrypt(blocks));
        };
        const auto open = [&](auto& opener) {
            BOOST_TEST_REQUIRE(opener.start(keys.key, keys.iv).has_value());
            BOOST_TEST(opener.decrypt(blocks));
        };
        BOOST_TEST(left_behind<typename C::sealer>(seal) == 0u);
        BOOST_TEST(left_behind<typename C::opener>(open) == 0u);
    }};

} // namespace

BOOST_AUTO_TEST_CASE(a_careless_object_is_noticed) {
    struct careless {
        std::array<std::byte, 32> key{};
    };
    // (an object whose keys all lie on the heap has nothing to leave)
    BOOST_TEST(left_behind<careless>([](careless& object) { (void)fixed_random{33}.fill(object.key); }) > 0u);
}

BOOST_AUTO_TEST_SUITE_END()
