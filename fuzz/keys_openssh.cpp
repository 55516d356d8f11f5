// A private key file: text, or the inside of OpenSSH's own format without its base64.

#include <hawser/keys/openssh_format.hpp>
#include <hawser/keys/parse_private_key.hpp>
#include <hawser/wire/reader.hpp>

#include "depth.hpp"
#include "script.hpp"

#include <support/fixed_random.hpp>

using namespace hawser;

static fuzzing::depth phases{"public half", "plain key", "encrypted key", "decrypted key"};

/// The rounds of bcrypt that decrypting would take; fuzzing waits only for few.
static std::uint32_t rounds_of(byte_view body) {
    wire::reader r{body};
    (void)r.take(std::min<std::size_t>(15, body.size())); // "openssh-key-v1" and its NUL
    (void)r.string(), (void)r.string();
    wire::reader kdf{r.string()};
    (void)kdf.string();
    return kdf.u32();
}

static void check(const result<keys::private_key>& key, std::size_t phase) {
    if (!key) return fuzzing::require(blame_of(key.error()) != blame::environment, "the file is to blame");
    phases.reach(phase);
    testing::fixed_random random;
    const auto text = keys::format_openssh_private_key(*key, random);
    fuzzing::require(text.has_value(), "what was read can be written");
    const auto again = keys::parse_private_key(as_text(text->view()));
    fuzzing::require(again && equal(again->fields.view(), key->fields.view()), "and read again");
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const byte_view bytes{reinterpret_cast<const std::byte*>(data), size};
    const secret_bytes wrapped = keys::write_pem("OPENSSH PRIVATE KEY", bytes);
    const std::string_view text = size != 0 && data[0] == '-' ? as_text(bytes) : as_text(wrapped.view());
    if (keys::parse_openssh_public_half(text)) phases.reach(0);
    const auto key = keys::parse_private_key(text);
    check(key, 1);
    if (key || key.error() != usage_error::key_encrypted) return 0;
    phases.reach(2);
    const auto block = keys::read_pem(text);
    if (!block || rounds_of(block->body.view()) > 2) return 0;
    check(keys::parse_private_key(text, as_bytes("secret")), 3);
    return 0;
}
