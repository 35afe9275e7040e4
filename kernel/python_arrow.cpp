// Rows as NumPy arrays: bindings of arrow_stream.hpp and (python_csv.hpp) of CSV.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <memory>
#include <string>
#include <vector>

#include "arrow_stream.hpp"
#include "owned.hpp"
#include "python_csv.hpp"

namespace nb = nanobind;
using namespace shrinkage::arrow;
using shrinkage::owned;

namespace {

// A stream reader that works without the GIL: the engine behind the stream may need its own threads, and they the GIL,
// to make a chunk or to wind down.
class ArrowReader {
  public:
    explicit ArrowReader(nb::capsule capsule) {
        auto *given = static_cast<ArrowArrayStream *>(capsule.data("arrow_array_stream"));
        nb::gil_scoped_release unlocked;
        reader_ = std::make_unique<StreamReader>(given);
    }
    ArrowReader(const ArrowReader &) = delete;
    ArrowReader &operator=(const ArrowReader &) = delete;
    ~ArrowReader() { close(); }

    const std::vector<std::string> &names() const { return reader_->names(); }
    const std::vector<std::string> &formats() const { return reader_->formats(); }

    void close() {
        nb::gil_scoped_release unlocked;
        reader_->close();
    }

    // (rows, [(values, offsets, data, valid) a column]) or None at the end.
    nb::object read(int64_t rows) {
        Batch batch;
        {
            nb::gil_scoped_release unlocked;
            batch = reader_->read(rows);
        }
        if (batch.count == 0) return nb::none();
        nb::list out;
        for (Filled &column : batch.columns) out.append(hand_over(column, static_cast<size_t>(batch.count)));
        return nb::make_tuple(batch.count, out);
    }

  private:
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

    std::unique_ptr<StreamReader> reader_;
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
