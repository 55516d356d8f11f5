#pragma once
// Compiler checks and the few macros of the house: header-only or compiled mode, exceptions on or off, assertions.

#if !defined(__cplusplus) || (defined(_MSVC_LANG) ? _MSVC_LANG : __cplusplus) < 202002L
#error "Hawser needs C++20 (for example -std=c++20)"
#endif

// Compiled mode: the program defines HAWSER_SEPARATE_COMPILATION everywhere and includes <hawser/src.hpp> in one file.
// The inline namespace differs, so objects of the two modes do not link with each other by accident.
#if defined(HAWSER_SEPARATE_COMPILATION)
#define HAWSER_HEADER_ONLY 0
#define HAWSER_DECL
#define HAWSER_ABI compiled_v0
#else
#define HAWSER_HEADER_ONLY 1
#define HAWSER_DECL inline
#define HAWSER_ABI header_only_v0
#endif

// For small functions that are called from so many places that copies of them would be most of a program.
#if defined(__GNUC__)
#define HAWSER_NOINLINE [[gnu::noinline]]
#else
#define HAWSER_NOINLINE
#endif

// Code that must build with -fno-exceptions spells its few try blocks with these.
#if defined(__cpp_exceptions)
#define HAWSER_EXCEPTIONS 1
#define HAWSER_TRY try
#define HAWSER_CATCH(declaration) catch (declaration)
#define HAWSER_THROW(object) throw object
#else
#include <cstdlib>
#define HAWSER_EXCEPTIONS 0
#define HAWSER_TRY if (true)
#define HAWSER_CATCH(declaration) else
#define HAWSER_THROW(object) std::abort()
#endif

// Vectors of the compiler's own (vector_size, __builtin_shufflevector), where words lie as the ciphers want them. What is
// written on them as a template must become part of the function that has a target for their width. Where registers are fewer
// (32-bit ARM with NEON has half of what it takes) or missing, compilers keep vectors on the stack, and keys would stay there.
#if defined(__GNUC__) && (defined(__x86_64__) || defined(__aarch64__)) && defined(__BYTE_ORDER__) &&         \
    __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define HAWSER_VECTORS 1
#define HAWSER_ALWAYS_INLINE [[gnu::always_inline]] inline
// Before a loop of at most 16 turns over an array that shall lie in registers.
#define HAWSER_UNROLL _Pragma("GCC unroll 16")
#else
#define HAWSER_VECTORS 0
#define HAWSER_ALWAYS_INLINE inline
#define HAWSER_UNROLL
#endif

// A broken precondition of our own making. A program may define HAWSER_ASSERT before the first include.
#if !defined(HAWSER_ASSERT)
#include <cassert>
#define HAWSER_ASSERT(condition) assert(condition)
#endif

// Told of every secret that becomes public on purpose. The constant-time tests define it, to tell valgrind.
#if !defined(HAWSER_DECLASSIFY)
#define HAWSER_DECLASSIFY(address, size) static_cast<void>(0)
#endif
