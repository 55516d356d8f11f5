#include <hawser/algorithm/cipher/aes.hpp>
#include <hawser/algorithm/concept.hpp>
