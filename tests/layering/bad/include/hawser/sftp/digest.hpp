#include <hawser/algorithm/digest.hpp>
#include <hawser/algorithm/concept.hpp>
