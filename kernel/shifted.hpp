// d = (M + shift·F)⁻¹ u where M = R'R: conjugate gradients preconditioned with R (Hestenes & Stiefel 1952).
//
// Elastic net adds lam·(1 − ρ)·F to the Gram, so that each lam changes the matrix a little. Making R anew is k³/6
// multiply-adds; here M, with R from an earlier lam, is the preconditioner. Its own product is never needed: a direction
// is z + (turn)·(last direction) with M z = rest, hence M·direction = rest + (turn)·(last M·direction), and an iteration
// is one solve with R, k². Eigenvalues of the preconditioned matrix lie between 1 and l2/l2', most of them at 1.
#pragma once

#include "arithmetic.hpp"
#include "factor.hpp"

namespace shrinkage {

constexpr Index ITERATIONS = 60;  // 3 to 12 are usual

template <class T> struct Shifted {
    const Factor<T> &factor;
    const T *weights;     // diagonal of F, by coordinate
    const Index *active;  // coordinate of each place
    T shift;

    SHRINKAGE_INLINE T moved(Index t, const T *along, const T *product) const {
        return product[t] + shift * weights[active[t]] * along[t];
    }

    // Fills d and rest = u − (M + shift·F) d, until |rest| ≤ enough·units, by coordinate. Returns the iterations, 0 where
    // shift is 0 and one solve is all. along, product, spare: working vectors of the factor's size.
    SHRINKAGE_INLINE Index solve(const T *u, T *d, T *rest, T enough, const T *units, T *along, T *product,
                                 T *spare) const {
        const Index k = factor.size;
        for (Index t = 0; t < k; ++t) d[t] = u[t];
        factor.solve(d);
        if (shift == T(0)) {
            for (Index t = 0; t < k; ++t) rest[t] = 0;
            return 0;
        }
        T slope = dot(u, d, k);
        for (Index t = 0; t < k; ++t) {
            along[t] = d[t];
            product[t] = rest[t] = u[t];
            d[t] = 0;
        }
        for (Index iteration = 1; iteration <= ITERATIONS; ++iteration) {
            T curvature = 0;
            for (Index t = 0; t < k; ++t) curvature += along[t] * moved(t, along, product);
            if (!(slope > T(0) && curvature > T(0))) return iteration;  // nothing left to solve
            const T step = slope / curvature;
            bool small = true;
            for (Index t = 0; t < k; ++t) {
                d[t] += step * along[t];
                rest[t] -= step * moved(t, along, product);
                small = small && magnitude(rest[t]) <= enough * units[active[t]];
            }
            if (small) return iteration;
            for (Index t = 0; t < k; ++t) spare[t] = rest[t];
            factor.solve(spare);
            const T next = dot(rest, spare, k), turn = next / slope;
            slope = next;
            for (Index t = 0; t < k; ++t) {
                along[t] = spare[t] + turn * along[t];
                product[t] = rest[t] + turn * product[t];
            }
        }
        return ITERATIONS;
    }
};

}  // namespace shrinkage
