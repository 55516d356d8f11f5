#pragma once

#include <hawser/client/system_random.hpp>
#include <hawser/io/posix/system_random.hpp>

namespace hawser::inline HAWSER_ABI {

HAWSER_DECL random_ref system_random() noexcept {
    static io::posix::system_random source;
    return source;
}

} // namespace hawser::inline HAWSER_ABI
