// The active-set Newton path on a Gram: exact solutions of
//
//     minimise over w   ½ w'Gw − c·w + Σⱼ ( l1ⱼ·|wⱼ| + ½ l2ⱼ·wⱼ² ),     l1ⱼ = lam·ρ·fⱼ,  l2ⱼ = lam·(1 − ρ)·fⱼ
//
// at each lam of a decreasing grid. Feature-sign search (Lee, Battle, Raina & Ng 2006) with many coordinates entering
// at once, on a Cholesky factor that gains and loses rows.
//
// State: the support A in the factor's order, a sign sⱼ for each member (0: free, no kink), w, and
// H_AA = G_AA + l2·diag f as R'R. With g = c − Gw − l2 f w, w is optimal iff g_A = l1_A s_A and |gⱼ| ≤ l1ⱼ off A.
//
//   round   1. g in full, from w (never updated: what is certified is what is returned).
//           2. Coordinates off A with |gⱼ| > l1ⱼ enter, largest excess first, at w = 0 with the sign of gⱼ.
//           3. settle: d = H_AA⁻¹ (g_A − l1_A s_A), the Newton step for these signs. Where it would carry a
//              coefficient across zero it stops there, that coordinate leaves at exactly 0, and d is solved again
//              (the residual left over is (1 − α) times the old one, so this costs no product with G).
//   Every round lowers the objective, since the entering slopes u satisfy u·d = d'Hd > 0, and each settled state is the
//   minimum for its signs: no state recurs, so rounds are finitely many. Step 3 is also what refines: the next round
//   solves with the true residual of this one.
//
// A coordinate that depends on A (pivot² ≈ 0; one-hot tables always have some, and then l2 = 0) cannot join R. It slides
// instead: along v = (−G_AA⁻¹ G_Aj, 1)·sign the fit does not change and the objective falls by |gⱼ| − l1ⱼ per unit, so w
// moves until a member of A reaches zero; that one leaves, and j takes its place (then A is independent again).
//
// Cost of a round with k active: p·k for g, k² a solve, (3/2)k² a departure, k²/2 an arrival. Elastic net moves l2 at
// each lam, which changes H: k³/6 multiply-adds refactor it.
#pragma once

#include "arithmetic.hpp"
#include "descent.hpp"
#include "factor.hpp"

