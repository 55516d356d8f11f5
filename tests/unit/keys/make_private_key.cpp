#include <hawser/core/error.hpp>
#include <hawser/keys/make_private_key.hpp>
#include <hawser/keys/parse_private_key.hpp>
#include <hawser/wire/reader.hpp>
#include <hawser/wire/writer.hpp>

#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;

namespace {

// RFC 8032, section 7.1, test 1
constexpr std::string_view seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
constexpr std::string_view ed25519 = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

byte_vector ed25519_fields(std::string_view public_hex, std::string_view secret_hex) {
    byte_buffer out;
    wire::writer w{out};
    w.string(*from_hex(public_hex)).string(*from_hex(secret_hex));
    return to_vector(out.view());
}

std::error_code error_of(std::string_view format, byte_view fields) {
    return keys::make_private_key(format, fields).error();
}

/// A real key, whose fields the tests then change.
keys::private_key real_key(const std::string& name) {
    auto key = keys::parse_private_key(testing::file_text(testing::vector_path("openssh/sshkey/" + name)));
    if (!key) throw std::runtime_error(name + ": " + key.error().message());
    return std::move(*key);
}

} // namespace

BOOST_AUTO_TEST_SUITE(private_key)

BOOST_AUTO_TEST_CASE(ed25519_key_is_made_of_its_fields) {
    const std::string secret = std::string{seed} + std::string{ed25519};
    const byte_vector fields = ed25519_fields(ed25519, secret);
    const auto key = keys::make_private_key("ssh-ed25519", fields, "me");
    BOOST_TEST_REQUIRE(key.has_value());
    BOOST_TEST(key->comment == "me");
    BOOST_TEST(equal(key->fields.view(), fields));
    BOOST_TEST(to_hex(key->public_blob) == "0000000b7373682d6564323535313900000020" + std::string{ed25519});
    BOOST_TEST(keys::check_blob(key->public_half().blob).has_value());
}

BOOST_AUTO_TEST_CASE(ed25519_halves_must_belong_together) {
    const std::string good{ed25519}, other = "e" + good.substr(1), secret = std::string{seed} + good;
    BOOST_TEST((error_of("ssh-ed25519", ed25519_fields(other, secret)) == usage_error::key_malformed));
    BOOST_TEST((error_of("ssh-ed25519", ed25519_fields(good, std::string{seed} + other)) ==
                usage_error::key_malformed));
    // both copies agree and still are another key than the seed's: a signature would give the seed away
    BOOST_TEST((error_of("ssh-ed25519", ed25519_fields(other, std::string{seed} + other)) ==
                usage_error::key_malformed));
    BOOST_TEST(
        (error_of("ssh-ed25519", ed25519_fields(good, secret.substr(2))) == usage_error::key_malformed));
    BOOST_TEST(
        (error_of("ssh-ed25519", ed25519_fields(good.substr(2), secret)) == usage_error::key_malformed));
}

BOOST_AUTO_TEST_CASE(fields_are_all_there_and_nothing_more) {
    byte_vector fields = ed25519_fields(ed25519, std::string{seed} + std::string{ed25519});
    for (std::size_t size = 0; size < fields.size(); ++size)
        BOOST_TEST((error_of("ssh-ed25519", byte_view{fields}.first(size)) == usage_error::key_malformed));
    fields.push_back(std::byte{1});
    BOOST_TEST((error_of("ssh-ed25519", fields) == usage_error::key_malformed));
    std::size_t used = 0;
    BOOST_TEST(keys::take_private_key("ssh-ed25519", fields, used).has_value());
    BOOST_TEST(used == fields.size() - 1);
}

BOOST_AUTO_TEST_CASE(unknown_formats_are_not_supported) {
    for (const char* format :
         {"", "ssh-ed448", "sk-ssh-ed25519@openssh.com", "ssh-ed25519-cert-v01@openssh.com"})
        BOOST_TEST((error_of(format, byte_vector(100)) == usage_error::key_type_not_supported));
    for (const std::string_view format : keys::private_key_formats())
        BOOST_TEST((error_of(format, byte_vector(3)) == usage_error::key_malformed));
    BOOST_TEST(keys::private_key_formats().size() == 6u);
}

BOOST_AUTO_TEST_CASE(rsa_numbers_must_agree,
                     *boost::unit_test::precondition(testing::needs_vectors{"openssh/sshkey"})) {
    const auto key = real_key("rsa_1");
    BOOST_TEST(error_of("ssh-rsa", key.fields.view()) == std::error_code{});
    // the last byte of each of the six numbers in turn
    wire::reader r{key.fields.view()};
    for (int number = 0; number < 6; ++number) {
        r.string();
        secret_bytes changed = key.fields.copy();
        changed.span()[r.offset() - 1] ^= std::byte{2};
        BOOST_TEST((error_of("ssh-rsa", changed.view()) == usage_error::key_malformed));
    }
    BOOST_TEST(r.left() == 0u);
}

