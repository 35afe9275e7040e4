// A reader's CSV in the page: what its cells say, by the same headers that Python reads CSV files with, behind plain
// functions over one linear memory. The numbers that are made of the cells are wasm_moments.cpp's.
//
// Sizes cross the border as 32-bit integers or as doubles, never as 64-bit ones, which JavaScript has as objects only.
#include "columns.hpp"
#include "csv_counts.hpp"
#include "wasm_memory.hpp"

using namespace shrinkage::columns;
namespace csv = shrinkage::csv;
namespace wasm = shrinkage::wasm;
using wasm::room_for;

// Compilers may write these calls for loops and copies of their own; there is no library to have them from.
extern "C" void *memcpy(void *__restrict to, const void *__restrict from, size_t bytes) {
    for (size_t i = 0; i < bytes; ++i) static_cast<char *>(to)[i] = static_cast<const char *>(from)[i];
    return to;
}

extern "C" void *memset(void *to, int byte, size_t bytes) {
    for (size_t i = 0; i < bytes; ++i) static_cast<char *>(to)[i] = static_cast<char>(byte);
    return to;
}

extern "C" void *memchr(const void *from, int byte, size_t bytes) {
    auto *at = static_cast<const unsigned char *>(from);
    for (size_t i = 0; i < bytes; ++i)
        if (at[i] == static_cast<unsigned char>(byte)) return const_cast<unsigned char *>(at + i);
    return nullptr;
}

EXPORTED("allocate") void *allocate(size_t bytes) { return wasm::take(bytes); }
EXPORTED("mark") size_t mark() { return wasm::top ? wasm::top : wasm::first(); }
EXPORTED("reset") void reset(size_t to) { wasm::top = to; }

namespace {

csv::Dialect dialect_of(int delimiter, int quote, int escape) {
    return {static_cast<uint8_t>(delimiter), static_cast<uint8_t>(quote), static_cast<uint8_t>(escape)};
}

// A column of text: cell i is data[offsets[i], offsets[i + 1]).
struct TextColumn {
    uint8_t *data;
    int64_t *offsets;
    uint8_t *valid;
};

struct Records {
    csv::Reader reader;
    const uint8_t *begin, *end;
    int64_t width, header_fields, skip, count;

    // cell(record, column, span) for each cell of the records wanted; a blank line's may be told again as the next's.
    template <class F> bool walk(F &&cell) const {
        const uint8_t *p = begin;
        for (int64_t record = -skip; record < count;) {
            if (p >= end) return false;
            int64_t fields = 0;
            csv::Span first{};
            const csv::Ended ended = reader.record(p, end, true, [&](int64_t index, const csv::Span &span) {
                if (index == 0) first = span;
                fields = index + 1;
                if (record >= 0 && index < width) cell(record, index, span);
            });
            if (ended.end != csv::End::record) return false;
            p = ended.next;
            record += !csv::is_no_record(fields, header_fields, first);
        }
        return true;
    }
};

Cells cells_of(const TextColumn *column, int32_t rows) { return {column->data, column->offsets, column->valid, rows}; }

}  // namespace

// What `Counts` finds, in its order, the flags, and the byte at which the first record begins.
EXPORTED("csv_count")
void csv_count(const uint8_t *begin, int32_t size, int delimiter, int quote, int escape, bool last, double *out) {
    csv::Counts found;
    int64_t first = 0;
    found.feed(csv::Reader(dialect_of(delimiter, quote, escape)), begin, begin + size, last, [&](int64_t offset) {
        if (found.records == 0) first = offset;
    });
    const int64_t whole[] = {found.records, found.header_fields, found.fields, found.second_line, found.consumed,
                             found.longest, found.tails, found.unclosed_line, found.ragged_line, found.ragged_fields,
                             found.ragged_records, found.last_empty, found.nul, found.utf8, first};
    for (const int64_t value : whole) *out++ = static_cast<double>(value);
}

// Columns (width) of records [skip, skip + count), as `read_cells` of csv_table.hpp: an empty cell is missing. Null
// where memory or records run out.
EXPORTED("csv_cells")
TextColumn *csv_cells(const uint8_t *begin, int32_t size, int delimiter, int quote, int escape, bool narrow,
                      int32_t width, int32_t header_fields, int32_t skip, int32_t count) {
    const csv::Dialect dialect = dialect_of(delimiter, quote, escape);
    const Records records{csv::Reader(dialect), begin, begin + size, width, header_fields, skip, count};
    auto *const columns = room_for<TextColumn>(size_t(width));
    auto *const bound = room_for<int64_t>(size_t(width));
    if (columns == nullptr || bound == nullptr) return nullptr;
    for (int32_t k = 0; k < width; ++k) bound[k] = 0;
    const auto measure = [&](int64_t, int64_t k, const csv::Span &span) { bound[k] += csv::cell_bound(span, narrow); };
    if (!records.walk(measure)) return nullptr;
    for (int32_t k = 0; k < width; ++k) {
        columns[k] = {room_for<uint8_t>(size_t(bound[k]) + 1), room_for<int64_t>(size_t(count) + 1),
                      room_for<uint8_t>(size_t(count))};
        if (columns[k].data == nullptr || columns[k].offsets == nullptr || columns[k].valid == nullptr) return nullptr;
        columns[k].offsets[0] = 0;
    }
    records.walk([&](int64_t record, int64_t k, const csv::Span &span) {
        const TextColumn &column = columns[k];
        const int64_t before = column.offsets[record];
        column.offsets[record + 1] = csv::write_cell(span, dialect, narrow, column.data + before) - column.data;
        column.valid[record] = column.offsets[record + 1] > before;
    });
    return columns;
}

