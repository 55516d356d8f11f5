// Every non-template body in compiled mode.
#include <hawser/src_bodies.hpp>
