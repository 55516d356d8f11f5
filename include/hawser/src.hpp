#pragma once
// Include once, in one .cpp of a program built with HAWSER_SEPARATE_COMPILATION: every non-template body of the library.

#if !defined(HAWSER_SEPARATE_COMPILATION)
#error "define HAWSER_SEPARATE_COMPILATION for the whole program to use <hawser/src.hpp>"
#endif

#include <hawser/core/config.hpp>
