// The few vector operations that everything in the kernel is made of.
//
// Freestanding: C headers and compiler builtins only. Each function is forced inline, so that a caller compiled for a
// newer instruction set (target_clones in python_gram.cpp) carries its own copy of every loop.
// Element-wise loops vectorise by themselves; a sum does not (its order would change, and -ffast-math is not ours to
// use, since NaN and infinities are data elsewhere), so dots keep their partial sums in explicit lanes.
#pragma once

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__) || defined(__clang__)
#define SHRINKAGE_INLINE inline __attribute__((always_inline))
#define SHRINKAGE_RESTRICT __restrict__
#else
#include <math.h>
#define SHRINKAGE_INLINE inline
#define SHRINKAGE_RESTRICT __restrict
#endif

namespace shrinkage {

using Index = int32_t;

template <class T> struct Real;
template <> struct Real<double> {
    static constexpr double epsilon = 2.220446049250313e-16;
    static constexpr double huge = 1.7976931348623157e308;
};
template <> struct Real<float> {
    static constexpr float epsilon = 1.1920929e-7f;
    static constexpr float huge = 3.4028235e38f;
};

template <class T> SHRINKAGE_INLINE T magnitude(T x) { return x < T(0) ? -x : x; }
template <class T> SHRINKAGE_INLINE T larger(T a, T b) { return a > b ? a : b; }
template <class T> SHRINKAGE_INLINE T smaller(T a, T b) { return a < b ? a : b; }
template <class T> SHRINKAGE_INLINE bool finite(T x) { return x <= Real<T>::huge && x >= -Real<T>::huge; }

#if defined(__GNUC__) || defined(__clang__)
SHRINKAGE_INLINE double root(double x) { return __builtin_sqrt(x); }
SHRINKAGE_INLINE float root(float x) { return __builtin_sqrtf(x); }

// 64 bytes: one register of AVX-512, two of AVX, four of SSE or of WebAssembly; the compiler splits it.
template <class T> struct Lanes;
template <> struct Lanes<double> { typedef double type __attribute__((vector_size(64), aligned(8))); };
template <> struct Lanes<float> { typedef float type __attribute__((vector_size(64), aligned(4))); };

// Σᵢ x[i]·y[i] for i < n.
template <class T> SHRINKAGE_INLINE T dot(const T *x, const T *y, Index n) {
    typedef typename Lanes<T>::type Pack;
    constexpr Index width = Index(sizeof(Pack) / sizeof(T));
    Pack first = {}, second = {};
    Index i = 0;
    for (; i + 2 * width <= n; i += 2 * width) {
        Pack a, b, c, d;
        __builtin_memcpy(&a, x + i, sizeof a);
        __builtin_memcpy(&b, y + i, sizeof b);
        __builtin_memcpy(&c, x + i + width, sizeof c);
        __builtin_memcpy(&d, y + i + width, sizeof d);
        first += a * b;
        second += c * d;
    }
    if (i + width <= n) {
        Pack a, b;
        __builtin_memcpy(&a, x + i, sizeof a);
        __builtin_memcpy(&b, y + i, sizeof b);
        first += a * b;
        i += width;
    }
    first += second;
    T sum = 0;
    for (Index lane = 0; lane < width; ++lane) sum += first[lane];
    for (; i < n; ++i) sum += x[i] * y[i];
    return sum;
}
#else
inline double root(double x) { return sqrt(x); }
inline float root(float x) { return sqrtf(x); }
template <class T> SHRINKAGE_INLINE T dot(const T *x, const T *y, Index n) {
    T lane[4] = {0, 0, 0, 0};
    Index i = 0;
    for (; i + 4 <= n; i += 4)
        for (Index l = 0; l < 4; ++l) lane[l] += x[i + l] * y[i + l];
    T sum = (lane[0] + lane[1]) + (lane[2] + lane[3]);
    for (; i < n; ++i) sum += x[i] * y[i];
    return sum;
}
#endif

// y −= a·x.
template <class T> SHRINKAGE_INLINE void subtract(T *SHRINKAGE_RESTRICT y, T a, const T *SHRINKAGE_RESTRICT x, Index n) {
    for (Index i = 0; i < n; ++i) y[i] -= a * x[i];
}

// y −= a[0]·x0 + … + a[3]·x3: four rows a pass, because y is otherwise loaded and stored once a row.
template <class T>
SHRINKAGE_INLINE void subtract4(T *SHRINKAGE_RESTRICT y, const T *a, const T *SHRINKAGE_RESTRICT x0,
                                const T *SHRINKAGE_RESTRICT x1, const T *SHRINKAGE_RESTRICT x2,
                                const T *SHRINKAGE_RESTRICT x3, Index n) {
    const T a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3];
    for (Index i = 0; i < n; ++i) y[i] -= (a0 * x0[i] + a1 * x1[i]) + (a2 * x2[i] + a3 * x3[i]);
}

// y −= Σ_t a[t]·rows[which[t]] for t < count, rows being `stride` apart.
template <class T>
SHRINKAGE_INLINE void subtract_rows(T *SHRINKAGE_RESTRICT y, const T *a, const Index *which, Index count,
                                    const T *SHRINKAGE_RESTRICT rows, size_t stride, Index n) {
    Index t = 0;
    for (; t + 4 <= count; t += 4)
        subtract4(y, a + t, rows + which[t] * stride, rows + which[t + 1] * stride, rows + which[t + 2] * stride,
                  rows + which[t + 3] * stride, n);
    for (; t < count; ++t) subtract(y, a[t], rows + which[t] * stride, n);
}

}  // namespace shrinkage
