# SPDX-License-Identifier: GPL-3.0-or-later
# The compiler policy, once, for every target: link bw::options.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
find_package(Threads REQUIRED)

add_library(bw_options INTERFACE)
add_library(bw::options ALIAS bw_options)
target_compile_features(bw_options INTERFACE cxx_std_20)
target_include_directories(bw_options INTERFACE "${CMAKE_SOURCE_DIR}" "${CMAKE_BINARY_DIR}/generated")
# -Wnull-dereference and -Wrestrict are left out: gcc 12 reports both inside its own standard library at -O2.
# Equal results on every compiler and machine: no fused multiply-add, no fast-math (ARCHITECTURE, determinism).
target_compile_options(bw_options INTERFACE -ffp-contract=off
    -Wall -Wextra -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast -Wnon-virtual-dtor
    -Woverloaded-virtual -Wdouble-promotion -Wformat=2 -Wsuggest-override
    $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wno-restrict>
    "-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=")
if(BELLWETHER_WERROR)
    target_compile_options(bw_options INTERFACE -Werror)
endif()
target_compile_definitions(bw_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_KEYWORDS QT_NO_FOREACH
    QT_STRICT_ITERATORS QT_USE_QSTRINGBUILDER QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS QT_FORCE_ASSERTS>)
if(CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo" OR CMAKE_BUILD_TYPE STREQUAL "Release")
    if(NOT BELLWETHER_SANITIZE)
        target_compile_options(bw_options INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong
            -fcf-protection)
        target_link_options(bw_options INTERFACE -Wl,-z,relro -Wl,-z,now)
    endif()
endif()
set(BELLWETHER_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined or thread")
if(BELLWETHER_SANITIZE)
    # gcc 12 takes parts of <regex> and std::function for uninitialised once they are instrumented.
    add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
    add_compile_options(-fsanitize=${BELLWETHER_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${BELLWETHER_SANITIZE})
endif()
find_program(BW_LLD ld.lld)
if(BW_LLD)
    add_link_options(-fuse-ld=lld)
endif()
