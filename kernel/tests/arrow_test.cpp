// Arrow streams without Python, for the sanitizers: a producer made by hand, whose buffers have exactly their size, lie
// where no alignment is promised, begin before their first cell, and are freed when they are released.
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "../arrow_stream.hpp"
#include "check.hpp"

using namespace shrinkage::arrow;
using namespace shrinkage::check;

namespace {

// A cell as it is meant; `number` of a boolean or of any kind of number, `text` of any kind of text.
struct Cell {
    bool missing = false;
    double number = 0;
    std::string text;
};
using Cells = std::vector<Cell>;

const std::string FORMATS[] = {"b", "c", "C", "s", "S", "i", "I", "l", "L", "f", "g", "u", "U", "vu"};

// What happened to the stream and to all it gave.
struct Ledger {
    int schemas = 0, schemas_released = 0, arrays = 0, arrays_released = 0, children_released_alone = 0;
    int streams_released = 0, asked_after_end = 0;

    bool settled() const {
        return schemas == schemas_released && arrays == arrays_released && children_released_alone == 0 &&
               streams_released == 1 && asked_after_end == 0;
    }
};

// One array with the memory it owns. A buffer of no bytes may be null.
struct Made {
    ArrowArray array{};
    std::vector<std::unique_ptr<uint8_t[]>> memory;
    std::vector<const void *> pointers;
    std::vector<std::unique_ptr<Made>> owned;
    std::vector<ArrowArray *> children;
    Ledger *ledger;

    explicit Made(Ledger *to) : ledger(to) {
        array.private_data = this;
        array.release = [](ArrowArray *self) {  // children are released with their parent, never by a reader
            ++static_cast<Made *>(self->private_data)->ledger->children_released_alone;
        };
    }

    // The bytes end where the memory does; `shift` bytes before them, so that they need not be aligned.
    void add(const std::string &bytes, size_t shift, bool maybe_null) {
        if (bytes.empty() && maybe_null) return pointers.push_back(nullptr);
        memory.emplace_back(new uint8_t[shift + bytes.size()]);
        if (!bytes.empty()) memcpy(memory.back().get() + shift, bytes.data(), bytes.size());
        pointers.push_back(memory.back().get() + shift);
    }

