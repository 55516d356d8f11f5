// What this program instantiates once.

#include "support/story_keys.hpp"
#include "support/story_sessions.hpp"
