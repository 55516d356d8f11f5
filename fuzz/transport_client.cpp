// A transport engine in the role of client against any peer.

#include "transport_script.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return hawser::fuzzing::fuzz_transport<hawser::role::client>(data, size);
}
