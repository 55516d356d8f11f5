# cmake -DCOMPILER=... -DSOURCE=x.cpp -DINCLUDE_DIRS=a;b -P must_not_compile.cmake
# Succeeds when the compiler refuses SOURCE and says what its first line expects.

cmake_minimum_required(VERSION 3.25)

file(STRINGS "${SOURCE}" first LIMIT_COUNT 1)
if(NOT first MATCHES "^// expect: (.+)$")
    message(FATAL_ERROR "${SOURCE}: the first line must be \"// expect: <regular expression>\"")
endif()
set(expected "${CMAKE_MATCH_1}")
list(TRANSFORM INCLUDE_DIRS PREPEND "-I")

execute_process(
    COMMAND "${COMPILER}" -std=c++20 -fsyntax-only -fdiagnostics-color=never ${INCLUDE_DIRS} "${SOURCE}"
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(status EQUAL 0)
    message(FATAL_ERROR "${SOURCE} builds, and must not")
endif()
if(NOT output MATCHES "${expected}")
    message(FATAL_ERROR "${SOURCE} does not build, but without saying \"${expected}\":\n${output}")
endif()
