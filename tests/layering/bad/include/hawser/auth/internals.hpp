#include <hawser/transport/named.hpp>
