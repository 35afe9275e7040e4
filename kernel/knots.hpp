// The path of L1 itself: every strength at which it bends, and not only the points of a grid.
//
// For a support A with signs s the solution is w_A(lam) = G_AA⁻¹ (c_A − lam·f_A s_A), linear in lam, and so are the
// correlations g = c − Gw; the path is piecewise linear (Osborne, Presnell & Turlach 2000; Efron, Hastie, Johnstone &
// Tibshirani 2004). While lam falls by t,
//
//     w_A += t·d,   d = G_AA⁻¹ (f_A s_A),        g −= t·a,   a = G_·A d,
//
// until the first of these: a member reaches zero (it leaves), a coordinate off A reaches its kink, |gⱼ| = lam·fⱼ (it
// enters, at zero), or the weakest strength wanted. Only coordinates that near their kink come into question: those whose
// slack lam·fⱼ ∓ gⱼ shrinks at a rate fⱼ ∓ aⱼ above its own rounding. One that depends on A never does (gⱼ/lam is constant
// then), so it stays where it is until a member leaves.
//
// Between knots everything is proven by their ends: for given signs the optimality conditions are linear equations and
// inequalities in (w, lam), so with two solutions all points between them are solutions. Hence at each knot g is made anew
// from w, w is corrected where g_A is not lam·f_A s_A to rounding, and where something does not fit, a constraint violated
// or events at one strength that do not end, the search of newton.hpp settles that strength (`repairs` counts such
// segments, which are not proven).
//
// Events at one strength (ties, and members at zero that head against their sign) are dealt with one by one, without a
// knot of their own.
//
// Cost of a knot with k active: 2·p·k for g and a, k² for d, (3/2)k² a departure, k² an arrival.
#pragma once

#include "newton.hpp"

