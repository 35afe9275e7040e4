// Reading what the Arrow C stream interface hands over: typed buffers in, the few plain kinds of `source/protocol.py` out.
//
// Layouts: https://arrow.apache.org/docs/format/CDataInterface.html and …/Columnar.html. Understood are the integers,
// half-less floats, booleans, and the three layouts of UTF-8 (`u` 32-bit offsets, `U` 64-bit offsets, `vu` views);
// everything else is cast to one of these before it comes here. Nothing allocates or throws; buffers are the caller's.
#pragma once

#include <stdint.h>
#include <string.h>

extern "C" {

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE
struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};
#endif

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE
struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};
#endif
}

namespace shrinkage::arrow {

enum class Layout : uint8_t {
    unknown, boolean, int8, uint8, int16, uint16, int32, uint32, int64, uint64, float32, float64, text, large_text, view
};

constexpr bool is_text(Layout layout) { return layout >= Layout::text; }

inline Layout layout_of(const char *format) {
    if (strcmp(format, "vu") == 0) return Layout::view;
    if (format[0] == '\0' || format[1] != '\0') return Layout::unknown;
    switch (format[0]) {
        case 'b': return Layout::boolean;
        case 'c': return Layout::int8;
        case 'C': return Layout::uint8;
        case 's': return Layout::int16;
        case 'S': return Layout::uint16;
        case 'i': return Layout::int32;
        case 'I': return Layout::uint32;
        case 'l': return Layout::int64;
        case 'L': return Layout::uint64;
        case 'f': return Layout::float32;
        case 'g': return Layout::float64;
        case 'u': return Layout::text;
        case 'U': return Layout::large_text;
        default: return Layout::unknown;
    }
}

inline bool bit(const uint8_t *bits, int64_t i) { return (bits[i >> 3] >> (i & 7)) & 1; }

// Rows [begin, begin + count) of one array, counted after the array's own offset.
struct Slice {
    const ArrowArray *array;
    int64_t begin;
    int64_t count;

    int64_t first() const { return array->offset + begin; }
    const uint8_t *validity() const {
        return array->n_buffers > 0 && array->null_count != 0 ? static_cast<const uint8_t *>(array->buffers[0]) : nullptr;
    }
    const uint8_t *buffer(int k) const { return static_cast<const uint8_t *>(array->buffers[k]); }
};

// valid[i] = bit i; returns how many are missing.
inline int64_t read_validity(const Slice &s, bool *valid) {
    const uint8_t *bits = s.validity();
    if (bits == nullptr) {
        memset(valid, 1, static_cast<size_t>(s.count));
        return 0;
    }
    int64_t missing = 0;
    for (int64_t i = 0, j = s.first(); i < s.count; ++i, ++j) {
        valid[i] = bit(bits, j);
        missing += !valid[i];
    }
    return missing;
}

// Cell i of a buffer; alignment is recommended to producers, not required of them.
template <class T> T cell(const uint8_t *buffer, int64_t i) {
    T value;
    memcpy(&value, buffer + i * static_cast<int64_t>(sizeof(T)), sizeof(T));
    return value;
}

template <class T> void widen(const Slice &s, double *out) {
    const uint8_t *in = s.buffer(1);
    const int64_t first = s.first();
    for (int64_t i = 0; i < s.count; ++i) out[i] = static_cast<double>(cell<T>(in, first + i));
}

// Numbers and booleans as doubles; missing cells become NaN, and NaN becomes missing. Returns how many are missing.
inline int64_t read_numbers(Layout layout, const Slice &s, double *out, bool *valid) {
    switch (layout) {
        case Layout::boolean:
            for (int64_t i = 0; i < s.count; ++i) out[i] = bit(s.buffer(1), s.first() + i) ? 1.0 : 0.0;
            break;
        case Layout::int8: widen<int8_t>(s, out); break;
        case Layout::uint8: widen<uint8_t>(s, out); break;
        case Layout::int16: widen<int16_t>(s, out); break;
        case Layout::uint16: widen<uint16_t>(s, out); break;
        case Layout::int32: widen<int32_t>(s, out); break;
        case Layout::uint32: widen<uint32_t>(s, out); break;
        case Layout::int64: widen<int64_t>(s, out); break;
        case Layout::uint64: widen<uint64_t>(s, out); break;
        case Layout::float32: widen<float>(s, out); break;
        default: widen<double>(s, out); break;
    }
    int64_t missing = read_validity(s, valid);
    if (missing > 0) {
        for (int64_t i = 0; i < s.count; ++i)
            if (!valid[i]) out[i] = __builtin_nan("");
    }
    if (layout == Layout::float32 || layout == Layout::float64) {
        for (int64_t i = 0; i < s.count; ++i) {
            const bool real = out[i] == out[i];
            missing += valid[i] && !real;
            valid[i] = real;
        }
    }
    return missing;
}

struct Text {
    const uint8_t *bytes;
    int64_t size;
};

// Row j (counted from the start of the buffers) of a text array.
inline Text text_at(Layout layout, const ArrowArray *array, int64_t j) {
    if (layout == Layout::view) {
        // 16 bytes a cell: length, then the bytes themselves up to 12, or prefix, buffer number, offset.
        const uint8_t *view = static_cast<const uint8_t *>(array->buffers[1]) + 16 * j;
        int32_t size, buffer, offset;
        memcpy(&size, view, 4);
        if (size <= 12) return {view + 4, size};
        memcpy(&buffer, view + 8, 4);
        memcpy(&offset, view + 12, 4);
        return {static_cast<const uint8_t *>(array->buffers[2 + buffer]) + offset, size};
    }
    const uint8_t *offsets = static_cast<const uint8_t *>(array->buffers[1]);
    const uint8_t *bytes = static_cast<const uint8_t *>(array->buffers[2]);
    const bool large = layout == Layout::large_text;
    const int64_t begin = large ? cell<int64_t>(offsets, j) : cell<int32_t>(offsets, j);
    const int64_t end = large ? cell<int64_t>(offsets, j + 1) : cell<int32_t>(offsets, j + 1);
    return {bytes + begin, end - begin};
}

// offsets[1..count] continue from offsets[0]; missing cells are empty. Returns how many cells are missing.
inline int64_t measure_text(Layout layout, const Slice &s, int64_t *offsets, bool *valid) {
    const int64_t missing = read_validity(s, valid);
    int64_t end = offsets[0];
    for (int64_t i = 0; i < s.count; ++i) {
        if (valid[i]) end += text_at(layout, s.array, s.first() + i).size;
        offsets[i + 1] = end;
    }
    return missing;
}

// The bytes to go with `measure_text`: data[offsets[i] : offsets[i + 1]] is cell i.
inline void copy_text(Layout layout, const Slice &s, const int64_t *offsets, uint8_t *data) {
    if (layout != Layout::view && s.validity() == nullptr) {
        const int64_t size = offsets[s.count] - offsets[0];  // 0: there may be no buffer to copy from
        if (size > 0) memcpy(data + offsets[0], text_at(layout, s.array, s.first()).bytes, static_cast<size_t>(size));
        return;
    }
    for (int64_t i = 0; i < s.count; ++i) {
        const int64_t size = offsets[i + 1] - offsets[i];
        if (size > 0) memcpy(data + offsets[i], text_at(layout, s.array, s.first() + i).bytes, static_cast<size_t>(size));
    }
}

}  // namespace shrinkage::arrow
