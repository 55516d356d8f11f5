# Helpers for our own targets. Nothing here reaches a user of the library.

# The version stands in the header and in project(); they must agree.
function(hawser_check_version header)
    file(STRINGS "${header}" line REGEX "version_string = ")
    if(NOT line MATCHES "\"${PROJECT_VERSION}\"")
        message(FATAL_ERROR "${header} and project(hawser VERSION ${PROJECT_VERSION}) disagree")
    endif()
endfunction()

if(PROJECT_IS_TOP_LEVEL AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    find_program(HAWSER_CCACHE ccache)
    mark_as_advanced(HAWSER_CCACHE)
    if(HAWSER_CCACHE)
        set(CMAKE_CXX_COMPILER_LAUNCHER "${HAWSER_CCACHE}")
    endif()
endif()

# Our headers are compiled as our own code, with warnings; Crypto++ and Boost come as system headers.
function(hawser_warnings target)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # g++ 12 sees uninitialised members in every empty std::optional that is copied
        target_compile_options(${target} PRIVATE -Wno-maybe-uninitialized)
    endif()
    if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
        # clang counts sign conversions as conversions; Boost.Test's macros pass an empty variadic argument
        target_compile_options(${target} PRIVATE -Wno-sign-conversion -Wno-gnu-zero-variadic-macro-arguments)
    endif()
endfunction()

# hawser_program(<name> <source>...): an executable with our warnings, linked with the library in the configured form.
function(hawser_program name)
    add_executable(${name} ${ARGN})
    if(HAWSER_USE_COMPILED)
        target_link_libraries(${name} PRIVATE hawser::compiled)
    else()
        target_link_libraries(${name} PRIVATE hawser::hawser)
    endif()
    target_link_libraries(${name} PRIVATE Threads::Threads)
    hawser_warnings(${name})
endfunction()
