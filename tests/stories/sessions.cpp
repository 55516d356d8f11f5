// The sessions of the default suite, instantiated once for all stories.
#include "support/story_sessions.hpp"
