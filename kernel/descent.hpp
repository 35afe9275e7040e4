// Coordinate descent on a Gram (Friedman, Hastie & Tibshirani 2010, §2.2, "covariance updates").
//
//     minimise over w   ½ w'Gw − c·w + Σⱼ ( l1ⱼ·|wⱼ| + ½ l2ⱼ·wⱼ² )      (wⱼ ≥ 0 where positive)
//
// Given w and g = c − Gw, one coordinate is solved exactly:
//     wⱼ ← S(gⱼ + Gⱼⱼ wⱼ, l1ⱼ) / (Gⱼⱼ + l2ⱼ),      then g −= (change of wⱼ)·G[j, :].
// Finds a support quickly and then crawls: the active-set search (newton.hpp) is what ends a solve; this one ends it
// only where that search was capped.
#pragma once

#include "arithmetic.hpp"

namespace shrinkage {

template <class T> struct Strengths {
    const T *factors;  // (p); infinite: excluded
    T l1, l2;          // lam·l1_ratio, lam·(1 − l1_ratio): times a factor, the strengths on that coordinate
    bool positive;

    SHRINKAGE_INLINE bool excluded(Index j) const { return !finite(factors[j]); }
};

// One pass over all coordinates. Returns the largest decrease-bearing change, max |Δwⱼ|·√Gⱼⱼ, in the target's units.
template <class T>
SHRINKAGE_INLINE T sweep(const T *gram, Index p, const Strengths<T> &at, T *w, T *g) {
    T largest = 0;
    for (Index j = 0; j < p; ++j) {
        const T *row = gram + size_t(j) * size_t(p);
        const T own = row[j];
        if (own <= T(0) || at.excluded(j)) continue;
        const T l1 = at.l1 * at.factors[j], l2 = at.l2 * at.factors[j];
        const T pull = g[j] + own * w[j];
        T next = 0;
        if (pull > l1) next = (pull - l1) / (own + l2);
        else if (pull < -l1 && !at.positive) next = (pull + l1) / (own + l2);
        const T change = next - w[j];
        if (change == T(0)) continue;
        w[j] = next;
        subtract(g, change, row, p);
        largest = larger(largest, magnitude(change) * root(own));
    }
    return largest;
}

// Sweeps until no coefficient moves by more than `tolerance` (in the target's units), at most `most` times.
// g must be c − Gw on entry and is on return. Returns the number of sweeps.
template <class T>
SHRINKAGE_INLINE Index descend(const T *gram, Index p, const Strengths<T> &at, T *w, T *g, T tolerance, Index most) {
    Index sweeps = 0;
    while (sweeps < most) {
        ++sweeps;
        if (sweep(gram, p, at, w, g) <= tolerance) break;
    }
    return sweeps;
}

}  // namespace shrinkage
