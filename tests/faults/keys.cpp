// The one place of this program that knows algorithms.
#include "support/story_keys.hpp"
