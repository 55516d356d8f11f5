#include <hawser/core/error.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/keys/pem.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

namespace {

const std::string begin = "-----BEGIN X PRIVATE KEY-----\n", end = "-----END X PRIVATE KEY-----\n";

std::error_code error_of(const std::string& text) { return keys::read_pem(text).error(); }

} // namespace

BOOST_AUTO_TEST_SUITE(pem)

BOOST_AUTO_TEST_CASE(block_is_read) {
    for (const std::string& text :
         {begin + "Zm9v\nYmFy\n" + end, begin + "Zm9vYmFy\n" + end.substr(0, end.size() - 1),
          begin + "Zm9v \r\nYmFy\t\r\n" + end, "some words\n\n" + begin + "Zm9vYmFy\n" + end + "more"}) {
        BOOST_TEST_CONTEXT(text) {
            const auto block = keys::read_pem(text);
            BOOST_TEST_REQUIRE(block.has_value());
            BOOST_TEST(block->label == "X PRIVATE KEY");
            BOOST_TEST(block->cipher.empty());
            BOOST_TEST(as_text(block->body.view()) == "foobar");
        }
    }
}

BOOST_AUTO_TEST_CASE(blocks_of_other_things_are_passed_over) {
    const std::string text = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                             "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n" +
                             begin + "Zm9v\n" + end;
    BOOST_TEST(as_text(keys::read_pem(text)->body.view()) == "foo");
}

BOOST_AUTO_TEST_CASE(headers_are_read) {
    const std::string text =
        begin + "Proc-Type: 4,ENCRYPTED\r\nDEK-Info: AES-128-CBC,0A1b\r\nX-Other: y\r\n\r\nZm9v\r\n" + end;
    const auto block = keys::read_pem(text);
    BOOST_TEST_REQUIRE(block.has_value());
    BOOST_TEST(block->cipher == "AES-128-CBC");
    BOOST_TEST(to_hex(block->iv) == "0a1b");
    BOOST_TEST(as_text(block->body.view()) == "foo");
}

BOOST_AUTO_TEST_CASE(damaged_headers_are_refused) {
    const std::string proc = "Proc-Type: 4,ENCRYPTED\n", dek = "DEK-Info: AES-128-CBC,0A1B\n",
                      body = "\nZm9v\n" + end;
    std::string many;
    for (int i = 0; i < 17; ++i) many += "A: b\n";
    for (const std::string& headers :
         {proc, dek, proc + proc + dek, proc + dek + dek, "Proc-Type: 4,CLEAR\n" + dek,
          proc + "DEK-Info: AES-128-CBC\n", proc + "DEK-Info: ,0A1B\n", proc + "DEK-Info: AES-128-CBC,0A1\n",
          proc + "DEK-Info: AES-128-CBC,xx\n", many}) {
        BOOST_TEST_CONTEXT(headers) {
            BOOST_TEST((error_of(begin + headers + body) == usage_error::key_malformed));
        }
    }
    // the empty line after them is missing
    BOOST_TEST((error_of(begin + proc + dek + "Zm9v\n" + end) == usage_error::key_malformed));
    BOOST_TEST((error_of(begin + proc) == usage_error::key_malformed));
}

BOOST_AUTO_TEST_CASE(damaged_text_is_refused) {
    const std::string good = begin + "Zm9v\n" + end;
    for (const std::string& text :
         {std::string{}, std::string{"\n"}, begin, begin + "Zm9v\n",
          begin + "Zm9v\n-----END Y PRIVATE KEY-----\n", begin + end, begin + "Zm 9v\n" + end,
          begin + "Zm9\n" + end, begin + "Zm9v!\n" + end, begin + "\nZm9v====\n" + end,
          begin + "Zm9v\n-----\n" + end, " " + good, good.substr(1),
          std::string{"-----BEGIN X PUBLIC KEY-----\nZm9v\n"}, begin + "Zm9v\n" + begin + "Zm9v\n" + end,
          begin + std::string("Zm9v\0\n", 6) + end}) {
        BOOST_TEST_CONTEXT(text) { BOOST_TEST((error_of(text) == usage_error::key_malformed)); }
    }
    BOOST_TEST((error_of(std::string(limits::key_file + 1, '\n')) == usage_error::file_too_large));
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read) {
    for (const std::size_t size : {1u, 52u, 53u, 105u, 1000u}) {
        const byte_vector body(size, std::byte{0x5a});
        const secret_bytes text = keys::write_pem("OPENSSH PRIVATE KEY", body);
        const auto block = keys::read_pem(as_text(text.view()));
        BOOST_TEST_REQUIRE(block.has_value());
        BOOST_TEST(block->label == "OPENSSH PRIVATE KEY");
        BOOST_TEST(equal(block->body.view(), body));
        for (std::string_view left = as_text(text.view()); !left.empty();
             left.remove_prefix(left.find('\n') + 1))
            BOOST_TEST(left.find('\n') <= 70u);
    }
}

BOOST_AUTO_TEST_SUITE_END()
