// SPDX-License-Identifier: GPL-3.0-or-later
// Counts what operator new gives out in this program. For exactly one source of a test.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <new>

namespace {
std::uint64_t g_allocations_n = 0;
}

void* operator new(std::size_t size) {
    ++g_allocations_n;
    if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
