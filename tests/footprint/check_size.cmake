# cmake -DPROGRAM=... -DNAME=... -DSIZES=sizes.txt -DSTRIP=... -DNM=... [-DONLY=ON] -P check_size.cmake
#
# The stripped size may not pass what sizes.txt records by more than 10 %; and an ONLY program has no function of ours for an
# algorithm that its suite does not list.

cmake_minimum_required(VERSION 3.25)

set(stripped "${PROGRAM}.stripped")
execute_process(COMMAND "${STRIP}" -o "${stripped}" "${PROGRAM}" COMMAND_ERROR_IS_FATAL ANY)
file(SIZE "${stripped}" size)
file(STRINGS "${SIZES}" line REGEX "^${NAME} ")
if(NOT line MATCHES "^${NAME} +([0-9]+)$")
    message(FATAL_ERROR "${SIZES} has no line for ${NAME}, which has ${size} bytes")
endif()
math(EXPR most "${CMAKE_MATCH_1} * 110 / 100")
message(STATUS "${NAME}: ${size} bytes, recorded ${CMAKE_MATCH_1}, at most ${most}")
if(size GREATER most)
    message(SEND_ERROR "${NAME} has grown; if that is worth it, record it in ${SIZES}")
endif()

if(ONLY)
    execute_process(COMMAND "${NM}" -C "${PROGRAM}" OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
    string(REGEX MATCHALL "[^\n]* hawser::[^\n]*" ours "${symbols}")
    list(LENGTH ours count)
    set(found "${ours}")
    list(FILTER found INCLUDE REGEX
        "rsa|zlib|flater|chacha|poly1305|dh_group|dh_gex|ecdsa|nist|p256|p384|p521|hmac|aes_ctr|aes_cbc|triple_des|aes_gcm<16|aes128|bcrypt|sha1|md5|mlkem|sntrup")
    if(found)
        list(JOIN found "\n  " text)
        message(SEND_ERROR "not in its suite, and in the program:\n  ${text}")
    endif()
    # what it does list must be seen, or nothing was looked at
    foreach(listed gcm ed25519 x25519)
        if(NOT ours MATCHES "${listed}")
            message(SEND_ERROR "${listed} is not to be seen among ${count} symbols")
        endif()
    endforeach()
endif()
