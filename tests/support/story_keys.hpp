#pragma once
// Throwaway keys for stories: made once in a program, from a seed. Included by one .cpp of a test program,
// for it brings the host key algorithms with it; story.hpp declares what is defined here.

#include <hawser/algorithm/host_key/ecdsa_nistp.hpp>
#include <hawser/algorithm/host_key/rsa_sha2.hpp>
#include <hawser/algorithm/host_key/ssh_ed25519.hpp>
#include <hawser/keys/make_private_key.hpp>

#include "support/fixed_random.hpp"
#include "support/story.hpp"

#include <stdexcept>

namespace hawser::testing {

template <class H, class... Size>
keys::private_key throwaway_key(std::uint64_t seed, Size... bits) {
    fixed_random random{seed};
    byte_buffer fields;
    if (!H::generate(random, fields, bits...)) throw std::runtime_error("no key was made");
    auto key = keys::make_private_key(H::key_format, fields.view());
    if (!key) throw std::runtime_error("the key that was made is none");
    return std::move(*key);
}

const keys::private_key& story_key(std::string_view format, std::uint64_t number) {
    static std::map<std::pair<std::string, std::uint64_t>, keys::private_key> made;
    const std::pair<std::string, std::uint64_t> name{std::string{format}, number};
    const auto at = made.find(name);
    if (at != made.end()) return at->second;
    const std::uint64_t seed = 1000 + number;
    if (format == host_key::ssh_ed25519::key_format)
        return made.emplace(name, throwaway_key<host_key::ssh_ed25519>(seed)).first->second;
    if (format == host_key::ecdsa_sha2_nistp256::key_format)
        return made.emplace(name, throwaway_key<host_key::ecdsa_sha2_nistp256>(seed)).first->second;
    if (format == host_key::ecdsa_sha2_nistp384::key_format)
        return made.emplace(name, throwaway_key<host_key::ecdsa_sha2_nistp384>(seed)).first->second;
    if (format == host_key::ecdsa_sha2_nistp521::key_format)
        return made.emplace(name, throwaway_key<host_key::ecdsa_sha2_nistp521>(seed)).first->second;
    return made.emplace(name, throwaway_key<host_key::rsa_sha2_256>(seed, 2048)).first->second;
}

} // namespace hawser::testing
