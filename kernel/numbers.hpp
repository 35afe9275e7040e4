// A cell of text as a number: one scan that says under which number formats it is one, and an exact conversion.
//
// What      "1,234.5", "1.234,5", "1 234", "-1e-3", ".5", "inf" as the nearest double, as in IEEE 754: the same text
//           must give the same double as any other reader, or a CSV and a Parquet file of one table would differ.
// Formats   0–7: decimal '.' (0–3) or ',' (4–7); thousands none, the other of '.' and ',', a space, an apostrophe.
//           A space is U+0020, U+00A0 or U+202F; an apostrophe is ' or U+2019. Groups after the first have three
//           digits, and the first has one to three and no leading zero ("0,125" can only have a decimal comma).
// Cost      one pass over the bytes, then decimal.hpp.
#pragma once
#include "decimal.hpp"

namespace shrinkage::columns {

struct Text {
    const uint8_t *begin;
    const uint8_t *end;
    int64_t size() const { return end - begin; }
};

constexpr int kFormats = 8;
constexpr int decimal_comma(int format) { return format >= 4; }

enum Separator : uint8_t { kNone, kPoint, kComma, kSpace, kApostrophe };

struct Scan {
    uint8_t formats = 0;       // bit f: a number under format f
    bool negative = false, infinite = false;
    Separator last = kNone;    // the last separator of the mantissa
    uint64_t digits = 0;       // the first 19 significant digits
    int significant = 0;       // how many there are
    int after = 0;             // digits after the last separator
    int exponent = 0;
    Text mantissa{nullptr, nullptr};
};

inline bool caseless(Text cell, const char *lower) {
    for (const uint8_t *p = cell.begin; p < cell.end; ++p, ++lower)
        if (!*lower || (*p | (*p >= 'A' && *p <= 'Z' ? 32 : 0)) != uint8_t(*lower)) return false;
    return !*lower;
}

inline Separator separator(const uint8_t *p, const uint8_t *end, int *length) {
    *length = 1;
    switch (*p) {
        case '.': return kPoint;
        case ',': return kComma;
        case ' ': return kSpace;
        case '\'': return kApostrophe;
        case 0xC2: *length = 2; return end - p > 1 && p[1] == 0xA0 ? kSpace : kNone;
        case 0xE2:
            *length = 3;
            if (end - p < 3 || p[1] != 0x80) return kNone;
            return p[2] == 0xAF ? kSpace : p[2] == 0x99 ? kApostrophe : kNone;
        default: return kNone;
    }
}

constexpr uint8_t kAsPoint = 0x0F, kAsComma = 0xF0;

// Formats under which this separator groups thousands.
inline uint8_t grouping(Separator by) {
    switch (by) {
        case kComma: return 1 << 1;
        case kPoint: return 1 << 5;
        case kSpace: return 1 << 2 | 1 << 6;
        case kApostrophe: return 1 << 3 | 1 << 7;
        default: return 0;
    }
}

inline uint8_t decimal(Separator by) { return by == kPoint ? kAsPoint : by == kComma ? kAsComma : 0; }

inline Scan scan_number(Text cell) {
    Scan scan;
    const uint8_t *p = cell.begin;
    if (p < cell.end && (*p == '-' || *p == '+')) scan.negative = *p++ == '-';
    if (p == cell.end) return scan;
    if (*p > '9') {
        scan.infinite = caseless({p, cell.end}, "inf") || caseless({p, cell.end}, "infinity");
        if (scan.infinite) scan.formats = 0xFF;
        if (scan.infinite || *p < 0xC2) return scan;
    }
    const uint8_t *start = p;
    const bool leading_zero = *p == '0';
    Separator group = kNone;  // what stands between all runs of digits but the last two
    bool threes = true;       // every run between two separators has three digits
    int run = 0, first = 0, separators = 0;
    while (p < cell.end) {
        if (const unsigned digit = *p - '0'; digit < 10) {
            ++run;
            ++p;
            if (!digit && !scan.significant) continue;
            if (++scan.significant <= 19) scan.digits = 10 * scan.digits + digit;
            continue;
        }
        if ((*p | 32) == 'e') break;
        int length;
        const Separator by = separator(p, cell.end, &length);
        if (by == kNone) return scan;
        if (!separators++) {
            first = run;
        } else {
            if (group != kNone && group != scan.last) return scan;
            group = scan.last;
            threes &= run == 3;
        }
        scan.last = by;
        run = 0;
        p += length;
    }
    scan.mantissa = {start, p};
    scan.after = run;
    bool exponent = false;
    if (p < cell.end) {  // e or E
        exponent = true;
        bool minus = false;
        if (++p < cell.end && (*p == '-' || *p == '+')) minus = *p++ == '-';
        if (p == cell.end) return scan;
        for (; p < cell.end; ++p) {
            const unsigned digit = *p - '0';
            if (digit > 9) return scan;
            if (scan.exponent < 100000) scan.exponent = 10 * scan.exponent + int(digit);
        }
        if (minus) scan.exponent = -scan.exponent;
    }
    if (!separators) {
        if (run) scan.formats = 0xFF;
        return scan;
    }
    const bool grouped = first >= 1 && first <= 3 && !leading_zero && threes && !exponent;
    if (separators == 1) {
        if (first + run) scan.formats = decimal(scan.last);
        if (grouped && run == 3) scan.formats |= grouping(scan.last);
    } else if (grouped) {
        scan.formats = group == scan.last ? (run == 3 ? grouping(group) : 0) : decimal(scan.last) & grouping(group);
    }
    return scan;
}

// The value of a scanned cell under one of its formats.
inline double value_of(const Scan &scan, int format) {
    if (scan.infinite) return scan.negative ? -double(INFINITY) : double(INFINITY);
    const bool fraction = scan.last == (decimal_comma(format) ? kComma : kPoint);
    int power = scan.exponent - (fraction ? scan.after : 0);
    double value;
    if (scan.significant <= 19) {
        const bool far = scan.digits && (power > 330 || power < -400);
        value = far ? (power > 0 ? double(INFINITY) : 0.0) : convert(scan.digits, power);
    } else {
        Big big;
        int seen = 0;
        bool sticky = false;
        for (const uint8_t *p = scan.mantissa.begin; p < scan.mantissa.end; ++p) {
            const unsigned digit = *p - '0';
            if (digit > 9 || (!digit && !seen)) continue;
            if (++seen <= 800) big.multiply_add(10, digit);
            else sticky |= digit != 0;
        }
        if (seen > 800) power += seen - 800, seen = 800;
        const bool far = power + seen > 330 || power + seen < -400;
        value = far ? (power > 0 ? double(INFINITY) : 0.0) : convert_big(big, power, sticky);
    }
    return scan.negative ? -value : value;
}

}  // namespace shrinkage::columns
