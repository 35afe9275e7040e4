// Memory of a WebAssembly module that has neither library nor operating system: a stack of blocks over linear memory.
//
// The page calls `allocate` for each array it hands over; `mark` and `reset` give back everything taken in between.
// Working memory of a call is taken above and given back at its end. Addresses are multiples of 16; 0 means that there
// is no more memory.
#pragma once

#include <stddef.h>
#include <stdint.h>

#define EXPORTED(name) extern "C" __attribute__((export_name(name)))

extern "C" unsigned char __heap_base;  // the linker's: first byte after statics and stack

namespace shrinkage::wasm {

constexpr size_t PAGE = 65536, ALIGNED = 16;

inline size_t top = 0;

inline size_t first() { return (reinterpret_cast<size_t>(&__heap_base) + ALIGNED - 1) & ~(ALIGNED - 1); }

inline void *take(size_t bytes) {
    if (top == 0) top = first();
    const size_t room = __builtin_wasm_memory_size(0) * PAGE, padded = (bytes + ALIGNED - 1) & ~(ALIGNED - 1);
    if (padded < bytes || padded > ~top) return nullptr;
    const size_t wanted = top + padded;
    if (wanted > room && __builtin_wasm_memory_grow(0, (wanted - room + PAGE - 1) / PAGE) == ~size_t(0)) return nullptr;
    void *const here = reinterpret_cast<void *>(top);
    top = wanted;
    return here;
}

template <class T> T *room_for(size_t count) { return static_cast<T *>(take(sizeof(T) * count)); }

// What is taken within a scope is given back at its end.
struct Scope {
    const size_t before = top;
    ~Scope() { top = before; }
};

}  // namespace shrinkage::wasm
