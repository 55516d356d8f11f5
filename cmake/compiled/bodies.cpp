// The one translation unit that holds every non-template body in compiled mode.
#include <hawser/src.hpp>
