#include <hawser/algorithm/native/keccak.hpp>
#include <hawser/core/constant_time.hpp>

#include "support/fixed_random.hpp"

#include <boost/test/unit_test.hpp>
#include <cryptopp/sha3.h>
#include <cryptopp/shake.h>

using namespace hawser;

namespace {

template <class Sponge>
std::string hash(byte_view in, std::size_t size) {
    byte_vector out(size);
    Sponge{}.absorb(in).squeeze(out);
    return to_hex(out);
}

/// The same by Crypto++.
template <class Hash>
std::string reference(byte_view in, std::size_t size) {
    Hash of;
    byte_vector out(size);
    of.Update(reinterpret_cast<const CryptoPP::byte*>(in.data()), in.size());
    of.TruncatedFinal(reinterpret_cast<CryptoPP::byte*>(out.data()), size);
    return to_hex(out);
}

} // namespace

BOOST_AUTO_TEST_SUITE(native_keccak)

BOOST_AUTO_TEST_CASE(examples_of_the_standard) {
    BOOST_TEST(hash<native::sha3_256>({}, 32) ==
               "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a");
    BOOST_TEST(hash<native::sha3_512>({}, 64) ==
               "a69f73cca23a9ac5c8b567dc185a756e97c982164fe25859e0d1dcc1475c80a6"
               "15b2123af1f5f94c11e3e9402c3ac558f500199d95b6d3e301758586281dcd26");
    BOOST_TEST(hash<native::sha3_256>(as_bytes("abc"), 32) ==
               "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532");
    BOOST_TEST(hash<native::shake128>({}, 32) ==
               "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26");
    BOOST_TEST(hash<native::shake256>({}, 32) ==
               "46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762f");
}

BOOST_AUTO_TEST_CASE(every_length_as_another_library_has_it) {
    testing::fixed_random random;
    for (std::size_t size = 0; size < 420; ++size) {
        const byte_vector in = random.bytes(size);
        BOOST_TEST(hash<native::sha3_256>(in, 32) == reference<CryptoPP::SHA3_256>(in, 32));
        BOOST_TEST(hash<native::sha3_512>(in, 64) == reference<CryptoPP::SHA3_512>(in, 64));
        BOOST_TEST(hash<native::shake128>(in, size + 1) == reference<CryptoPP::SHAKE128>(in, size + 1));
        BOOST_TEST(hash<native::shake256>(in, size + 1) == reference<CryptoPP::SHAKE256>(in, size + 1));
    }
}

BOOST_AUTO_TEST_CASE(in_pieces_as_in_one) {
    testing::fixed_random random;
    const byte_vector in = random.bytes(700);
    const std::string whole = hash<native::shake128>(in, 700);
    for (std::size_t piece : {1u, 3u, 8u, 13u, 64u, 167u, 168u, 169u, 400u}) {
        native::shake128 sponge;
        byte_vector out(700);
        for (byte_view rest{in}; !rest.empty(); rest = rest.subspan(std::min(piece, rest.size())))
            sponge.absorb(rest.first(std::min(piece, rest.size())));
        for (byte_span rest{out}; !rest.empty(); rest = rest.subspan(std::min(piece, rest.size())))
            sponge.squeeze(rest.first(std::min(piece, rest.size())));
        BOOST_TEST(to_hex(out) == whole);
    }
}

BOOST_AUTO_TEST_CASE(its_memory_is_wiped) {
    alignas(native::shake256) std::array<std::byte, sizeof(native::shake256)> memory;
    memory.fill(std::byte{0xaa});
    auto* sponge = new (memory.data()) native::shake256;
    std::array<std::byte, 8> out;
    sponge->absorb(as_bytes("secret")).squeeze(out);
    sponge->~shake256();
    BOOST_TEST(constant_time_is_zero(byte_view{memory}.first(200)));
}

BOOST_AUTO_TEST_SUITE_END()
