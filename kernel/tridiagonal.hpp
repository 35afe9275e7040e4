// Symmetric matrices by way of a tridiagonal one: A = Q T Q', Q a product of Householder reflections.
//
// One reduction serves every strength of ridge, (A + lam)⁻¹ c = Q (T + lam)⁻¹ Q'c at size² multiply-adds each, and all
// eigenvalues at size² in all; eigenvectors cost size³ and are made only where somebody wants them.
//
// A (size, size) is given by its upper triangle, by rows, and overwritten: of row k, entries k + 1 … are the k-th
// reflection's vector v, H = 1 − tau·v v'.
// Sources   Golub & Van Loan 2013, algorithms 8.3.1 and 8.3.3; implicit QL: Dubrulle, Martin & Wilkinson 1968.
#pragma once

#include "arithmetic.hpp"

namespace shrinkage {

constexpr Index QL_MOST = 60;  // iterations for one eigenvalue; two or three are usual

struct Tridiagonal {
    double *a;                  // (size, size) reflections, by rows
    double *tau, *diagonal, *off;  // (size) each; off[k] stands between k and k + 1
    Index size;

    double *row(Index k) const { return a + size_t(k) * size_t(size); }

    // spare: (size).
    void reduce(double *spare) const {
        for (Index k = 0; k < size; ++k) {
            double *v = row(k);
            diagonal[k] = v[k];
            tau[k] = 0;
            if (k + 1 >= size) {
                off[k] = 0;
                break;
            }
            off[k] = v[k + 1];
            if (k + 2 >= size) continue;
            const double beyond = dot(v + k + 2, v + k + 2, size - k - 2);
            if (beyond == 0) continue;
            const double length = root(v[k + 1] * v[k + 1] + beyond);
            off[k] = v[k + 1] > 0 ? -length : length;
            v[k + 1] -= off[k];
            tau[k] = 2 / (v[k + 1] * v[k + 1] + beyond);
            reflect_rest(k, spare);
        }
    }

    // x ← Q'x, and back.
    void to(double *x) const {
        for (Index k = 0; k + 2 < size; ++k) mirror(k, x);
    }
    void from(double *x) const {
        for (Index k = size - 3; k >= 0; --k) mirror(k, x);
    }

    // x ← (T + lam)⁻¹ x, for T + lam positive definite; work: (size). False where it is not.
    bool solve(double lam, double *x, double *work) const {
        double pivot = diagonal[0] + lam;
        for (Index k = 0;; ++k) {
            if (!(pivot > 0)) return false;
            work[k] = pivot;
            if (k + 1 == size) break;
            const double ratio = off[k] / pivot;
            x[k + 1] -= ratio * x[k];
            pivot = diagonal[k + 1] + lam - ratio * off[k];
        }
        x[size - 1] /= work[size - 1];
        for (Index k = size - 2; k >= 0; --k) x[k] = (x[k] - off[k] * x[k + 1]) / work[k];
        return true;
    }

  private:
    void mirror(Index k, double *x) const {
        if (tau[k] == 0) return;
        const double *v = row(k) + k + 1;
        subtract(x + k + 1, tau[k] * dot(v, x + k + 1, size - k - 1), v, size - k - 1);
    }

    // A ← H A H below and right of k: A −= v w' + w v', w = tau·(A v − ½ tau (v'A v) v).
    void reflect_rest(Index k, double *w) const {
        const double *v = row(k);
        for (Index i = k + 1; i < size; ++i) w[i] = 0;
        for (Index i = k + 1; i < size; ++i) {
            const double *own = row(i);
            w[i] += own[i] * v[i] + dot(own + i + 1, v + i + 1, size - i - 1);
            subtract(w + i + 1, -v[i], own + i + 1, size - i - 1);
        }
        const Index first = k + 1, count = size - first;
        const double half = 0.5 * tau[k] * dot(v + first, w + first, count);
        for (Index i = first; i < size; ++i) w[i] = tau[k] * (w[i] - half * v[i]);
        for (Index i = first; i < size; ++i) {
            double *own = row(i);
            const double mine = v[i], other = w[i];
            for (Index j = i; j < size; ++j) own[j] -= mine * w[j] + other * v[j];
        }
    }
};

// One rotation of rows x and y (n): (x, y) ← (c·x − s·y, s·x + c·y).
inline void rotate(double *SHRINKAGE_RESTRICT x, double *SHRINKAGE_RESTRICT y, double c, double s, Index n) {
    for (Index i = 0; i < n; ++i) {
        const double below = y[i];
        y[i] = s * x[i] + c * below;
        x[i] = c * x[i] - s * below;
    }
}

inline double hypotenuse(double a, double b) {
    a = magnitude(a), b = magnitude(b);
    const double large = larger(a, b), small = smaller(a, b);
    return large == 0 ? 0 : large * root(1 + (small / large) * (small / large));
}

// Eigenvalues of the tridiagonal matrix (d, e), in d; e is destroyed. z (n, n), null or by rows: where it holds the
// identity, its rows become the eigenvectors. False where an eigenvalue does not settle (never seen).
inline bool eigenvalues(double *d, double *e, Index n, double *z) {
    double largest = 0;
    for (Index k = 0; k < n; ++k) largest = larger(largest, magnitude(d[k]) + magnitude(e[k]));
    // Among eigenvalues that are rounding of 0 nothing but rounding is left to iterate on.
    const double floor = Real<double>::epsilon / 16 * largest;
    for (Index l = 0; l < n; ++l) {
        for (Index iteration = 0;; ++iteration) {
            Index m = l;
            for (; m + 1 < n; ++m) {
                const double around = Real<double>::epsilon * (magnitude(d[m]) + magnitude(d[m + 1]));
                if (magnitude(e[m]) <= larger(floor, around)) break;
            }
            if (m == l) break;
            if (iteration == QL_MOST) return false;
            double g = (d[l + 1] - d[l]) / (2 * e[l]);
            const double shift = hypotenuse(g, 1);
            g = d[m] - d[l] + e[l] / (g + (g < 0 ? -shift : shift));
            double s = 1, c = 1, p = 0;
            Index i = m - 1;
            for (; i >= l; --i) {
                const double f = s * e[i], b = c * e[i], r = hypotenuse(f, g);
                e[i + 1] = r;
                if (r == 0) {
                    d[i + 1] -= p;
                    e[m] = 0;
                    break;
                }
                s = f / r;
                c = g / r;
                g = d[i + 1] - p;
                const double t = (d[i] - g) * s + 2 * c * b;
                p = s * t;
                d[i + 1] = g + p;
                g = c * t - b;
                if (z != nullptr) rotate(z + size_t(i) * size_t(n), z + size_t(i + 1) * size_t(n), c, s, n);
            }
            if (i >= l) continue;
            d[l] -= p;
            e[l] = g;
            e[m] = 0;
        }
    }
    return true;
}

}  // namespace shrinkage