    void finish() {
        for (const auto &child : owned) children.push_back(&child->array);
        array.n_buffers = int64_t(pointers.size());
        array.buffers = pointers.data();
        array.n_children = int64_t(children.size());
        array.children = children.data();
    }
};

template <class T> void append(std::string &out, T value) { out.append(reinterpret_cast<const char *>(&value), sizeof value); }

template <class T> T as(double number) { return static_cast<T>(number); }

void append_number(std::string &out, Layout layout, double number) {
    switch (layout) {
        case Layout::int8: return append(out, as<int8_t>(number));
        case Layout::uint8: return append(out, as<uint8_t>(number));
        case Layout::int16: return append(out, as<int16_t>(number));
        case Layout::uint16: return append(out, as<uint16_t>(number));
        case Layout::int32: return append(out, as<int32_t>(number));
        case Layout::uint32: return append(out, as<uint32_t>(number));
        case Layout::int64: return append(out, as<int64_t>(number));
        case Layout::uint64: return append(out, as<uint64_t>(number));
        case Layout::float32: return append(out, as<float>(number));
        default: return append(out, number);
    }
}

double some_number(Layout layout, Draw &draw) {
    static constexpr double infinity = std::numeric_limits<double>::infinity();
    const double part = draw.uniform();
    const bool edge = draw.once_in(6);
    const auto whole = [&](int bits, bool is_signed) {  // the extremes, and what lies between
        const double least = is_signed ? -double(uint64_t(1) << (bits - 1)) : 0.0;
        const int room = is_signed ? bits - 1 : bits;
        // The greatest 64-bit numbers are no doubles; the greatest below them is.
        const double most = room > 53 ? 0x1p53 * double(uint64_t(1) << (room - 53)) - double(uint64_t(1) << (room - 53))
                                      : double((uint64_t(1) << room) - 1);
        if (edge) return part < 0.5 ? least : most;
        return double(int64_t((part - (is_signed ? 0.5 : 0.0)) * (most < 0x1p62 ? most : 0x1p62)));
    };
    switch (layout) {
        case Layout::boolean: return part < 0.5 ? 1.0 : 0.0;
        case Layout::int8: return whole(8, true);
        case Layout::uint8: return whole(8, false);
        case Layout::int16: return whole(16, true);
        case Layout::uint16: return whole(16, false);
        case Layout::int32: return whole(32, true);
        case Layout::uint32: return whole(32, false);
        case Layout::int64: return whole(64, true);
        case Layout::uint64: return whole(64, false);
        default: break;
    }
    if (edge) return part < 0.3 ? infinity : part < 0.6 ? -infinity : part < 0.8 ? -0.0 : __builtin_nan("");
    return layout == Layout::float32 ? double(float(draw.normal())) : draw.normal();
}

Cell some_cell(Layout layout, Draw &draw, bool nulls) {
    Cell cell;
    cell.missing = nulls && draw.once_in(4);
    cell.number = is_text(layout) ? 0.0 : some_number(layout, draw);
    static const int64_t sizes[] = {0, 1, 3, 11, 12, 13, 14, 40};
    if (is_text(layout) && !draw.once_in(5))
        for (int64_t size = sizes[draw.below(8)]; size > 0; --size) cell.text += char('a' + draw.below(26));
    return cell;
}

std::string bits(const Cells &cells, bool of_validity, Draw &draw) {
    std::string out((cells.size() + 7) / 8, '\0');
    for (char &byte : out) byte = char(draw.next());  // what lies beyond the last bit means nothing
    for (size_t i = 0; i < cells.size(); ++i) {
        const bool set = of_validity ? !cells[i].missing : cells[i].number != 0;
        out[i / 8] = char((out[i / 8] & ~(1 << (i % 8))) | (set << (i % 8)));
    }
    return out;
}

// Cells of text one after the other, or as views; what missing cells hold must not be looked at.
void add_text(Made &made, Layout layout, const Cells &cells, size_t shift, Draw &draw) {
    const bool maybe_null = draw.once_in(2);
    if (layout != Layout::view) {
        std::string offsets, data(size_t(draw.below(3)), '#');
        for (size_t i = 0; i <= cells.size(); ++i) {
            if (layout == Layout::text) append(offsets, int32_t(data.size()));
            else append(offsets, int64_t(data.size()));
            if (i < cells.size()) data += cells[i].missing && draw.once_in(2) ? "junk" : cells[i].text;
        }
        made.add(offsets, shift, false);
        made.add(data, shift, maybe_null);
        return;
    }
    std::string views, data[2] = {"#", ""}, sizes;
    for (const Cell &cell : cells) {
        const int32_t which = int32_t(draw.below(2)), size = int32_t(cell.text.size());
        if (cell.missing) {
            for (int k = 0; k < 4; ++k) append(views, int32_t(draw.next()));
        } else if (size <= 12) {
            append(views, size);
            views += cell.text + std::string(size_t(12 - size), '\0');
        } else {
            append(views, size);
            views += cell.text.substr(0, 4);
            append(views, which);
            append(views, int32_t(data[which].size()));
            data[which] += cell.text;
        }
    }
    for (const std::string &part : data) append(sizes, int64_t(part.size()));
    made.add(views, shift, false);
    for (const std::string &part : data) made.add(part, shift, maybe_null);
    made.add(sizes, shift, false);
}

// An array of `cells` behind `before` cells that are not its own.
std::unique_ptr<Made> make_column(Ledger *ledger, Layout layout, const Cells &cells, int64_t before, Draw &draw) {
    auto made = std::make_unique<Made>(ledger);
    int64_t missing = 0;
    for (size_t i = size_t(before); i < cells.size(); ++i) missing += cells[i].missing;
    bool any = false;
    for (const Cell &cell : cells) any = any || cell.missing;
    made->array.length = int64_t(cells.size()) - before;
    made->array.offset = before;
    made->array.null_count = draw.once_in(3) ? -1 : missing;
    const size_t shift = size_t(draw.once_in(2) ? draw.below(8) : 0);
    made->add(any || draw.once_in(3) ? bits(cells, true, draw) : "", shift, true);
    if (layout == Layout::boolean) {
        made->add(bits(cells, false, draw), shift, true);
    } else if (is_text(layout)) {
        add_text(*made, layout, cells, shift, draw);
    } else {
        std::string bytes;
        for (const Cell &cell : cells) append_number(bytes, layout, cell.number);
        made->add(bytes, shift, true);
    }
    made->finish();
    return made;
}

struct Producer {
    std::vector<std::string> formats;
    std::vector<Cells> columns;  // of all chunks
    std::vector<int64_t> lengths;
    Ledger ledger;
    Draw draw;
    bool plain_schema = false;     // a schema of no struct
    bool dictionary = false;       // the first column is one
    int schema_error = 0;
    int64_t fails_at = -1;         // the chunk that breaks off
    int64_t poor_at = -1;          // the chunk that lacks a column
    const char *words = "the disk is on fire";
    size_t chunk = 0;
    bool ended = false;
    bool wordless;  // every text is empty: then there need be no bytes to point at

