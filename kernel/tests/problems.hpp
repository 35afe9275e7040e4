// Problems for the test programs: tables of several shapes as Grams, and what the optimality conditions say of a w.
#pragma once

#include <memory>

#include "../descent.hpp"
#include "check.hpp"

namespace shrinkage::check {

enum Shape { PLAIN, ALIKE, COPIES, LEVELS, SHAPES };

template <class T> struct Table {
    Index p;
    std::unique_ptr<T[]> gram, xty;
    T yy;

    Table(Index n, Index p_, Shape shape, Draw &draw) : p(p_), gram(new T[size_t(p_) * p_]), xty(new T[p_]), yy(0) {
        std::unique_ptr<double[]> x(new double[size_t(n) * p]), y(new double[n]);
        for (Index i = 0; i < n; ++i) {
            const double common = draw.normal();
            const Index level = Index(draw.next() % 5);
            y[i] = draw.normal();
            for (Index j = 0; j < p; ++j) {
                double &cell = x[size_t(i) * p + j];
                cell = draw.normal();
                if (shape == ALIKE) cell = common + 0.1 * cell;
                if (shape == COPIES && j >= p / 2) cell = -x[size_t(i) * p + j - p / 2];
                if (shape == LEVELS && j < 5) cell = j == level;
                if (j % 4 == 0) y[i] += cell;
                if (j == p - 1) cell = 1;  // constant
            }
        }
        center(x.get(), n, p);
        center(y.get(), n, 1);
        for (Index j = 0; j < p; ++j) {
            for (Index q = 0; q < p; ++q) {
                double sum = 0;
                for (Index i = 0; i < n; ++i) sum += x[size_t(i) * p + j] * x[size_t(i) * p + q];
                gram[size_t(j) * p + q] = T(sum / n);
            }
            double sum = 0;
            for (Index i = 0; i < n; ++i) sum += x[size_t(i) * p + j] * y[i];
            xty[j] = T(sum / n);
        }
        double sum = 0;
        for (Index i = 0; i < n; ++i) sum += y[i] * y[i];
        yy = T(sum / n);
    }

    static void center(double *x, Index n, Index p) {
        for (Index j = 0; j < p; ++j) {
            double mean = 0;
            bool constant = true;
            for (Index i = 0; i < n; ++i) mean += x[size_t(i) * p + j] / n;
            for (Index i = 1; i < n; ++i) constant = constant && x[size_t(i) * p + j] == x[j];
            for (Index i = 0; i < n; ++i) x[size_t(i) * p + j] = constant ? 0 : x[size_t(i) * p + j] - mean;
        }
    }
};

// Largest violation of the optimality conditions, in units of √yy.
template <class T>
double violation(const Table<T> &table, const Strengths<T> &at, const T *w) {
    double worst = 0;
    for (Index j = 0; j < table.p; ++j) {
        if (at.excluded(j) || table.gram[size_t(j) * table.p + j] <= T(0)) {
            worst = larger(worst, magnitude(double(w[j])));
            continue;
        }
        double g = table.xty[j];
        for (Index q = 0; q < table.p; ++q) g -= double(table.gram[size_t(j) * table.p + q]) * w[q];
        const double l1 = double(at.l1) * at.factors[j];
        g -= double(at.l2) * at.factors[j] * w[j];
        double wrong;
        if (w[j] != T(0)) wrong = magnitude(g - (w[j] > T(0) ? l1 : -l1));
        else wrong = larger((at.positive ? g : magnitude(g)) - l1, 0.0);
        if (at.positive && w[j] < T(0)) wrong = 1;
        worst = larger(worst, wrong);
    }
    return worst / root(double(table.yy));
}

}  // namespace shrinkage::check
