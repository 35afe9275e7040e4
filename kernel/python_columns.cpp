// Parsing, hashing and counting of columns. Every function writes into the caller's arrays, without the interpreter.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/tuple.h>

#include "columns.hpp"

namespace nb = nanobind;
using namespace shrinkage::columns;

namespace {

template <class T> using In = nb::ndarray<const T, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
template <class T> using Out = nb::ndarray<T, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Bytes = In<uint8_t>;
using Offsets = In<int64_t>;
using Mask = std::optional<Bytes>;
using Times = std::optional<In<int64_t>>;

template <class A> auto pointer(const std::optional<A> &mask, int64_t rows) -> decltype(mask->data()) {
    if (!mask) return nullptr;
    if (int64_t(mask->shape(0)) != rows) throw nb::value_error("a mask and its column differ in length");
    return mask->data();
}

template <class A> auto *checked(A &array, int64_t rows) {
    if (int64_t(array.shape(0)) < rows) throw nb::value_error("an array is shorter than its column");
    return array.data();
}

Cells cells_of(const Bytes &data, const Offsets &offsets, const Mask &valid) {
    const int64_t rows = int64_t(offsets.shape(0)) - 1;
    if (rows < 0) throw nb::value_error("offsets of a text column need at least one entry");
    if (offsets.data()[0] < 0 || offsets.data()[rows] > int64_t(data.shape(0)))
        throw nb::value_error("offsets of a text column lie outside its bytes");
    return {data.data(), offsets.data(), pointer(valid, rows), rows};
}

Table table_of(Out<int32_t> &slots, Out<uint64_t> &keys, Out<int64_t> &counts, Out<int64_t> &rows, int64_t used) {
    const int64_t capacity = int64_t(slots.shape(0)), room = int64_t(keys.shape(0));
    if (capacity <= room || capacity & (capacity - 1)) throw nb::value_error("slots must be a power of two, with gaps");
    return {slots.data(), capacity, keys.data(), checked(counts, room), checked(rows, room), room, used};
}

void bind_parsing(nb::module_ &m) {
    m.def(
        "parse_numbers",
        [](Bytes data, Offsets offsets, Mask valid, int format, Out<double> values, Out<uint8_t> status) {
            const Cells cells = cells_of(data, offsets, valid);
            double *value = checked(values, cells.rows);
            uint8_t *state = checked(status, cells.rows);
            if (format < 0 || format >= kFormats) throw nb::value_error("a number format is 0 to 7");
            nb::gil_scoped_release free;
            parse_numbers(cells, format, value, state);
        },
        nb::arg("data"), nb::arg("offsets"), nb::arg("valid").none(), nb::arg("format"), nb::arg("values"),
        nb::arg("status"), "Cells as numbers under one format; status 0 read, 1 missing, 2 unreadable.");
    m.def(
        "parse_times",
        [](Bytes data, Offsets offsets, Mask valid, int order, Out<double> values, Out<uint8_t> status) {
            const Cells cells = cells_of(data, offsets, valid);
            double *value = checked(values, cells.rows);
            uint8_t *state = checked(status, cells.rows);
            if (order < kIso || order > kMonthFirst) throw nb::value_error("a date order is 0 to 2");
            nb::gil_scoped_release free;
            parse_times(cells, order, value, state);
        },
        nb::arg("data"), nb::arg("offsets"), nb::arg("valid").none(), nb::arg("order"), nb::arg("values"),
        nb::arg("status"), "Cells as seconds since 1970 under one date order; status as of parse_numbers.");
    m.def(
        "classify",
        [](Bytes data, Offsets offsets, Out<uint8_t> formats, Out<uint8_t> orders) {
            const Cells cells = cells_of(data, offsets, std::nullopt);
            uint8_t *format = checked(formats, cells.rows), *order = checked(orders, cells.rows);
            nb::gil_scoped_release free;
            classify(cells, format, order);
        },
        "The number formats and date orders, as bits, under which each cell can be read.");
}

void bind_distinct(nb::module_ &m) {
    m.def(
        "count_texts",
        [](Bytes data, Offsets offsets, Mask valid, Mask use, Times times, int64_t start, bool frozen,
           Out<int32_t> slots, Out<uint64_t> keys, Out<int64_t> counts, Out<int64_t> rows, int64_t used) {
            const Cells cells = cells_of(data, offsets, valid);
            const uint8_t *used_rows = pointer(use, cells.rows);
            const int64_t *often = pointer(times, cells.rows);
            Table table = table_of(slots, keys, counts, rows, used);
            Counted counted;
            {
                nb::gil_scoped_release free;
                counted = count_texts(cells, used_rows, often, start, frozen, table);
            }
            return std::tuple(counted.row, counted.used, counted.missing, counted.beyond);
        },
        nb::arg("data"), nb::arg("offsets"), nb::arg("valid").none(), nb::arg("use").none(), nb::arg("times").none(),
        nb::arg("start"), nb::arg("frozen"), nb::arg("slots"), nb::arg("keys"), nb::arg("counts"), nb::arg("rows"), nb::arg("used"),
        "Count distinct texts into a table; returns (row reached, entries, missing, beyond the table).");
    m.def(
        "fill_slots",
        [](In<uint64_t> keys, int64_t used, Out<int32_t> slots) {
            const int64_t capacity = int64_t(slots.shape(0));
            if (used > int64_t(keys.shape(0)) || capacity <= used || capacity & (capacity - 1))
                throw nb::value_error("slots must be a power of two, with gaps");
            fill_slots(keys.data(), used, slots.data(), capacity);
        },
        "Place the first `used` keys into slots.");
    m.def(
        "text_keys",
        [](Bytes data, Offsets offsets, Out<uint64_t> keys) {
            const Cells cells = cells_of(data, offsets, std::nullopt);
            uint64_t *key = checked(keys, cells.rows);
            for (int64_t i = 0; i < cells.rows; ++i) key[i] = text_key(cells.at(i));
        },
        "The key of each text, trimmed.");
    m.def(
        "look_up",
        [](Bytes data, Offsets offsets, Mask valid, Out<int32_t> slots, Out<uint64_t> keys, In<int32_t> codes_of,
           int32_t missing, int32_t unknown, Out<int32_t> codes) {
            const Cells cells = cells_of(data, offsets, valid);
            const int64_t capacity = int64_t(slots.shape(0)), used = int64_t(keys.shape(0));
            if (capacity <= used || capacity & (capacity - 1) || int64_t(codes_of.shape(0)) != used)
                throw nb::value_error("slots must be a power of two, with gaps, and each key have a code");
            int32_t *code = checked(codes, cells.rows);
            const Table table{slots.data(), capacity, keys.data(), nullptr, nullptr, used, used};
            nb::gil_scoped_release free;
            return look_up(cells, table, codes_of.data(), missing, unknown, code);
        },
        nb::arg("data"), nb::arg("offsets"), nb::arg("valid").none(), nb::arg("slots"), nb::arg("keys"),
        nb::arg("codes_of"), nb::arg("missing"), nb::arg("unknown"), nb::arg("codes"),
        "The code of each cell's text; returns how many texts were unknown.");
}

void bind_summaries(nb::module_ &m) {
    m.attr("SUMMARY") = kSummary;
    m.def(
        "summarise",
        [](In<double> values, Mask valid, Mask use, Times times, Out<double> summary) {
            const int64_t rows = int64_t(values.shape(0));
            const uint8_t *present = pointer(valid, rows), *used = pointer(use, rows);
            const int64_t *often = pointer(times, rows);
            Summary state;
            memcpy(&state, checked(summary, kSummary), sizeof state);
            {
                nb::gil_scoped_release free;
                summarise(values.data(), present, used, often, rows, state);
            }
            memcpy(summary.data(), &state, sizeof state);
        },
        nb::arg("values"), nb::arg("valid").none(), nb::arg("use").none(), nb::arg("times").none(),
        nb::arg("summary"), "Add a column of numbers to its summary (count, missing, infinite, origin, sum, …).");
}

void bind_hashes(nb::module_ &m) {
    m.def(
        "join_texts",
        [](Bytes data, Offsets offsets, Mask valid, uint64_t seed, Out<uint64_t> hashes) {
            const Cells cells = cells_of(data, offsets, valid);
            uint64_t *hash = checked(hashes, cells.rows);
            nb::gil_scoped_release free;
            join_texts(cells, seed, hash);
        },
        nb::arg("data"), nb::arg("offsets"), nb::arg("valid").none(), nb::arg("seed"), nb::arg("hashes"),
        "Join a text column to the row hashes.");
    m.def(
        "join_values",
        [](In<double> values, Mask valid, char kind, uint64_t seed, Out<uint64_t> hashes) {
            const int64_t rows = int64_t(values.shape(0));
            const uint8_t *present = pointer(valid, rows);
            uint64_t *hash = checked(hashes, rows);
            const uint64_t tag = kind == 'n' ? kNumberTag : kind == 't' ? kTimeTag : kTextTag;
            nb::gil_scoped_release free;
            join_values(values.data(), present, rows, tag, seed, hash);
        },
        nb::arg("values"), nb::arg("valid").none(), nb::arg("kind"), nb::arg("seed"), nb::arg("hashes"),
        "Join a column of numbers ('n'), times ('t') or booleans ('b') to the row hashes.");
    m.def(
        "name_seed",
        [](nb::bytes name) {
            const auto *begin = static_cast<const uint8_t *>(name.data());
            return hash_bytes({begin, begin + name.size()});
        },
        "The seed of a column, from its name in UTF-8.");
}

}  // namespace

void bind_columns(nb::module_ &m) {
    bind_parsing(m);
    bind_distinct(m);
    bind_summaries(m);
    bind_hashes(m);
}
