// What is asked of a CSV: `Scanner` looks at every byte and counts; `read_cells` copies chosen columns of some records.
#pragma once

#include <stdint.h>
#include <string.h>

#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "csv.hpp"

namespace shrinkage::csv {

inline constexpr int64_t MARK_EVERY = 1024;  // records between two remembered offsets: 8 bytes a thousand rows

class Scanner {
  public:
    explicit Scanner(Dialect dialect) : reader_(dialect) {}

    // Bytes that follow what was consumed so far; returns how many of these are. `last`: the file ends with them.
    int64_t feed(const uint8_t *begin, const uint8_t *end, bool last) {
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
            // Nothing is known before the first record: a line of spaces there is never the header.
            if (!is_no_record(fields, records == 0 ? 2 : header_fields, first)) count(fields, blank(final), consumed + (p - begin));
            tails += continued;
            line_ += 1 + ended.lines;
            if (ended.next - p > longest) longest = ended.next - p;
            p = ended.next;
        }
        nul = nul || (p > begin && memchr(begin, 0, static_cast<size_t>(p - begin)) != nullptr);
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

// A text column while it grows: cell i is data[offsets[i] : offsets[i + 1]].
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

    // Cell `record`, which follows those before it; the field of a blank line is written over by the next record's.
    void put(int64_t record, const Span &span, const Dialect &dialect, bool narrow) {
        reserve(cell_bound(span, narrow));
        const int64_t before = offsets[record];
        size = write_cell(span, dialect, narrow, data.get() + before) - data.get();
        offsets[record + 1] = size;
        valid[record] = size > before;
    }
};

// Which cells: fields `columns` (different ones, below `width`) of records [skip, skip + count) of a buffer that begins
// where a record does. Each record has `width` fields; `header_fields` are those of the file's first, which decide
// (`is_no_record`) whether a line of spaces is a record.
struct Wanted {
    int64_t width, header_fields, skip, count;
    std::vector<int64_t> columns;
};

// The cells, column by column; an empty cell is missing. `narrow`: Windows-1252 becomes UTF-8. `last`: the buffer ends
// where the file does; else it may end within a record, after those wanted.
inline std::vector<Growing> read_cells(const uint8_t *p, const uint8_t *end, Dialect dialect, bool narrow, bool last,
                                       const Wanted &wanted) {
    const Reader reader(dialect);
    const int64_t width = wanted.width, count = wanted.count;
    std::vector<Growing> grown(wanted.columns.size());
    std::vector<int64_t> slot(static_cast<size_t>(width), -1);
    for (size_t k = 0; k < grown.size(); ++k) {
        slot[static_cast<size_t>(wanted.columns[k])] = static_cast<int64_t>(k);
        grown[k].offsets.reset(new int64_t[static_cast<size_t>(count) + 1]);
        grown[k].valid.reset(new bool[static_cast<size_t>(count)]);
        grown[k].offsets[0] = 0;
    }
    // Where the records wanted end with the buffer, a CR there is a whole line end: the next record begins without LF.
    const bool closed = last || (p < end && end[-1] == '\r');
    int64_t record = -wanted.skip;
    while (record < count) {
        int64_t fields = 0;
        Span first{};
        const Ended ended = reader.record(p, end, closed, [&](int64_t index, const Span &span) {
            if (index == 0) first = span;
            fields = index + 1;
            if (record < 0 || index >= width || slot[static_cast<size_t>(index)] < 0) return;
            grown[static_cast<size_t>(slot[static_cast<size_t>(index)])].put(record, span, dialect, narrow);
        });
        if (ended.end != End::record || p >= end) throw std::runtime_error("fewer rows than were counted");
        p = ended.next;
        if (is_no_record(fields, wanted.header_fields, first)) {
            if (record >= 0)
                for (Growing &g : grown) g.size = g.offsets[record];
            continue;
        }
        if (record >= 0 && fields != width) throw std::runtime_error("a row has another number of fields");
        ++record;
    }
    for (Growing &g : grown)
        for (int64_t i = 0; i < count; ++i) g.missing += !g.valid[i];
    return grown;
}

}  // namespace shrinkage::csv
