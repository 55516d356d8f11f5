// The engines of both roles over the null suite.
#include "support/raw_null_suite.hpp"
