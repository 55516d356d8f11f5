#include <hawser/wire/reader.hpp>
