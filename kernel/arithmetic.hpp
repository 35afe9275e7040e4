// The few vector operations that everything in the kernel is made of.
//
// Freestanding: C headers and compiler builtins only. Each function is forced inline, so that a caller compiled for a
// newer instruction set (target_clones in python_gram.cpp) carries its own copy of every loop; where size counts for
// more (wasm.cpp) SHRINKAGE_INLINE is left to the compiler.
// Element-wise loops vectorise by themselves; a sum does not (its order would change, and -ffast-math is not ours to
// use, since NaN and infinities are data elsewhere), so dots keep their partial sums in explicit lanes.
#pragma once

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__) || defined(__clang__)
#define SHRINKAGE_RESTRICT __restrict__
#if !defined(SHRINKAGE_INLINE)
#define SHRINKAGE_INLINE inline __attribute__((always_inline))
#endif
#else
#include <math.h>
#define SHRINKAGE_INLINE inline
#define SHRINKAGE_RESTRICT __restrict
#endif

// Bytes in a pack of lanes, below.
#if !defined(SHRINKAGE_PACK)
#define SHRINKAGE_PACK 64
#endif

namespace shrinkage {

using Index = int32_t;

template <class T> struct Real;
template <> struct Real<double> {
    static constexpr double epsilon = 2.220446049250313e-16;
    static constexpr double half_digits = 1.4901161193847656e-8;  // √epsilon
    static constexpr double huge = 1.7976931348623157e308;
};
template <> struct Real<float> {
    static constexpr float epsilon = 1.1920929e-7f;
    static constexpr float half_digits = 3.4526698e-4f;
    static constexpr float huge = 3.4028235e38f;
};

template <class T> SHRINKAGE_INLINE T magnitude(T x) { return x < T(0) ? -x : x; }
template <class T> SHRINKAGE_INLINE T larger(T a, T b) { return a > b ? a : b; }
template <class T> SHRINKAGE_INLINE T smaller(T a, T b) { return a < b ? a : b; }
template <class T> SHRINKAGE_INLINE bool finite(T x) { return x <= Real<T>::huge && x >= -Real<T>::huge; }

// Lanes: 64 bytes at once (one register of AVX-512, two of AVX, four of SSE: compilers split them).
// Where the compiler has no vector types a pack is one number, and every loop below still holds.
#if defined(__GNUC__) || defined(__clang__)
SHRINKAGE_INLINE double root(double x) { return __builtin_sqrt(x); }
SHRINKAGE_INLINE float root(float x) { return __builtin_sqrtf(x); }

template <class T> struct Lanes;
template <> struct Lanes<double> { typedef double type __attribute__((vector_size(SHRINKAGE_PACK))); };
template <> struct Lanes<float> { typedef float type __attribute__((vector_size(SHRINKAGE_PACK))); };

#define SHRINKAGE_LOAD(pack, from) __builtin_memcpy(&(pack), (from), sizeof(pack))
#define SHRINKAGE_STORE(to, pack) __builtin_memcpy((to), &(pack), sizeof(pack))
#define SHRINKAGE_LANE(pack, lane) (pack)[lane]
#else
inline double root(double x) { return sqrt(x); }
inline float root(float x) { return sqrtf(x); }

template <class T> struct Lanes { typedef T type; };

#define SHRINKAGE_LOAD(pack, from) (pack) = *(from)
#define SHRINKAGE_STORE(to, pack) *(to) = (pack)
#define SHRINKAGE_LANE(pack, lane) (pack)
#endif

// Σᵢ x[i]·y[i] for i < n.
template <class T> SHRINKAGE_INLINE T dot(const T *x, const T *y, Index n) {
    typedef typename Lanes<T>::type Pack;
    constexpr Index width = Index(sizeof(Pack) / sizeof(T));
    Pack first = {}, second = {}, a, b, c, d;
    Index i = 0;
    for (; i + 2 * width <= n; i += 2 * width) {
        SHRINKAGE_LOAD(a, x + i);
        SHRINKAGE_LOAD(b, y + i);
        SHRINKAGE_LOAD(c, x + i + width);
        SHRINKAGE_LOAD(d, y + i + width);
        first += a * b;
        second += c * d;
    }
    if (i + width <= n) {
        SHRINKAGE_LOAD(a, x + i);
        SHRINKAGE_LOAD(b, y + i);
        first += a * b;
        i += width;
    }
    first += second;
    T sum = 0;
    for (Index lane = 0; lane < width; ++lane) sum += SHRINKAGE_LANE(first, lane);
    for (; i < n; ++i) sum += x[i] * y[i];
    return sum;
}

// y −= a·x.
template <class T>
SHRINKAGE_INLINE void subtract(T *SHRINKAGE_RESTRICT y, T a, const T *SHRINKAGE_RESTRICT x, Index n) {
    for (Index i = 0; i < n; ++i) y[i] -= a * x[i];
}

// y −= a[0]·x[0] + … + a[3]·x[3]: four rows a pass, because y is otherwise loaded and stored once a row.
template <class T> SHRINKAGE_INLINE void subtract4(T *y, const T *a, const T *const x[4], Index n) {
    typedef typename Lanes<T>::type Pack;
    constexpr Index width = Index(sizeof(Pack) / sizeof(T));
    const T a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3];
    const T *x0 = x[0], *x1 = x[1], *x2 = x[2], *x3 = x[3];
    Index i = 0;
    for (; i + width <= n; i += width) {
        Pack own, p0, p1, p2, p3;
        SHRINKAGE_LOAD(own, y + i);
        SHRINKAGE_LOAD(p0, x0 + i);
        SHRINKAGE_LOAD(p1, x1 + i);
        SHRINKAGE_LOAD(p2, x2 + i);
        SHRINKAGE_LOAD(p3, x3 + i);
        own -= (p0 * a0 + p1 * a1) + (p2 * a2 + p3 * a3);
        SHRINKAGE_STORE(y + i, own);
    }
    for (; i < n; ++i) y[i] -= (x0[i] * a0 + x1[i] * a1) + (x2[i] * a2 + x3[i] * a3);
}

