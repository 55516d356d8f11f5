#pragma once
// What every host key algorithm must do, run over one of them: make, sign, verify, refuse.

#include <hawser/algorithm/host_key.hpp>
#include <hawser/wire/reader.hpp>
#include <hawser/wire/writer.hpp>

#include "support/fixed_random.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace hawser::testing {

/// A throwaway key of an algorithm.
template <generating_host_key H>
struct throwaway_key {
    byte_buffer fields;
    byte_buffer blob;
    fixed_random random;

    explicit throwaway_key(std::uint64_t seed = 1) : random{seed} {
        BOOST_REQUIRE(H::generate(random, fields));
        BOOST_REQUIRE(H::public_blob(fields.view(), blob));
    }
    byte_vector sign(byte_view message) {
        byte_buffer out;
        BOOST_REQUIRE(H::sign(fields.view(), message, random, out));
        return to_vector(out.view());
    }
    std::error_code verify(byte_view message, byte_view signature, key_policy policy = {}) const {
        return H::verify(blob.view(), message, signature, policy).error();
    }
};

/// A blob of strings.
template <class... Fields>
byte_vector strings(const Fields&... fields) {
    byte_buffer out;
    wire::writer w{out};
    (w.string(fields), ...);
    return to_vector(out.view());
}

inline byte_vector flipped(byte_view bytes, std::size_t at) {
    byte_vector out = to_vector(bytes);
    out[at] ^= std::byte{0x40};
    return out;
}

/// K11, K12: signatures of another name, damaged, cut, lengthened, over another message.
template <generating_host_key H>
void check_signatures(throwaway_key<H>& key) {
    const std::error_code invalid = security_error::signature_invalid;
    const std::error_code mismatch = security_error::signature_algorithm_mismatch;
    const byte_view message = as_bytes("an exchange hash");
    const byte_vector good = key.sign(message);
    wire::reader r{good};
    BOOST_TEST(r.text() == H::name);
    const byte_view inner = r.string();
    BOOST_TEST(r.finish().has_value());

    BOOST_TEST(!key.verify(message, good));
    BOOST_TEST(key.verify(as_bytes("an exchange hasi"), good) == invalid);
    BOOST_TEST(key.verify({}, good) == invalid);
    for (std::string_view name : {"ssh-rsa", "rsa-sha2-256", "rsa-sha2-512", "rsa-sha2-256x", "ssh-dss", "",
                                  "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"})
        if (name != H::name) BOOST_TEST(key.verify(message, strings(name, inner)) == mismatch);
    for (std::size_t size = 0; size < good.size(); ++size)
        BOOST_TEST(key.verify(message, byte_view{good}.first(size)) == invalid);
    byte_vector longer = good;
    longer.push_back(std::byte{0});
    BOOST_TEST(key.verify(message, longer) == invalid);
    for (std::size_t i = 0; i < inner.size(); i += 1 + inner.size() / 64)
        BOOST_TEST(key.verify(message, strings(H::name, flipped(inner, i))) == invalid);
    byte_vector appended = to_vector(inner);
    appended.push_back(std::byte{0});
    BOOST_TEST(key.verify(message, strings(H::name, appended)) == invalid);
    BOOST_TEST(key.verify(message, strings(H::name, byte_view{})) == invalid);
    BOOST_TEST(key.verify(message, strings(H::name, byte_vector(inner.size()))) == invalid);
    BOOST_TEST(key.verify(message, strings(H::name, byte_vector(65536, std::byte{0x55}))) == invalid);
    throwaway_key<H> other{99};
    BOOST_TEST(other.verify(message, good) == invalid);
}

/// Public key blobs that are damaged, cut, lengthened, of another format.
template <generating_host_key H>
void check_blobs(throwaway_key<H>& key) {
    const std::error_code malformed = security_error::host_key_malformed;
    const byte_view blob = key.blob.view();
    const byte_vector signature = key.sign(as_bytes("m"));
    const auto both = [&](byte_view other) {
        const std::error_code checked = H::check_key(other, {}).error();
        BOOST_TEST(H::verify(other, as_bytes("m"), signature, {}).error() == checked);
        return checked;
    };
    BOOST_TEST(!both(blob));
    for (std::size_t size = 0; size < blob.size(); size += 1 + blob.size() / 128)
        BOOST_TEST(both(blob.first(size)) == malformed);
    byte_vector longer = to_vector(blob);
    longer.push_back(std::byte{0});
    BOOST_TEST(both(longer) == malformed);
    BOOST_TEST(both(flipped(blob, 4)) == malformed); // the format's name
    wire::reader r{blob};
    BOOST_TEST(r.text() == H::key_format);
}

/// Private fields that are cut, lengthened or inconsistent never sign, and nothing is written.
template <generating_host_key H>
void check_fields(throwaway_key<H>& key) {
    const auto refused = [&](byte_view fields) {
        byte_buffer out;
        const std::error_code signing = H::sign(fields, as_bytes("m"), key.random, out).error();
        BOOST_TEST(out.empty());
        return signing;
    };
    const byte_view fields = key.fields.view();
    const std::error_code malformed = usage_error::key_malformed;
    for (std::size_t size = 0; size < fields.size(); size += 1 + fields.size() / 64)
        BOOST_TEST(refused(fields.first(size)) == malformed);
    byte_vector longer = to_vector(fields);
    longer.push_back(std::byte{0});
    BOOST_TEST(refused(longer) == malformed);
    BOOST_TEST(refused(flipped(fields, fields.size() - 1)) == malformed);
    BOOST_TEST(refused(flipped(fields, fields.size() / 2)) == malformed);
    BOOST_TEST(refused({}) == malformed);
}

} // namespace hawser::testing
