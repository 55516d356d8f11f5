#include <hawser/algorithm/cipher/aes.hpp>
