// CSV, one record at a time: where its fields begin and end. The scanner (which only counts) and the parser (which
// copies) share this one reading of the grammar, so that what was checked is what is read.
//
// Grammar: RFC 4180 with the leniences that real files need. Records end with LF, CRLF or CR. A field is quoted when
// its first byte, after spaces, is the quote; inside, a doubled quote is one quote, and (if the dialect has an escape)
// escape + byte is that byte. Bytes after a closing quote belong to the cell; a quote inside a bare field is a byte.
// Nothing here allocates; a record that the buffer does not hold to its end is left for the next buffer.
#pragma once

#include <stdint.h>
#include <string.h>

namespace shrinkage::csv {

struct Dialect {
    uint8_t delimiter = ',';
    uint8_t quote = '"';   // 0: fields are never quoted
    uint8_t escape = 0;    // 0: only doubling
};

// A field as it lies in the file. The cell is [begin, end), unescaped when `marked`, then [tail, tail_end) as it is.
struct Span {
    const uint8_t *begin;
    const uint8_t *end;
    const uint8_t *tail;
    const uint8_t *tail_end;
    bool quoted;
    bool marked;  // holds doubled quotes or escapes
};

enum class End : uint8_t { record, more, unclosed };

struct Ended {
    End end;
    const uint8_t *next;  // past the record's line end
    int64_t lines;        // line ends inside quotes
};

class Reader {
  public:
    explicit Reader(Dialect dialect) : d(dialect) {
        memset(stop_, 0, sizeof stop_);
        stop_[d.delimiter] = stop_['\n'] = stop_['\r'] = 1;
    }

    // One record from p; `field(index, span)` for each. `last`: the buffer ends where the file does.
    template <class F> Ended record(const uint8_t *p, const uint8_t *end, bool last, F &&field) const {
        int64_t lines = 0;
        for (int64_t index = 0;; ++index) {
            Span span{p, p, nullptr, nullptr, false, false};
            const uint8_t *s = p;
            if (d.quote != 0) {
                while (s < end && *s == ' ') ++s;
            }
            if (d.quote != 0 && s < end && *s == d.quote) {
                span.quoted = true;
                span.begin = ++s;
                s = close(s, end, last, span.marked, lines);
                if (s == nullptr) return {last ? End::unclosed : End::more, p, lines};
                span.end = s - 1;
                span.tail = s;
                while (s < end && !stop_[*s]) ++s;
                span.tail_end = s;
            } else {
                while (s < end && !stop_[*s]) ++s;
                span.end = s;
            }
            if (s == end) {
                if (!last) return {End::more, p, lines};
                field(index, span);
                return {End::record, s, lines};
            }
            if (*s == d.delimiter) {
                field(index, span);
                p = s + 1;
                if (p == end && last) {  // a delimiter as the file's last byte: one empty field more
                    field(index + 1, Span{p, p, nullptr, nullptr, false, false});
                    return {End::record, p, lines};
                }
                continue;
            }
            if (*s == '\r') {
                if (s + 1 == end && !last) return {End::more, p, lines};
                field(index, span);
                return {End::record, s + 1 + (s + 1 < end && s[1] == '\n'), lines};
            }
            field(index, span);
            return {End::record, s + 1, lines};
        }
    }

    const Dialect d;

  private:
    // Past the closing quote, or null when the buffer does not hold it.
    const uint8_t *close(const uint8_t *s, const uint8_t *end, bool last, bool &marked, int64_t &lines) const {
        for (; s < end; ++s) {
            if (d.escape != 0 && *s == d.escape) {
                marked = true;
                if (++s == end) return nullptr;
            } else if (*s == d.quote) {
                if (s + 1 == end && !last) return nullptr;
                if (s + 1 == end || s[1] != d.quote) return s + 1;
                marked = true;
                ++s;
            }
            lines += *s == '\n' || (*s == '\r' && s + 1 < end && s[1] != '\n');
        }
        return nullptr;
    }

