// The state of an active-set search on a Gram: who is in the support, and what the optimality conditions say of w.
//
//     minimise over w   ½ w'Gw − c·w + Σⱼ ( l1ⱼ·|wⱼ| + ½ l2ⱼ·wⱼ² ),     l1ⱼ = lam·ρ·fⱼ,  l2ⱼ = lam·(1 − ρ)·fⱼ
//
// The support A stands in the factor's order: active[t] is a coordinate, place its inverse, sign the sign it is held to
// (0: free, no kink). R'R = G_AA + l2'·diag f, where l2' = factored_l2 may be that of an earlier lam. What is done
// with the state is newton.hpp.
#pragma once

#include "arithmetic.hpp"
#include "factor.hpp"

namespace shrinkage {

// Rounding of a computed gradient, in units of ε·Σ|terms|: what cannot be told from zero. 0.5 to 8 serve alike; below,
// points of well-conditioned tables begin to miss it by chance.
constexpr double NOISE = 2;
// The same of a pivot², in units of ε·(Σ|terms|)².
constexpr double DEPENDENT = 8;
// Relative duality gap that a tolerated violation may cost where rounding level is not reached.
constexpr double GAP = 1e-13;

template <class T> struct Problem {
    const T *gram;     // (p, p)
    const T *xty;      // (p)
    T yy;
    Index p;
    const T *factors;  // (p); 0 free, infinite excluded
    bool positive;
};

// Caller's memory: reals(p) numbers of T, integers(p) of Index, p signs.
template <class T> struct Support {
    Problem<T> problem;
    T *w, *g, *u, *d, *v, *root_diagonal;  // (p) each
    T *rest, *along, *product;             // (p) each: shifted.hpp
    Index *active, *place, *queue;         // (p) each; place[j] is −1 off A
    signed char *sign;                     // (p), by coordinate
    Factor<T> factor;
    T l1, l2, factored_l2;
    T noise, relative;  // see allowed()
    Index steps;

    // Rows of R an odd number of cache lines apart: at a power of two they would all fall into the same few sets.
    static size_t stride(size_t p) { return ((p + 7) & ~size_t(7)) | 8; }
    static size_t reals(size_t p) { return p * stride(p) + 10 * p; }
    static size_t integers(size_t p) { return 3 * p; }

    SHRINKAGE_INLINE void place_in(const Problem<T> &given, T *numbers, Index *whole, signed char *signs) {
        problem = given;
        const size_t p = size_t(given.p);
        factor = {numbers, numbers + p * stride(p), stride(p), 0};
        T *next = factor.inverse + p;
        T **vectors[] = {&w, &g, &u, &d, &v, &root_diagonal, &rest, &along, &product};
        for (T **vector : vectors) {
            *vector = next;
            next += p;
        }
        active = whole;
        place = whole + p;
        queue = whole + 2 * p;
        sign = signs;
        steps = 0;
        factored_l2 = 0;
        for (size_t j = 0; j < p; ++j) {
            const T own = given.gram[j * p + j];
            root_diagonal[j] = own > T(0) ? root(own) : T(0);
            place[j] = -1;
            sign[j] = 0;
            w[j] = 0;
        }
    }

    SHRINKAGE_INLINE const T *gram_row(Index j) const { return problem.gram + size_t(j) * size_t(problem.p); }
    SHRINKAGE_INLINE bool usable(Index j) const { return root_diagonal[j] > T(0) && finite(problem.factors[j]); }
    SHRINKAGE_INLINE T kink(Index j) const { return l1 * problem.factors[j]; }
    SHRINKAGE_INLINE T ridge(Index j) const { return l2 * problem.factors[j]; }

    // g = c − Gw − l2 f w in full, and `noise`: what rounding leaves of a zero of it, in units of √Gⱼⱼ.
    SHRINKAGE_INLINE void gradient() {
        const Index p = problem.p, k = factor.size;
        T length = 0;
        for (Index t = 0; t < k; ++t) {
            d[t] = w[active[t]];
            length += magnitude(d[t]) * root_diagonal[active[t]];
        }
        for (Index j = 0; j < p; ++j) g[j] = problem.xty[j];
        subtract_rows(g, d, active, k, problem.gram, size_t(p), p);
        if (l2 > T(0))
            for (Index t = 0; t < k; ++t) g[active[t]] -= ridge(active[t]) * d[t];
        noise = T(NOISE) * Real<T>::epsilon * (root(problem.yy) + length);
    }

    // Violation of the optimality conditions that is let pass at coordinate j.
    SHRINKAGE_INLINE T allowed(Index j) const { return larger(noise * root_diagonal[j], relative * kink(j)); }

    // u = g_A − l1_A s_A. True where it is zero as far as allowed.
    SHRINKAGE_INLINE bool residual() {
        bool even = true;
        for (Index t = 0; t < factor.size; ++t) {
            const Index j = active[t];
            u[t] = g[j] - kink(j) * T(sign[j]);
            even = even && magnitude(u[t]) <= allowed(j);
        }
        return even;
    }

    // How far g exceeds the kink at a coordinate off A; at most 0 where it may stay out.
    SHRINKAGE_INLINE T excess(Index j) const {
        return (problem.positive ? g[j] : magnitude(g[j])) - kink(j);
    }

    // Queue of coordinates that must enter, largest excess first (insertion sort: nearly always a handful). Free ones
    // go before all others: lam_max, and which penalised coordinates matter at all, is known only once they are in.
    SHRINKAGE_INLINE Index violators() {
        Index count = 0;
        bool free_only = false;
        for (Index j = 0; j < problem.p; ++j) {
            if (place[j] >= 0 || !usable(j)) continue;
            const T over = excess(j);
            if (over <= allowed(j)) continue;
            const bool free = problem.factors[j] == T(0);
            if (free && !free_only) {
                free_only = true;
                count = 0;
            }
            if (free_only && !free) continue;
            v[j] = over;
            Index at = count++;
            for (; at > 0 && v[queue[at - 1]] < over; --at) queue[at] = queue[at - 1];
            queue[at] = j;
        }
        return count;
    }

    // v ← R⁻ᵀ G_Aj; returns pivot² = Gⱼⱼ + l2ⱼ − v·v.
    SHRINKAGE_INLINE T project(Index j) {
        const T *row = gram_row(j);
        for (Index t = 0; t < factor.size; ++t) v[t] = row[active[t]];
        factor.forward(v);
        return row[j] + factored_l2 * problem.factors[j] - dot(v, v, factor.size);
    }

    // Pivot² below which j counts as dependent on A, given back-solved v: what rounding of G leaves of a true zero.
    SHRINKAGE_INLINE T pivot_noise(Index j, const T *along) const {
        T length = root_diagonal[j];
        for (Index t = 0; t < factor.size; ++t) length += magnitude(along[t]) * root_diagonal[active[t]];
        return T(DEPENDENT) * Real<T>::epsilon * length * length;
    }

    SHRINKAGE_INLINE void join(Index j, T pivot_square) {
        factor.append(v, root(pivot_square));
        const Index t = factor.size - 1;
        active[t] = j;
        place[j] = t;
        if (sign[j] == 0 && (problem.factors[j] > T(0) || problem.positive))
            sign[j] = problem.positive || g[j] > T(0) ? 1 : -1;
        ++steps;
    }

    SHRINKAGE_INLINE void leave(Index t) {
        const Index j = active[t];
        factor.remove(t, v);
        for (Index q = t; q < factor.size; ++q) {
            active[q] = active[q + 1];
            u[q] = u[q + 1];
            place[active[q]] = q;
        }
        place[j] = -1;
        sign[j] = 0;
        w[j] = 0;
        ++steps;
    }

    // R from scratch at the present l2.
    SHRINKAGE_INLINE void refactor() {
        const Index k = factor.size;
        for (Index t = 0; t < k; ++t) {
            const T *from = gram_row(active[t]);
            T *to = factor.row(t);
            for (Index q = t; q < k; ++q) to[q] = from[active[q]];
            to[t] += ridge(active[t]);
            v[t] = T(DEPENDENT) * Real<T>::epsilon * to[t];
        }
        factor.refactor(v);
        factored_l2 = l2;
    }

    // Members from a given start (p), R at l2_, that of the first point: made at 0 it would be no preconditioner there.
    // Those that depend on earlier ones start at zero; with an L2 part none does, short of rounding.
    SHRINKAGE_INLINE void begin(const T *start, T l2_) {
        factored_l2 = l2_;
        const T least = l2_ > T(0) ? T(NOISE) * T(problem.p) * Real<T>::epsilon : Real<T>::half_digits;
        for (Index j = 0; j < problem.p; ++j) {
            if (start[j] == T(0) || !usable(j) || (problem.positive && start[j] < T(0))) continue;
            const T pivot = project(j);
            if (pivot <= least * root_diagonal[j] * root_diagonal[j]) continue;
            g[j] = start[j];  // only its sign is used
            join(j, pivot);
            w[j] = start[j];
        }
        steps = 0;
    }

    // Violation relative to the kinks that costs no more than GAP of the null objective: one of ε shrinks the dual
    // point by ε, which costs ε·penalty + ½ε²·r'r.
    SHRINKAGE_INLINE T tolerable() const {
        T penalty = 0;
        for (Index t = 0; t < factor.size; ++t) penalty += kink(active[t]) * magnitude(w[active[t]]);
        const T budget = larger(T(GAP), Real<T>::epsilon) * T(0.5) * problem.yy;
        return budget / larger(penalty, T(1e7) * budget);
    }
};

}  // namespace shrinkage
