// Cholesky factor of a matrix whose rows and columns come and go.
//
// R'R = H for the coordinates held, R upper triangular, row t at r + t·stride, entries t … size−1. With R by rows,
// solving, appending and deleting all run along contiguous memory:
//   solve    size² multiply-adds
//   append   size²/2 (a forward solve), then one entry a row
//   remove   3/2·(size − place)²: row `place` of R is folded into the rows below it by rotations
//            (Golub & Van Loan 2013, §6.5.4), which is backward stable: nothing is ever subtracted.
// No allocation: `r` holds capacity·stride numbers and `inverse` capacity.
#pragma once

#include "arithmetic.hpp"

namespace shrinkage {

template <class T> struct Factor {
    T *r;         // rows of R
    T *inverse;   // 1 / R[t][t]
    size_t stride;
    Index size;

    SHRINKAGE_INLINE T *row(Index t) const { return r + size_t(t) * stride; }

    // b ← R⁻ᵀ b over the first `size` entries.
    SHRINKAGE_INLINE void forward(T *SHRINKAGE_RESTRICT b) const {
        Index t = 0;
        for (; t + 4 <= size; t += 4) {
            const T *r0 = row(t), *r1 = row(t + 1), *r2 = row(t + 2), *r3 = row(t + 3);
            b[t] *= inverse[t];
            b[t + 1] = (b[t + 1] - r0[t + 1] * b[t]) * inverse[t + 1];
            b[t + 2] = (b[t + 2] - r0[t + 2] * b[t] - r1[t + 2] * b[t + 1]) * inverse[t + 2];
            b[t + 3] = (b[t + 3] - r0[t + 3] * b[t] - r1[t + 3] * b[t + 1] - r2[t + 3] * b[t + 2]) * inverse[t + 3];
            const T head[4] = {b[t], b[t + 1], b[t + 2], b[t + 3]};
            const Index rest = t + 4;
            const T *const tails[4] = {r0 + rest, r1 + rest, r2 + rest, r3 + rest};
            subtract4(b + rest, head, tails, size - rest);
        }
        for (; t < size; ++t) {
            b[t] *= inverse[t];
            subtract(b + t + 1, b[t], row(t) + t + 1, size - t - 1);
        }
    }

    // b ← R⁻¹ b.
    SHRINKAGE_INLINE void backward(T *b) const {
        for (Index t = size - 1; t >= 0; --t) b[t] = (b[t] - dot(row(t) + t + 1, b + t + 1, size - t - 1)) * inverse[t];
    }

    SHRINKAGE_INLINE void solve(T *b) const {
        forward(b);
        backward(b);
    }

    // Adds a coordinate: l = R⁻ᵀ h for its column h of H, pivot = √(h_jj − l·l) > 0.
    SHRINKAGE_INLINE void append(const T *l, T pivot) {
        for (Index t = 0; t < size; ++t) row(t)[size] = l[t];
        row(size)[size] = pivot;
        inverse[size] = T(1) / pivot;
        ++size;
    }

    // Forgets coordinate `place`; later ones move up. `spare` holds `size` numbers.
    SHRINKAGE_INLINE void remove(Index place, T *SHRINKAGE_RESTRICT spare) {
        for (Index t = 0; t < place; ++t) {
            T *own = row(t);
            for (Index q = place; q + 1 < size; ++q) own[q] = own[q + 1];
        }
        const T *gone = row(place);
        for (Index q = place + 1; q < size; ++q) spare[q] = gone[q];
        for (Index t = place + 1; t < size; ++t) {
            const T *SHRINKAGE_RESTRICT from = row(t);
            T *SHRINKAGE_RESTRICT to = row(t - 1);
            const T pivot = root(from[t] * from[t] + spare[t] * spare[t]);
            const T c = from[t] / pivot, s = spare[t] / pivot;
            for (Index q = t; q < size; ++q) {
                const T above = spare[q], below = from[q];
                to[q - 1] = c * below + s * above;
                spare[q] = c * above - s * below;
            }
            to[t - 1] = pivot;
            inverse[t - 1] = T(1) / pivot;
        }
        --size;
    }

    // Factors the matrix whose upper triangle stands in the rows of R, in place; `size` must be set.
    // A pivot² at or below floor[t] is replaced by floor[t]: R then stands for a neighbour of H, and whoever solves
    // with it must refine from the true residual. Rows in fours, above and below.
    SHRINKAGE_INLINE void refactor(const T *floor) {
        Index t = 0;
        for (; t + 4 <= size; t += 4) {
            // Entries left of the diagonal in rows t+1 … t+3 are written, and never read.
            T *const own[4] = {row(t) + t, row(t + 1) + t, row(t + 2) + t, row(t + 3) + t};
            for (Index u = 0; u < t; u += 4) {
                const T *const above[4] = {row(u) + t, row(u + 1) + t, row(u + 2) + t, row(u + 3) + t};
                T multiples[4][4];
                for (int i = 0; i < 4; ++i)
                    for (int q = 0; q < 4; ++q) multiples[i][q] = above[i][q];
                subtract4x4(own, multiples, above, size - t);
            }
            for (Index i = t; i < t + 4; ++i) finish_row(i, t, floor[i]);
        }
        for (; t < size; ++t) finish_row(t, 0, floor[t]);
    }

  private:
    // Row i, already reduced by the rows before `from`.
    SHRINKAGE_INLINE void finish_row(Index i, Index from, T floor) {
        T *own = row(i);
        for (Index u = from; u < i; ++u) subtract(own + i, row(u)[i], row(u) + i, size - i);
        const T square = own[i] > floor ? own[i] : floor;
        const T pivot = root(square);
        inverse[i] = T(1) / pivot;
        own[i] = pivot;
        for (Index q = i + 1; q < size; ++q) own[q] *= inverse[i];
    }
};

}  // namespace shrinkage
