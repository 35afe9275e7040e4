// What is solved on the moments of a reader's table in the page: reductions, linear systems and paths, behind plain
// functions over the memory of wasm_memory.hpp. Their loops grow with the cube of the features.
#define SHRINKAGE_INLINE inline
#define SHRINKAGE_PACK 16
#include "factor.hpp"
#include "knots.hpp"
#include "newton.hpp"
#include "tridiagonal.hpp"
#include "wasm_memory.hpp"

using namespace shrinkage;
using wasm::room_for;

namespace {

void clear(double *at, size_t count) {
    for (size_t i = 0; i < count; ++i) at[i] = 0;
}

}  // namespace

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

// Orthonormal rows (count, size) that span the eigenvectors of the `count` smallest eigenvalues, by inverse iteration
// on T + lam, lam well above rounding and well below what is larger. rows: anything independent to begin with.
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
    if (numbers == nullptr || factors == nullptr || whole == nullptr || steps == nullptr || signs == nullptr)
        return false;
    for (size_t j = 0; j < n; ++j) factors[j] = 1;
    State state;
    state.place_in({gram, xty, yy, p, factors, false}, numbers, whole, signs);
    state.start_from(start, m > 0 ? lams[0] * (1.0 - l1_ratio) : 0.0);
    trace(state, lams, m, l1_ratio, coefficients, outcomes, steps);
    return true;
}

// The L1 path by its knots, from the first of lams (m) to the last, without factors or bounds: rows of 2 + p numbers,
// a strength, how many coefficients are not zero between it and the next, and the coefficients there; on_grid (m, p),
// of zeros, gets those at lams. out: how many knots. Null where a strength could not be settled, memory ran out, or runs,
// each from a coefficient's first knot that is not zero to its last, come to more than `most` numbers.
EXPORTED("lasso_knots")
double *lasso_knots(Index p, const double *gram, const double *xty, double yy, Index m, const double *lams, double most,
                    double *on_grid, Index *out) {
    typedef Knots<double> State;
    const auto n = size_t(p);
    auto *const numbers = room_for<double>(State::reals(n)), *const factors = room_for<double>(n);
    auto *const whole = room_for<Index>(State::integers(n)), *const last = room_for<Index>(n);
    auto *const signs = room_for<signed char>(State::marks(n));
    if (numbers == nullptr || factors == nullptr || whole == nullptr || last == nullptr || signs == nullptr)
        return nullptr;
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
            for (Index t = 0; t < state.factor.size; ++t)
                on_grid[size_t(at) * n + size_t(state.active[t])] = state.value_at(t, lams[at]);
        if (state.lam <= state.bottom) {
            *out = row + 1;
            return rows;
        }
        if (larger(runs, double(row + 1)) > most || !state.travel()) return nullptr;
    }
}

// Rotates rows of a (m, n), and b (m) along, until they are orthogonal: of A = U Σ V' there are then Σ V' in a and U'b
// in b. One-sided Jacobi (Hestenes 1958): small singular values keep their digits. False: not settled (never seen).
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
