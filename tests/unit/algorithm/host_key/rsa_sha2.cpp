#include <hawser/algorithm/host_key/rsa_sha2.hpp>

#include "support/key_case.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
namespace utf = boost::unit_test;
using host_key::rsa_sha2_256;
using host_key::rsa_sha2_512;

namespace {

byte_vector blob_of(byte_view e, byte_view n) {
    byte_buffer out;
    wire::writer w{out};
    w.string(std::string_view{"ssh-rsa"}).mpint(e).mpint(n);
    return to_vector(out.view());
}

/// The key that the tests here share: making one takes a while.
template <class H>
testing::throwaway_key<H>& shared_key() {
    static testing::throwaway_key<H> key;
    return key;
}

struct numbers {
    byte_vector n, e, d, iqmp, p, q;

    explicit numbers(byte_view fields) {
        wire::reader r{fields};
        for (byte_vector* m : {&n, &e, &d, &iqmp, &p, &q}) *m = to_vector(r.mpint());
        BOOST_REQUIRE(r.finish().has_value());
    }
    byte_vector fields() const {
        byte_buffer out;
        wire::writer w{out};
        for (const byte_vector* m : {&n, &e, &d, &iqmp, &p, &q}) w.mpint(*m);
        return to_vector(out.view());
    }
};

template <class H>
void run_wycheproof(const std::string& name) {
    const auto file = testing::vector_json("wycheproof/" + name);
    std::size_t valid = 0, invalid = 0;
    for (const auto& group : file["testGroups"]) {
        const byte_vector blob =
            blob_of(group["publicKey"]["publicExponent"].bytes(), group["publicKey"]["modulus"].bytes());
        BOOST_TEST(H::check_key(blob, {}).has_value());
        for (const auto& test : group["tests"]) {
            BOOST_TEST_CONTEXT(name << " tcId " << test["tcId"].number()) {
                const auto verified =
                    H::verify(blob, test["msg"].bytes(), testing::strings(H::name, test["sig"].bytes()), {});
                BOOST_TEST(verified.has_value() == (test["result"].text() == "valid"));
                if (!verified)
                    BOOST_TEST(verified.error() == make_error_code(security_error::signature_invalid));
                ++(verified ? valid : invalid);
            }
        }
    }
    BOOST_TEST((valid >= 3 && invalid > 100));
}

/// The private key of a group of signature generation tests, from its PKCS#8 form by the numbers given beside it.
std::size_t run_generation(const std::string& name, std::string_view hash, auto algorithm) {
    using H = typename decltype(algorithm)::type;
    const auto file = testing::vector_json("wycheproof/" + name);
    testing::fixed_random random;
    std::size_t seen = 0;
    for (const auto& group : file["testGroups"]) {
        if (group["sha"].text() != hash) continue;
        // PKCS#8: the numbers p, q, dp, dq, iqmp are the last five INTEGERs; they are found from n, e, d by walking
        const byte_vector der = group["privateKeyPkcs8"].bytes();
        std::vector<byte_vector> integers;
        const auto walk = [&](auto& self, byte_view at) -> void {
            while (at.size() > 1) {
                const auto tag = std::to_integer<unsigned>(at[0]);
                std::size_t length = std::to_integer<std::size_t>(at[1]), head = 2;
                if (length > 0x80) {
                    const std::size_t more = length - 0x80;
                    length = 0;
                    for (std::size_t i = 0; i < more; ++i)
                        length = length << 8 | std::to_integer<std::size_t>(at[2 + i]);
                    head += more;
                }
                const byte_view content = at.subspan(head, length);
                if (tag == 2)
                    integers.push_back(to_vector(content));
                else if (tag == 0x30 || tag == 4)
                    self(self, content);
                at = at.subspan(head + length);
            }
        };
        walk(walk, der);
        BOOST_REQUIRE(integers.size() == 10u); // version; version, n, e, d, p, q, dp, dq, iqmp
        byte_buffer fields;
        wire::writer w{fields};
        for (std::size_t i : {2u, 3u, 4u, 9u, 5u, 6u}) w.mpint(integers[i]);
        for (const auto& test : group["tests"]) {
            BOOST_TEST_CONTEXT(name << " tcId " << test["tcId"].number()) {
                byte_buffer out;
                BOOST_REQUIRE(H::sign(fields.view(), test["msg"].bytes(), random, out));
                BOOST_TEST(to_hex(out.view()) == to_hex(testing::strings(H::name, test["sig"].bytes())));
                ++seen;
            }
        }
    }
    return seen;
}

template <class Primitive, class Hash = cryptopp::sha256>
using with = host_key::basic_rsa_sha2_256<Primitive, Hash>;

/// One bit of the result is wrong, as after a fault in one half of the remainder theorem.
struct faulty_rsa : cryptopp::rsa {
    static result<void> private_power(byte_span out, byte_view in, const private_key& key,
                                      random_ref random) {
        auto done = rsa::private_power(out, in, key, random);
        out.back() ^= std::byte{1};
        return done;
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(host_key_rsa_sha2)

BOOST_AUTO_TEST_CASE(names) {
    static_assert(generating_host_key<rsa_sha2_256> && generating_host_key<rsa_sha2_512>);
    BOOST_TEST(rsa_sha2_256::name == "rsa-sha2-256");
    BOOST_TEST(rsa_sha2_512::name == "rsa-sha2-512");
    BOOST_TEST(rsa_sha2_512::key_format == "ssh-rsa");
}

BOOST_AUTO_TEST_CASE(wycheproof_256, *utf::label("C10") * utf::label("AL-H-005") *
                                         utf::precondition(testing::needs_vectors{"wycheproof"})) {
    for (const char* bits : {"2048", "3072", "4096"})
        run_wycheproof<rsa_sha2_256>(std::string{"rsa_signature_"} + bits + "_sha256.json");
}

BOOST_AUTO_TEST_CASE(wycheproof_512, *utf::label("C10") * utf::label("AL-H-006") *
                                         utf::precondition(testing::needs_vectors{"wycheproof"})) {
    for (const char* bits : {"2048", "3072", "4096"})
        run_wycheproof<rsa_sha2_512>(std::string{"rsa_signature_"} + bits + "_sha512.json");
}

BOOST_AUTO_TEST_CASE(wycheproof_generation, *utf::precondition(testing::needs_vectors{"wycheproof"})) {
    std::size_t seen = 0;
    for (const char* name :
         {"rsa_pkcs1_1024_sig_gen.json", "rsa_pkcs1_2048_sig_gen.json", "rsa_pkcs1_4096_sig_gen.json"}) {
        seen += run_generation(name, "SHA-256", std::type_identity<rsa_sha2_256>{});
        seen += run_generation(name, "SHA-512", std::type_identity<rsa_sha2_512>{});
    }
    BOOST_TEST(seen > 10u);
}

BOOST_AUTO_TEST_CASE(a_signature_over_the_other_hash, *utf::label("K11") * utf::label("C10")) {
    // the other algorithm's signature by the same key, under its own name and under ours
    auto& key = shared_key<rsa_sha2_256>();
    byte_buffer other;
    BOOST_REQUIRE(rsa_sha2_512::sign(key.fields.view(), as_bytes("m"), key.random, other));
    BOOST_TEST(key.verify(as_bytes("m"), other.view()) ==
               make_error_code(security_error::signature_algorithm_mismatch));
    wire::reader r{other.view()};
    r.string();
    BOOST_TEST(key.verify(as_bytes("m"), testing::strings(rsa_sha2_256::name, r.string())) ==
               make_error_code(security_error::signature_invalid));
    BOOST_TEST(rsa_sha2_512::verify(key.blob.view(), as_bytes("m"), other.view(), {}).has_value());
}

BOOST_AUTO_TEST_CASE(signatures_shorter_than_the_modulus, *utf::label("C10")) {
    // messages are tried until a signature begins with a zero; RFC 8332, section 3 lets a signer leave it out
    auto& key = shared_key<rsa_sha2_256>();
    for (std::uint32_t i = 0; i < 4000; ++i) {
        std::array<std::byte, 4> message;
        store_u32(message.data(), i);
        const byte_vector blob = key.sign(message);
        wire::reader r{blob};
        r.string();
        byte_view signature = r.string();
        BOOST_REQUIRE(signature.size() == numbers{key.fields.view()}.n.size());
        if (signature[0] != std::byte{0}) continue;
        BOOST_TEST(!key.verify(message, blob));
        BOOST_TEST(!key.verify(message, testing::strings(rsa_sha2_256::name, signature.subspan(1))));
        BOOST_TEST(key.verify(message, testing::strings(rsa_sha2_256::name, signature.subspan(2))) ==
                   make_error_code(security_error::signature_invalid));
        return;
    }
    BOOST_ERROR("no such signature");
}

BOOST_AUTO_TEST_CASE(sizes_of_keys, *utf::label("C08")) {
    const auto check = [](std::size_t bits, byte_vector e,
                          std::size_t minimum = limits::modulus_bits_minimum) {
        byte_vector n((bits + 7) / 8, std::byte{0xff});
        n[0] = static_cast<std::byte>(0xff >> (8 * n.size() - bits));
        const byte_vector blob = blob_of(e, n);
        const auto checked = rsa_sha2_256::check_key(blob, {minimum}).error();
        if (checked)
            BOOST_TEST(
                rsa_sha2_256::verify(blob, {}, testing::strings(rsa_sha2_256::name, n), {minimum}).error() ==
                checked);
        return checked;
    };
    const byte_vector e = *from_hex("010001");
    const std::error_code small = security_error::key_too_small;
    const std::error_code malformed = security_error::host_key_malformed;
    BOOST_TEST(!check(2048, e));
    BOOST_TEST(check(2047, e) == small);
    BOOST_TEST(check(1024, e) == small);
    BOOST_TEST(!check(1024, e, 1024));
    BOOST_TEST(check(1023, e, 1024) == small);
    BOOST_TEST(check(1023, e, 0) == small); // 1024 is the least that may be set
    BOOST_TEST(check(1, e, 0) == small);
    BOOST_TEST(!check(16384, e));
    BOOST_TEST(check(16385, e) == malformed);
    BOOST_TEST(check(65536, e) == malformed);
    BOOST_TEST(check(2048, e, 3072) == small);
    // the exponent
    for (const char* bad :
         {"", "01", "02", "04", "010000", "010000000000000001", "ffffffffffffffffffffffffffffffff"})
        BOOST_TEST(check(2048, *from_hex(bad)) == malformed);
    for (const char* good : {"03", "11", "23", "ffffffffffffffff"}) BOOST_TEST(!check(2048, *from_hex(good)));
    // an even modulus, no modulus, a negative one, needless zeros
    byte_vector even(256, std::byte{0xfe});
    BOOST_TEST(rsa_sha2_256::check_key(blob_of(e, even), {}).error() == malformed);
    BOOST_TEST(rsa_sha2_256::check_key(blob_of(e, {}), {}).error() == malformed);
    byte_vector padded(2);
    padded.insert(padded.end(), 256, std::byte{0xff});
    BOOST_TEST(
        rsa_sha2_256::check_key(testing::strings(std::string_view{"ssh-rsa"}, e, padded), {}).error() ==
        malformed);
    BOOST_TEST(rsa_sha2_256::check_key(
                   testing::strings(std::string_view{"ssh-rsa"}, e, byte_view{padded}.subspan(2)), {})
                   .error() == malformed);
}

BOOST_AUTO_TEST_CASE(private_numbers_that_do_not_belong_together) {
    auto& key = shared_key<rsa_sha2_256>();
    for (byte_vector numbers::*member :
         {&numbers::n, &numbers::d, &numbers::iqmp, &numbers::p, &numbers::q}) {
        numbers changed{key.fields.view()};
        (changed.*member).back() ^= std::byte{2};
        byte_buffer out;
        BOOST_TEST(rsa_sha2_256::sign(changed.fields(), as_bytes("m"), key.random, out).error() ==
                   make_error_code(usage_error::key_malformed));
        BOOST_TEST(out.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_wrong_signature_of_ours_does_not_leave, *utf::label("C12")) {
    testing::check_wrong_signature_stays<with<faulty_rsa>>(shared_key<rsa_sha2_256>());
}

BOOST_AUTO_TEST_CASE(failures_of_hash_and_random_are_errors, *utf::label("C13") * utf::label("C16")) {
    auto& key = shared_key<rsa_sha2_256>();
    testing::check_failing_hash<with<cryptopp::rsa, testing::failing<cryptopp::sha256>>>(key);
    byte_buffer out;
    testing::failing_random none;
    BOOST_TEST(rsa_sha2_256::sign(key.fields.view(), as_bytes("m"), none, out).error() ==
               make_error_code(security_error::random_failed));
    BOOST_TEST(rsa_sha2_256::generate(none, out, 1024).error() ==
               make_error_code(security_error::random_failed));
    BOOST_TEST(rsa_sha2_256::generate(key.random, out, 1023).error() ==
               make_error_code(security_error::key_too_small));
    BOOST_TEST(out.empty());
}

BOOST_AUTO_TEST_SUITE_END()
