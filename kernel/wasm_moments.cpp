// A reader's table in the page, once its cells are numbers: moments of its rows, and what is solved on them.
//
// The loops that grow with rows or with the cube of the features; everything else is web/src/model/table's.
#define SHRINKAGE_INLINE inline
#define SHRINKAGE_PACK 16
#include "crosstab.hpp"
#include "factor.hpp"
#include "knots.hpp"
#include "newton.hpp"
#include "scatter.hpp"
#include "tridiagonal.hpp"
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

// Encoded rows: `dense` columns (those of hidden indicators too), the code of a level in each of `blocks` (−1: none), the
// target. A block's levels are columns starts[block] … of [dense, levels].
struct EncodedRows {
    const double *values;   // (rows, dense)
    const int32_t *codes;   // (rows, blocks)
    const double *target;   // (rows)
    const int64_t *starts;  // (blocks)
    Index dense, blocks;
};

// Adds the rows `index` (m), shifted (dense, then the target): to second (q, q), of which the caller mirrors what is not
// summed, to first (q), and to the extremes of the dense columns and the target (dense + 1). False: no memory.
EXPORTED("add_rows")
bool add_rows(const EncodedRows *rows, const Index *index, Index m, const double *shift, Index q, double *second, double *first,
              double *minimum, double *maximum) {
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
            const size_t i = size_t(index[from + k]);
            for (size_t j = 0; j < d; ++j) z[size_t(k) * width + j] = rows->values[i * d + j];
            z[size_t(k) * width + d] = rows->target[i];
            for (size_t b = 0; b < c; ++b) codes[size_t(k) * c + b] = rows->codes[i * c + b];
        }
        fill_slab(z, ptrdiff_t(width), count, ptrdiff_t(width), shift, nullptr, nullptr, slab, ptrdiff_t(wide), {sums, minimum, maximum});
        add_scatter<VECTOR, 2, 4>(slab, count, ptrdiff_t(wide), product);
        if (c > 0) crosstab({codes, slab, nullptr, nullptr, rows->starts, count, ptrdiff_t(c), ptrdiff_t(d), ptrdiff_t(wide)}, second, first, q);
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
void observed(const EncodedRows *rows, const Index *index, Index m, Index fills, const Index *value, const Index *missing,
              double *minimum, double *maximum) {
    for (Index k = 0; k < m; ++k) {
        const double *row = rows->values + size_t(index[k]) * size_t(rows->dense);
        for (Index f = 0; f < fills; ++f) {
            if (row[missing[f]] != 0) continue;
            minimum[f] = smaller(minimum[f], row[value[f]]);
            maximum[f] = larger(maximum[f], row[value[f]]);
        }
    }
}

// out (m, k) ← [1, dense − shift, levels] E for the rows `index` (m); e: (1 + columns, k) by rows.
EXPORTED("rows_times")
void rows_times(const EncodedRows *rows, const Index *index, Index m, const double *shift, const double *e, Index k, double *out) {
    const Index d = rows->dense, c = rows->blocks;
    for (Index i = 0; i < m; ++i, out += k) {
        const double *x = rows->values + size_t(index[i]) * size_t(d);
        const int32_t *code = rows->codes + size_t(index[i]) * size_t(c);
        for (Index t = 0; t < k; ++t) out[t] = e[t];
        for (Index j = 0; j < d; ++j) subtract(out, shift[j] - x[j], e + size_t(1 + j) * size_t(k), k);
        for (Index b = 0; b < c; ++b)
            if (code[b] >= 0) subtract(out, -1.0, e + size_t(1 + rows->starts[b] + code[b]) * size_t(k), k);
    }
}

