// SHRINKAGE_CLONES before a function: compiled for several machines, of which the loader picks its own.
//
// An SSE2-only build is half as fast. Only where a compiler has this; plain code elsewhere.
#pragma once

#if defined(__x86_64__) && defined(__linux__) && \
    ((defined(__clang__) && __clang_major__ >= 17) || (defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12))
#define SHRINKAGE_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define SHRINKAGE_CLONES
#endif
