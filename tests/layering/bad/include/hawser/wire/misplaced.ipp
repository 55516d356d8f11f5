#include <hawser/core/good.hpp>
