// What the kernel asks of <string.h>, where there is no library: wasm_table.cpp has them.
#pragma once
#include <stddef.h>
extern "C" {
void *memcpy(void *__restrict to, const void *__restrict from, size_t bytes);
void *memset(void *to, int byte, size_t bytes);
void *memchr(const void *from, int byte, size_t bytes);
}
