// The engines and sessions of the null suite.
#include "support/raw_null_session.hpp"
