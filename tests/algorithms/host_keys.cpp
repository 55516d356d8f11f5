// Every signature algorithm of hosts and users: known answers, wrong keys, every byte changed, every length.

#include "algorithms/lists.hpp"
#include "support/key_case.hpp"
#include "support/vectors.hpp"

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(host_keys)

namespace {

using host_keys = catalog::host_keys;

const std::error_code invalid = security_error::signature_invalid;
const std::error_code mismatch = security_error::signature_algorithm_mismatch;
const std::error_code malformed_host_key = security_error::host_key_malformed;
const std::error_code too_small = security_error::key_too_small;
const std::error_code malformed_key = usage_error::key_malformed;

template <class H>
std::vector<vector_record> answers_of() {
    return records_in(own_vector_path("host_key/" + std::string{H::name} + ".txt"));
}

/// The first key of an algorithm's file, with a signature.
template <class H>
struct known_key {
    vector_record record = answers_of<H>().at(1);
    byte_vector fields = record.bytes("fields"), blob = record.bytes("blob"),
                message = record.bytes("message"), signature = record.bytes("signature");

    std::error_code verify(byte_view of, byte_view said, byte_view signed_by) const {
        return H::verify(of, said, signed_by, {}).error();
    }
    std::error_code verify(byte_view signed_by) const { return verify(blob, message, signed_by); }
};

byte_vector changed(byte_vector bytes, std::size_t at) {
    bytes[at] ^= std::byte{0x04};
    return bytes;
}

const for_each_algorithm<host_keys> known_answers{
    "known_answers", __FILE__, __LINE__, {}, []<class H>(std::type_identity<H>) {
        fixed_random random;
        std::size_t count = 0;
        for (const vector_record& answer : answers_of<H>()) {
            BOOST_TEST_CONTEXT("answer " << ++count) {
                const byte_vector fields = answer.bytes("fields"), message = answer.bytes("message");
                byte_buffer blob, signature;
                BOOST_TEST_REQUIRE(H::sign(fields, message, random, signature).has_value());
                BOOST_TEST(to_hex(signature.view()) == answer.text("signature"));
                BOOST_TEST(
                    H::verify(answer.bytes("blob"), message, answer.bytes("signature"), {}).has_value());
                BOOST_TEST(H::check_key(answer.bytes("blob"), {}).has_value());
                if constexpr (requires { H::public_blob(fields, blob); }) {
                    BOOST_TEST_REQUIRE(H::public_blob(fields, blob).has_value());
                    BOOST_TEST(to_hex(blob.view()) == answer.text("blob"));
                }
            }
        }
        BOOST_TEST(count >= 3u);
    }};

const for_each_algorithm<host_keys> signatures_of_messages_of_many_lengths{
    "signatures_of_messages_of_many_lengths", __FILE__, __LINE__, {}, []<class H>(std::type_identity<H>) {
        const known_key<H> key;
        fixed_random random;
        for (const std::size_t size : {0u, 1u, 20u, 32u, 48u, 64u, 65u, 1000u, 40000u}) {
            const byte_vector message = random.bytes(size);
            byte_buffer signature;
            BOOST_TEST_REQUIRE(H::sign(key.fields, message, random, signature).has_value());
            BOOST_TEST(!key.verify(key.blob, message, signature.view()));
            byte_vector longer = message;
            longer.push_back(std::byte{0});
            BOOST_TEST((key.verify(key.blob, longer, signature.view()) == invalid));
            if (size != 0)
                BOOST_TEST(
                    (key.verify(key.blob, byte_view{message}.first(size - 1), signature.view()) == invalid));
        }
    }};

const for_each_algorithm<host_keys> another_key_does_not_verify{
    "another_key_does_not_verify", __FILE__, __LINE__, {label("K12")}, []<class H>(std::type_identity<H>) {
        const known_key<H> key;
        const auto answers = answers_of<H>();
        for (const std::size_t other : {0u, 2u})
            BOOST_TEST((key.verify(answers.at(other).bytes("blob"), key.message, key.signature) == invalid));
    }};

/// K11: a signature says which algorithm made it, and that must be the one that was agreed.
const for_each_algorithm<host_keys> the_name_of_every_other_algorithm{
    "the_name_of_every_other_algorithm",
    __FILE__,
    __LINE__,
    {label("K11")},
    []<class H>(std::type_identity<H>) {
        const known_key<H> key;
        wire::reader r{key.signature};
        BOOST_TEST(r.text() == H::name);
        const byte_view inner = r.string();
        host_keys::for_each([&]<class Other>(std::type_identity<Other>) {
            if (Other::name != H::name)
                BOOST_TEST((key.verify(strings(Other::name, inner)) == mismatch), Other::name);
        });
        for (const std::string& other :
             {std::string{}, std::string{H::name} + 'x', std::string{H::name, 0, 5}})
            BOOST_TEST((key.verify(strings(other, inner)) == mismatch), other);
        // and a key of another format is none
        host_keys::for_each([&]<class Other>(std::type_identity<Other>) {
            if (Other::key_format != H::key_format)
                BOOST_TEST(
                    (key.verify(known_key<Other>{}.blob, key.message, key.signature) == malformed_host_key),
                    Other::name);
        });
    }};

const for_each_algorithm<host_keys> every_byte_counts{
    "every_byte_counts", __FILE__, __LINE__, {label("K12")}, []<class H>(std::type_identity<H>) {
        const known_key<H> key;
        BOOST_TEST_REQUIRE(!key.verify(key.signature));
        for (std::size_t at = 0; at < key.signature.size(); ++at) {
            const std::error_code error = key.verify(changed(key.signature, at));
            BOOST_TEST((error == invalid || error == mismatch), at << ": " << error.message());
        }
        for (std::size_t at = 0; at < key.blob.size(); ++at) {
            const byte_vector blob = changed(key.blob, at);
            const std::error_code error = key.verify(blob, key.message, key.signature);
            BOOST_TEST((error == invalid || error == malformed_host_key || error == too_small),
                       at << ": " << error.message());
            // what check_key refuses is what verify refuses
            const std::error_code checked = H::check_key(blob, {}).error();
            BOOST_TEST((checked == error || (!checked && error == invalid)), at);
        }
        for (std::size_t at = 0; at < key.message.size(); ++at)
            BOOST_TEST((key.verify(key.blob, changed(key.message, at), key.signature) == invalid), at);
    }};

const for_each_algorithm<host_keys> every_byte_of_a_private_key_counts{
    "every_byte_of_a_private_key_counts", __FILE__, __LINE__, {}, []<class H>(std::type_identity<H>) {
        const known_key<H> key;
        fixed_random random;
        for (std::size_t at = 0; at < key.fields.size(); ++at) {
            byte_buffer out;
            const std::error_code error = H::sign(changed(key.fields, at), key.message, random, out).error();
            BOOST_TEST((error == malformed_key || error == too_small), at << ": " << error.message());
            BOOST_TEST(out.empty());
        }
    }};

const for_each_algorithm<host_keys> every_length{
    "every_length", __FILE__, __LINE__, {label("K12")}, []<class H>(std::type_identity<H>) {
        const known_key<H> key;
        fixed_random random;
        for (std::size_t size = 0; size < key.signature.size(); ++size)
            BOOST_TEST((key.verify(byte_view{key.signature}.first(size)) == invalid), size);
        for (std::size_t size = 0; size < key.blob.size(); ++size) {
            const byte_view cut = byte_view{key.blob}.first(size);
            BOOST_TEST((H::check_key(cut, {}).error() == malformed_host_key), size);
            BOOST_TEST((key.verify(cut, key.message, key.signature) == malformed_host_key), size);
        }
        for (std::size_t size = 0; size < key.fields.size(); ++size) {
            byte_buffer out;
            BOOST_TEST((H::sign(byte_view{key.fields}.first(size), key.message, random, out).error() ==
                        malformed_key),
                       size);
            BOOST_TEST(out.empty());
        }
        for (const std::size_t more : {1u, 4u, 1000u}) {
            byte_vector signature = key.signature, blob = key.blob, fields = key.fields;
            for (byte_vector* longer : {&signature, &blob, &fields}) longer->resize(longer->size() + more);
            byte_buffer out;
            BOOST_TEST((key.verify(signature) == invalid));
            BOOST_TEST((key.verify(blob, key.message, key.signature) == malformed_host_key));
            BOOST_TEST((H::sign(fields, key.message, random, out).error() == malformed_key));
        }
        // the signature proper, of other sizes in a frame that is right
        wire::reader r{key.signature};
        r.string();
        byte_vector inner = to_vector(r.string());
        const std::size_t whole = inner.size();
        inner.resize(whole + 3);
        for (std::size_t size = 0; size < inner.size(); ++size)
            if (size != whole)
                BOOST_TEST((key.verify(strings(H::name, byte_view{inner}.first(size))) == invalid), size);
        for (const std::size_t size : {whole, std::size_t{65536}})
            for (const std::byte filling : {std::byte{0}, std::byte{0x55}})
                BOOST_TEST((key.verify(strings(H::name, byte_vector(size, filling))) == invalid), size);
    }};

} // namespace

BOOST_AUTO_TEST_SUITE_END()