    Producer(std::vector<std::string> formats_, std::vector<int64_t> lengths_, uint64_t seed)
        : formats(std::move(formats_)), lengths(std::move(lengths_)), draw{seed}, wordless(draw.once_in(6)) {
        int64_t rows = 0;
        for (const int64_t length : lengths) rows += length;
        for (const std::string &format : formats) {
            const bool nulls = !draw.once_in(3);
            columns.emplace_back();
            for (int64_t i = 0; i < rows; ++i) columns.back().push_back(cell(layout_of(format.c_str()), nulls));
        }
    }

    ArrowArrayStream stream() {
        ArrowArrayStream out{};
        out.private_data = this;
        out.get_schema = [](ArrowArrayStream *self, ArrowSchema *schema) { return of(self).give_schema(schema); };
        out.get_next = [](ArrowArrayStream *self, ArrowArray *array) { return of(self).give_chunk(array); };
        out.get_last_error = [](ArrowArrayStream *self) { return of(self).words; };
        out.release = [](ArrowArrayStream *self) {
            ++of(self).ledger.streams_released;
            self->release = nullptr;
        };
        return out;
    }

  private:
    struct Described {
        std::vector<std::string> formats, names;
        std::vector<std::unique_ptr<ArrowSchema>> owned;
        std::vector<ArrowSchema *> children;
        ArrowSchema values{};
        Ledger *ledger;
    };

    Cell cell(Layout layout, bool nulls) {
        Cell out = some_cell(layout, draw, nulls);
        if (wordless) out.text.clear();
        return out;
    }

    static Producer &of(ArrowArrayStream *self) { return *static_cast<Producer *>(self->private_data); }

    int give_schema(ArrowSchema *out) {
        if (schema_error != 0) return schema_error;
        auto *described = new Described{formats, {}, {}, {}, {}, &ledger};
        for (size_t k = 0; k < formats.size(); ++k) described->names.push_back("column " + std::to_string(k));
        for (size_t k = 0; k < formats.size(); ++k) {
            described->owned.push_back(std::make_unique<ArrowSchema>());
            ArrowSchema &child = *described->owned.back();
            child.format = described->formats[k].c_str();
            child.name = k == 1 ? nullptr : described->names[k].c_str();
            child.dictionary = dictionary && k == 0 ? &described->values : nullptr;
            described->children.push_back(&child);
        }
        *out = ArrowSchema{};
        out->format = plain_schema ? "i" : "+s";
        out->n_children = plain_schema ? 0 : int64_t(formats.size());
        out->children = described->children.data();
        out->private_data = described;
        out->release = [](ArrowSchema *self) {
            auto *gone = static_cast<Described *>(self->private_data);
            ++gone->ledger->schemas_released;
            self->release = nullptr;
            delete gone;
        };
        ++ledger.schemas;
        return 0;
    }

