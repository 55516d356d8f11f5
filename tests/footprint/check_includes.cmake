# cmake -DCOMPILER=... -DSOURCE=... -DFLAGS=a;b -DFORBIDDEN=<regular expression> -P check_includes.cmake
# Fails when the program reaches a header that matches.

cmake_minimum_required(VERSION 3.25)

execute_process(COMMAND "${COMPILER}" -std=c++20 -M ${FLAGS} "${SOURCE}"
    OUTPUT_VARIABLE reached COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "[^ \n\\]+" reached "${reached}")
list(LENGTH reached count)
if(NOT reached MATCHES "hawser/session/session.hpp")
    message(FATAL_ERROR "the list of ${count} headers is not one")
endif()
list(FILTER reached INCLUDE REGEX "${FORBIDDEN}")
if(reached)
    list(JOIN reached "\n  " text)
    message(FATAL_ERROR "${SOURCE} reaches\n  ${text}")
endif()
