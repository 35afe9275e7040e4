// Loops over the cells of a column: parse, hash, count distinct, look up, summarise. Caller's buffers throughout.
//
// `valid` (n,) and `use` (n,) are bytes 0 or 1, or null where every cell counts; `times` (n,) is how often a row counts,
// or null for once.
#pragma once
#include "hashes.hpp"

namespace shrinkage::columns {

struct Cells {
    const uint8_t *data;
    const int64_t *offsets;  // (n + 1,)
    const uint8_t *valid;
    int64_t rows;

    bool present(int64_t i) const { return !valid || valid[i]; }
    Text at(int64_t i) const { return trim(data + offsets[i], data + offsets[i + 1]); }
};

enum CellStatus : uint8_t { kRead = 0, kMissing = 1, kUnreadable = 2 };

// Values (n,) with NaN where there is none, and a status a cell. `read` says whether a text has a value, and which.
template <class Read> void parse(const Cells &cells, double *values, uint8_t *status, Read read) {
    for (int64_t i = 0; i < cells.rows; ++i) {
        values[i] = NAN;
        status[i] = kMissing;
        if (!cells.present(i)) continue;
        const Text cell = cells.at(i);
        if (!is_missing(cell)) status[i] = read(cell, values[i]) ? kRead : kUnreadable;
    }
}

inline void parse_numbers(const Cells &cells, int format, double *values, uint8_t *status) {
    parse(cells, values, status, [format](Text cell, double &value) {
        const Scan scan = scan_number(cell);
        const bool fits = scan.formats >> format & 1;
        if (fits) value = value_of(scan, format);
        return fits;
    });
}

inline void parse_times(const Cells &cells, int order, double *values, uint8_t *status) {
    parse(cells, values, status, [order](Text cell, double &value) {
        const Time time = scan_time(cell);
        const bool fits = time.orders >> order & 1;
        if (fits) value = seconds_of(time, order);
        return fits;
    });
}

// What each cell could be: number formats (n,) and date orders (n,) as bits.
inline void classify(const Cells &cells, uint8_t *formats, uint8_t *orders) {
    for (int64_t i = 0; i < cells.rows; ++i) {
        const Text cell = cells.at(i);
        formats[i] = scan_number(cell).formats;
        orders[i] = scan_time(cell).orders;
    }
}

// --- distinct texts -------------------------------------------------------------------------------------------------

// Never 0, which marks a free slot; cells that are missing have none.
inline uint64_t text_key(Text cell) {
    const uint64_t hash = hash_bytes(cell);
    return hash ? hash : 1;
}

// An open-addressing table over entries kept in order of first occurrence.
struct Table {
    int32_t *slots;       // (capacity,), a power of two: the entry, or −1
    int64_t capacity;
    uint64_t *keys;       // (room,)
    int64_t *counts;      // (room,)
    int64_t *rows;        // (room,): the row of this batch in which an entry was first met
    int64_t room, used;

