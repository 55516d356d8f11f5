# Builds for another machine with Debian's cross compilers; HAWSER_CROSS names it as Debian does. Programs run under qemu's user
# mode, so that CTest works as usual. The libraries are those that "./dev cross" unpacks in build/cross.

# each try_compile reads this file anew
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES HAWSER_CROSS)

set(CMAKE_SYSTEM_NAME Linux)
if(HAWSER_CROSS STREQUAL "armhf")
    set(CMAKE_SYSTEM_PROCESSOR arm)
    set(triple arm-linux-gnueabihf)
    set(CMAKE_CXX_FLAGS_INIT -Wno-psabi) # notes about compilers of before C++20
elseif(HAWSER_CROSS STREQUAL "s390x")
    set(CMAKE_SYSTEM_PROCESSOR s390x)
    set(triple s390x-linux-gnu)
else()
    message(FATAL_ERROR "HAWSER_CROSS is armhf or s390x")
endif()

set(CMAKE_CXX_COMPILER ${triple}-g++)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-${CMAKE_SYSTEM_PROCESSOR} -L /usr/${triple})

# nothing of this machine's own libraries is taken
cmake_path(SET root NORMALIZE "${CMAKE_CURRENT_LIST_DIR}/../build/cross/${HAWSER_CROSS}/root")
set(ENV{PKG_CONFIG_LIBDIR} "${root}/usr/lib/${triple}/pkgconfig")
set(CMAKE_FIND_ROOT_PATH "${root}" /usr/${triple})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