// Four rows y[0 … 3] at once: y[r] −= Σ_u a[u][r]·x[u]. Each number loaded serves four multiply-adds.
template <class T>
SHRINKAGE_INLINE void subtract4x4(T *const y[4], const T a[4][4], const T *const x[4], Index n) {
    typedef typename Lanes<T>::type Pack;
    constexpr Index width = Index(sizeof(Pack) / sizeof(T));
    const T *x0 = x[0], *x1 = x[1], *x2 = x[2], *x3 = x[3];
    Index i = 0;
    for (; i + width <= n; i += width) {
        Pack p0, p1, p2, p3;
        SHRINKAGE_LOAD(p0, x0 + i);
        SHRINKAGE_LOAD(p1, x1 + i);
        SHRINKAGE_LOAD(p2, x2 + i);
        SHRINKAGE_LOAD(p3, x3 + i);
        for (int r = 0; r < 4; ++r) {
            Pack own;
            SHRINKAGE_LOAD(own, y[r] + i);
            own -= (p0 * a[0][r] + p1 * a[1][r]) + (p2 * a[2][r] + p3 * a[3][r]);
            SHRINKAGE_STORE(y[r] + i, own);
        }
    }
    for (; i < n; ++i)
        for (int r = 0; r < 4; ++r)
            y[r][i] -= (x0[i] * a[0][r] + x1[i] * a[1][r]) + (x2[i] * a[2][r] + x3[i] * a[3][r]);
}

// y −= Σ_t a[t]·rows[which[t]] for t < count, rows being `stride` apart.
template <class T>
SHRINKAGE_INLINE void subtract_rows(T *SHRINKAGE_RESTRICT y, const T *a, const Index *which, Index count,
                                    const T *SHRINKAGE_RESTRICT rows, size_t stride, Index n) {
    Index t = 0;
    for (; t + 4 <= count; t += 4) {
        const T *const x[4] = {rows + which[t] * stride, rows + which[t + 1] * stride, rows + which[t + 2] * stride,
                               rows + which[t + 3] * stride};
        subtract4(y, a + t, x, n);
    }
    for (; t < count; ++t) subtract(y, a[t], rows + which[t] * stride, n);
}

}  // namespace shrinkage
