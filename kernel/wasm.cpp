// The solver in the page: the kernel's own headers behind plain functions over one linear memory, built by
// `python web/build/kernel.py` for wasm32 without a library or an operating system.
//
// The page calls `allocate` for each array it hands over, in any order, and `release` to forget all of them. Knots
// (knots.hpp) are not here: a page carries those of its own paths, and `path` is exact at any strength.

// A page is mailed around, so that bytes count: nothing is inlined by force, and a pack is one register.
#define SHRINKAGE_INLINE inline
#define SHRINKAGE_PACK 16
#include "descent.hpp"
#include "newton.hpp"
#include "wasm_memory.hpp"

using namespace shrinkage;
using wasm::room_for;

// Compilers may write these calls for loops and copies of their own; there is no library to have them from.
extern "C" void *memcpy(void *SHRINKAGE_RESTRICT to, const void *SHRINKAGE_RESTRICT from, size_t bytes) {
    for (size_t i = 0; i < bytes; ++i) static_cast<char *>(to)[i] = static_cast<const char *>(from)[i];
    return to;
}

extern "C" void *memset(void *to, int byte, size_t bytes) {
    for (size_t i = 0; i < bytes; ++i) static_cast<char *>(to)[i] = static_cast<char>(byte);
    return to;
}

EXPORTED("allocate") void *allocate(size_t bytes) { return wasm::take(bytes); }

EXPORTED("release") void release() { wasm::top = wasm::first(); }

// Exact solutions along decreasing strengths lams (m), as trace() of newton.hpp: writes coefficients (m, p), outcomes
// and steps (m). False: out of memory.
EXPORTED("path")
bool path(Index p, const double *gram, const double *xty, double yy, Index m, const double *lams, double l1_ratio,
          const double *factors, bool positive, const double *start, double *coefficients, Index *outcomes,
          Index *steps) {
    const wasm::Scope scope;
    typedef ActiveSet<double> State;
    double *const numbers = room_for<double>(State::reals(size_t(p)));
    Index *const whole = room_for<Index>(State::integers(size_t(p)));
    signed char *const signs = room_for<signed char>(size_t(p));
    if (numbers == nullptr || whole == nullptr || signs == nullptr) return false;
    State state;
    state.place_in({gram, xty, yy, p, factors, positive}, numbers, whole, signs);
    state.start_from(start, m > 0 ? lams[0] * (1.0 - l1_ratio) : 0.0);
    trace(state, lams, m, l1_ratio, coefficients, outcomes, steps);
    return true;
}

// Coordinate descent at one strength, a sweep at a time: row i of coefficients (count, p) is w after sweep i + 1,
// and w (p) goes on from where it stands. The correlation c − Gw is made anew for each. False: out of memory.
EXPORTED("sweeps")
bool sweeps(Index p, const double *gram, const double *xty, double lambda, double l1_ratio, const double *factors,
            bool positive, double *w, Index count, double *coefficients) {
    const wasm::Scope scope;
    double *const g = room_for<double>(size_t(p));
    if (g == nullptr) return false;
    const Strengths<double> at = {factors, lambda * l1_ratio, lambda * (1.0 - l1_ratio), positive};
    for (Index i = 0; i < count; ++i) {
        for (Index j = 0; j < p; ++j) g[j] = xty[j] - dot(gram + size_t(j) * size_t(p), w, p);
        sweep(gram, p, at, w, g);
        for (Index j = 0; j < p; ++j) coefficients[size_t(i) * size_t(p) + size_t(j)] = w[j];
    }
    return true;
}
