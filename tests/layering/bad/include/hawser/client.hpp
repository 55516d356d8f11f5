#include <hawser/client/all.hpp>
#include <hawser/algorithm/cipher/aes.hpp>
