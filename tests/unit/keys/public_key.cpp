#include <hawser/algorithm/native/nist_curve.hpp>
#include <hawser/core/error.hpp>
#include <hawser/keys/base64.hpp>
#include <hawser/keys/public_key.hpp>
#include <hawser/wire/writer.hpp>

#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;

namespace {

constexpr std::string_view blob_text = "AAAAC3NzaC1lZDI1NTE5AAAAIOzmyTHdSKlEgBThNHkw2mD5F/lud1g/WcCs09dSEnM0";
const std::string good = "ssh-ed25519 " + std::string{blob_text};

template <class Write>
byte_vector made(Write write) {
    byte_buffer out;
    wire::writer w{out};
    write(w);
    return to_vector(out.view());
}

byte_vector rsa_blob(std::size_t bits, std::uint8_t first, byte_view e) {
    byte_vector n(bits / 8, std::byte{0xff});
    n[0] = static_cast<std::byte>(first);
    return made([&](wire::writer& w) { w.string("ssh-rsa").mpint(e).mpint(n); });
}

const byte_vector e65537 = *from_hex("010001");

} // namespace

BOOST_AUTO_TEST_SUITE(public_key)

BOOST_AUTO_TEST_CASE(line_is_read_and_written, *boost::unit_test::label("IS-A-006")) {
    for (const std::string& line :
         {good, good + "\n", good + "\r\n", "  " + good + " \t ", good + " a comment"}) {
        BOOST_TEST_CONTEXT(line) {
            const auto key = keys::parse_public_key(line);
            BOOST_TEST_REQUIRE(key.has_value());
            BOOST_TEST(key->format == "ssh-ed25519");
            BOOST_TEST(keys::base64_encode(key->blob) == blob_text);
            BOOST_TEST(keys::check_blob(key->blob).has_value());
        }
    }
    const auto key = keys::parse_public_key(good + "  two  words\r\n");
    BOOST_TEST(key->comment == "two  words");
    BOOST_TEST(keys::format_public_key(*key) == good + " two  words");
    BOOST_TEST(keys::format_public_key({key->format, key->blob, {}}) == good);
}

BOOST_AUTO_TEST_CASE(comment_cannot_make_another_line) {
    auto key = *keys::parse_public_key(good);
    key.comment = "a\nssh-rsa b\r\x1b";
    BOOST_TEST(keys::format_public_key(key) == good + " assh-rsa b");
}

BOOST_AUTO_TEST_CASE(damaged_line_is_refused, *boost::unit_test::label("IS-A-006")) {
    const std::string cut = good.substr(0, good.size() - 4);
    for (const std::string& line : std::vector<std::string>{
             "", "ssh-ed25519", std::string{blob_text}, "ssh-rsa " + std::string{blob_text}, good + "=",
             "ssh-ed25519 AAAA", "ssh-ed25519 " + std::string(30000, 'A'), good + "\nssh-rsa",
             good + std::string(" \0", 2),
             "ssh-ed25519 AAAAAA==", "ssh-ed25519 " + keys::base64_encode(*from_hex("0000000b7373682d"))}) {
        BOOST_TEST_CONTEXT(line.substr(0, 60)) {
            BOOST_TEST((keys::parse_public_key(line).error() == usage_error::key_malformed));
        }
    }
    // a blob cut short is a line, for its format may be unknown, but no key
    BOOST_TEST((keys::check_blob(keys::parse_public_key(cut)->blob).error() == usage_error::key_malformed));
}

BOOST_AUTO_TEST_CASE(format_must_be_a_name) {
    for (const std::string_view name : {"", "with space", "with,comma", "with\nline", "\x80"})
        BOOST_TEST((keys::format_of_blob(made([&](wire::writer& w) { w.string(name); })).error() ==
                    usage_error::key_malformed));
    const std::string longest(64, 'x');
    BOOST_TEST(*keys::format_of_blob(made([&](wire::writer& w) { w.string(longest); })) == longest);
    BOOST_TEST(!keys::format_of_blob(made([&](wire::writer& w) { w.string(longest + "x"); })).has_value());
    BOOST_TEST(!keys::format_of_blob(byte_vector(limits::key_blob + 1)).has_value());
}

