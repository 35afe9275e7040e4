// Encoded rows of a reader's table in the page: what grows with their number. What is solved on their moments is
// wasm_solve.cpp's, and everything else web/src/model/table's.
#define SHRINKAGE_INLINE inline
#define SHRINKAGE_PACK 16
#include "crosstab.hpp"
#include "scatter.hpp"
#include "wasm_memory.hpp"

using namespace shrinkage;
using wasm::room_for;

namespace {

constexpr int VECTOR = 16;        // bytes of a register
constexpr Index SLAB_ROWS = 256;  // rows that are summed while they are in the cache

size_t padded(size_t count) { return (count + SCATTER_LANES - 1) & ~size_t(SCATTER_LANES - 1); }

void clear(double *at, size_t count) {
    for (size_t i = 0; i < count; ++i) at[i] = 0;
}

}  // namespace

// `dense` columns (those of hidden indicators too), the code of a level in each of `blocks` (−1: none), the target. A
// block's levels are columns starts[block] … of [dense, levels].
struct EncodedRows {
    const double *values;   // (rows, dense)
    const int32_t *codes;   // (rows, blocks)
    const double *target;   // (rows)
    const int64_t *starts;  // (blocks)
    Index dense, blocks;

    const double *row(Index i) const { return values + size_t(i) * size_t(dense); }
    const int32_t *levels(Index i) const { return codes + size_t(i) * size_t(blocks); }
};

// Adds the rows `index` (m), shifted (dense, then the target): to second (q, q), of which the caller mirrors what is
// not summed, to first (q), and to the extremes of the dense columns and the target (dense + 1). False: no memory.
EXPORTED("add_rows")
bool add_rows(const EncodedRows *rows, const Index *index, Index m, const double *shift, Index q, double *second,
              double *first, double *minimum, double *maximum) {
    const wasm::Scope scope;
    const size_t d = size_t(rows->dense), width = d + 1, wide = padded(width), c = size_t(rows->blocks);
    auto *const z = room_for<double>(SLAB_ROWS * width), *const slab = room_for<double>(SLAB_ROWS * wide);
    auto *const sums = room_for<double>(width), *const product = room_for<double>(wide * wide);
    auto *const codes = room_for<int32_t>(SLAB_ROWS * c);
    if (z == nullptr || slab == nullptr || sums == nullptr || product == nullptr || codes == nullptr) return false;
    clear(slab, SLAB_ROWS * wide);
    clear(sums, width);
    clear(product, wide * wide);
    for (Index from = 0; from < m; from += SLAB_ROWS) {
        const Index count = smaller(SLAB_ROWS, m - from);
        for (Index k = 0; k < count; ++k) {
            const Index i = index[from + k];
            for (size_t j = 0; j < d; ++j) z[size_t(k) * width + j] = rows->row(i)[j];
            z[size_t(k) * width + d] = rows->target[i];
            for (size_t b = 0; b < c; ++b) codes[size_t(k) * c + b] = rows->levels(i)[b];
        }
        fill_slab(z, ptrdiff_t(width), count, ptrdiff_t(width), shift, nullptr, nullptr, slab, ptrdiff_t(wide),
                  {sums, minimum, maximum});
        add_scatter<VECTOR, 2, 4>(slab, count, ptrdiff_t(wide), product);
        if (c == 0) continue;
        const OneHotRows blocks = {codes,        slab,  nullptr,      nullptr,      rows->starts,
                                   count, ptrdiff_t(c), ptrdiff_t(d), ptrdiff_t(wide)};
        crosstab(blocks, second, first, q);
    }
    const size_t last = size_t(q) - 1;
    for (size_t i = 0; i < width; ++i) {
        const size_t row = i < d ? i : last;
        first[row] += sums[i];
        for (size_t j = i; j < width; ++j) second[row * size_t(q) + (j < d ? j : last)] += product[i * wide + j];
    }
    return true;
}

// Smallest and largest of the observed cells of each of `fills` dense columns: where its indicator is not 1.
EXPORTED("observed")
void observed(const EncodedRows *rows, const Index *index, Index m, Index fills, const Index *value,
              const Index *missing, double *minimum, double *maximum) {
    for (Index k = 0; k < m; ++k) {
        const double *row = rows->row(index[k]);
        for (Index f = 0; f < fills; ++f) {
            if (row[missing[f]] != 0) continue;
            minimum[f] = smaller(minimum[f], row[value[f]]);
            maximum[f] = larger(maximum[f], row[value[f]]);
        }
    }
}

// out (m, k) ← [1, dense − shift, levels] E for the rows `index` (m); e: (1 + columns, k) by rows.
EXPORTED("rows_times")
void rows_times(const EncodedRows *rows, const Index *index, Index m, const double *shift, const double *e, Index k,
                double *out) {
    const auto line = [e, k](int64_t column) { return e + size_t(1 + column) * size_t(k); };
    for (Index i = 0; i < m; ++i, out += k) {
        const double *x = rows->row(index[i]);
        const int32_t *code = rows->levels(index[i]);
        for (Index t = 0; t < k; ++t) out[t] = e[t];
        for (Index j = 0; j < rows->dense; ++j) subtract(out, shift[j] - x[j], line(j), k);
        for (Index b = 0; b < rows->blocks; ++b)
            if (code[b] >= 0) subtract(out, -1.0, line(rows->starts[b] + code[b]), k);
    }
}

// out (1 + columns, k) += [1, dense − shift, levels]' B, for b (m, k) of the rows `index` (m).
EXPORTED("rows_pull")
void rows_pull(const EncodedRows *rows, const Index *index, Index m, const double *shift, const double *b, Index k,
               double *out) {
    const auto line = [out, k](int64_t column) { return out + size_t(1 + column) * size_t(k); };
    for (Index i = 0; i < m; ++i, b += k) {
        const double *x = rows->row(index[i]);
        const int32_t *code = rows->levels(index[i]);
        subtract(out, -1.0, b, k);
        for (Index j = 0; j < rows->dense; ++j) subtract(line(j), shift[j] - x[j], b, k);
        for (Index t = 0; t < rows->blocks; ++t)
            if (code[t] >= 0) subtract(line(rows->starts[t] + code[t]), -1.0, b, k);
    }
}

// out (m) ← u'S u for each of u (m, q); S (q, q) by rows. Zeros of u cost nothing.
EXPORTED("forms")
void forms(const double *matrix, Index q, const double *u, Index m, double *out) {
    for (Index i = 0; i < m; ++i, u += q) {
        double sum = 0;
        for (Index j = 0; j < q; ++j)
            if (u[j] != 0) sum += u[j] * dot(matrix + size_t(j) * size_t(q), u, q);
        out[i] = sum;
    }
}
