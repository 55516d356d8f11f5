#include <hawser/algorithm/native/poly1305.hpp>

// Each width is tested, also those this processor would not choose.
#include <hawser/algorithm/cryptopp/poly1305.hpp>
#include <hawser/algorithm/native/impl/poly1305_sums.hpp>

#include "support/primitive_cases.hpp"
#include "support/rfc8439_block.hpp"

using namespace hawser;

namespace {

/// The sum of whole blocks, as a processor with the given features makes it in two steps, as text.
std::string sum_on(const native::cpu_features& cpu, const native::poly1305::number& r, byte_view blocks) {
    const std::size_t first = blocks.size() / 16 / 3 * 16;
    native::poly1305::number sum{};
    native::detail::absorb_all(cpu, sum, r, blocks.first(first));
    native::detail::absorb_all(cpu, sum, r, blocks.subspan(first));
    std::string out;
    for (const std::uint64_t limb : native::detail::canonical(native::detail::scalar_of(sum)).at)
        out += std::to_string(limb) + ' ';
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(native_poly1305)

BOOST_AUTO_TEST_CASE(known_answers) { testing::poly1305_answers<native::poly1305>(); }
BOOST_AUTO_TEST_CASE(wycheproof, *boost::unit_test::precondition(testing::needs_vectors{"wycheproof"})) {
    testing::poly1305_wycheproof<native::poly1305>(testing::rfc8439_block);
}
BOOST_AUTO_TEST_CASE(each_start_begins_a_message_and_sizes_must_fit) {
    testing::poly1305_refusals<native::poly1305>();
}
BOOST_AUTO_TEST_CASE(agrees_with_cryptopp) {
    testing::poly1305_agrees_with<native::poly1305, cryptopp::poly1305>();
}

BOOST_AUTO_TEST_CASE(every_width_makes_the_same_sum) {
    testing::fixed_random random{10};
    const native::cpu_features& cpu = native::this_cpu();
    if (!cpu.avx512_ifma) BOOST_TEST_MESSAGE("skipped: no AVX512_IFMA here");
    for (std::size_t count = 0; count < 300; ++count) {
        // the largest r there is, limb by limb, and drawn ones; blocks of all ones, and drawn ones
        native::poly1305::number r{0x3ffffff, 0x3ffff03, 0x3ffc0ff, 0x3f03fff, 0x00fffff};
        byte_vector blocks(16 * count, std::byte{0xff});
        if (count % 3 != 0)
            for (std::uint64_t& limb : r) limb &= random.below(1 << 26);
        if (count % 2 != 0) (void)random.fill(blocks);
        const std::string plain = sum_on({}, r, blocks);
        if (cpu.avx2) BOOST_TEST(sum_on({.avx2 = true}, r, blocks) == plain, count << " blocks");
        if (cpu.avx512) BOOST_TEST(sum_on({.avx512 = true}, r, blocks) == plain, count << " blocks");
        if (cpu.avx512_ifma)
            BOOST_TEST(sum_on({.avx512 = true, .avx512_ifma = true}, r, blocks) == plain, count << " blocks");
    }
}

BOOST_AUTO_TEST_CASE(a_message_ends_with_its_tag) {
    native::poly1305 mac;
    byte_vector tag(16);
    BOOST_TEST(!mac.update(as_bytes("no key")));
    BOOST_TEST(!mac.final(tag));
    BOOST_TEST((mac.start(byte_vector(32)) && mac.final(tag)));
    BOOST_TEST(!mac.update(as_bytes("over")));
    BOOST_TEST(!mac.final(tag));
    // a key of a wrong size leaves none
    BOOST_TEST_REQUIRE(mac.start(byte_vector(32)));
    BOOST_TEST(!mac.start(byte_vector(31)));
    BOOST_TEST(!mac.update(as_bytes("m")));
}

BOOST_AUTO_TEST_SUITE_END()
