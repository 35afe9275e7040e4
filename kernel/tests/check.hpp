// What the test programs share: expectations that are counted, and a generator that draws the same everywhere.
#pragma once

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <memory>
#include <string>

namespace shrinkage::check {

inline int failures = 0;

inline void expect(bool holds, const char *what, double value = 0) {
    if (holds) return;
    if (++failures <= 20) printf("FAILED: %s (%g)\n", what, value);
}

// The exit status of a program; tests/kernel wants exactly this line.
inline int verdict() {
    if (failures == 0) puts("all hold");
    return failures != 0;
}

// splitmix64 (Steele, Lea & Flood 2014).
struct Draw {
    uint64_t state;
    uint64_t next() {
        uint64_t z = (state += 0x9e3779b97f4a7c15u);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    int64_t below(int64_t bound) { return int64_t(next() % uint64_t(bound)); }
    bool once_in(int64_t times) { return below(times) == 0; }
    double uniform() { return double(next() >> 11) * 0x1p-53; }
    double normal() {  // Irwin–Hall: near enough
        double sum = -6;
        for (int i = 0; i < 12; ++i) sum += uniform();
        return sum;
    }
};

// Bytes in a buffer of exactly their size, so that one step too far is seen.
struct Exact {
    std::unique_ptr<uint8_t[]> bytes;
    size_t size;

    explicit Exact(const std::string &text) : bytes(new uint8_t[text.size()]), size(text.size()) {
        if (size > 0) memcpy(bytes.get(), text.data(), size);
    }
    const uint8_t *begin() const { return bytes.get(); }
    const uint8_t *end() const { return bytes.get() + size; }
};

}  // namespace shrinkage::check
