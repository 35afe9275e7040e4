// Hashes of cells, and of rows: 64 bits, the same in every version and on every machine (golden values in the tests).
//
// A cell is hashed by what it says, not by how it was stored: the text "1.0", the text "1" and the number 1 agree, as
// do "2020-12-31" and that time, "TRUE" and true, "NA" and a missing cell. A row is hashed over its columns in the
// order of their names, each seeded by its name, so that the order of columns and of rows does not matter.
//
// Source: the finaliser of splitmix64 (Steele, Lea & Flood 2014).
#pragma once
#include "times.hpp"

namespace shrinkage::columns {

inline uint64_t mix(uint64_t x) {
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

// Kinds are told apart, so that the number 0 and the time 0 differ; the constants are ASCII words.
constexpr uint64_t kNumberTag = 0x6e756d626572u, kTimeTag = 0x74696d65u, kTextTag = 0x74657874u;
constexpr uint64_t kMissingHash = 0x6d697373696e6721u;

inline uint64_t word(const uint8_t *p, int64_t length) {  // up to 8 bytes, little end first
    uint64_t value = 0;
    for (int64_t k = 0; k < length; ++k) value |= uint64_t(p[k]) << (8 * k);
    return value;
}

inline uint64_t whole_word(const uint8_t *p) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return word(p, 8);
#else
    uint64_t value;
    memcpy(&value, p, 8);
    return value;
#endif
}

inline uint64_t hash_bytes(Text cell) {
    uint64_t hash = mix(kTextTag ^ (uint64_t(cell.size()) << 32));
    const uint8_t *p = cell.begin;
    for (; cell.end - p > 8; p += 8) hash = mix(hash ^ whole_word(p));
    return mix(hash ^ word(p, cell.end - p));
}

inline uint64_t hash_double(double value, uint64_t tag) {
    if (value != value) return kMissingHash;
    if (value == 0) value = 0;  // -0 is 0
    uint64_t bits;
    memcpy(&bits, &value, 8);
    return mix(bits ^ tag);
}

inline uint64_t hash_bool(bool value) {
    static constexpr char yes[] = "true", no[] = "false";
    const char *word = value ? yes : no;
    const auto *begin = reinterpret_cast<const uint8_t *>(word);
    return hash_bytes({begin, begin + (value ? 4 : 5)});
}

inline Text trim(const uint8_t *begin, const uint8_t *end) {
    while (begin < end && *begin <= ' ') ++begin;
    while (begin < end && end[-1] <= ' ') --end;
    return {begin, end};
}

// What people and spreadsheets write where nothing is known. "none" is not here: in many tables it says that something
// is absent; nor "unknown", which is an answer.
inline bool is_missing(Text cell) {
    switch (cell.size()) {
        case 0: return true;
        case 1: return *cell.begin == '-' || *cell.begin == '?' || *cell.begin == '.';
        case 2: return caseless(cell, "na") || caseless(cell, "--");
        case 3: return caseless(cell, "n/a") || caseless(cell, "nan") || caseless(cell, "nat");
        case 4: return caseless(cell, "null") || caseless(cell, "#n/a") || caseless(cell, "<na>");
        case 5: return caseless(cell, "#ref!") || caseless(cell, "#num!");
        case 7: return caseless(cell, "missing") || caseless(cell, "#div/0!") || caseless(cell, "#value!");
        default: return false;
    }
}

inline uint64_t hash_cell(Text cell) {
    if (is_missing(cell)) return kMissingHash;
    const uint8_t first = *cell.begin;
    if (first <= '9') {
        const Scan scan = scan_number(cell);
        if (scan.formats & 1) return hash_double(value_of(scan, 0), kNumberTag);
        const Time time = scan_time(cell);
        if (time.orders & 1 << kIso) return hash_double(seconds_of(time, kIso), kTimeTag);
        return hash_bytes(cell);
    }
    switch (first | 32) {
        case 'i':
            if (scan_number(cell).infinite) return hash_double(INFINITY, kNumberTag);
            break;
        case 't':
            if (caseless(cell, "true")) return hash_bool(true);
            break;
        case 'f':
            if (caseless(cell, "false")) return hash_bool(false);
            break;
    }
    return hash_bytes(cell);
}

inline uint64_t join(uint64_t row, uint64_t cell, uint64_t seed) { return mix(row ^ mix(cell + seed)); }

}  // namespace shrinkage::columns
