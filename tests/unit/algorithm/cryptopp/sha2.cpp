#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/digest.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace hawser;

namespace {

template <digest D>
std::string hash(byte_view bytes, std::size_t piece = 0) {
    D d;
    if (piece == 0) piece = bytes.size() + 1;
    for (std::size_t at = 0; at < bytes.size(); at += piece)
        BOOST_TEST(d.update(bytes.subspan(at, std::min(piece, bytes.size() - at))));
    byte_vector out(D::size);
    BOOST_TEST(d.final(out));
    return to_hex(out);
}

} // namespace

BOOST_AUTO_TEST_SUITE(cryptopp_sha2)

// FIPS 180-4 examples: "abc", and the empty message
BOOST_AUTO_TEST_CASE(known_answers) {
    BOOST_TEST(hash<cryptopp::sha224>(as_bytes("abc")) ==
               "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7");
    BOOST_TEST(hash<cryptopp::sha256>(as_bytes("abc")) ==
               "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    BOOST_TEST(hash<cryptopp::sha256>({}) ==
               "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    BOOST_TEST(
        hash<cryptopp::sha384>(as_bytes("abc")) ==
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");
    BOOST_TEST(hash<cryptopp::sha512>(as_bytes("abc")) ==
               "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
               "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    // a million times "a"
    const std::string million(1'000'000, 'a');
    BOOST_TEST(hash<cryptopp::sha256>(as_bytes(million)) ==
               "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

BOOST_AUTO_TEST_CASE(pieces_do_not_matter) {
    const std::string text(300, 'x');
    for (std::size_t piece : {1u, 7u, 63u, 64u, 65u, 128u}) {
        BOOST_TEST(hash<cryptopp::sha256>(as_bytes(text), piece) == hash<cryptopp::sha256>(as_bytes(text)));
        BOOST_TEST(hash<cryptopp::sha512>(as_bytes(text), piece) == hash<cryptopp::sha512>(as_bytes(text)));
    }
}

BOOST_AUTO_TEST_CASE(final_begins_anew_and_copies_go_on_alone) {
    cryptopp::sha256 a;
    byte_vector first(32), again(32), copied(32);
    BOOST_TEST(a.update(as_bytes("a")));
    BOOST_TEST(a.final(first));
    BOOST_TEST(a.update(as_bytes("a")));
    cryptopp::sha256 b = a;
    BOOST_TEST(b.update(as_bytes("bc")));
    BOOST_TEST(a.final(again));
    BOOST_TEST(b.final(copied));
    BOOST_TEST(to_hex(first) == to_hex(again));
    BOOST_TEST(to_hex(copied) == hash<cryptopp::sha256>(as_bytes("abc")));
}

BOOST_AUTO_TEST_CASE(sizes) {
    BOOST_TEST((cryptopp::sha224::size == 28 && cryptopp::sha224::block_size == 64));
    BOOST_TEST((cryptopp::sha256::size == 32 && cryptopp::sha256::block_size == 64));
    BOOST_TEST((cryptopp::sha384::size == 48 && cryptopp::sha384::block_size == 128));
    BOOST_TEST((cryptopp::sha512::size == 64 && cryptopp::sha512::block_size == 128));
    cryptopp::sha256 d;
    byte_vector small(31);
    BOOST_TEST(!d.final(small));
}

BOOST_AUTO_TEST_SUITE_END()
