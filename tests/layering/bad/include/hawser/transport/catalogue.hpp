#include <hawser/suite/catalog.hpp>