    int64_t slot_of(uint64_t key) const {
        int64_t slot = int64_t(key >> 7) & (capacity - 1);
        while (slots[slot] >= 0 && keys[slots[slot]] != key) slot = (slot + 1) & (capacity - 1);
        return slot;
    }
};

struct Counted {
    int64_t row;        // where counting stopped: n, or the row for which there was no room
    int64_t used, missing, beyond;
};

// Counts the used cells from `start` on. With `frozen`, texts that are not in the table are only counted (`beyond`).
inline Counted count_texts(const Cells &cells, const uint8_t *use, const int64_t *times, int64_t start, bool frozen,
                           Table &table) {
    Counted counted{start, table.used, 0, 0};
    for (int64_t &i = counted.row; i < cells.rows; ++i) {
        if (use && !use[i]) continue;
        const int64_t often = times ? times[i] : 1;
        const Text cell = cells.present(i) ? cells.at(i) : Text{nullptr, nullptr};
        if (is_missing(cell)) {
            counted.missing += often;
            continue;
        }
        const uint64_t key = text_key(cell);
        const int64_t slot = table.slot_of(key);
        int64_t entry = table.slots[slot];
        if (entry < 0) {
            if (frozen) {
                counted.beyond += often;
                continue;
            }
            if (counted.used == table.room) return counted;
            entry = counted.used++;
            table.slots[slot] = int32_t(entry);
            table.keys[entry] = key;
            table.counts[entry] = 0;
            table.rows[entry] = i;
        }
        table.counts[entry] += often;
    }
    return counted;
}

inline void fill_slots(const uint64_t *keys, int64_t used, int32_t *slots, int64_t capacity) {
    for (int64_t k = 0; k < capacity; ++k) slots[k] = -1;
    for (int64_t entry = 0; entry < used; ++entry) {
        int64_t slot = int64_t(keys[entry] >> 7) & (capacity - 1);
        while (slots[slot] >= 0) slot = (slot + 1) & (capacity - 1);
        slots[slot] = int32_t(entry);
    }
}

// Codes (n,): codes_of[entry] of a known text, `missing` and `unknown` for the others; returns how many were unknown.
inline int64_t look_up(const Cells &cells, const Table &table, const int32_t *codes_of, int32_t missing,
                       int32_t unknown, int32_t *codes) {
    int64_t strangers = 0;
    for (int64_t i = 0; i < cells.rows; ++i) {
        codes[i] = missing;
        if (!cells.present(i)) continue;
        const Text cell = cells.at(i);
        if (is_missing(cell)) continue;
        const int32_t entry = table.slots[table.slot_of(text_key(cell))];
        strangers += entry < 0;
        codes[i] = entry < 0 ? unknown : codes_of[entry];
    }
    return strangers;
}

// --- numbers --------------------------------------------------------------------------------------------------------

// What is learned of a column of numbers; `sum` is of value − origin, the first value seen.
struct Summary {
    double count, missing, infinite, origin, sum, least, most, distinct;
    double value[5], times[5];  // the first five distinct values; a sixth makes distinct 6, and times are no longer kept
};
constexpr int kSummary = sizeof(Summary) / sizeof(double);

inline void summarise(const double *values, const uint8_t *valid, const uint8_t *use, const int64_t *times, int64_t rows,
                      Summary &s) {
    for (int64_t i = 0; i < rows; ++i) {
        if (use && !use[i]) continue;
        const double often = times ? double(times[i]) : 1.0, value = values[i];
        if ((valid && !valid[i]) || value != value) {
            s.missing += often;
            continue;
        }
        if (value - value != 0) {
            s.infinite += often;
            continue;
        }
        if (s.count == 0) s.origin = s.least = s.most = value;
        s.count += often;
        s.sum += often * (value - s.origin);
        s.least = value < s.least ? value : s.least;
        s.most = value > s.most ? value : s.most;
        if (s.distinct > 5) continue;
        int k = 0;
        while (k < int(s.distinct) && s.value[k] != value) ++k;
        if (k == 5) {
            s.distinct = 6;
            continue;
        }
        if (k == int(s.distinct)) s.value[k] = value, s.distinct += 1;
        s.times[k] += often;
    }
}

// --- rows -----------------------------------------------------------------------------------------------------------

inline void join_texts(const Cells &cells, uint64_t seed, uint64_t *hashes) {
    for (int64_t i = 0; i < cells.rows; ++i)
        hashes[i] = join(hashes[i], cells.present(i) ? hash_cell(cells.at(i)) : kMissingHash, seed);
}

inline uint64_t hash_value(double value, uint64_t tag) {
    return tag == kTextTag ? (value == value ? hash_bool(value != 0) : kMissingHash) : hash_double(value, tag);
}

// tag: kNumberTag, kTimeTag, or kTextTag for booleans, which are hashed as the words they stand for.
inline void join_values(const double *values, const uint8_t *valid, int64_t rows, uint64_t tag, uint64_t seed,
                        uint64_t *hashes) {
    for (int64_t i = 0; i < rows; ++i)
        hashes[i] = join(hashes[i], !valid || valid[i] ? hash_value(values[i], tag) : kMissingHash, seed);
}

}  // namespace shrinkage::columns
