#include <cryptopp/aes.h>
#include <hawser/core/good.hpp>
#include <hawser/algorithm/concept.hpp>
