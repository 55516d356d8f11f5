# The checker must notice every sort of fault in bad/, and must not complain about the one good file there.
# bad/expected.txt holds one expected line per row.

cmake_minimum_required(VERSION 3.25)
set(here "${CMAKE_CURRENT_LIST_DIR}")

execute_process(
    COMMAND "${CMAKE_COMMAND}" "-DROOT=${here}/bad" -P "${here}/check_layers.cmake"
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(status EQUAL 0)
    message(FATAL_ERROR "the bad tree was accepted")
endif()

file(STRINGS "${here}/bad/expected.txt" expected)
foreach(line IN LISTS expected)
    string(FIND "${output}" "${line}\n" at)
    if(at EQUAL -1)
        message(SEND_ERROR "not said: ${line}")
    endif()
endforeach()
list(LENGTH expected number)
if(NOT output MATCHES "${number} broken rules")
    message(SEND_ERROR "expected exactly ${number} complaints:\n${output}")
endif()
