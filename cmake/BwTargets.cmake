# SPDX-License-Identifier: GPL-3.0-or-later
# bw_library(model SOURCES a.cpp a.h LINK bw::x) makes bw_model and bw::model. A core target links only what the layer
# table of ARCHITECTURE.md allows: std-only targets never name Qt here, and tests/tidy reads their includes.
function(bw_library name)
    cmake_parse_arguments(ARG "QT" "" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
    add_library(bw_${name} STATIC ${ARG_SOURCES})
    add_library(bw::${name} ALIAS bw_${name})
    target_link_libraries(bw_${name} PUBLIC bw::options ${ARG_LINK} PRIVATE ${ARG_PRIVATE_LINK})
    if(ARG_QT)
        set_target_properties(bw_${name} PROPERTIES AUTOMOC ON)
    endif()
endfunction()

# bw_test(unit.model.fixed SOURCES tst_fixed.cpp LINK bw::model): one Qt Test executable, one CTest entry. Labels: the
# lane (P, F), then the area. Qt's own test library is the only thing it adds.
function(bw_test name)
    cmake_parse_arguments(ARG "UI" "LANE;TIMEOUT" "SOURCES;LINK;ARGS" ${ARGN})
    string(REPLACE "." "_" target "tst_${name}")
    add_executable(${target} ${ARG_SOURCES})
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    # moc for the files that ask for it: CMake's automatic way costs a second for each of the many tests.
    foreach(source IN LISTS ARG_SOURCES)
        get_filename_component(path "${source}" ABSOLUTE)
        if(path MATCHES "\\.cpp$" AND EXISTS "${path}")
            file(STRINGS "${path}" asks REGEX "^#include \".*\\.moc\"")
            if(asks)
                get_filename_component(stem "${source}" NAME_WE)
                set(moc "${CMAKE_CURRENT_BINARY_DIR}/${target}_moc/${stem}.moc")
                qt6_generate_moc("${path}" "${moc}" TARGET ${target})
                target_sources(${target} PRIVATE "${moc}")
                target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/${target}_moc")
            endif()
        endif()
    endforeach()
    target_link_libraries(${target} PRIVATE bw::options ${ARG_LINK} Qt6::Test)
    target_compile_definitions(${target} PRIVATE BW_SOURCE_DIR="${CMAKE_SOURCE_DIR}" BW_BINARY_DIR="${CMAKE_BINARY_DIR}")
    add_test(NAME ${name} COMMAND ${target} ${ARG_ARGS})
    if(NOT ARG_LANE)
        set(ARG_LANE P)
    endif()
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 60)
    endif()
    if(BELLWETHER_SANITIZE)
        math(EXPR ARG_TIMEOUT "${ARG_TIMEOUT} * 4")  # instrumented code is slow
    endif()
    string(REGEX REPLACE "\\.[^.]*$" "" area "${name}")
    set_tests_properties(${name} PROPERTIES LABELS "${ARG_LANE};${area}" TIMEOUT ${ARG_TIMEOUT}
        SKIP_REGULAR_EXPRESSION "SKIP   : .*whole test"
        ENVIRONMENT "TZ=UTC;LC_ALL=C.UTF-8;BELLWETHER_SHARED=${CMAKE_SOURCE_DIR}/../shared")
    if(ARG_UI)
        set_property(TEST ${name} APPEND PROPERTY ENVIRONMENT "QT_QPA_PLATFORM=offscreen")
    endif()
endfunction()