    int give_chunk(ArrowArray *out) {
        if (int64_t(chunk) == fails_at) return 5;
        if (chunk == lengths.size()) {
            ledger.asked_after_end += ended;
            ended = true;
            *out = ArrowArray{};
            return 0;
        }
        int64_t start = 0;
        for (size_t k = 0; k < chunk; ++k) start += lengths[k];
        const int64_t length = lengths[chunk], outer = draw.below(4);
        auto *made = new Made(&ledger);
        for (size_t k = 0; k < formats.size() - (int64_t(chunk) == poor_at); ++k) {
            const Layout layout = layout_of(formats[k].c_str());
            const int64_t inner = draw.below(10);
            Cells cells;
            for (int64_t i = 0; i < inner + outer; ++i) cells.push_back(cell(layout, true));
            cells.insert(cells.end(), columns[k].begin() + start, columns[k].begin() + start + length);
            made->owned.push_back(make_column(&ledger, layout, cells, inner, draw));
        }
        made->array.length = length;
        made->array.offset = outer;  // which holds for the children too
        made->pointers.push_back(nullptr);
        made->finish();
        made->array.release = [](ArrowArray *self) {
            auto *gone = static_cast<Made *>(self->private_data);
            ++gone->ledger->arrays_released;
            self->release = nullptr;
            delete gone;
        };
        *out = made->array;
        ++ledger.arrays;
        ++chunk;
        return 0;
    }
};

void expect_cell(Layout layout, const Filled &column, int64_t i, const Cell &cell) {
    const bool missing = cell.missing || cell.number != cell.number;
    expect(column.valid[i] == !missing, "a missing cell is known", double(i));
    if (is_text(layout)) {
        const std::string got(reinterpret_cast<const char *>(column.data.get()) + column.offsets[i], size_t(column.offsets[i + 1] - column.offsets[i]));
        expect(got == (missing ? "" : cell.text), "a text is read", double(i));
    } else if (missing) {
        expect(column.values[i] != column.values[i], "a missing number is NaN", column.values[i]);
    } else {
        expect(memcmp(&column.values[i], &cell.number, sizeof(double)) == 0, "a number is read", cell.number);
    }
}

void expect_batch(const Producer &from, const Batch &batch, int64_t start) {
    expect(batch.columns.size() == from.columns.size(), "every column is there", double(batch.columns.size()));
    for (size_t k = 0; k < batch.columns.size(); ++k) {
        const Layout layout = layout_of(from.formats[k].c_str());
        int64_t missing = 0;
        for (int64_t i = 0; i < batch.count; ++i) {
            expect_cell(layout, batch.columns[k], i, from.columns[k][size_t(start + i)]);
            missing += !batch.columns[k].valid[i];
        }
        expect(batch.columns[k].missing == missing, "missing cells are counted", double(missing));
    }
}

// Everything in batches of `rows`, or the first `batches` of them.
void read(Producer &from, int64_t rows, int64_t batches) {
    ArrowArrayStream stream = from.stream();
    StreamReader reader(&stream);
    expect(stream.release == nullptr, "the stream is moved");
    expect(reader.formats() == from.formats, "formats are told");
    expect(reader.names()[0] == "column 0" && (from.formats.size() < 2 || reader.names()[1].empty()), "names are told");
    const int64_t all = int64_t(from.columns[0].size());
    int64_t start = 0;
    for (; batches != 0; --batches) {
        const Batch batch = reader.read(rows);
        expect(batch.count == (all - start < rows ? all - start : rows), "a batch has the rows asked for", double(batch.count));
        if (batch.count == 0) break;
        expect_batch(from, batch, start);
        start += batch.count;
    }
    if (from.ended) expect(reader.read(rows).count == 0 || start < all, "the end stays the end");
}

void any_chunking(Draw &draw) {
    std::vector<std::string> formats(size_t(1 + draw.below(4)));
    for (std::string &format : formats) format = FORMATS[draw.below(14)];
    std::vector<int64_t> lengths(size_t(draw.below(6)));
    for (int64_t &length : lengths) length = draw.once_in(3) ? 0 : draw.below(20);
    Producer producer(formats, lengths, draw.next());
    read(producer, 1 + draw.below(25), draw.once_in(3) ? draw.below(3) : -1);
    expect(producer.ledger.settled(), "everything is released, once", producer.ledger.arrays_released);
}

// Runs what must throw, and returns the words.
template <class F> std::string thrown(F &&doing) {
    try {
        doing();
    } catch (const std::exception &error) {
        return error.what();
    }
    return "nothing was thrown";
}

void expect_words(const std::string &said, const char *words) { expect(said.find(words) != std::string::npos, said.c_str()); }

void opening_fails(void (*spoil)(Producer &), const char *words) {
    Producer producer({"g", "u"}, {3}, 1);
    spoil(producer);
    ArrowArrayStream stream = producer.stream();
    expect_words(thrown([&] { StreamReader reader(&stream); }), words);
    expect(stream.release == nullptr && producer.ledger.settled(), "a stream that is refused is released, once");
}

void schemas_are_refused() {
    opening_fails([](Producer &p) { p.schema_error = 22; }, "the disk is on fire");
    opening_fails([](Producer &p) { p.schema_error = 22, p.words = nullptr; }, "has no schema");
    opening_fails([](Producer &p) { p.plain_schema = true; }, "not a table");
    opening_fails([](Producer &p) { p.dictionary = true; }, "column 0 has the Arrow format dictionary");
    for (const char *format : {"", "+l", "z", "d:10,2", "tsu:", "e", "vz", "uu", "n"}) {
        Producer producer({"g", format}, {}, 1);
        ArrowArrayStream stream = producer.stream();
        expect_words(thrown([&] { StreamReader reader(&stream); }), "which is not read");
        expect(producer.ledger.settled(), "a stream of another layout is released, once");
    }
    ArrowArrayStream released{};
    expect_words(thrown([&] { StreamReader reader(&released); }), "already read");
    expect_words(thrown([] { StreamReader reader(nullptr); }), "already read");
}

void streams_break_off() {
    for (int64_t at = 0; at < 3; ++at) {
        Producer broken({"g", "u", "vu"}, {4, 4, 4}, uint64_t(at)), poor({"g", "u", "vu"}, {4, 4, 4}, uint64_t(at));
        broken.fails_at = at, poor.poor_at = at;
        for (Producer *producer : {&broken, &poor}) {
            ArrowArrayStream stream = producer->stream();
            StreamReader reader(&stream);
            for (int64_t k = 0; k < at; ++k) expect_batch(*producer, reader.read(4), 4 * k);
            expect_words(thrown([&] { reader.read(4); }), producer == &broken ? "on fire" : "another number of columns");
            reader.close();
            expect(producer->ledger.settled(), "what breaks off is released, once", double(at));
            expect(reader.read(1).count == 0, "a closed reader has no rows");
            reader.close();
        }
        expect(broken.ledger.settled() && poor.ledger.settled(), "and not again");
    }
    Producer silent({"g"}, {1}, 1);
    silent.fails_at = 0, silent.words = nullptr;
    ArrowArrayStream stream = silent.stream();
    stream.get_last_error = nullptr;
    StreamReader reader(&stream);
    expect_words(thrown([&] { reader.read(1); }), "broke off");
    expect_words(thrown([&] { reader.read(0); }), "must be positive");
    expect_words(thrown([&] { reader.read(-1); }), "must be positive");
}

// Rows that are waiting when the reader is closed, and asked for afterwards.
void closing_midway() {
    Producer producer({"u", "g"}, {50, 50}, 7);
    ArrowArrayStream stream = producer.stream();
    StreamReader reader(&stream);
    const Batch batch = reader.read(60);
    reader.close();
    expect(producer.ledger.settled(), "a closed reader holds nothing");
    expect_batch(producer, batch, 0);  // batches outlive the chunks
    expect(reader.read(60).count == 0, "and gives nothing");
}

}  // namespace

int main() {
    Draw draw = {20260104};
    for (int turn = 0; turn < 3000; ++turn) any_chunking(draw);
    for (const std::string &format : FORMATS)
        for (uint64_t seed = 0; seed < 20; ++seed) {
            Producer producer({format}, {int64_t(seed), 0, 9}, seed);
            read(producer, 7, -1);
            expect(producer.ledger.settled(), "everything is released, once");
        }
    schemas_are_refused();
    streams_break_off();
    closing_midway();
    return verdict();
}
