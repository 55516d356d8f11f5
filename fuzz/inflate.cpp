// Compressed payloads of one stream.

#include <hawser/algorithm/compression/zlib.hpp>
#include <hawser/core/limits.hpp>

#include "depth.hpp"
#include "script.hpp"

using namespace hawser;

static fuzzing::depth phases{"damaged", "one payload", "two payloads"};

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzzing::script steps{data, size};
    compression::zlib_inflater inflater, second;
    compression::zlib_deflater deflater;
    fuzzing::require(inflater.start() && second.start() && deflater.start(), "streams start");
    byte_buffer packed;
    for (std::size_t count = 1; !steps.empty(); ++count) {
        const std::size_t most = (steps.choice() + 1) * (limits::packet / 256);
        byte_buffer plain{limits::packet};
        if (const auto done = inflater.inflate(steps.string(), plain, most); !done) {
            fuzzing::require_peer(done.error());
            fuzzing::require(plain.empty(), "nothing half done");
            phases.reach(0);
            return 0;
        }
        fuzzing::require(plain.size() <= most && !plain.empty(), "within its bound");
        phases.reach(count);
        byte_buffer again;
        packed.clear();
        fuzzing::require(deflater.deflate(plain.view(), packed).has_value(), "it compresses");
        fuzzing::require(second.inflate(packed.view(), again, most).has_value(), "and expands");
        fuzzing::require(equal(again.view(), plain.view()), "to the same");
    }
    return 0;
}
