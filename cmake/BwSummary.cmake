# SPDX-License-Identifier: GPL-3.0-or-later
message(STATUS "")
message(STATUS "Bellwether ${PROJECT_VERSION}")
message(STATUS "  build type   ${CMAKE_BUILD_TYPE}, ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}, sanitizers: ${BELLWETHER_SANITIZE}")
message(STATUS "  Qt           ${Qt6_VERSION}")
message(STATUS "  workstation  ${BELLWETHER_UI}")
message(STATUS "  tests        ${BELLWETHER_TESTS}, benchmarks ${BELLWETHER_BENCH}")
message(STATUS "")
