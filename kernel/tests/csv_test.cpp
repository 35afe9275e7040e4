// CSV without Python, for the sanitizers: tables come back cell by cell, and soups of quotes, escapes and line ends are
// read as a plain parser reads them, whole, in pieces, and cut out of the middle. Every buffer has exactly its size.
#include <stdexcept>
#include <string>
#include <vector>

#include "../csv_table.hpp"
#include "check.hpp"

using namespace shrinkage::csv;
using namespace shrinkage::check;

namespace {

struct Field {
    std::string cell;  // unquoted
    bool quoted = false, tailed = false;

    bool blank() const { return !quoted && cell.find_first_not_of(" \t") == std::string::npos; }
};

struct Record {
    size_t begin, end;
    std::vector<Field> fields;

    bool counts(int64_t expected) const {
        const Field &first = fields[0];
        return fields.size() > 1 || first.quoted || !(first.cell.empty() || (expected > 1 && first.blank()));
    }
};

// The grammar once more, a byte at a time, into strings.
struct Plain {
    const std::string &text;
    const Dialect d;
    std::vector<Record> records;
    size_t unclosed = std::string::npos;  // where a record begins whose quote is never closed
    size_t at = 0;

    Plain(const std::string &given, Dialect dialect) : text(given), d(dialect) {
        while (at < text.size()) {
            Record record{at, at, {}};
            if (!read(record)) {
                unclosed = record.begin;
                return;
            }
            record.end = at;
            records.push_back(record);
        }
    }

    bool stops() const {
        return at == text.size() || text[at] == '\n' || text[at] == '\r' || text[at] == char(d.delimiter);
    }

    bool read(Record &record) {
        for (;;) {
            record.fields.emplace_back();
            if (!read(record.fields.back())) return false;
            if (at == text.size()) return true;
            const char stop = text[at++];
            if (stop == '\r' && at < text.size() && text[at] == '\n') ++at;
            if (stop != char(d.delimiter)) return true;
        }
    }

    bool read(Field &field) {
        size_t after = at;
        while (after < text.size() && text[after] == ' ') ++after;
        if (d.quote != 0 && after < text.size() && text[after] == char(d.quote)) {
            at = after + 1;
            field.quoted = true;
            if (!unquote(field.cell)) return false;
        }
        for (; !stops(); ++at) field.cell += text[at], field.tailed = field.quoted;
        return true;
    }

    bool unquote(std::string &cell) {
        for (; at < text.size(); ++at) {
            if (d.escape != 0 && text[at] == char(d.escape)) {
                if (++at == text.size()) return false;
            } else if (text[at] == char(d.quote)) {
                if (++at == text.size() || text[at] != char(d.quote)) return true;
            }
            cell += text[at];
        }
        return false;
    }

    // Those that count; nothing is known of the table before its first.
    std::vector<Record> rows() const {
        std::vector<Record> out;
        for (const Record &record : records)
            if (record.counts(out.empty() ? 2 : int64_t(out[0].fields.size()))) out.push_back(record);
        return out;
    }

