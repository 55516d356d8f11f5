#pragma once

#include <hawser/core/error.hpp>
#include <hawser/keys/openssh_format.hpp>
#include <hawser/keys/parse_private_key.hpp>
#include <hawser/keys/pem.hpp>
#include <hawser/keys/pem_format.hpp>

namespace hawser::inline HAWSER_ABI::keys {

HAWSER_DECL result<private_key> parse_private_key(std::string_view text,
                                                  std::optional<byte_view> passphrase) {
    if (text.starts_with("PuTTY-User-Key-File-")) return usage_error::key_in_ppk;
    const auto block = read_pem(text);
    if (!block) return block.error();
    if (block->label == "OPENSSH PRIVATE KEY") return decode_openssh_private_key(*block, passphrase);
    return decode_pem_private_key(*block, passphrase);
}

} // namespace hawser::inline HAWSER_ABI::keys
