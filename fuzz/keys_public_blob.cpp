// A public key blob, as hosts and users show it, and a line of text with one.

#include <hawser/keys/public_key.hpp>
#include <hawser/suite/catalog.hpp>

#include "depth.hpp"
#include "script.hpp"

using namespace hawser;

static fuzzing::depth phases{"named", "well formed", "usable"};

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const byte_view bytes{reinterpret_cast<const std::byte*>(data), size};
    if (const auto key = keys::parse_public_key(as_text(bytes))) {
        const auto again = keys::parse_public_key(keys::format_public_key(*key));
        fuzzing::require(again && again->blob == key->blob && again->format == key->format,
                         "a line is read as written");
    }
    const auto format = keys::format_of_blob(bytes);
    if (!format) return 0;
    phases.reach(0);
    const bool well_formed = keys::check_blob(bytes).has_value();
    if (well_formed) phases.reach(1);
    catalog::host_keys::for_each([&]<class Algorithm>(std::type_identity<Algorithm>) {
        const auto usable = Algorithm::check_key(bytes, {});
        fuzzing::require(!usable || (well_formed && *format == Algorithm::key_format),
                         "only well-formed keys are usable");
        if (usable) phases.reach(2);
        fuzzing::require(!Algorithm::verify(bytes, as_bytes("data"), bytes, {}), "a key is no signature");
    });
    return 0;
}
