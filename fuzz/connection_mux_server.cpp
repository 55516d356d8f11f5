// The connection protocol of a server against any peer.

#include "multiplexer_script.hpp"

using namespace hawser;

static fuzzing::depth phases{"opened",      "refused",        "asked to open", "data",
                             "end of data", "request",        "reply",         "writable",
                             "closed",      "asked globally", "global reply"};

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzzing::drive_multiplexer(role::server, data, size, phases);
    return 0;
}
