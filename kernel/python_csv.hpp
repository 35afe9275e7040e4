// Bindings of csv_table.hpp.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/stl/vector.h>

#include <stdexcept>
#include <vector>

#include "csv_table.hpp"
#include "owned.hpp"

namespace shrinkage::csv {

inline Dialect dialect_of(int delimiter, int quote, int escape) {
    return {static_cast<uint8_t>(delimiter), static_cast<uint8_t>(quote), static_cast<uint8_t>(escape)};
}

inline const uint8_t *begin_of(const nb::bytes &buffer) { return reinterpret_cast<const uint8_t *>(buffer.c_str()); }

inline int64_t feed(Scanner &scanner, nb::bytes buffer, bool last) {
    const uint8_t *begin = begin_of(buffer), *end = begin + buffer.size();
    nb::gil_scoped_release unlocked;
    return scanner.feed(begin, end, last);
}

inline void check(const Wanted &wanted) {
    if (wanted.width < 0 || wanted.skip < 0 || wanted.count < 0)
        throw std::invalid_argument("csv_cells: width, skip and count must not be negative");
    std::vector<bool> seen(static_cast<size_t>(wanted.width));
    for (const int64_t column : wanted.columns) {
        if (column < 0 || column >= wanted.width || seen[static_cast<size_t>(column)])
            throw std::invalid_argument("csv_cells: columns must be different ones, from 0 to width - 1");
        seen[static_cast<size_t>(column)] = true;
    }
}

// [(None, offsets, data, valid), …] as `ArrowReader.read` gives.
inline nb::list cells(nb::bytes buffer, int delimiter, int quote, int escape, bool narrow, bool last, int64_t width,
                      int64_t header_fields, int64_t skip, int64_t count, const std::vector<int64_t> &columns) {
    const uint8_t *begin = begin_of(buffer), *end = begin + buffer.size();
    const Wanted wanted{width, header_fields, skip, count, columns};
    check(wanted);
    std::vector<Growing> grown;
    {
        nb::gil_scoped_release unlocked;
        grown = read_cells(begin, end, dialect_of(delimiter, quote, escape), narrow, last, wanted);
    }
    nb::list out;
    for (Growing &g : grown) {
        if (!g.data) g.data.reset(new uint8_t[1]);
        const auto n = static_cast<size_t>(count);
        nb::object valid = g.missing > 0 ? nb::cast(owned(std::move(g.valid), n)) : nb::none();
        out.append(nb::make_tuple(nb::none(), owned(std::move(g.offsets), n + 1),
                                  owned(std::move(g.data), static_cast<size_t>(g.size)), valid));
    }
    return out;
}

inline void bind(nb::module_ &m) {
    nb::class_<Scanner>(m, "CsvScanner", "Counts the records and fields of a CSV, byte after byte.")
        .def(
            "__init__",
            [](Scanner *self, int delimiter, int quote, int escape) {
                new (self) Scanner(dialect_of(delimiter, quote, escape));
            },
            nb::arg("delimiter"), nb::arg("quote"), nb::arg("escape"))
        .def("feed", &feed, nb::arg("buffer"), nb::arg("last"))
        .def_ro("records", &Scanner::records)
        .def_ro("header_fields", &Scanner::header_fields)
        .def_ro("fields", &Scanner::fields)
        .def_ro("second_line", &Scanner::second_line)
        .def_ro("consumed", &Scanner::consumed)
        .def_ro("longest", &Scanner::longest)
        .def_ro("tails", &Scanner::tails)
        .def_ro("last_empty", &Scanner::last_empty)
        .def_ro("nul", &Scanner::nul)
        .def_ro("utf8", &Scanner::utf8)
        .def_ro("unclosed_line", &Scanner::unclosed_line)
        .def_ro("ragged_line", &Scanner::ragged_line)
        .def_ro("ragged_fields", &Scanner::ragged_fields)
        .def_ro("ragged_records", &Scanner::ragged_records)
        .def_ro("marks", &Scanner::marks);
    m.attr("CSV_MARK_EVERY") = MARK_EVERY;
    m.def("csv_cells", &cells, nb::arg("buffer"), nb::arg("delimiter"), nb::arg("quote"), nb::arg("escape"),
          nb::arg("narrow"), nb::arg("last"), nb::arg("width"), nb::arg("header_fields"), nb::arg("skip"),
          nb::arg("count"), nb::arg("columns"),
          "Chosen columns of records [skip, skip + count) of a buffer that begins where a record does: "
          "[(None, offsets int64, data uint8 (UTF-8), valid bool or None), …]; an empty cell is missing.");
}

}  // namespace shrinkage::csv