BOOST_AUTO_TEST_CASE(rsa_numbers_have_bounds) {
    BOOST_TEST(keys::check_blob(rsa_blob(1024, 0x80, e65537)).has_value());
    BOOST_TEST(keys::check_blob(rsa_blob(16384, 0xff, e65537)).has_value());
    BOOST_TEST((keys::check_blob(rsa_blob(1024, 0x7f, e65537)).error() == security_error::key_too_small));
    BOOST_TEST(
        (keys::check_blob(rsa_blob(16392, 0x01, e65537)).error() == usage_error::key_type_not_supported));
    for (const char* e : {"", "01", "02", "010000"})
        BOOST_TEST(
            (keys::check_blob(rsa_blob(2048, 0xff, *from_hex(e))).error() == usage_error::key_malformed));
    BOOST_TEST(keys::check_blob(rsa_blob(2048, 0xff, *from_hex("03"))).has_value());
    // the exponent is below the modulus
    BOOST_TEST((keys::check_blob(rsa_blob(2048, 0xff, byte_vector(256, std::byte{0xff}))).error() ==
                usage_error::key_malformed));
    byte_vector more = rsa_blob(2048, 0xff, e65537);
    more.push_back(std::byte{0});
    BOOST_TEST((keys::check_blob(more).error() == usage_error::key_malformed));
}

BOOST_AUTO_TEST_CASE(points_have_one_form) {
    const auto blob = [](std::string_view format, std::string_view curve, unsigned first, std::size_t size) {
        byte_vector point(size);
        point[0] = static_cast<std::byte>(first);
        return made([&](wire::writer& w) { w.string(format).string(curve).string(point); });
    };
    const auto not_on_it = [&](std::string_view bits, std::size_t size) {
        const std::string curve = "nistp" + std::string{bits};
        return keys::check_blob(blob("ecdsa-sha2-" + curve, curve, 4, size)).error();
    };
    BOOST_TEST((not_on_it("256", 65) == usage_error::key_malformed));
    BOOST_TEST((not_on_it("384", 97) == usage_error::key_malformed));
    BOOST_TEST((not_on_it("521", 133) == usage_error::key_malformed));
    const auto on_it = [](std::string_view format, std::string_view curve, auto make) {
        byte_vector scalar(make.scalar_size), point(make.point_size);
        scalar.back() = std::byte{7};
        BOOST_TEST(make.public_point(scalar, point));
        return keys::check_blob(made([&](wire::writer& w) { w.string(format).string(curve).string(point); }));
    };
    BOOST_TEST(on_it("ecdsa-sha2-nistp256", "nistp256", native::p256{}).has_value());
    BOOST_TEST(on_it("ecdsa-sha2-nistp384", "nistp384", native::p384{}).has_value());
    BOOST_TEST(on_it("ecdsa-sha2-nistp521", "nistp521", native::p521{}).has_value());
    BOOST_TEST(!keys::check_blob(blob("ecdsa-sha2-nistp256", "nistp384", 4, 65)).has_value());
    BOOST_TEST(!keys::check_blob(blob("ecdsa-sha2-nistp256", "nistp256", 4, 64)).has_value());
    BOOST_TEST(!keys::check_blob(blob("ecdsa-sha2-nistp256", "nistp256", 2, 33)).has_value());
    BOOST_TEST(!keys::check_blob(blob("ecdsa-sha2-nistp256", "nistp256", 6, 65)).has_value());
    BOOST_TEST((keys::check_blob(blob("ecdsa-sha2-nistp192", "nistp192", 4, 49)).error() ==
                usage_error::key_type_not_supported));
}

BOOST_AUTO_TEST_CASE(real_keys_are_read,
                     *boost::unit_test::precondition(testing::needs_vectors{"openssh/sshkey"})) {
    int count = 0;
    for (const char* folder : {"openssh/sshkey", "sshnet", "ssh2js", "generated/ppk"})
        for (const auto& file : std::filesystem::directory_iterator{testing::vector_path(folder)}) {
            const std::string name = file.path().filename().string();
            if (!name.ends_with(".pub") || name.find(".param.") != std::string::npos) continue;
            BOOST_TEST_CONTEXT(file.path()) {
                const auto key = keys::parse_public_key(testing::file_text(file.path()));
                BOOST_TEST_REQUIRE(key.has_value());
                if (key->format.find("-cert-v01@") != std::string::npos)
                    BOOST_TEST((keys::check_blob(key->blob).error() == usage_error::key_type_not_supported));
                else
                    BOOST_TEST(keys::check_blob(key->blob).has_value());
                ++count;
            }
        }
    BOOST_TEST(count > 30);
}

BOOST_AUTO_TEST_SUITE_END()