    uint8_t stop_[256];
};

inline bool blank(const Span &span) {
    if (span.quoted) return false;
    for (const uint8_t *s = span.begin; s < span.end; ++s)
        if (*s != ' ' && *s != '\t') return false;
    return true;
}

// No record: an empty line; or, where the header has several fields, one of spaces only. Whoever reads a file again
// must ask with the same `expected`, or counts other rows.
inline bool is_no_record(int64_t fields, int64_t expected, const Span &first) {
    return fields == 1 && !first.quoted && (first.begin == first.end || (expected > 1 && blank(first)));
}

// Whether the bytes are UTF-8 (no surrogates, no overlong forms). Eight ASCII bytes at a time.
inline bool is_utf8(const uint8_t *s, const uint8_t *end) {
    while (s < end) {
        if (end - s >= 8) {
            uint64_t word;
            memcpy(&word, s, 8);
            if ((word & 0x8080808080808080ull) == 0) {
                s += 8;
                continue;
            }
        }
        const uint8_t c = *s++;
        if (c < 0x80) continue;
        int more;
        uint32_t code, least;
        if (c >= 0xC2 && c <= 0xDF) more = 1, code = c & 0x1Fu, least = 0x80;
        else if (c >= 0xE0 && c <= 0xEF) more = 2, code = c & 0x0Fu, least = 0x800;
        else if (c >= 0xF0 && c <= 0xF4) more = 3, code = c & 0x07u, least = 0x10000;
        else return false;
        if (end - s < more) return false;
        for (; more > 0; --more, ++s) {
            if ((*s & 0xC0) != 0x80) return false;
            code = (code << 6) | (*s & 0x3Fu);
        }
        if (code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
    }
    return true;
}

// Windows-1252 above 0x7F (https://encoding.spec.whatwg.org/index-windows-1252.txt); from 0xA0 it is Latin-1.
inline uint32_t windows_1252(uint8_t byte) {
    static constexpr uint16_t high[32] = {
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};
    return byte >= 0x80 && byte < 0xA0 ? high[byte - 0x80] : byte;
}

// Writes the code as UTF-8 (at most 3 bytes: there is nothing higher in Windows-1252); returns past it.
inline uint8_t *put_utf8(uint32_t code, uint8_t *out) {
    if (code < 0x80) {
        *out++ = static_cast<uint8_t>(code);
    } else if (code < 0x800) {
        *out++ = static_cast<uint8_t>(0xC0 | (code >> 6));
        *out++ = static_cast<uint8_t>(0x80 | (code & 0x3F));
    } else {
        *out++ = static_cast<uint8_t>(0xE0 | (code >> 12));
        *out++ = static_cast<uint8_t>(0x80 | ((code >> 6) & 0x3F));
        *out++ = static_cast<uint8_t>(0x80 | (code & 0x3F));
    }
    return out;
}

// At most this many bytes does the cell of a span take, once unescaped and (if `narrow`) turned from Windows-1252.
inline int64_t cell_bound(const Span &span, bool narrow) {
    return ((span.end - span.begin) + (span.tail_end - span.tail)) * (narrow ? 3 : 1);
}

// The cell's bytes as UTF-8; returns past them.
inline uint8_t *write_cell(const Span &span, const Dialect &d, bool narrow, uint8_t *out) {
    const int64_t size = span.end - span.begin;
    if (!span.marked && !narrow) {
        if (size > 0) memcpy(out, span.begin, static_cast<size_t>(size));  // `out` may be null before the first byte
        out += size;
    } else {
        for (const uint8_t *s = span.begin; s < span.end; ++s) {
            // Inside a marked span every quote is doubled, and every escape has a byte after it.
            if (span.marked && (*s == d.quote || (d.escape != 0 && *s == d.escape)) && s + 1 < span.end) ++s;
            out = narrow ? put_utf8(windows_1252(*s), out) : (*out = *s, out + 1);
        }
    }
    for (const uint8_t *s = span.tail; s < span.tail_end; ++s)
        out = narrow ? put_utf8(windows_1252(*s), out) : (*out = *s, out + 1);
    return out;
}

}  // namespace shrinkage::csv