BOOST_AUTO_TEST_CASE(ecdsa_scalar_has_bounds,
                     *boost::unit_test::precondition(testing::needs_vectors{"openssh/sshkey"})) {
    const auto key = real_key("ecdsa_1");
    wire::reader r{key.fields.view()};
    const byte_view name = r.string(), point = r.string(), scalar = r.mpint();
    const auto with = [&](byte_view d, byte_view p) {
        byte_buffer out;
        wire::writer{out}.string(name).string(p).mpint(d);
        return error_of(key.format, out.view());
    };
    BOOST_TEST(with(scalar, point) == std::error_code{});
    byte_vector other = to_vector(scalar);
    other.back() ^= std::byte{1};
    BOOST_TEST((with(other, point) == usage_error::key_malformed));
    BOOST_TEST((with({}, point) == usage_error::key_malformed));
    BOOST_TEST((with(byte_vector(scalar.size() + 2, std::byte{1}), point) == usage_error::key_malformed));
    BOOST_TEST((with(scalar, point.first(point.size() - 1)) == usage_error::key_malformed));
}

BOOST_AUTO_TEST_CASE(dsa_numbers_must_belong_together) {
    const auto record = testing::records_in(testing::own_vector_path("host_key/rfc6979_dsa.txt")).front();
    const auto fields = [&](const char* changed, byte_view by) {
        byte_buffer out;
        wire::writer w{out};
        for (const char* name : {"p", "q", "g", "y", "x"}) {
            const byte_vector number = record.bytes(name);
            w.mpint(std::string_view{name} == changed ? by : byte_view{number});
        }
        return to_vector(out.view());
    };
    const auto key = keys::make_private_key("ssh-dss", fields("", {}));
    BOOST_TEST_REQUIRE(key.has_value());
    BOOST_TEST(keys::check_blob(key->public_blob).has_value());
    const byte_vector one = *from_hex("01"), g = record.bytes("g"), y = record.bytes("y");
    byte_vector x = record.bytes("x"), even = record.bytes("p");
    x.back() ^= std::byte{1};
    even.back() ^= std::byte{1};
    for (const auto& [name, by] :
         std::vector<std::pair<const char*, byte_vector>>{{"p", {}},
                                                          {"p", one},
                                                          {"p", even},
                                                          {"q", {}},
                                                          {"q", one},
                                                          {"g", {}},
                                                          {"g", one},
                                                          {"g", y},
                                                          {"y", {}},
                                                          {"y", one},
                                                          {"y", g},
                                                          {"x", {}},
                                                          {"x", one},
                                                          {"x", x},
                                                          {"x", record.bytes("q")},
                                                          {"x", byte_vector(40, std::byte{1})},
                                                          {"p", byte_vector(300, std::byte{0xff})}})
        BOOST_TEST((error_of("ssh-dss", fields(name, by)) == usage_error::key_malformed), name);
    const byte_vector all = fields("", {});
    for (std::size_t size = 0; size < all.size(); ++size)
        BOOST_TEST((error_of("ssh-dss", byte_view{all}.first(size)) == usage_error::key_malformed));
    byte_vector longer = all;
    longer.push_back(std::byte{0});
    BOOST_TEST((error_of("ssh-dss", longer) == usage_error::key_malformed));
}

BOOST_AUTO_TEST_CASE(points_of_every_curve_belong_to_their_scalars) {
    for (const std::string bits : {"256", "384", "521"}) {
        const std::string file = "host_key/rfc6979_p" + bits + ".txt";
        const auto record = testing::records_in(testing::own_vector_path(file)).front();
        const std::string format = "ecdsa-sha2-nistp" + bits;
        const auto fields = [&](const byte_vector& scalar) {
            byte_buffer out;
            wire::writer w{out};
            w.string("nistp" + bits)
                .string(*from_hex("04" + record.text("x") + record.text("y")))
                .mpint(scalar);
            return to_vector(out.view());
        };
        byte_vector scalar = record.bytes("key");
        BOOST_TEST(!error_of(format, fields(scalar)));
        scalar.back() ^= std::byte{1};
        BOOST_TEST((error_of(format, fields(scalar)) == usage_error::key_malformed));
        BOOST_TEST((error_of(format, fields({})) == usage_error::key_malformed));
    }
}

BOOST_AUTO_TEST_SUITE_END()
