// Headers that programs for Windows include early define min and max as macros. The library below the session is
// written to survive them, where the standard headers were included before.
#include <algorithm>
#include <chrono>
#include <functional>
#include <limits>
#include <memory>
#include <memory_resource>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <variant>
#include <vector>

#define min(a, b) (((a) < (b)) ? (a) : (b))
#define max(a, b) (((a) > (b)) ? (a) : (b))

#include <hawser/transport/engine.hpp>