namespace shrinkage {

constexpr double TOGETHER = 16;  // in units of ε·lam: strengths that are one
constexpr double SURE = 64;      // in units of ε·Σ|terms|: a rate of approach that is none but for rounding
constexpr double LOOSE = 64;     // in units of what is allowed: violations that such rates may add up to
constexpr double TIED = 8;       // in units of a gradient's rounding: a kink reached at the same time
constexpr double HAIR = 1e-9;    // share of lam that is skipped where events at one strength do not end
constexpr Index CORRECTIONS = 4;

template <class T> struct Knots : ActiveSet<T> {
    typedef ActiveSet<T> Base;
    using Base::problem; using Base::w; using Base::g; using Base::u; using Base::d; using Base::v;
    using Base::root_diagonal; using Base::rest; using Base::along; using Base::product; using Base::active;
    using Base::place; using Base::sign; using Base::factor; using Base::l1; using Base::l2; using Base::noise;
    using Base::relative; using Base::gradient; using Base::residual; using Base::project; using Base::pivot_noise;
    using Base::join; using Base::leave; using Base::remainder; using Base::excess; using Base::allowed;
    using Base::gram_row; using Base::usable; using Base::kink; using Base::point; using Base::start_from;

    enum Event : Index { END = -1, LOST = -2 };  // otherwise the coordinate that leaves or enters

    signed char *barred;  // (p) found to depend on A
    T lam, bottom;
    T length;        // Σ|d|·√Gⱼⱼ
    T step, pivot;   // how far to the next event; pivot² of the coordinate that enters, whose v is kept
    Index event, recent, repairs;
    signed char side;

    static size_t marks(size_t p) { return 2 * p; }  // signs: of A, and barred

    // Settles the strongest strength. `state` is placed, with marks(p) signs. False where it could not be settled.
    SHRINKAGE_INLINE bool start(T top, T weakest) {
        barred = sign + problem.p;
        lam = top;
        bottom = weakest;
        repairs = 0;
        recent = END;
        start_from(w, T(0));
        forget();
        return point(lam, T(0)) == SOLVED;
    }

    // What happens at lam, until a step of some length can be made: then lam and w are a knot, and d, step and event say
    // where the path goes from it.
    SHRINKAGE_INLINE void depart() {
        const Index most = problem.p + 64;
        for (Index turn = 0; turn < most; ++turn) {
            aim_along();
            do next();
            while (event >= 0 && place[event] < 0 && !independent(event));
            if (event < 0 || step > T(TOGETHER) * Real<T>::epsilon * lam) return;
            force();
        }
        event = LOST;
        step = smaller(T(HAIR) * lam, lam - bottom);
        for (Index t = 0; t < factor.size; ++t) along[t] = 0;
    }

    // Coefficient of member t at a strength between this knot and the next.
    SHRINKAGE_INLINE T value_at(Index t, T strength) const {
        const T value = w[active[t]] + (lam - strength) * along[t];
        return value * T(sign[active[t]]) < T(0) ? T(0) : value;
    }

    // To the next knot, for which depart() says more. False where it could not be settled.
    SHRINKAGE_INLINE bool travel() {
        for (Index t = 0; t < factor.size; ++t) w[active[t]] += step * along[t];
        lam = event == END ? bottom : larger(lam - step, bottom);
        l1 = lam;
        clip();
        return arrived() ? true : repair();
    }

  private:
    SHRINKAGE_INLINE void forget() {
        for (Index j = 0; j < problem.p; ++j) barred[j] = 0;
    }

    SHRINKAGE_INLINE bool repair() {
        ++repairs;
        recent = END;
        forget();
        return point(lam, T(0)) == SOLVED;
    }

    // The event happens; whether w is then a solution, corrected as far as that takes.
    SHRINKAGE_INLINE bool arrived() {
        if (event == LOST) return false;
        if (event >= 0) force();
        for (Index turn = 0; turn < CORRECTIONS; ++turn) {
            gradient();
            if (residual()) return !strays();
            correct();
        }
        return false;
    }

    // A member a hair beyond zero stands at zero.
    SHRINKAGE_INLINE void clip() {
        for (Index t = 0; t < factor.size; ++t)
            if (w[active[t]] * T(sign[active[t]]) < T(0)) w[active[t]] = 0;
    }

    // A Newton step from residual u; members at zero stay there but for more than rounding.
    SHRINKAGE_INLINE void correct() {
        for (Index t = 0; t < factor.size; ++t) d[t] = u[t];
        factor.solve(d);
        for (Index t = 0; t < factor.size; ++t) {
            const Index j = active[t];
            if (w[j] != T(0) || magnitude(d[t]) * root_diagonal[j] > noise) w[j] += d[t];
        }
        clip();
    }

    // Whether a coordinate off A violates its condition by more than rounding adds up to.
    SHRINKAGE_INLINE bool strays() const {
        for (Index j = 0; j < problem.p; ++j)
            if (place[j] < 0 && usable(j) && excess(j) > T(LOOSE) * allowed(j)) return true;
        return false;
    }

    // along ← d = G_AA⁻¹ f_A s_A, refined where R has lost digits, and product ← a.
    SHRINKAGE_INLINE void aim_along() {
        const Index k = factor.size;
        for (Index t = 0; t < k; ++t) along[t] = problem.factors[active[t]] * T(sign[active[t]]);
        factor.solve(along);
        for (Index turn = 0; turn < CORRECTIONS; ++turn) {
            multiply();
            bool even = true;
            for (Index t = 0; t < k; ++t) {
                const Index j = active[t];
                rest[t] = problem.factors[j] * T(sign[j]) - product[j];
                even = even && magnitude(rest[t]) <= T(4) * rate_noise(j);
            }
            if (even || turn + 1 == CORRECTIONS) break;
            factor.solve(rest);
            for (Index t = 0; t < k; ++t) along[t] += rest[t];
        }
        // A member at zero that goes nowhere, as at ties, stays exactly there.
        const T nowhere = T(SURE) * Real<T>::epsilon * length;
        for (Index t = 0; t < k; ++t)
            if (w[active[t]] == T(0) && magnitude(along[t]) * root_diagonal[active[t]] <= nowhere) along[t] = 0;
    }

    SHRINKAGE_INLINE void multiply() {
        const Index p = problem.p, k = factor.size;
        length = 0;
        for (Index t = 0; t < k; ++t) {
            d[t] = -along[t];
            length += magnitude(d[t]) * root_diagonal[active[t]];
        }
        for (Index j = 0; j < p; ++j) product[j] = 0;
        subtract_rows(product, d, active, k, problem.gram, size_t(p), p);
    }

    SHRINKAGE_INLINE T rate_noise(Index j) const {
        return Real<T>::epsilon * (problem.factors[j] + root_diagonal[j] * length);
    }

    // The next event, and how far it is. Of several coordinates that reach their kinks together the first enters, so that
    // copies of a column are told apart by their order, and not by rounding.
    SHRINKAGE_INLINE void next() {
        step = lam - bottom;
        event = END;
        for (Index t = 0; t < factor.size; ++t) {
            const Index j = active[t];
            const T heading = along[t] * T(sign[j]);
            if (!(heading < T(0))) continue;
            const T far = larger(w[j] * T(sign[j]), T(0)) / -heading;
            if (!(far < step)) continue;
            step = far;
            event = j;
        }
        T nearest = step;
        for (Index j = 0; j < problem.p; ++j) {
            const Arrival at = arrival(j);
            nearest = smaller(nearest, at.far + at.late);
        }
        for (Index j = 0; j < problem.p; ++j) {
            const Arrival at = arrival(j);
            if (!(at.far < step && at.far <= nearest)) continue;
            step = at.far;
            event = j;
            side = at.side;
            return;
        }
    }

    struct Arrival {
        T far, late;  // how far its kink is, and how much of that may be rounding
        signed char side;
    };

    SHRINKAGE_INLINE Arrival arrival(Index j) const {
        const T f = problem.factors[j];
        if (place[j] >= 0 || barred[j] || !usable(j)) return {Real<T>::huge, 0, 0};
        const Arrival up = reach(j, lam * f - g[j], f - product[j], 1);
        if (problem.positive) return up;
        const Arrival down = reach(j, lam * f + g[j], f + product[j], -1);
        return up.far <= down.far ? up : down;
    }

    SHRINKAGE_INLINE Arrival reach(Index j, T slack, T rate, signed char towards) const {
        if (!(rate > T(SURE) * rate_noise(j))) return {Real<T>::huge, 0, towards};
        return {larger(slack, T(0)) / rate, T(TIED) * noise * root_diagonal[j] / rate, towards};
    }

    // Whether the coordinate that would enter adds anything to A; v and pivot are then ready for it.
    SHRINKAGE_INLINE bool independent(Index j) {
        pivot = project(j);
        if (pivot > Real<T>::half_digits * root_diagonal[j] * root_diagonal[j]) return true;
        for (Index t = 0; t < factor.size; ++t) d[t] = v[t];
        factor.backward(d);
        pivot = smaller(pivot, remainder(j));
        if (pivot > pivot_noise(j, d)) return true;
        barred[j] = 1;
        return false;
    }

    SHRINKAGE_INLINE void force() {
        const Index j = event;
        if (place[j] >= 0) {
            leave(place[j]);
            forget();
            if (j == recent) barred[j] = 1;  // it had entered for rounding
            recent = END;
        } else {
            sign[j] = problem.factors[j] > T(0) || problem.positive ? side : 0;
            join(j, pivot);
            recent = j;
        }
    }
};

}  // namespace shrinkage
