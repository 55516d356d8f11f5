// A known_hosts file, and what it says of two hosts.

#include <hawser/keys/known_hosts.hpp>

#include "depth.hpp"
#include "script.hpp"

using namespace hawser;

static fuzzing::depth phases{"line refused", "line read", "host known", "hashed host known", "key revoked"};

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    keys::known_hosts known;
    if (!known.read(as_text({reinterpret_cast<const std::byte*>(data), size}), "fuzz")) return 0;
    if (!known.refused().empty()) phases.reach(0);
    for (std::size_t i = 0; i < known.entries().size() && i < 8; ++i) {
        phases.reach(1);
        const keys::known_host_entry& entry = known.entries()[i];
        fuzzing::require(keys::format_of_blob(entry.key.blob).has_value(), "an entry has a key");
        for (const auto& [host, port] : {std::pair{"host.example", 22}, std::pair{"10.0.0.1", 2222}}) {
            const auto found = known.check(host, static_cast<std::uint16_t>(port), entry.key.blob);
            fuzzing::require((found.entry == nullptr) == (found.status == keys::host_key_status::unknown),
                             "a verdict has a line");
            if (found.status == keys::host_key_status::known)
                phases.reach(found.entry->hosts[0] == '|' ? 3 : 2);
            if (found.status == keys::host_key_status::revoked) phases.reach(4);
            (void)known.known_formats(host, static_cast<std::uint16_t>(port));
            (void)known.authorities(host, static_cast<std::uint16_t>(port));
        }
    }
    return 0;
}