// The distinct texts of the used cells: for each (up to `rows`) how often it occurs, the row where it came first, and
// the number formats and date orders that read it. out: how many there are, and how many cells are missing. False: no
// memory.
EXPORTED("distinct")
bool distinct(const TextColumn *column, int32_t rows, const uint8_t *use, double *counts, int32_t *first,
              uint8_t *formats, uint8_t *orders, double *out) {
    const wasm::Scope scope;
    const Cells cells = cells_of(column, rows);
    int64_t capacity = 64;
    while (capacity < 2 * int64_t(rows)) capacity *= 2;
    const auto room = size_t(rows);
    Table table{room_for<int32_t>(size_t(capacity)), capacity, room_for<uint64_t>(room),
                room_for<int64_t>(room),             room_for<int64_t>(room),            rows, 0};
    if (table.slots == nullptr || table.keys == nullptr || table.counts == nullptr || table.rows == nullptr)
        return false;
    fill_slots(table.keys, 0, table.slots, capacity);
    const Counted counted = count_texts(cells, use, nullptr, 0, false, table);
    for (int64_t k = 0; k < counted.used; ++k) {
        counts[k] = static_cast<double>(table.counts[k]);
        first[k] = static_cast<int32_t>(table.rows[k]);
        const Text cell = cells.at(table.rows[k]);
        formats[k] = scan_number(cell).formats;
        orders[k] = scan_time(cell).orders;
    }
    out[0] = static_cast<double>(counted.used);
    out[1] = static_cast<double>(counted.missing);
    return true;
}

EXPORTED("read_numbers")
void read_numbers(const TextColumn *column, int32_t rows, int format, double *values, uint8_t *status) {
    parse_numbers(cells_of(column, rows), format, values, status);
}

EXPORTED("read_times")
void read_times(const TextColumn *column, int32_t rows, int order, double *values, uint8_t *status) {
    parse_times(cells_of(column, rows), order, values, status);
}

// A `Summary` of the used values, NaN where there is none.
EXPORTED("summary")
void summary(const double *values, int32_t rows, const uint8_t *use, double *out) {
    Summary found{};
    summarise(values, nullptr, use, nullptr, rows, found);
    memcpy(out, &found, sizeof found);
}

// Codes (rows,) of the cells among `levels` texts, by their hash: code k for the k-th, `missing`, `unknown`.
EXPORTED("find_levels")
bool find_levels(const TextColumn *column, int32_t rows, const TextColumn *texts, int32_t levels, int32_t missing,
                 int32_t unknown, int32_t *codes) {
    const wasm::Scope scope;
    int64_t capacity = 64;
    while (capacity < 4 * int64_t(levels)) capacity *= 2;
    Table table{room_for<int32_t>(size_t(capacity)), capacity, room_for<uint64_t>(size_t(levels)), nullptr, nullptr,
                levels, levels};
    auto *const own = room_for<int32_t>(size_t(levels));
    if (table.slots == nullptr || table.keys == nullptr || own == nullptr) return false;
    const Cells names = cells_of(texts, levels);
    for (int32_t k = 0; k < levels; ++k) {
        table.keys[k] = text_key(names.at(k));
        own[k] = k;
    }
    fill_slots(table.keys, levels, table.slots, capacity);
    look_up(cells_of(column, rows), table, own, missing, unknown, codes);
    return true;
}

// Joins a column, named by `size` bytes of UTF-8, to the hashes (rows,) of the rows.
EXPORTED("join_column")
void join_column(const TextColumn *column, int32_t rows, const uint8_t *name, int32_t size, uint64_t *hashes) {
    join_texts(cells_of(column, rows), hash_bytes({name, name + size}), hashes);
}

// moments/mixing.py: a bijection of 64-bit numbers for each seed and stream.
EXPORTED("mix_keys")
void mix_keys(const uint64_t *keys, int32_t rows, double seed, int32_t stream, uint64_t *out) {
    const uint64_t key = mix((static_cast<uint64_t>(seed) * 8 + static_cast<uint64_t>(stream)) * 0x9e3779b97f4a7c15u);
    for (int32_t i = 0; i < rows; ++i) out[i] = mix(mix(keys[i] ^ key) + key);
}
