// Reductions without Python, for the sanitizers: A = Q T Q' with orthogonal Q, eigenvalues and their vectors, and ridge,
// on matrices of full rank, of low rank, diagonal ones and none.
#include <algorithm>
#include <cmath>
#include <vector>

#include "../tridiagonal.hpp"
#include "check.hpp"

using namespace shrinkage;
using namespace shrinkage::check;

namespace {

struct Case {
    Index size, rank;
    double scale;
};

struct Symmetric {
    Index n;
    std::vector<double> a;

    double at(Index i, Index j) const { return a[size_t(i) * size_t(n) + size_t(j)]; }

    // A x.
    std::vector<double> times(const std::vector<double> &x) const {
        std::vector<double> y(size_t(n), 0.0);
        for (Index i = 0; i < n; ++i)
            for (Index j = 0; j < n; ++j) y[size_t(i)] += at(i, j) * x[size_t(j)];
        return y;
    }
};

// scale·B B' of rank at most `rank`.
Symmetric gram(const Case &of) {
    Draw draw{uint64_t(of.size) * 977 + uint64_t(of.rank)};
    const size_t n = size_t(of.size), k = size_t(of.rank);
    std::vector<double> b(n * k);
    for (double &value : b) value = draw.normal();
    Symmetric made{of.size, std::vector<double>(n * n, 0.0)};
    for (size_t i = 0; i < n; ++i)
        for (size_t j = 0; j < n; ++j)
            for (size_t t = 0; t < k; ++t) made.a[i * n + j] += of.scale * b[i * k + t] * b[j * k + t];
    return made;
}

double largest(const std::vector<double> &x) {
    double most = 0;
    for (const double value : x) most = std::max(most, std::abs(value));
    return most;
}

void holds(const Case &of) {
    const Symmetric matrix = gram(of);
    const size_t n = size_t(of.size);
    const double unit = 1e-13 * double(n) * std::max(largest(matrix.a), 1e-300);
    std::vector<double> reflections = matrix.a, tau(n), diagonal(n), off(n), spare(n);
    const Tridiagonal reduced{reflections.data(), tau.data(), diagonal.data(), off.data(), of.size};
    reduced.reduce(spare.data());

    std::vector<double> values = diagonal, e = off, z(n * n, 0.0);
    for (size_t k = 0; k < n; ++k) z[k * n + k] = 1;
    expect(eigenvalues(values.data(), e.data(), of.size, z.data()), "eigenvalues settle");
    std::vector<double> alone = diagonal, f = off;
    expect(eigenvalues(alone.data(), f.data(), of.size, nullptr), "eigenvalues settle without vectors");
    double trace = 0;
    for (size_t k = 0; k < n; ++k) {
        trace += matrix.at(Index(k), Index(k)) - values[k];
        std::vector<double> vector(z.begin() + ptrdiff_t(k * n), z.begin() + ptrdiff_t((k + 1) * n));
        reduced.from(vector.data());
        std::vector<double> left = matrix.times(vector);
        double length = 0;
        for (size_t j = 0; j < n; ++j) left[j] -= values[k] * vector[j], length += vector[j] * vector[j];
        expect(largest(left) <= unit, "A v = value·v");
        expect(std::abs(length - 1) < 1e-12, "vectors have unit length");
    }
    expect(std::abs(trace) <= unit * double(n), "eigenvalues add up to the trace");
    std::sort(values.begin(), values.end());
    std::sort(alone.begin(), alone.end());
    for (size_t k = 0; k < n; ++k) expect(std::abs(values[k] - alone[k]) <= unit, "the same with and without vectors");
    expect(of.rank >= of.size || values[0] <= unit, "what has no rank has an eigenvalue of 0");

    const double lam = 1e-3 * std::max(largest(values), 1.0);
    std::vector<double> x(n);
    for (size_t k = 0; k < n; ++k) x[k] = double(k % 5) - 1.5;
    const std::vector<double> wanted = x;
    reduced.to(x.data());
    expect(reduced.solve(lam, x.data(), spare.data()), "a positive definite system is solved");
    reduced.from(x.data());
    std::vector<double> back = matrix.times(x);
    for (size_t k = 0; k < n; ++k) back[k] += lam * x[k] - wanted[k];
    expect(largest(back) <= 1e-9, "(A + lam) x = c");
}

}  // namespace

int main() {
    for (const Case &of : {Case{1, 1, 1}, Case{2, 2, 1}, Case{2, 1, 1}, Case{3, 3, 1}, Case{7, 7, 1e6}, Case{20, 20, 1},
                           Case{33, 5, 1}, Case{64, 64, 1e-8}, Case{50, 1, 1}, Case{12, 0, 1}, Case{101, 60, 1}})
        holds(of);
    return verdict();
}
