# same_page.cmake   fails unless PROGRAM prints what PAGE holds.
execute_process(COMMAND "${PROGRAM}" OUTPUT_VARIABLE made RESULT_VARIABLE status)
if(NOT status EQUAL 0)
    message(FATAL_ERROR "${PROGRAM} ended with ${status}")
endif()
file(READ "${PAGE}" kept)
if(NOT made STREQUAL kept)
    message(FATAL_ERROR "${PAGE} is not what the catalogue says; run ./dev docs")
endif()
