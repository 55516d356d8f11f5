#include <hawser/session/instantiate.hpp>

#include "support/raw_null_session.hpp"

// That a suite of one's own can be instantiated in either mode is this file's being built; session.cpp uses
// it.
