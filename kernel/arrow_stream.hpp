// An Arrow C stream cut into batches of exactly as many rows as asked for.
//
// https://arrow.apache.org/docs/format/CStreamInterface.html. The reader owns the stream and the chunks it has pulled;
// each is released once, when its last row has been handed over, when the reader is closed, or when it goes.
#pragma once

#include <stdint.h>

#include <deque>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "arrow.hpp"

namespace shrinkage::arrow {

struct ReleaseArray {
    void operator()(ArrowArray *array) const {
        if (array->release != nullptr) array->release(array);
        delete array;
    }
};
struct ReleaseSchema {  // of a schema that lies on the stack
    void operator()(ArrowSchema *schema) const {
        if (schema->release != nullptr) schema->release(schema);
    }
};
using Chunk = std::unique_ptr<ArrowArray, ReleaseArray>;

// One column of a batch: numbers in `values`, or text in data[offsets[i] : offsets[i + 1]]. Missing cells are NaN or empty.
struct Filled {
    std::unique_ptr<double[]> values;
    std::unique_ptr<int64_t[]> offsets;
    std::unique_ptr<uint8_t[]> data;
    std::unique_ptr<bool[]> valid;
    int64_t missing = 0;
};

struct Batch {
    int64_t count = 0;
    std::vector<Filled> columns;
};

class StreamReader {
  public:
    // Moves the stream out of `given`, which is then released as far as its owner can see.
    explicit StreamReader(ArrowArrayStream *given) {
        if (given == nullptr || given->release == nullptr) throw std::runtime_error("the Arrow stream was already read");
        stream_ = *given;
        given->release = nullptr;
        try {
            read_schema();
        } catch (...) {
            close();
            throw;
        }
    }
    StreamReader(const StreamReader &) = delete;
    StreamReader &operator=(const StreamReader &) = delete;
    ~StreamReader() { close(); }

    const std::vector<std::string> &names() const { return names_; }
    const std::vector<std::string> &formats() const { return formats_; }

    // Lets go of the engine's memory.
    void close() {
        chunks_.clear();
        queued_ = begin_ = 0;
        if (stream_.release != nullptr) stream_.release(&stream_);
        stream_.release = nullptr;
    }

    // The next `rows` rows, fewer at the end; none after it.
    Batch read(int64_t rows) {
        if (rows <= 0) throw std::invalid_argument("rows must be positive");
        while (queued_ < rows && pull()) {}
        Batch batch;
        batch.count = queued_ < rows ? queued_ : rows;
        batch.columns = fill(batch.count);
        drop(batch.count);
        return batch;
    }

  private:
    [[noreturn]] void fail(const char *doing) {
        const char *said = stream_.get_last_error == nullptr ? nullptr : stream_.get_last_error(&stream_);
        throw std::runtime_error(said == nullptr ? doing : said);
    }

    void read_schema() {
        ArrowSchema schema{};
        if (stream_.get_schema(&stream_, &schema) != 0) fail("the Arrow stream has no schema");
        const std::unique_ptr<ArrowSchema, ReleaseSchema> released(&schema);
        if (strcmp(schema.format, "+s") != 0)
            throw std::runtime_error("the Arrow stream holds one array, not a table of named columns");
        for (int64_t k = 0; k < schema.n_children; ++k) {
            const ArrowSchema *child = schema.children[k];
            names_.emplace_back(child->name == nullptr ? "" : child->name);
            formats_.emplace_back(child->dictionary == nullptr ? child->format : "dictionary");
            layouts_.push_back(layout_of(formats_.back().c_str()));
        }
        for (size_t k = 0; k < layouts_.size(); ++k)
            if (layouts_[k] == Layout::unknown)
                throw std::runtime_error("column " + names_[k] + " has the Arrow format " + formats_[k] + ", which is not read");
    }

    bool pull() {
        if (stream_.release == nullptr || ended_) return false;
        Chunk chunk(new ArrowArray{});
        if (stream_.get_next(&stream_, chunk.get()) != 0) fail("the Arrow stream broke off");
        if (chunk->release == nullptr) {
            ended_ = true;  // what a stream answers after its end is not said
            return false;
        }
        if (static_cast<size_t>(chunk->n_children) != layouts_.size())
            throw std::runtime_error("the Arrow stream gave rows with another number of columns than its schema has");
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

    ArrowArrayStream stream_{};
    std::vector<std::string> names_, formats_;
    std::vector<Layout> layouts_;
    std::deque<Chunk> chunks_;
    int64_t begin_ = 0;   // rows of the first chunk already handed over
    int64_t queued_ = 0;  // rows waiting in chunks_
    bool ended_ = false;
};

}  // namespace shrinkage::arrow
