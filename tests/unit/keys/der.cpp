#include <hawser/keys/der.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;
using keys::der_reader;
using keys::der_tag;

namespace {

/// The contents of an octet string in these bytes, or "refused".
std::string octets(std::string_view hex) {
    const byte_vector bytes = *from_hex(hex);
    der_reader r{bytes};
    const byte_view contents = r.element(der_tag::octet_string);
    return r.finished() ? to_hex(contents) : "refused";
}

std::string integer(std::string_view hex) {
    const byte_vector bytes = *from_hex(hex);
    der_reader r{bytes};
    const byte_view magnitude = r.integer();
    return r.finished() ? to_hex(magnitude) : "refused";
}

std::string with_length(std::string_view header, std::size_t contents) {
    return std::string{header} + std::string(contents * 2, '0');
}

} // namespace

BOOST_AUTO_TEST_SUITE(der)

BOOST_AUTO_TEST_CASE(lengths_are_definite_and_shortest) {
    BOOST_TEST(octets("0400") == "");
    BOOST_TEST(octets("0402abcd") == "abcd");
    BOOST_TEST(octets(with_length("047f", 127)).size() == 254u);
    BOOST_TEST(octets(with_length("048180", 128)).size() == 256u);
    BOOST_TEST(octets(with_length("04820100", 256)).size() == 512u);
    BOOST_TEST(octets(with_length("0483010000", 65536)).size() == 131072u);

    BOOST_TEST(octets("") == "refused");
    BOOST_TEST(octets("04") == "refused");
    BOOST_TEST(octets("0401") == "refused");
    BOOST_TEST(octets("0402ab") == "refused");
    BOOST_TEST(octets("0480ab0000") == "refused");                     // indefinite
    BOOST_TEST(octets(with_length("04817f", 127)) == "refused");       // not the shortest
    BOOST_TEST(octets(with_length("04820080", 128)) == "refused");     // leading zero
    BOOST_TEST(octets(with_length("0484000000ff", 255)) == "refused"); // four bytes of length
    BOOST_TEST(octets("04ff" + std::string(254, 'f')) == "refused");
    BOOST_TEST(octets("0483ffffff") == "refused");
    BOOST_TEST(octets("0481") == "refused");
    BOOST_TEST(octets("048201") == "refused");
}

BOOST_AUTO_TEST_CASE(tags_must_be_the_expected_ones) {
    BOOST_TEST(octets("0200") == "refused");
    BOOST_TEST(octets("2400") == "refused"); // constructed
    BOOST_TEST(octets("040100ff") == "refused");
}

BOOST_AUTO_TEST_CASE(integers_are_positive_and_shortest) {
    BOOST_TEST(integer("020100") == "");
    BOOST_TEST(integer("02017f") == "7f");
    BOOST_TEST(integer("02020080") == "80");
    BOOST_TEST(integer("0200") == "refused");
    BOOST_TEST(integer("020180") == "refused");
    BOOST_TEST(integer("0202007f") == "refused");
    BOOST_TEST(integer("02020000") == "refused");
}

BOOST_AUTO_TEST_CASE(bit_strings_are_of_whole_bytes) {
    const byte_vector whole = *from_hex("030300abcd"), part = *from_hex("030304abc0"),
                      none = *from_hex("0300");
    der_reader a{whole}, b{part}, c{none};
    BOOST_TEST(to_hex(a.bit_string()) == "abcd");
    BOOST_TEST(a.finished());
    BOOST_TEST(b.bit_string().empty());
    BOOST_TEST(!b.ok());
    BOOST_TEST(c.bit_string().empty());
    BOOST_TEST(!c.ok());
}

BOOST_AUTO_TEST_CASE(an_error_stays_and_is_inherited) {
    const byte_vector bytes = *from_hex("30030201050201ff");
    der_reader r{bytes};
    der_reader inner = r.inside(der_tag::sequence);
    inner.version(5);
    BOOST_TEST(inner.finished());
    BOOST_TEST(!r.finished());
    r.element(der_tag::octet_string);
    BOOST_TEST(!r.ok());
    BOOST_TEST(r.integer().empty());
    BOOST_TEST(!r.inside(der_tag::sequence).finished());
    der_reader again{bytes};
    again.inside(der_tag::sequence).version(4);
    der_reader wrong = der_reader{bytes}.inside(der_tag::sequence);
    wrong.version(4);
    BOOST_TEST(!wrong.ok());
}

BOOST_AUTO_TEST_SUITE_END()
