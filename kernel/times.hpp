// A cell of text as a point in time: seconds since 1970-01-01, on the proleptic Gregorian calendar.
//
// Dates     2020-12-31 (order kIso), 31/12/2020 (kDayFirst), 12/31/2020 (kMonthFirst), with '-', '/' or '.' twice; dots
//           are never month first. Two-digit years are refused: nobody can know their century.
// Times     optional after ' ' or 'T': 23:59, 23:59:59, 23:59:59.25, then optionally Z, +02, +0200 or +02:00.
// Source    days from civil: H. Hinnant (2013), chrono-compatible low-level date algorithms.
#pragma once
#include "numbers.hpp"

namespace shrinkage::columns {

enum DateOrder : int { kIso = 0, kDayFirst = 1, kMonthFirst = 2 };

inline int64_t days_from_civil(int64_t year, int month, int day) {
    year -= month <= 2;
    const int64_t era = (year >= 0 ? year : year - 399) / 400;
    const int64_t of_era = year - era * 400;
    const int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

inline bool is_date(int year, int month, int day) {
    constexpr int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || day < 1 || year < 1) return false;
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return day <= lengths[month - 1] + (month == 2 && leap);
}

struct Time {
    uint8_t orders = 0;        // bit o: a time under order o
    int field[3] = {};         // the three numbers of the date, as written
    double clock = 0.0;        // seconds since midnight UTC of that date
};

// Reads between `least` and `most` digits; false if there are fewer.
inline bool read_digits(const uint8_t *&p, const uint8_t *end, int least, int most, int *value) {
    int count = 0;
    for (*value = 0; count < most && p < end && unsigned(*p - '0') < 10; ++p, ++count) *value = 10 * *value + (*p - '0');
    return count >= least;
}

inline bool read_zone(const uint8_t *&p, const uint8_t *end, double *seconds) {
    if (p == end) return true;
    if (*p == 'Z' || *p == 'z') return ++p == end;
    if (*p != '+' && *p != '-') return false;
    const double sign = *p++ == '-' ? 1.0 : -1.0;  // 01:00+01 is midnight UTC
    int hours, minutes = 0;
    if (!read_digits(p, end, 2, 2, &hours)) return false;
    if (p < end && *p == ':') ++p;
    if (p < end && !read_digits(p, end, 2, 2, &minutes)) return false;
    *seconds += sign * (3600.0 * hours + 60.0 * minutes);
    return p == end && hours < 24 && minutes < 60;
}

inline bool read_clock(const uint8_t *&p, const uint8_t *end, double *seconds) {
    int hour, minute, second = 0;
    if (!read_digits(p, end, 1, 2, &hour) || p == end || *p++ != ':') return false;
    if (!read_digits(p, end, 2, 2, &minute)) return false;
    double fraction = 0.0;
    if (p < end && *p == ':') {
        if (!read_digits(++p, end, 2, 2, &second)) return false;
        if (p < end && (*p == '.' || *p == ',')) {
            int64_t digits = 0, scale = 1;
            for (++p; p < end && unsigned(*p - '0') < 10; ++p)
                if (scale < 1000000000) digits = 10 * digits + (*p - '0'), scale *= 10;
            fraction = double(digits) / double(scale);
        }
    }
    if (hour > 23 || minute > 59 || second > 60) return false;
    *seconds = 3600.0 * hour + 60.0 * minute + second + fraction;
    if (p < end && *p == ' ') ++p;
    return read_zone(p, end, seconds);
}

inline Time scan_time(Text cell) {
    Time time;
    const uint8_t *p = cell.begin, *end = cell.end;
    if (cell.size() < 8) return time;
    const uint8_t *start = p;
    if (!read_digits(p, end, 1, 4, &time.field[0])) return time;
    const bool year_first = p - start == 4;
    if (p == end || (*p != '-' && *p != '/' && *p != '.') || (!year_first && p - start > 2)) return time;
    const uint8_t mark = *p++;
    if (!read_digits(p, end, 1, 2, &time.field[1]) || p == end || *p++ != mark) return time;
    if (!read_digits(p, end, year_first ? 1 : 4, year_first ? 2 : 4, &time.field[2])) return time;
    if (p < end) {
        if (*p != ' ' && *p != 'T' && *p != 't') return time;
        if (!read_clock(++p, end, &time.clock)) return time;
    }
    const int *f = time.field;
    if (year_first) {
        time.orders = uint8_t(is_date(f[0], f[1], f[2]) << kIso);
    } else {
        time.orders = uint8_t(is_date(f[2], f[1], f[0]) << kDayFirst);
        if (mark != '.') time.orders |= uint8_t(is_date(f[2], f[0], f[1]) << kMonthFirst);
    }
    return time;
}

inline double seconds_of(const Time &time, int order) {
    const int *f = time.field;
    const int64_t days = order == kIso        ? days_from_civil(f[0], f[1], f[2])
                         : order == kDayFirst ? days_from_civil(f[2], f[1], f[0])
                                              : days_from_civil(f[2], f[0], f[1]);
    return 86400.0 * double(days) + time.clock;
}

}  // namespace shrinkage::columns
