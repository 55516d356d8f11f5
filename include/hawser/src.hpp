#pragma once
// Include once, in one .cpp of a program built with HAWSER_SEPARATE_COMPILATION: the non-template bodies.

#if !defined(HAWSER_SEPARATE_COMPILATION)
#error "define HAWSER_SEPARATE_COMPILATION for the whole program to use <hawser/src.hpp>"
#endif

#include <hawser/core/config.hpp>
#include <hawser/algorithm/compression/impl/zlib.ipp>
#include <hawser/core/impl/byte_buffer.ipp>
#include <hawser/core/impl/diagnostic.ipp>
#include <hawser/core/impl/error.ipp>
#include <hawser/io/memory/impl/pipe.ipp>
#include <hawser/suite/impl/modern.ipp>
#include <hawser/suite/impl/negotiate.ipp>
#include <hawser/suite/impl/preferences.ipp>
#include <hawser/wire/impl/outbox.ipp>