    int64_t line_of(size_t place) const {
        int64_t line = 1;
        for (size_t i = 0; i < place; ++i)
            line += text[i] == '\n' || (text[i] == '\r' && !(i + 1 < text.size() && text[i + 1] == '\n'));
        return line;
    }
};

// RFC 3629, section 4, by its table of ranges.
bool plain_utf8(const std::string &text) {
    static const int ranges[][9] = {
        // count, then the least and the greatest of each byte
        {1, 0x00, 0x7F}, {2, 0xC2, 0xDF, 0x80, 0xBF},
        {3, 0xE0, 0xE0, 0xA0, 0xBF, 0x80, 0xBF}, {3, 0xE1, 0xEC, 0x80, 0xBF, 0x80, 0xBF},
        {3, 0xED, 0xED, 0x80, 0x9F, 0x80, 0xBF}, {3, 0xEE, 0xEF, 0x80, 0xBF, 0x80, 0xBF},
        {4, 0xF0, 0xF0, 0x90, 0xBF, 0x80, 0xBF, 0x80, 0xBF}, {4, 0xF1, 0xF3, 0x80, 0xBF, 0x80, 0xBF, 0x80, 0xBF},
        {4, 0xF4, 0xF4, 0x80, 0x8F, 0x80, 0xBF, 0x80, 0xBF}};
    for (size_t at = 0; at < text.size();) {
        size_t step = 0;
        for (const auto &range : ranges) {
            bool fits = at + size_t(range[0]) <= text.size();
            for (int k = 0; fits && k < range[0]; ++k) {
                const int byte = uint8_t(text[at + size_t(k)]);
                fits = byte >= range[1 + 2 * k] && byte <= range[2 + 2 * k];
            }
            if (fits) step = size_t(range[0]);
        }
        if (step == 0) return false;
        at += step;
    }
    return true;
}

// Windows-1252 above 0x7F as the characters themselves; five bytes have none and stand for controls.
std::string widened(const std::string &text) {
    static const char *const high[32] = {"€", "\xC2\x81", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š",
                                         "‹", "Œ", "\xC2\x8D", "Ž", "\xC2\x8F", "\xC2\x90", "‘", "’", "“", "”", "•",
                                         "–", "—", "˜", "™", "š", "›", "œ", "\xC2\x9D", "ž", "Ÿ"};
    std::string out;
    for (const char c : text) {
        const uint8_t byte = uint8_t(c);
        if (byte < 0x80) out += c;
        else if (byte < 0xA0) out += high[byte - 0x80];
        else out += {char(0xC0 | (byte >> 6)), char(0x80 | (byte & 0x3F))};
    }
    return out;
}

std::string soup(Draw &draw, const Dialect &d, int64_t pieces) {
    static const char *const rare[] = {"\\", "'", "\"", "\xC3\xA9", "\x80", "\xFF", "\xE2\x82\xAC", "\xED\xA0\x80",
                                       "\xF0\x9F\x98\x80", "\xF4\x90\x80\x80", "\xC0\x80", "\xE2\x82", "abcdefghijkl"};
    std::string out;
    while (pieces-- > 0) {
        switch (draw.below(12)) {
            case 0: case 1: case 2: out += char(d.delimiter); break;
            case 3: out += d.quote ? char(d.quote) : '"'; break;
            case 4: out += "\n"; break;
            case 5: out += draw.once_in(2) ? "\r\n" : "\r"; break;
            case 6: out += draw.once_in(2) ? "  " : " "; break;
            case 7: out += d.quote ? std::string(2, char(d.quote)) : "\t"; break;
            case 8: out += draw.once_in(40) ? std::string(1, '\0') : rare[draw.below(sizeof rare / sizeof *rare)]; break;
            case 9: out += d.escape ? char(d.escape) : 'x'; break;
            default: out += char('0' + draw.below(10));
        }
    }
    return out;
}

Dialect dialect(Draw &draw) {
    static const char delimiters[] = {',', ';', '\t', '|', '\x1f'}, quotes[] = {'"', '"', '\'', 0};
    Dialect d;
    d.delimiter = uint8_t(delimiters[draw.below(5)]), d.quote = uint8_t(quotes[draw.below(4)]);
    d.escape = draw.once_in(3) ? '\\' : 0;
    return d;
}

// Everything in pieces of at most `most` bytes, as a file is read: what a piece breaks is carried over to the next.
void feed_in_pieces(Scanner &scanner, const std::string &text, int64_t most, Draw &draw) {
    size_t begin = 0, end = 0;
    while (end < text.size()) {
        end += size_t(1 + draw.below(most));
        if (end >= text.size()) break;
        const Exact piece(text.substr(begin, end - begin));
        begin += size_t(scanner.feed(piece.begin(), piece.end(), false));
    }
    const Exact rest(text.substr(begin));
    const int64_t consumed = scanner.feed(rest.begin(), rest.end(), true);
    expect(consumed == int64_t(rest.size), "the last piece is consumed to its end", double(rest.size));
}

void a_scanner_counts(const std::string &text, const Dialect &d, int64_t most, Draw &draw) {
    const Plain plain(text, d);
    const std::vector<Record> rows = plain.rows();
    Scanner scanner(d);
    feed_in_pieces(scanner, text, most, draw);

    expect(scanner.consumed == int64_t(text.size()), "every byte is consumed", double(scanner.consumed));
    expect(scanner.records == int64_t(rows.size()), "records are counted", double(scanner.records));
    expect(scanner.nul == (text.find('\0') != std::string::npos), "zero bytes are seen");
    expect(scanner.utf8 == plain_utf8(text), "UTF-8 is told from other bytes");
    const bool unclosed = plain.unclosed != std::string::npos;
    expect(scanner.unclosed_line == (unclosed ? plain.line_of(plain.unclosed) : 0), "an open quote is found");

    int64_t tails = 0, longest = 0, ragged = 0;
    for (const Record &record : plain.records) {
        if (int64_t(record.end - record.begin) > longest) longest = int64_t(record.end - record.begin);
        for (const Field &field : record.fields) tails += field.tailed;
    }
    expect(scanner.tails == tails, "cells that go on after their quote are counted", double(scanner.tails));
    expect(scanner.longest == longest, "the longest record is measured", double(scanner.longest));

    bool last_empty = true;
    for (size_t k = 0; k < rows.size(); ++k) {
        const int64_t fields = int64_t(rows[k].fields.size());
        if (k % MARK_EVERY == 0) expect(scanner.marks[k / MARK_EVERY] == int64_t(rows[k].begin), "a mark is a record", double(k));
        if (k == 0) expect(scanner.header_fields == fields, "the header's fields are counted", double(fields));
        else last_empty = last_empty && rows[k].fields.back().blank();
        if (k == 1) {
            expect(scanner.fields == fields, "the second record's fields are counted", double(fields));
            expect(scanner.second_line == plain.line_of(rows[k].begin), "and its line", double(scanner.second_line));
        }
        if (k > 1 && fields != scanner.fields && ragged++ == 0) {
            expect(scanner.ragged_line == plain.line_of(rows[k].begin), "a ragged line is named", double(scanner.ragged_line));
            expect(scanner.ragged_fields == fields, "and its fields", double(fields));
        }
    }
    expect(scanner.ragged_records == ragged, "ragged records are counted", double(ragged));
    expect(scanner.last_empty == last_empty, "an empty last column is seen");
    expect(scanner.marks.size() == (rows.size() + MARK_EVERY - 1) / MARK_EVERY, "there are no more marks");
}

void expect_cells(const std::vector<Growing> &grown, const std::vector<Record> &rows, size_t begin, bool narrow,
                  const Wanted &wanted) {
    for (size_t k = 0; k < grown.size(); ++k) {
        const Growing &g = grown[k];
        int64_t missing = 0;
        expect(g.offsets[0] == 0 && g.offsets[wanted.count] == g.size, "offsets span the bytes", double(k));
        for (int64_t i = 0; i < wanted.count; ++i) {
            const std::string &raw = rows[begin + size_t(i)].fields[size_t(wanted.columns[k])].cell;
            const std::string cell = narrow ? widened(raw) : raw;
            const std::string got(reinterpret_cast<const char *>(g.data.get()) + g.offsets[i], size_t(g.offsets[i + 1] - g.offsets[i]));
            expect(got == cell, "a cell is read", double(i));
            expect(g.valid[i] == !cell.empty(), "an empty cell is missing", double(i));
            missing += cell.empty();
        }
        expect(g.missing == missing, "missing cells are counted", double(missing));
    }
}

std::vector<int64_t> some_columns(int64_t width, Draw &draw) {
    std::vector<int64_t> out;
    for (int64_t k = 0; k < width; ++k)
        if (!draw.once_in(3)) out.insert(out.begin() + draw.below(int64_t(out.size()) + 1), k);
    return out;
}

// Rows [begin, begin + count) as they are cut out of a file: from a record a little before to one a little after.
void cells_are_those(const std::string &text, const Dialect &d, Draw &draw) {
    const Plain plain(text, d);
    const std::vector<Record> rows = plain.rows();
    if (rows.empty()) return;
    const size_t begin = size_t(draw.below(int64_t(rows.size())));
    const size_t count = size_t(draw.below(int64_t(rows.size() - begin) + 2));  // may ask for one too many
    const size_t skip = size_t(draw.below(int64_t(begin) + 1)), stop = begin + count + (draw.once_in(2) ? 0 : 1);
    const bool last = stop >= rows.size(), narrow = draw.once_in(2);
    const size_t from = rows[begin - skip].begin;
    const Wanted wanted{int64_t(rows[begin].fields.size()), int64_t(rows[0].fields.size()), int64_t(skip),
                        int64_t(count), some_columns(int64_t(rows[begin].fields.size()), draw)};
    const Exact buffer(text.substr(from, last ? std::string::npos : rows[stop].begin - from));
    bool whole = begin + count <= rows.size();
    for (size_t i = begin; whole && i < begin + count; ++i) whole = int64_t(rows[i].fields.size()) == wanted.width;
    try {
        expect_cells(read_cells(buffer.begin(), buffer.end(), d, narrow, last, wanted), rows, begin, narrow, wanted);
        expect(whole, "rows that are not as they were counted are refused", double(count));
    } catch (const std::runtime_error &) {
        expect(!whole, "rows that are as they were counted are read", double(count));
    }
}

// A cell as a careful writer puts it down.
std::string written(const std::string &cell, const Dialect &d, Draw &draw) {
    std::string out(1, char(d.quote));
    for (const char c : cell) {
        if (c == char(d.quote)) out += d.escape && draw.once_in(2) ? char(d.escape) : char(d.quote);
        else if (d.escape && c == char(d.escape)) out += char(d.escape);
        out += c;
    }
    out += char(d.quote);
    return draw.once_in(4) ? "  " + out : out;
}

// No twin is needed here: what was written is what is read.
void tables_come_back(Draw &draw, int64_t rows) {
    static const char *const ends[] = {"\n", "\r\n", "\r"};
    Dialect d = dialect(draw);
    if (d.quote == 0) d.quote = '"';
    const int64_t width = 1 + draw.below(5);
    const std::string end = ends[draw.below(3)];
    std::string text;
    std::vector<Record> cells;
    for (int64_t i = 0; i < rows; ++i) {
        cells.push_back({text.size(), 0, std::vector<Field>(size_t(width))});
        for (int64_t k = 0; k < width; ++k) {
            std::string &cell = cells.back().fields[size_t(k)].cell;
            cell = soup(draw, d, draw.below(4));
            text += (k > 0 ? std::string(1, char(d.delimiter)) : "") + written(cell, d, draw);
        }
        if (i + 1 < rows || draw.once_in(2)) text += end;
        if (draw.once_in(8) && i + 1 < rows) text += end;  // a blank line
    }
    const Exact file(text);
    const Wanted wanted{width, width, 0, rows, some_columns(width, draw)};
    const bool narrow = draw.once_in(2);
    expect_cells(read_cells(file.begin(), file.end(), d, narrow, true, wanted), cells, 0, narrow, wanted);
    a_scanner_counts(text, d, 1 + draw.below(5000), draw);
}

// Cut between two marks, as batches are, for each line end; and lines of spaces, which the first row's fields decide.
void pieces_between_marks(const std::string &end, const std::string &blank, bool wide_header, Draw &draw) {
    std::string text = blank + (wide_header ? "a," : "a") + end;
    for (int64_t i = 0; i < 2 * MARK_EVERY + 5; ++i) {
        text += std::to_string(i) + end;
        if (i % 100 == 7) text += blank;
    }
    const Dialect d;
    const std::vector<Record> rows = Plain(text, d).rows();
    Scanner scanner(d);
    feed_in_pieces(scanner, text, 4096, draw);
    expect(scanner.records == int64_t(rows.size()), "the scanner counts the rows", double(scanner.records));
    for (size_t mark = 1; mark + 1 < scanner.marks.size(); ++mark) {
        const size_t from = size_t(scanner.marks[mark]), to = size_t(scanner.marks[mark + 1]);
        const Exact piece(text.substr(from, to - from));
        const Wanted wanted{1, scanner.header_fields, 0, MARK_EVERY, {0}};
        expect_cells(read_cells(piece.begin(), piece.end(), d, false, false, wanted), rows, mark * MARK_EVERY, false, wanted);
    }
}

}  // namespace

int main() {
    Draw draw = {20260103};
    for (int turn = 0; turn < 6000; ++turn) {
        const Dialect d = dialect(draw);
        const std::string text = soup(draw, d, draw.below(turn % 10 == 0 ? 300 : 30));
        a_scanner_counts(text, d, 1 + draw.below(20), draw);
        cells_are_those(text, d, draw);
        const Exact bytes(text.substr(0, size_t(draw.below(40))));
        expect(is_utf8(bytes.begin(), bytes.end()) == plain_utf8(text.substr(0, bytes.size)), "UTF-8 is told");
    }
    for (int turn = 0; turn < 300; ++turn) tables_come_back(draw, 1 + draw.below(20));
    tables_come_back(draw, 3 * MARK_EVERY);
    for (const char *end : {"\n", "\r\n", "\r"})
        for (const bool wide_header : {false, true}) {
            pieces_between_marks(end, "", wide_header, draw);
            pieces_between_marks(end, end, wide_header, draw);
            if (wide_header) pieces_between_marks(end, std::string("  ") + end, wide_header, draw);
        }
    Scanner nothing{Dialect{}};
    expect(nothing.feed(nullptr, nullptr, true) == 0 && nothing.records == 0, "nothing is nothing");
    return verdict();
}
