// The active-set Newton path on a Gram: exact solutions of
//
//     minimise over w   ½ w'Gw − c·w + Σⱼ ( l1ⱼ·|wⱼ| + ½ l2ⱼ·wⱼ² ),     l1ⱼ = lam·ρ·fⱼ,  l2ⱼ = lam·(1 − ρ)·fⱼ
//
// at each lam of a decreasing grid. Feature-sign search (Lee, Battle, Raina & Ng 2006) with many coordinates entering
// at once, on a Cholesky factor that gains and loses rows.
//
// State (support.hpp): the support A, a sign sⱼ for each member (0: free, no kink), w, and H_AA = G_AA + l2·diag f as
// R'R. With g = c − Gw − l2 f w, w is optimal iff g_A = l1_A s_A and |gⱼ| ≤ l1ⱼ off A.
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
// each lam, which changes H: R is then kept as a preconditioner (shifted.hpp) until that has cost as much as a new one.
#pragma once

#include "arithmetic.hpp"
#include "descent.hpp"
#include "shifted.hpp"
#include "support.hpp"

namespace shrinkage {

enum Outcome : Index { SOLVED = 0, CAPPED = 1, STUCK = 2 };

constexpr Index STRICT_ROUNDS = 60;  // rounds at rounding-level tolerance; nearly all points need 2 to 6
constexpr Index ROUNDS = 150;        // then it doubles each round, SLACK times at most, and GAP applies as well
constexpr double SLACK = 256;
constexpr double ROUGH = 1e-2;       // accuracy of a Newton step while coordinates still enter; 1e-1 and 1e-3 were slower
constexpr double RENT = 2;           // multiply-adds of R's solves run that much slower than those of making R; 2 to 8 alike
constexpr double NEGLIGIBLE = 65536; // in units of ε: an entry of G_AA⁻¹G_Aj that is rounding of a zero, cond(G_AA) to 1e5
constexpr Index SWEEPS = 10000;      // of coordinate descent, where the search was capped

template <class T> struct ActiveSet : Support<T> {
    typedef Support<T> Base;
    using Base::problem; using Base::w; using Base::g; using Base::u; using Base::d; using Base::v;
    using Base::root_diagonal; using Base::rest; using Base::along; using Base::product; using Base::active;
    using Base::queue; using Base::sign; using Base::factor; using Base::l1; using Base::l2; using Base::factored_l2;
    using Base::noise; using Base::relative; using Base::steps; using Base::gradient; using Base::residual;
    using Base::violators; using Base::project; using Base::pivot_noise; using Base::join; using Base::leave;
    using Base::refactor; using Base::excess; using Base::kink; using Base::gram_row; using Base::ridge; using Base::tolerable;

    T rent;  // multiply-adds spent on iterations since R was made

    SHRINKAGE_INLINE void start_from(const T *start, T first_l2) {
        rent = 0;
        Base::begin(start, first_l2);
    }

    // Coordinate j joins A. False: it depends on A and there is no member to exchange it for, so it stays out.
    SHRINKAGE_INLINE bool enter(Index j) {
        for (;;) {
            T pivot = project(j);
            if (pivot <= Real<T>::half_digits * root_diagonal[j] * root_diagonal[j]) {
                for (Index t = 0; t < factor.size; ++t) d[t] = v[t];
                factor.backward(d);  // d = G_AA⁻¹ G_Aj: column j as a combination of A
                pivot = smaller(pivot, remainder(j));
                const T least = pivot_noise(j, d);
                if (pivot <= least && slide(j)) continue;  // one member fewer each time
                if (pivot <= least && (w[j] == T(0) || problem.factors[j] == T(0))) return fold_back(j);
                pivot = larger(pivot, least);  // having moved, it must be held; rounds refine what R then misses
            }
            join(j, pivot);
            return true;
        }
    }

    // A free column that A makes up entirely hands what it has slid to back to A: the fit stays, and holding it by a
    // pivot that is rounding would let it go anywhere.
    SHRINKAGE_INLINE bool fold_back(Index j) {
        for (Index t = 0; t < factor.size; ++t) w[active[t]] += d[t] * w[j];
        w[j] = 0;
        return false;
    }

    // What is left of column j beyond the combination d of A, squared: G_jj − d·G_Aj − d·(G_Aj − G_AA d), in H's metric.
    // It holds for the d that there is, so that R's own rounding, which grows with its condition, has no part in it:
    // a free column that depends on A but joined for such rounding would be given any coefficient at all.
    SHRINKAGE_INLINE T remainder(Index j) const {
        const T *own = gram_row(j);
        T value = own[j] + factored_l2 * problem.factors[j];
        for (Index t = 0; t < factor.size; ++t) {
            const Index i = active[t];
            const T *row = gram_row(i);
            T left = T(2) * own[i] - factored_l2 * problem.factors[i] * d[t];
            for (Index q = 0; q < factor.size; ++q) left -= row[active[q]] * d[q];
            value -= d[t] * left;
        }
        return larger(value, T(0));
    }

    // Moves along (−d, 1)·s until a member of A reaches zero; that member leaves.
    SHRINKAGE_INLINE bool slide(Index j) {
        const T s = (problem.positive || g[j] > T(0)) ? T(1) : T(-1);
        T scale = 0, length = root_diagonal[j], reached = root(problem.yy), penalty = 0, far = Real<T>::huge;
        for (Index t = 0; t < factor.size; ++t) {
            const T held = magnitude(w[active[t]]), own = magnitude(d[t]) * root_diagonal[active[t]];
            scale = larger(scale, own);
            length += own;
            reached += held * root_diagonal[active[t]];
            penalty += (kink(active[t]) + T(0.5) * ridge(active[t]) * held) * held;
        }
        Index blocker = -1;
        for (Index t = 0; t < factor.size; ++t) {
            const Index i = active[t];
            const T toward = -s * d[t];
            // An entry of d at rounding level is a zero: it blocks nothing, or only after an absurdly long way.
            if (sign[i] == 0 || magnitude(toward) * root_diagonal[i] <= T(NEGLIGIBLE) * Real<T>::epsilon * scale) continue;
            if (toward * T(sign[i]) >= T(0)) continue;
            const T step = magnitude(w[i] / toward);
            if (step < far) {
                far = step;
                blocker = t;
            }
        }
        // Downhill with the fit unchanged, the penalty pays for it all: farther than it can pay is no true slide. Nor is
        // one that outgrows all there is: its blocker's entry of d is rounding, as where only free members, which never
        // block, make up column j.
        if (blocker < 0 || far * excess(j) > T(2) * penalty) return false;
        if (far * length * Real<T>::half_digits > reached) return false;
        for (Index t = 0; t < factor.size; ++t) w[active[t]] -= far * s * d[t];
        w[j] += far * s;
        leave(blocker);
        return true;
    }

    // d ← H⁻¹ u as accurately as asked, 0 meaning to rounding; rest ← u − H d.
    SHRINKAGE_INLINE void aim(T accuracy) {
        T largest = 0;
        for (Index t = 0; t < factor.size; ++t) largest = larger(largest, magnitude(u[t]) / root_diagonal[active[t]]);
        const Shifted<T> system = {factor, problem.factors, active, l2 - factored_l2};
        const T enough = larger(accuracy * largest, T(0.5) * noise);
        const T iterations = T(system.solve(u, d, rest, enough, root_diagonal, along, product, v));
        rent += T(RENT) * iterations * T(factor.size) * T(factor.size);
    }

    // Newton for these signs, from residual u; leaves w at its minimum, or near it where accuracy > 0.
    SHRINKAGE_INLINE void settle(T accuracy) {
        for (;;) {
            aim(accuracy);
            T step = 1;
            for (Index t = 0; t < factor.size; ++t) {
                const Index j = active[t];
                const T heading = d[t] * T(sign[j]);
                if (heading < T(0)) step = smaller(step, -(w[j] * T(sign[j])) / heading);
            }
            step = larger(step, T(0));
            for (Index t = 0; t < factor.size; ++t) w[active[t]] += step * d[t];
            ++steps;
            if (step >= T(1)) return;
            for (Index t = 0; t < factor.size; ++t) u[t] = (T(1) - step) * u[t] + step * rest[t];
            drop_crossed();
        }
    }

    // Members that stand at zero (or, by rounding, a hair beyond) and were heading across it leave; from the last, so
    // that places before it stay true.
    SHRINKAGE_INLINE void drop_crossed() {
        for (Index t = factor.size - 1; t >= 0; --t) {
            const Index j = active[t];
            const T stands = w[j] * T(sign[j]), heading = d[t] * T(sign[j]);
            if (heading < T(0) && stands <= T(4) * Real<T>::epsilon * magnitude(heading)) leave(t);
        }
    }

    // Rent or buy: R is made anew once the iterations that its age has cost amount to what making it costs.
    SHRINKAGE_INLINE bool stale() const {
        const T k = T(factor.size);
        return l2 != factored_l2 && rent >= k * k * k / T(6);
    }

    // One point of the path: strengths l1_ = lam·ρ, l2_ = lam·(1 − ρ), warm from where the state stands.
    SHRINKAGE_INLINE Outcome point(T l1_, T l2_) {
        l1 = l1_;
        l2 = l2_;
        if (stale()) {
            refactor();
            rent = 0;
        }
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
            if (waiting == 0 && even) return noise > Real<T>::half_digits * root(problem.yy) ? STUCK : SOLVED;
            if (!admit(waiting) && even) {
                if (slack == T(SLACK)) return STUCK;
                slack = T(SLACK);
                continue;
            }
            residual();
            settle(waiting > 0 ? T(ROUGH) : T(0));
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

// The whole path. coefficients: (m, p); outcomes, steps: (m). `state` is placed and started.
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
            state.steps += descend(state.problem.gram, p, at, out, g, tolerance, SWEEPS);
        }
        steps[i] = state.steps;
    }
}

}  // namespace shrinkage
