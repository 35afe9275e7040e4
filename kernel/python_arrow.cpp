// Rows as NumPy arrays: `ArrowReader`, an Arrow C stream cut into batches of exactly as many rows as asked for; and
// (python_csv.hpp) CSV.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <deque>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "arrow.hpp"
#include "owned.hpp"
#include "python_csv.hpp"

namespace nb = nanobind;
using namespace shrinkage::arrow;
using shrinkage::owned;

namespace {

struct ReleaseArray {
    void operator()(ArrowArray *array) const {
        if (array->release != nullptr) array->release(array);
        delete array;
    }
};
using Chunk = std::unique_ptr<ArrowArray, ReleaseArray>;

// One column of a batch while it is being filled, without the GIL.
struct Filled {
    std::unique_ptr<double[]> values;
    std::unique_ptr<int64_t[]> offsets;
    std::unique_ptr<uint8_t[]> data;
    std::unique_ptr<bool[]> valid;
    int64_t missing = 0;
};

class ArrowReader {
  public:
    explicit ArrowReader(nb::capsule capsule) {
        auto *given = static_cast<ArrowArrayStream *>(capsule.data("arrow_array_stream"));
        if (given == nullptr || given->release == nullptr) throw std::runtime_error("the Arrow stream was already read");
        stream_ = *given;  // moved: the capsule's destructor then finds nothing to release
        given->release = nullptr;
        try {
            read_schema();
        } catch (...) {
            close();
            throw;
        }
    }
    ArrowReader(const ArrowReader &) = delete;
    ArrowReader &operator=(const ArrowReader &) = delete;
    ~ArrowReader() { close(); }

    const std::vector<std::string> &names() const { return names_; }
    const std::vector<std::string> &formats() const { return formats_; }

    // Lets go of the engine's memory; the engine may need its own threads, and they the GIL, to wind down.
    void close() {
        nb::gil_scoped_release unlocked;
        chunks_.clear();
        queued_ = 0;
        if (stream_.release != nullptr) stream_.release(&stream_);
        stream_.release = nullptr;
    }

    // (rows, [(values, offsets, data, valid) a column]) or None at the end.
    nb::object read(int64_t rows) {
        if (rows <= 0) throw std::invalid_argument("rows must be positive");
        std::vector<Filled> columns;
        int64_t count = 0;
        {
            nb::gil_scoped_release unlocked;
            while (queued_ < rows && pull()) {}
            count = queued_ < rows ? queued_ : rows;
            columns = fill(count);
            drop(count);
        }
        if (count == 0) return nb::none();
        nb::list out;
        for (Filled &column : columns) out.append(hand_over(column, static_cast<size_t>(count)));
        return nb::make_tuple(count, out);
    }

  private:
    void fail(const char *doing) {
        const char *said = stream_.get_last_error == nullptr ? nullptr : stream_.get_last_error(&stream_);
        throw std::runtime_error(said == nullptr ? doing : said);
    }

    void read_schema() {
        ArrowSchema schema{};
        if (stream_.get_schema(&stream_, &schema) != 0) fail("the Arrow stream has no schema");
        for (int64_t k = 0; k < schema.n_children; ++k) {
            const ArrowSchema *child = schema.children[k];
            names_.emplace_back(child->name == nullptr ? "" : child->name);
            formats_.emplace_back(child->dictionary == nullptr ? child->format : "dictionary");
            layouts_.push_back(layout_of(formats_.back().c_str()));
        }
        if (schema.release != nullptr) schema.release(&schema);
        for (size_t k = 0; k < layouts_.size(); ++k)
            if (layouts_[k] == Layout::unknown)
                throw std::runtime_error("column " + names_[k] + " has the Arrow format " + formats_[k] + ", which is not read");
    }

