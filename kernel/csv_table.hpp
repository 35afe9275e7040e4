// What is asked of a CSV: `Scanner` looks at every byte and counts; `read_cells` copies chosen columns of some records.
#pragma once

#include <stdint.h>
#include <string.h>

#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "csv_counts.hpp"

namespace shrinkage::csv {

inline constexpr int64_t MARK_EVERY = 1024;  // records between two remembered offsets: 8 bytes a thousand rows

class Scanner : public Counts {
  public:
    explicit Scanner(Dialect dialect) : reader_(dialect) {}

    // Bytes that follow what was consumed so far; returns how many of these are. `last`: the file ends with them.
    int64_t feed(const uint8_t *begin, const uint8_t *end, bool last) {
        return Counts::feed(reader_, begin, end, last, [this](int64_t offset) {
            if (records % MARK_EVERY == 0) marks.push_back(offset);
        });
    }

    std::vector<int64_t> marks;  // byte offset of every MARK_EVERY-th record

  private:
    const Reader reader_;
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
