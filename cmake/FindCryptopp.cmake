# FindCryptopp: Crypto++ has no CMake package of its own.
#
# Defines the imported target Cryptopp::Cryptopp, Cryptopp_FOUND and Cryptopp_VERSION.
# Cryptopp_USE_STATIC_LIBS asks for the archive, Cryptopp_ROOT names a place to look first.

find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
    pkg_check_modules(Cryptopp_PC QUIET libcrypto++)
endif()

set(Cryptopp_names cryptopp crypto++)
if(Cryptopp_USE_STATIC_LIBS)
    list(TRANSFORM Cryptopp_names REPLACE "(.+)" "lib\\1.a")
endif()
find_path(Cryptopp_INCLUDE_DIR cryptopp/cryptlib.h HINTS ${Cryptopp_PC_INCLUDE_DIRS})
# the variable is named after the form, so that a change of form searches again
if(Cryptopp_USE_STATIC_LIBS)
    set(Cryptopp_form Cryptopp_STATIC_LIBRARY)
else()
    set(Cryptopp_form Cryptopp_LIBRARY)
endif()
find_library(${Cryptopp_form} NAMES ${Cryptopp_names} HINTS ${Cryptopp_PC_LIBRARY_DIRS})

if(Cryptopp_INCLUDE_DIR AND EXISTS "${Cryptopp_INCLUDE_DIR}/cryptopp/config_ver.h")
    foreach(part MAJOR MINOR REVISION)
        file(STRINGS "${Cryptopp_INCLUDE_DIR}/cryptopp/config_ver.h" line REGEX "^#define CRYPTOPP_${part} ")
        string(REGEX REPLACE "[^0-9]" "" Cryptopp_${part} "${line}")
    endforeach()
    set(Cryptopp_VERSION "${Cryptopp_MAJOR}.${Cryptopp_MINOR}.${Cryptopp_REVISION}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Cryptopp
    REQUIRED_VARS ${Cryptopp_form} Cryptopp_INCLUDE_DIR
    VERSION_VAR Cryptopp_VERSION)
mark_as_advanced(Cryptopp_INCLUDE_DIR Cryptopp_LIBRARY Cryptopp_STATIC_LIBRARY)

if(Cryptopp_FOUND AND NOT TARGET Cryptopp::Cryptopp)
    add_library(Cryptopp::Cryptopp UNKNOWN IMPORTED)
    set_target_properties(Cryptopp::Cryptopp PROPERTIES
        IMPORTED_LOCATION "${${Cryptopp_form}}"
        INTERFACE_INCLUDE_DIRECTORIES "${Cryptopp_INCLUDE_DIR}")
endif()