    bool pull() {
        if (stream_.release == nullptr) return false;
        Chunk chunk(new ArrowArray{});
        if (stream_.get_next(&stream_, chunk.get()) != 0) fail("the Arrow stream broke off");
        if (chunk->release == nullptr) return false;
        if (chunk->length > 0) {
            queued_ += chunk->length;
            chunks_.push_back(std::move(chunk));
        }
        return true;
    }

    // The first `count` queued rows of child `column`, as slices of its chunks.
    template <class F> void each_slice(size_t column, int64_t count, F visit) const {
        int64_t done = 0, skip = begin_;
        for (const Chunk &chunk : chunks_) {
            if (done == count) break;
            const int64_t left = chunk->length - skip;
            const int64_t take = left < count - done ? left : count - done;
            // A struct's own offset applies to its children too.
            visit(Slice{chunk->children[column], chunk->offset + skip, take}, done);
            done += take;
            skip = 0;
        }
    }

    std::vector<Filled> fill(int64_t count) const {
        std::vector<Filled> columns(layouts_.size());
        const size_t n = static_cast<size_t>(count);
        for (size_t k = 0; k < layouts_.size(); ++k) {
            const Layout layout = layouts_[k];
            Filled &column = columns[k];
            column.valid.reset(new bool[n]);
            if (!is_text(layout)) {
                column.values.reset(new double[n]);
                each_slice(k, count, [&](const Slice &s, int64_t at) {
                    column.missing += read_numbers(layout, s, column.values.get() + at, column.valid.get() + at);
                });
                continue;
            }
            column.offsets.reset(new int64_t[n + 1]);
            column.offsets[0] = 0;
            each_slice(k, count, [&](const Slice &s, int64_t at) {
                column.missing += measure_text(layout, s, column.offsets.get() + at, column.valid.get() + at);
            });
            column.data.reset(new uint8_t[static_cast<size_t>(column.offsets[n]) + 1]);
            each_slice(k, count, [&](const Slice &s, int64_t at) {
                copy_text(layout, s, column.offsets.get() + at, column.data.get());
            });
        }
        return columns;
    }

    void drop(int64_t count) {
        queued_ -= count;
        begin_ += count;
        while (!chunks_.empty() && begin_ >= chunks_.front()->length) {
            begin_ -= chunks_.front()->length;
            chunks_.pop_front();
        }
    }

    static nb::tuple hand_over(Filled &column, size_t rows) {
        nb::object values = nb::none(), offsets = nb::none(), data = nb::none(), valid = nb::none();
        if (column.values) values = owned(std::move(column.values), rows);
        if (column.offsets) {
            const size_t bytes = static_cast<size_t>(column.offsets[rows]);
            offsets = owned(std::move(column.offsets), rows + 1);
            data = owned(std::move(column.data), bytes);
        }
        if (column.missing > 0) valid = owned(std::move(column.valid), rows);
        return nb::make_tuple(values, offsets, data, valid);
    }

    ArrowArrayStream stream_{};
    std::vector<std::string> names_, formats_;
    std::vector<Layout> layouts_;
    std::deque<Chunk> chunks_;
    int64_t begin_ = 0;   // rows of the first chunk already handed over
    int64_t queued_ = 0;  // rows waiting in chunks_
};

}  // namespace

void bind_arrow(nb::module_ &m) {
    nb::class_<ArrowReader>(m, "ArrowReader", "Batches of exactly `rows` rows from an Arrow C stream capsule.")
        .def(nb::init<nb::capsule>(), nb::arg("stream"))
        .def_prop_ro("names", &ArrowReader::names)
        .def_prop_ro("formats", &ArrowReader::formats)
        .def("close", &ArrowReader::close)
        .def("read", &ArrowReader::read, nb::arg("rows"),
             "(count, [(values, offsets, data, valid), …]) of the next `rows` rows (fewer at the end), or None. Numbers and "
             "booleans: values float64 (count,), NaN where missing. Text: offsets int64 (count + 1,) into data uint8. "
             "valid: bool (count,), or None where no cell is missing.");
    shrinkage::csv::bind(m);
}
