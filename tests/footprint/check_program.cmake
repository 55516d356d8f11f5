# cmake -DPROGRAM=... -DMAP=... -DEXPECTED=<name>.txt -DSTRIP=... -DNM=... -P check_program.cmake
#
# What a static program contains is what EXPECTED says, in lines of three kinds; what follows a # is said to the reader:
#     size 2515152                  the stripped size in bytes; up to 10 % more is let pass
#     ours cipher::aes256_gcm       an algorithm of ours of which the program has symbols: exactly these
#     member rijndael.o             a member of Crypto++'s archive that the linker took: exactly these

cmake_minimum_required(VERSION 3.25)

file(STRINGS "${EXPECTED}" lines REGEX "^(size|ours|member) ")
foreach(kind size ours member)
    set(expected_${kind} "")
endforeach()
foreach(line IN LISTS lines)
    string(REGEX MATCH "^([a-z]+) +([^ #]+)" matched "${line}")
    list(APPEND expected_${CMAKE_MATCH_1} "${CMAKE_MATCH_2}")
endforeach()

set(stripped "${PROGRAM}.stripped")
execute_process(COMMAND "${STRIP}" -o "${stripped}" "${PROGRAM}" COMMAND_ERROR_IS_FATAL ANY)
file(SIZE "${stripped}" size)
if(NOT expected_size MATCHES "^[0-9]+$")
    message(FATAL_ERROR "${EXPECTED} records no size; the program has ${size} bytes")
endif()
math(EXPR most "${expected_size} * 110 / 100")
message(STATUS "${size} bytes, recorded ${expected_size}, at most ${most}")
if(size GREATER most)
    message(SEND_ERROR "the program has grown; if that is worth it, record it in ${EXPECTED}")
endif()

# compare(kind found): both lists, whatever their order
function(compare kind)
    set(found ${ARGN})
    list(REMOVE_DUPLICATES found)
    list(SORT found)
    set(gone ${expected_${kind}})
    set(new ${found})
    list(REMOVE_ITEM new ${expected_${kind}} "")
    list(REMOVE_ITEM gone ${found} "")
    foreach(item IN LISTS new)
        message(SEND_ERROR "${kind} ${item}: is in the program, and ${EXPECTED} does not name it")
    endforeach()
    foreach(item IN LISTS gone)
        message(SEND_ERROR "${kind} ${item}: is not in the program, and ${EXPECTED} names it")
    endforeach()
endfunction()

# The descriptors in cipher::, mac::, host_key:: and compression::, and the legacy:: ones of each. Of the key exchanges, whose
# descriptors leave no symbol, the machines.
execute_process(COMMAND "${NM}" -C "${PROGRAM}" OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL
    "(legacy::)?((cipher|mac|host_key)::(detail::[a-z0-9_]+_names|basic_[a-z0-9_]+)|kex::[a-z0-9_]+|compression::(none|zlib_openssh|zlib)[^a-z0-9_])"
    ours "${symbols}")
list(TRANSFORM ours REPLACE "basic_|detail::|_names$|[^a-z0-9_]$" "")
compare(ours ${ours})

# The map's first part lists each member of an archive and why it was taken.
file(STRINGS "${MAP}" members REGEX "^[^ ].*libcrypto(pp|\\+\\+)\\.a\\([^)]*\\)")
list(TRANSFORM members REPLACE "^.*libcrypto[p+]*\\.a\\(([^)]*)\\).*$" "\\1")
compare(member ${members})