// out (1 + columns, k) += [1, dense − shift, levels]' B, for b (m, k) of the rows `index` (m).
EXPORTED("rows_pull")
void rows_pull(const EncodedRows *rows, const Index *index, Index m, const double *shift, const double *b, Index k, double *out) {
    const Index d = rows->dense, c = rows->blocks;
    for (Index i = 0; i < m; ++i, b += k) {
        const double *x = rows->values + size_t(index[i]) * size_t(d);
        const int32_t *code = rows->codes + size_t(index[i]) * size_t(c);
        subtract(out, -1.0, b, k);
        for (Index j = 0; j < d; ++j) subtract(out + size_t(1 + j) * size_t(k), shift[j] - x[j], b, k);
        for (Index t = 0; t < c; ++t)
            if (code[t] >= 0) subtract(out + size_t(1 + rows->starts[t] + code[t]) * size_t(k), -1.0, b, k);
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

// Reduces a (size, size) to a tridiagonal matrix, in place. Null: no memory.
EXPORTED("tridiagonal")
Tridiagonal *tridiagonal(Index size, double *a) {
    const auto n = size_t(size);
    auto *const made = room_for<Tridiagonal>(1);
    double *const numbers = room_for<double>(4 * n);
    if (made == nullptr || numbers == nullptr) return nullptr;
    *made = {a, numbers, numbers + n, numbers + 2 * n, size};
    made->reduce(numbers + 3 * n);
    return made;
}

// Eigenvalues (size), in no order; z (size, size) or null: eigenvectors by rows. False: no memory, or not settled.
EXPORTED("eigen")
bool eigen(const Tridiagonal *given, double *values, double *z) {
    const wasm::Scope scope;
    const auto n = size_t(given->size);
    double *const off = room_for<double>(n);
    if (off == nullptr) return false;
    for (size_t k = 0; k < n; ++k) values[k] = given->diagonal[k], off[k] = given->off[k];
    if (z != nullptr) {
        clear(z, n * n);
        for (size_t k = 0; k < n; ++k) z[k * n + k] = 1;
    }
    if (!eigenvalues(values, off, given->size, z)) return false;
    if (z != nullptr)
        for (size_t k = 0; k < n; ++k) given->from(z + k * n);
    return true;
}

// (A + lams[i])⁻¹ c in row i of out (m, size).
EXPORTED("ridge")
bool ridge(const Tridiagonal *given, const double *c, const double *lams, Index m, double *out) {
    const wasm::Scope scope;
    const auto n = size_t(given->size);
    double *const pull = room_for<double>(n), *const work = room_for<double>(n);
    if (pull == nullptr || work == nullptr) return false;
    for (size_t k = 0; k < n; ++k) pull[k] = c[k];
    given->to(pull);
    for (Index i = 0; i < m; ++i) {
        double *const own = out + size_t(i) * n;
        for (size_t k = 0; k < n; ++k) own[k] = pull[k];
        if (!given->solve(lams[i], own, work)) return false;
        given->from(own);
    }
    return true;
}

// Orthonormal rows (count, size) that span the eigenvectors of the `count` smallest eigenvalues, by inverse iteration on
// T + lam, lam well above rounding and well below what is larger. rows: anything independent to begin with.
EXPORTED("smallest")
bool smallest(const Tridiagonal *given, Index count, double lam, Index turns, double *rows) {
    const wasm::Scope scope;
    const auto n = size_t(given->size);
    double *const work = room_for<double>(n);
    if (work == nullptr) return false;
    for (Index turn = 0; turn < turns; ++turn)
        for (Index k = 0; k < count; ++k) {
            double *const own = rows + size_t(k) * n;
            if (!given->solve(lam, own, work)) return false;
            for (int again = 0; again < 2; ++again) {
                for (Index before = 0; before < k; ++before) {
                    const double *const other = rows + size_t(before) * n;
                    subtract(own, dot(other, own, given->size), other, given->size);
                }
                const double length = root(dot(own, own, given->size));
                for (size_t j = 0; j < n; ++j) own[j] /= length;
            }
        }
    for (Index k = 0; k < count; ++k) given->from(rows + size_t(k) * n);
    return true;
}

// Cholesky factor of a (size, size), of which the upper triangle is read, in place. Null: no memory.
EXPORTED("cholesky")
Factor<double> *cholesky(Index size, double *a) {
    const auto n = size_t(size);
    auto *const made = room_for<Factor<double>>(1);
    double *const inverse = room_for<double>(n), *const floor = room_for<double>(n);
    if (made == nullptr || inverse == nullptr || floor == nullptr) return nullptr;
    for (size_t k = 0; k < n; ++k) floor[k] = Real<double>::epsilon * a[k * n + k];
    *made = {a, inverse, n, size};
    made->refactor(floor);
    return made;
}

// Each of b (count, size) ← H⁻¹ b.
EXPORTED("cholesky_solve")
void cholesky_solve(const Factor<double> *factor, double *b, Index count) {
    for (Index i = 0; i < count; ++i) factor->solve(b + size_t(i) * size_t(factor->size));
}

// Trace of H⁻¹ = Σⱼ ‖R⁻ᵀ eⱼ‖²; −1: no memory.
EXPORTED("inverse_trace")
double inverse_trace(const Factor<double> *factor) {
    const wasm::Scope scope;
    const Index n = factor->size;
    double *const b = room_for<double>(size_t(n));
    if (b == nullptr) return -1;
    double trace = 0;
    for (Index j = 0; j < n; ++j) {
        clear(b, size_t(n));
        b[j] = 1;
        for (Index t = j; t < n; ++t) {
            b[t] *= factor->inverse[t];
            subtract(b + t + 1, b[t], factor->row(t) + t + 1, n - t - 1);
        }
        trace += dot(b + j, b + j, n - j);
    }
    return trace;
}

// Exact solutions along decreasing strengths lams (m), as trace() of newton.hpp, without factors or bounds: writes
// coefficients (m, p) and outcomes (m). False: no memory.
EXPORTED("path")
bool path(Index p, const double *gram, const double *xty, double yy, Index m, const double *lams, double l1_ratio,
          const double *start, double *coefficients, Index *outcomes) {
    const wasm::Scope scope;
    typedef ActiveSet<double> State;
    const auto n = size_t(p);
    auto *const numbers = room_for<double>(State::reals(n)), *const factors = room_for<double>(n);
    auto *const whole = room_for<Index>(State::integers(n)), *const steps = room_for<Index>(size_t(m));
    auto *const signs = room_for<signed char>(n);
    if (numbers == nullptr || factors == nullptr || whole == nullptr || steps == nullptr || signs == nullptr) return false;
    for (size_t j = 0; j < n; ++j) factors[j] = 1;
    State state;
    state.place_in({gram, xty, yy, p, factors, false}, numbers, whole, signs);
    state.start_from(start, m > 0 ? lams[0] * (1.0 - l1_ratio) : 0.0);
    trace(state, lams, m, l1_ratio, coefficients, outcomes, steps);
    return true;
}

// The L1 path by its knots, from the first of lams (m) to the last, without factors or bounds: rows of 2 + p numbers,
// a strength, how many coefficients are not zero between it and the next, and the coefficients there; on_grid (m, p), of
// zeros, gets those at lams. out: how many knots. Null where a strength could not be settled, memory ran out, or runs,
// each from a coefficient's first knot that is not zero to its last, come to more than `most` numbers.
EXPORTED("lasso_knots")
double *lasso_knots(Index p, const double *gram, const double *xty, double yy, Index m, const double *lams, double most,
                    double *on_grid, Index *out) {
    typedef Knots<double> State;
    const auto n = size_t(p);
    auto *const numbers = room_for<double>(State::reals(n)), *const factors = room_for<double>(n);
    auto *const whole = room_for<Index>(State::integers(n)), *const last = room_for<Index>(n);
    auto *const signs = room_for<signed char>(State::marks(n));
    if (numbers == nullptr || factors == nullptr || whole == nullptr || last == nullptr || signs == nullptr) return nullptr;
    for (size_t j = 0; j < n; ++j) factors[j] = 1, last[j] = -1;
    State state;
    state.place_in({gram, xty, yy, p, factors, false}, numbers, whole, signs);
    if (!state.start(lams[0], lams[m - 1])) return nullptr;
    const size_t width = (2 + n + 1) & ~size_t(1);  // an even number, so that rows follow each other without a gap
    double *rows = nullptr, runs = 0;
    for (Index row = 0, at = 0;; ++row) {
        state.depart();
        double *const own = room_for<double>(width);
        if (own == nullptr) return nullptr;
        if (row == 0) rows = own;
        clear(own, width);
        own[0] = state.lam;
        Index entering = 0;
        for (Index t = 0; t < state.factor.size; ++t) {
            const Index j = state.active[t];
            if (state.w[j] == 0) continue;
            own[1] += 1;
            own[2 + j] = state.w[j];
            entering += last[j] < row - 1 || last[j] < 0;
            runs += last[j] < 0 ? 1 : row - last[j];
            last[j] = row;
        }
        if (row > 0) rows[size_t(row - 1) * width + 1] += entering;
        const double next = state.lam - state.step;
        for (; at < m && (lams[at] > next || state.lam <= state.bottom); ++at)
            for (Index t = 0; t < state.factor.size; ++t) on_grid[size_t(at) * n + size_t(state.active[t])] = state.value_at(t, lams[at]);
        if (state.lam <= state.bottom) {
            *out = row + 1;
            return rows;
        }
        if (larger(runs, double(row + 1)) > most || !state.travel()) return nullptr;
    }
}

// Rotates rows of a (m, n), and b (m) along, until they are orthogonal: of A = U Σ V' there are then Σ V' in a and U'b in
// b. One-sided Jacobi (Hestenes 1958): small singular values keep their digits. False: not settled (never seen).
EXPORTED("orthogonalise")
bool orthogonalise(Index m, Index n, double *a, double *b) {
    constexpr Index SWEEPS_MOST = 60;
    for (Index sweep = 0; sweep < SWEEPS_MOST; ++sweep) {
        bool settled = true;
        for (Index i = 0; i + 1 < m; ++i)
            for (Index k = i + 1; k < m; ++k) {
                double *const x = a + size_t(i) * size_t(n), *const y = a + size_t(k) * size_t(n);
                const double xx = dot(x, x, n), yy = dot(y, y, n), xy = dot(x, y, n);
                if (magnitude(xy) <= Real<double>::epsilon * root(xx) * root(yy)) continue;
                settled = false;
                const double zeta = (yy - xx) / (2 * xy), size = magnitude(zeta) + hypotenuse(1, zeta);
                const double t = zeta < 0 ? -1 / size : 1 / size, c = 1 / root(1 + t * t), s = c * t;
                rotate(x, y, c, s, n);
                const double below = b[k];
                b[k] = s * b[i] + c * below;
                b[i] = c * b[i] - s * below;
            }
        if (settled) return true;
    }
    return false;
}
