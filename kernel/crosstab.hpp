// Sums over one-hot blocks, without writing any of them out.
//
// Rows carry d dense values (shifted), a target (shifted), a weight v and, for each of c categorical blocks, the code of
// one level (or a negative one: none). With z = [dense, one-hot blocks, target] of q columns, this adds to
//
//     second (q × q):  Σ v z z'  in the rows of every level: its dense columns, its target column, its own diagonal, and
//                      the levels of later blocks (the upper triangle; the caller mirrors),
//     first (q):       Σ v z     in the entries of every level.
//
// A row of k known codes costs k additions of d numbers and k(k−1)/2 single additions, against q² for a dense product:
// the cross-tabulation is counting. The idea is tabmat's (sandwich products of categorical matrices); rows are summed
// in their order by one thread, so the result is the same on every machine with the same rounding of + and ×.
//
// Freestanding: no allocation, no exceptions, no I/O; the buffers are the caller's.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "arithmetic.hpp"

namespace shrinkage {

struct OneHotRows {
    const int32_t *codes;   // (m, blocks)
    const double *slab;     // (m, stride): r·(dense − shift) in the first d columns, r·(target − shift) in column d
    const double *weight;   // (m,) v, or null for ones
    const double *root;     // (m,) r = √v, or null for ones
    const int64_t *starts;  // (blocks,) column of z at which each block begins
    ptrdiff_t m, blocks, d, stride;
};

SHRINKAGE_INLINE void add_scaled(double *SHRINKAGE_RESTRICT into, const double *SHRINKAGE_RESTRICT from, ptrdiff_t count, double by) {
    for (ptrdiff_t j = 0; j < count; ++j) into[j] += by * from[j];
}

SHRINKAGE_INLINE void crosstab(const OneHotRows &in, double *SHRINKAGE_RESTRICT second, double *SHRINKAGE_RESTRICT first, ptrdiff_t q) {
    for (ptrdiff_t k = 0; k < in.m; ++k) {
        const int32_t *code = in.codes + k * in.blocks;
        const double *row = in.slab + k * in.stride;
        const double v = in.weight ? in.weight[k] : 1.0;
        const double r = in.root ? in.root[k] : 1.0;
        for (ptrdiff_t a = 0; a < in.blocks; ++a) {
            if (code[a] < 0) continue;
            const ptrdiff_t i = in.starts[a] + code[a];
            double *line = second + i * q;
            add_scaled(line, row, in.d, r);
            line[q - 1] += r * row[in.d];
            first[i] += v;
            line[i] += v;
            for (ptrdiff_t b = a + 1; b < in.blocks; ++b)
                if (code[b] >= 0) line[in.starts[b] + code[b]] += v;
        }
    }
}

// Copies m rows of x (m × p, row stride in elements, unit column stride) into a slab (m × stride) of doubles:
//     slab[k, j] = root[k] · (x[k, j] − shift[j]),
// while adding v·(x − shift) to sum and widening minimum and maximum (of x itself): one pass over the memory of x.
struct SlabSums {
    double *sum, *minimum, *maximum;  // (p,) each
};

// Four rows at a time, so that the running sums and extremes are loaded and stored once for four.
template <ptrdiff_t rows, class T>
SHRINKAGE_INLINE void fill_rows(const T *SHRINKAGE_RESTRICT x, ptrdiff_t row_stride, ptrdiff_t p,
                                const double *SHRINKAGE_RESTRICT shift, const double *weight, const double *root,
                                double *SHRINKAGE_RESTRICT slab, ptrdiff_t stride, double *SHRINKAGE_RESTRICT sum,
                                double *SHRINKAGE_RESTRICT minimum, double *SHRINKAGE_RESTRICT maximum) {
    double v[rows], r[rows];
    for (ptrdiff_t k = 0; k < rows; ++k) {
        v[k] = weight ? weight[k] : 1.0;
        r[k] = root ? root[k] : 1.0;
    }
    for (ptrdiff_t j = 0; j < p; ++j) {
        double total = 0.0, least = minimum[j], most = maximum[j];
        for (ptrdiff_t k = 0; k < rows; ++k) {
            const double value = static_cast<double>(x[k * row_stride + j]);
            const double centred = value - shift[j];
            slab[k * stride + j] = r[k] * centred;
            total += v[k] * centred;
            least = smaller(least, value);
            most = larger(most, value);
        }
        sum[j] += total;
        minimum[j] = least;
        maximum[j] = most;
    }
}

template <class T>
SHRINKAGE_INLINE void fill_slab(const T *x, ptrdiff_t row_stride, ptrdiff_t m, ptrdiff_t p, const double *shift,
                                const double *weight, const double *root, double *slab, ptrdiff_t stride,
                                SlabSums out) {
    ptrdiff_t k = 0;
    for (; k + 4 <= m; k += 4)
        fill_rows<4>(x + k * row_stride, row_stride, p, shift, weight ? weight + k : nullptr, root ? root + k : nullptr,
                     slab + k * stride, stride, out.sum, out.minimum, out.maximum);
    for (; k < m; ++k)
        fill_rows<1>(x + k * row_stride, row_stride, p, shift, weight ? weight + k : nullptr, root ? root + k : nullptr,
                     slab + k * stride, stride, out.sum, out.minimum, out.maximum);
}

}  // namespace shrinkage
