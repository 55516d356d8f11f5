#pragma once
// What the library says of secrets that become public, told to valgrind; each place is argued in declassified.txt. The build
// includes this before all else.

#include <valgrind/memcheck.h>

#define HAWSER_DECLASSIFY(address, size) static_cast<void>(VALGRIND_MAKE_MEM_DEFINED(address, size))
