// SPDX-License-Identifier: GPL-3.0-or-later
// Scanning JSON text in place, for every venue's hot path. Every scan stops at a zero byte or a line end, so none runs
// past a frame that one of them ends.
#pragma once
#include <bit>
#include <cstddef>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace bw::feed {

/// First character at or after `p` that ends plain text: a quote, a backslash, a control character (so also the byte that
/// ends a frame) or anything that is not ASCII. Looks at up to 15 bytes behind it.
inline const char* plainEnd(const char* p) {
#if defined(__SSE2__)
    for (;; p += 16) {
        const __m128i text = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
        const __m128i ends = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(text, _mm_set1_epi8('"')), _mm_cmpeq_epi8(text, _mm_set1_epi8('\\'))),
                                          _mm_cmplt_epi8(text, _mm_set1_epi8(' ')));  // signed: bytes from 0x80 are below too
        const int mask = _mm_movemask_epi8(ends);
        if (mask != 0) return p + std::countr_zero(static_cast<unsigned>(mask));
    }
#else
    while (*p >= ' ' && *p != '"' && *p != '\\' && static_cast<signed char>(*p) > 0) ++p;
    return p;
#endif
}

template <std::size_t N>
inline bool skipText(const char*& p, const char (&text)[N]) {
    // Compared byte by byte up to the first difference, so nothing behind the frame is looked at.
    for (std::size_t i = 0; i + 1 < N; ++i)
        if (p[i] != text[i]) return false;
    p += N - 1;
    return true;
}

}  // namespace bw::feed
