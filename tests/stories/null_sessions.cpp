// The sessions of the null suite, for stories against a raw peer.
#include "support/raw_null_session.hpp"
