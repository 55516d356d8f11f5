// The sessions of the default suite, instantiated once.
#include "support/story_sessions.hpp"
