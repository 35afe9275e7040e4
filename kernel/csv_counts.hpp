// What there is in a CSV, counted record by record: every byte is looked at, nothing is kept. Freestanding.
#pragma once

#include <stdint.h>
#include <string.h>

#include "csv.hpp"

namespace shrinkage::csv {

inline bool has_nul(const uint8_t *begin, const uint8_t *end) {
    return end > begin && memchr(begin, 0, static_cast<size_t>(end - begin)) != nullptr;
}

struct Counts {
    // Bytes that follow what was consumed so far; returns how many of these are. `last`: the file ends with them.
    // `met(offset)` for each record, before it is counted: the byte at which it begins.
    template <class F>
    int64_t feed(const Reader &reader, const uint8_t *begin, const uint8_t *end, bool last, F &&met) {
        const uint8_t *p = begin;
        while (p < end) {
            int64_t found = 0, continued = 0;
            Span first{}, final{};
            const Ended ended = reader.record(p, end, last, [&](int64_t index, const Span &span) {
                if (index == 0) first = span;
                final = span;
                found = index + 1;
                continued += span.tail != span.tail_end;
            });
            if (ended.end == End::unclosed) {
                unclosed_line = line;
                p = end;
                break;
            }
            if (ended.end == End::more) break;
            // Nothing is known before the first record: a line of spaces there is never the header.
            if (!is_no_record(found, records == 0 ? 2 : header_fields, first)) {
                met(consumed + (p - begin));
                count(found, blank(final));
            }
            tails += continued;
            line += 1 + ended.lines;
            if (ended.next - p > longest) longest = ended.next - p;
            p = ended.next;
        }
        nul = nul || has_nul(begin, p);
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
    int64_t unclosed_line = 0;   // where a record with a quote that is never closed begins
    int64_t ragged_line = 0;     // the first record, from the third, that has other than `fields` fields …
    int64_t ragged_fields = 0;   // … and how many it has
    int64_t ragged_records = 0;  // how many such there are
    int64_t line = 1;            // the one that comes next
    bool last_empty = true;      // the last field of every record after the first is empty
    bool nul = false;
    bool utf8 = true;

  private:
    void count(int64_t found, bool ends_empty) {
        if (records == 0) header_fields = found;
        if (records == 1) fields = found, second_line = line;
        if (records > 0) last_empty = last_empty && ends_empty;
        if (records > 1 && found != fields && ragged_records++ == 0) {
            ragged_line = line;
            ragged_fields = found;
        }
        ++records;
    }
};

}  // namespace shrinkage::csv
