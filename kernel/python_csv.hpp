// `CsvScanner` looks at every byte of a CSV and counts; `csv_cells` copies chosen columns of some of its records.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/stl/vector.h>

#include <cstring>
#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

#include "csv.hpp"
#include "owned.hpp"

namespace shrinkage::csv {

inline constexpr int64_t MARK_EVERY = 1024;  // records between two remembered offsets: 8 bytes a thousand rows

class Scanner {
  public:
    Scanner(int delimiter, int quote, int escape)
        : reader_({static_cast<uint8_t>(delimiter), static_cast<uint8_t>(quote), static_cast<uint8_t>(escape)}) {}

    // Bytes that follow what was consumed so far; returns how many of these are. `last`: the file ends with them.
    int64_t feed(nb::bytes buffer, bool last) {
        const auto *begin = reinterpret_cast<const uint8_t *>(buffer.c_str());
        const uint8_t *end = begin + buffer.size();
        nb::gil_scoped_release unlocked;
        const uint8_t *p = begin;
        while (p < end) {
            int64_t fields = 0, continued = 0;
            Span first{}, final{};
            const Ended ended = reader_.record(p, end, last, [&](int64_t index, const Span &span) {
                if (index == 0) first = span;
                final = span;
                fields = index + 1;
                continued += span.tail != span.tail_end;
            });
            if (ended.end == End::unclosed) {
                unclosed_line = line_;
                p = end;
                break;
            }
            if (ended.end == End::more) break;
            if (!is_no_record(fields, header_fields, first)) count(fields, blank(final), consumed + (p - begin));
            tails += continued;
            line_ += 1 + ended.lines;
            if (ended.next - p > longest) longest = ended.next - p;
            p = ended.next;
        }
        nul = nul || memchr(begin, 0, static_cast<size_t>(p - begin)) != nullptr;
        utf8 = utf8 && is_utf8(begin, p);
        consumed += p - begin;
        return p - begin;
    }

    int64_t records = 0;         // the first included, blank lines not
    int64_t header_fields = 0;   // of the first record
    int64_t fields = 0;          // of the second …
    int64_t second_line = 0;     // … which is on this line
    int64_t consumed = 0;        // bytes
    int64_t longest = 0;         // bytes of the longest record
    int64_t tails = 0;           // cells that go on after their closing quote
    bool last_empty = true;      // the last field of every record after the first is empty
    bool nul = false;
    bool utf8 = true;
    int64_t unclosed_line = 0;   // where a record with a quote that is never closed begins
    int64_t ragged_line = 0;     // the first record, from the third, that has other than `fields` fields …
    int64_t ragged_fields = 0;   // … and how many it has
    int64_t ragged_records = 0;  // how many such there are
    std::vector<int64_t> marks;  // byte offset of every MARK_EVERY-th record

  private:
    void count(int64_t found, bool ends_empty, int64_t offset) {
        if (records % MARK_EVERY == 0) marks.push_back(offset);
        if (records == 0) header_fields = found;
        if (records == 1) fields = found, second_line = line_;
        if (records > 0) last_empty = last_empty && ends_empty;
        if (records > 1 && found != fields && ragged_records++ == 0) {
            ragged_line = line_;
            ragged_fields = found;
        }
        ++records;
    }

    const Reader reader_;
    int64_t line_ = 1;
};

// A text column while it grows.
struct Growing {
    std::unique_ptr<uint8_t[]> data;
    int64_t size = 0, room = 0;
    std::unique_ptr<int64_t[]> offsets;
    std::unique_ptr<bool[]> valid;
    int64_t missing = 0;

    void reserve(int64_t more) {
        if (size + more <= room) return;
        room = 2 * (size + more);
        std::unique_ptr<uint8_t[]> wider(new uint8_t[static_cast<size_t>(room)]);
        if (size > 0) memcpy(wider.get(), data.get(), static_cast<size_t>(size));
        data = std::move(wider);
    }
};

// Fields `columns` of records [skip, skip + count) of the buffer, which begins where a record does, has `width` fields
// in each, and (if `last`) ends where the file does. [(None, offsets, data, valid), …] as `ArrowReader.read` gives.
inline nb::list cells(nb::bytes buffer, int delimiter, int quote, int escape, bool narrow, bool last, int64_t width,
                      int64_t skip, int64_t count, const std::vector<int64_t> &columns) {
    const auto *p = reinterpret_cast<const uint8_t *>(buffer.c_str());
    const uint8_t *end = p + buffer.size();
    const Reader reader({static_cast<uint8_t>(delimiter), static_cast<uint8_t>(quote), static_cast<uint8_t>(escape)});
    std::vector<Growing> grown(columns.size());
    {
        nb::gil_scoped_release unlocked;
        std::vector<int64_t> slot(static_cast<size_t>(width), -1);
        for (size_t k = 0; k < columns.size(); ++k) slot[static_cast<size_t>(columns[k])] = static_cast<int64_t>(k);
        for (Growing &g : grown) {
            g.offsets.reset(new int64_t[static_cast<size_t>(count) + 1]);
            g.valid.reset(new bool[static_cast<size_t>(count)]);
            g.offsets[0] = 0;
        }
        int64_t record = -skip;
        while (record < count) {
            int64_t fields = 0;
            Span first{};
            const Ended ended = reader.record(p, end, last, [&](int64_t index, const Span &span) {
                if (index == 0) first = span;
                fields = index + 1;
                if (record < 0 || index >= width || slot[static_cast<size_t>(index)] < 0) return;
                Growing &g = grown[static_cast<size_t>(slot[static_cast<size_t>(index)])];
                g.reserve(cell_bound(span, narrow));
                const int64_t before = g.offsets[record];  // a blank line's field is written over by the next record's
                const int64_t after = write_cell(span, reader.d, narrow, g.data.get() + before) - g.data.get();
                g.size = after;
                g.offsets[record + 1] = after;
                g.valid[record] = after > before;
            });
            if (ended.end != End::record || p >= end) throw std::runtime_error("fewer rows than were counted");
            p = ended.next;
            if (is_no_record(fields, width, first)) {
                if (record >= 0)
                    for (Growing &g : grown) g.size = g.offsets[record];
                continue;
            }
            if (record >= 0 && fields != width) throw std::runtime_error("a row has another number of fields");
            ++record;
        }
        for (Growing &g : grown)
            for (int64_t i = 0; i < count; ++i) g.missing += !g.valid[i];
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
        .def(nb::init<int, int, int>(), nb::arg("delimiter"), nb::arg("quote"), nb::arg("escape"))
        .def("feed", &Scanner::feed, nb::arg("buffer"), nb::arg("last"))
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
          nb::arg("narrow"), nb::arg("last"), nb::arg("width"), nb::arg("skip"), nb::arg("count"), nb::arg("columns"),
          "Chosen columns of records [skip, skip + count) of a buffer that begins where a record does: "
          "[(None, offsets int64, data uint8 (UTF-8), valid bool or None), …]; an empty cell is missing.");
}

}  // namespace shrinkage::csv
