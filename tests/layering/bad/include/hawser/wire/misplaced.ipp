#include <hawser/core/good.hpp>
// HAWSER_DECL marks what is built once
