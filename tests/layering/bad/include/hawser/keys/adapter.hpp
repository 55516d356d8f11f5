#include <hawser/algorithm/cipher/aes.hpp>
#include <hawser/wire/quoted.hpp>
