# Install rules. The header-only package and the compiled library have separate export files, so that either can be
# installed without the other; hawserConfig.cmake takes what it finds.

set(HAWSER_CMAKE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/hawser")

install(TARGETS hawser EXPORT hawserTargets
    FILE_SET HEADERS
    FILE_SET asio_headers
    FILE_SET openssl_headers
    FILE_SET bodies)
install(EXPORT hawserTargets NAMESPACE hawser:: DESTINATION "${HAWSER_CMAKE_DIR}")

if(HAWSER_BUILD_COMPILED)
    install(TARGETS hawser_compiled EXPORT hawserCompiledTargets ARCHIVE)
    install(EXPORT hawserCompiledTargets NAMESPACE hawser:: DESTINATION "${HAWSER_CMAKE_DIR}")
endif()

configure_package_config_file(cmake/hawserConfig.cmake.in hawserConfig.cmake
    INSTALL_DESTINATION "${HAWSER_CMAKE_DIR}" NO_SET_AND_CHECK_MACRO)
# Before 1.0 a minor version may break its users.
write_basic_package_version_file(hawserConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES
    "${CMAKE_CURRENT_BINARY_DIR}/hawserConfig.cmake"
    "${CMAKE_CURRENT_BINARY_DIR}/hawserConfigVersion.cmake"
    cmake/FindCryptopp.cmake
    DESTINATION "${HAWSER_CMAKE_DIR}")

configure_file(cmake/hawser.pc.in hawser.pc @ONLY)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/hawser.pc" DESTINATION "${CMAKE_INSTALL_DATADIR}/pkgconfig")
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}")

if(HAWSER_INSTALL_TOOL AND TARGET hawser_tool)
    install(TARGETS hawser_tool RUNTIME)
endif()