namespace shrinkage {

enum Outcome : Index { SOLVED = 0, CAPPED = 1, STUCK = 2 };

// Constants, with their evidence (tables of tests/solver/catalogue.py):
constexpr Index STRICT_ROUNDS = 24;     // rounds at rounding-level tolerance; nearly all points need 2 to 6
constexpr Index ROUNDS = 120;           // then it doubles each round, SLACK times at most, and GAP applies as well
constexpr double SLACK = 256;
constexpr double GAP = 1e-13;           // relative duality gap that a tolerated violation may cost
constexpr double NOISE = 2;              // rounding of a computed gradient, in units of epsilon × Σ|terms|; 0.5 to 8 alike
constexpr double DEPENDENT = 8;          // the same of a pivot², in units of epsilon × (Σ|terms|)²
// Dependence is looked at closely where pivot²/Gⱼⱼ is below half of the digits; above, it is no rounding.

template <class T> struct Problem {
    const T *gram;     // (p, p)
    const T *xty;      // (p)
    T yy;
    Index p;
    const T *factors;  // (p); 0 free, infinite excluded
    bool positive;
};

// Caller's memory: reals(p) numbers of T and integers(p) of Index.
template <class T> struct ActiveSet {
    Problem<T> problem;
    T *w, *g, *u, *d, *v, *root_diagonal, *floor;  // (p) each
    Index *active, *place, *queue;                 // (p) each; place[j] is −1 off A
    signed char *sign;                             // (p), by coordinate
    Factor<T> factor;
    T l1, l2, factored_l2;
    T noise, relative;  // see allowed()
    Index steps;

    // Rows of R an odd number of cache lines apart: at a power of two they would all fall into the same few sets.
    static size_t stride(size_t p) { return ((p + 7) & ~size_t(7)) | 8; }
    static size_t reals(size_t p) { return p * stride(p) + 8 * p; }
    static size_t integers(size_t p) { return 3 * p; }

    SHRINKAGE_INLINE void place_in(const Problem<T> &given, T *numbers, Index *whole, signed char *signs) {
        problem = given;
        const size_t p = size_t(given.p);
        factor = {numbers, numbers + p * stride(p), stride(p), 0};
        T *next = factor.inverse + p;
        T **vectors[] = {&w, &g, &u, &d, &v, &root_diagonal, &floor};
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

    // Coordinate j joins A. False: it depends on A and there is no member to exchange it for, so it stays out.
    SHRINKAGE_INLINE bool enter(Index j) {
        for (;;) {
            T pivot = project(j);
            if (pivot <= Real<T>::half_digits * root_diagonal[j] * root_diagonal[j]) {
                for (Index t = 0; t < factor.size; ++t) d[t] = v[t];
                factor.backward(d);  // d = G_AA⁻¹ G_Aj: column j as a combination of A
                const T least = pivot_noise(j, d);
                if (pivot <= least && slide(j)) continue;  // one member fewer each time
                if (pivot <= least && w[j] == T(0)) return false;
                pivot = larger(pivot, least);  // having moved, it must be held; rounds refine what R then misses
            }
            join(j, pivot);
            return true;
        }
    }

    // Moves along (−d, 1)·s until a member of A reaches zero; that member leaves.
    SHRINKAGE_INLINE bool slide(Index j) {
        const T s = (problem.positive || g[j] > T(0)) ? T(1) : T(-1);
        T far = Real<T>::huge;
        Index blocker = -1;
        for (Index t = 0; t < factor.size; ++t) {
            const Index i = active[t];
            const T toward = -s * d[t];
            if (sign[i] == 0 || toward * T(sign[i]) >= T(0)) continue;
            const T step = magnitude(w[i] / toward);
            if (step < far) {
                far = step;
                blocker = t;
            }
        }
        if (blocker < 0) return false;
        for (Index t = 0; t < factor.size; ++t) w[active[t]] -= far * s * d[t];
        w[j] += far * s;
        leave(blocker);
        return true;
    }

    // Newton for these signs, from residual u; leaves w at its minimum up to rounding.
    SHRINKAGE_INLINE void settle() {
        for (;;) {
            const Index k = factor.size;
            for (Index t = 0; t < k; ++t) d[t] = u[t];
            factor.solve(d);
            T step = 1;
            for (Index t = 0; t < k; ++t) {
                const Index j = active[t];
                const T heading = d[t] * T(sign[j]);
                if (heading < T(0)) step = smaller(step, -(w[j] * T(sign[j])) / heading);
            }
            step = larger(step, T(0));
            for (Index t = 0; t < k; ++t) w[active[t]] += step * d[t];
            ++steps;
            if (step >= T(1)) return;
            for (Index t = 0; t < k; ++t) u[t] *= T(1) - step;
            drop_crossed();
        }
    }

    // Members that stand at zero (or, by rounding, a hair beyond) and were heading across it leave; from the last, so
    // that places before it stay true.
    SHRINKAGE_INLINE void drop_crossed() {
        for (Index t = factor.size - 1; t >= 0; --t) {
            const Index j = active[t];
            const T stands = w[j] * T(sign[j]), heading = d[t] * T(sign[j]);
            if (heading < T(0) && stands <= Real<T>::epsilon * magnitude(heading)) leave(t);
        }
    }

    // R from scratch at the present l2.
    SHRINKAGE_INLINE void refactor() {
        const Index k = factor.size;
        for (Index t = 0; t < k; ++t) {
            const T *from = gram_row(active[t]);
            T *to = factor.row(t);
            for (Index q = t; q < k; ++q) to[q] = from[active[q]];
            to[t] += ridge(active[t]);
            floor[t] = T(DEPENDENT) * Real<T>::epsilon * to[t];
        }
        factor.refactor(floor);
        factored_l2 = l2;
    }

    // Members from a given start (p); those that depend on earlier ones start at zero.
    SHRINKAGE_INLINE void begin(const T *start) {
        for (Index j = 0; j < problem.p; ++j) {
            if (start[j] == T(0) || !usable(j) || (problem.positive && start[j] < T(0))) continue;
            const T pivot = project(j);
            if (pivot <= Real<T>::half_digits * root_diagonal[j] * root_diagonal[j]) continue;
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

    // One point of the path: strengths l1_ = lam·ρ, l2_ = lam·(1 − ρ), warm from where the state stands.
    SHRINKAGE_INLINE Outcome point(T l1_, T l2_) {
        l1 = l1_;
        l2 = l2_;
        if (l2 != factored_l2) refactor();
        T slack = 1;
        relative = 0;
        for (Index round = 0; round < ROUNDS; ++round) {
            gradient();
            if (round >= STRICT_ROUNDS) slack = smaller(slack * T(2), T(SLACK));
            if (slack > T(1)) {
                noise *= slack;
                relative = tolerable();
            }
            const bool even = residual();
            const Index waiting = violators();
            if (waiting == 0 && even) return SOLVED;
            if (!admit(waiting) && even) {
                if (slack == T(SLACK)) return STUCK;
                slack = T(SLACK);
                continue;
            }
            residual();
            settle();
        }
        return CAPPED;
    }

    // Independent violators join at once; if there are none, the largest dependent one that can slides in.
    SHRINKAGE_INLINE bool admit(Index waiting) {
        Index kept = 0;
        for (Index q = 0; q < waiting; ++q) {
            const Index j = queue[q];
            const T pivot = project(j);
            if (pivot > Real<T>::half_digits * root_diagonal[j] * root_diagonal[j]) join(j, pivot);
            else queue[kept++] = j;
        }
        if (kept < waiting) return true;
        for (Index q = 0; q < kept; ++q)
            if (enter(queue[q])) return true;
        return false;
    }
};

// The whole path. coefficients: (m, p); outcomes, steps: (m). `state` is placed and begun.
template <class T>
SHRINKAGE_INLINE void trace(ActiveSet<T> &state, const T *lams, Index m, T l1_ratio, T *coefficients, Index *outcomes,
                            Index *steps) {
    const Index p = state.problem.p;
    for (Index i = 0; i < m; ++i) {
        const T l1 = lams[i] * l1_ratio, l2 = lams[i] * (T(1) - l1_ratio);
        state.steps = 0;
        outcomes[i] = state.point(l1, l2);
        T *out = coefficients + size_t(i) * size_t(p);
        for (Index j = 0; j < p; ++j) out[j] = state.w[j];
        if (outcomes[i] == CAPPED) {
            const Strengths<T> at = {state.problem.factors, l1, l2, state.problem.positive};
            T *g = state.g;
            for (Index j = 0; j < p; ++j) g[j] = state.problem.xty[j];
            for (Index j = 0; j < p; ++j)
                if (out[j] != T(0)) subtract(g, out[j], state.gram_row(j), p);
            const T tolerance = Real<T>::epsilon * root(state.problem.yy);
            state.steps += descend(state.problem.gram, p, at, out, g, tolerance, Index(10000));
        }
        steps[i] = state.steps;
    }
}

}  // namespace shrinkage
