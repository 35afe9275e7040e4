// The column kernels without Python, for the sanitizers: cells at the very ends of their buffers, random soups, tables
// that fill up. Values are held against other implementations in tests/design; here it is memory and arithmetic.
#include "../columns.hpp"

#include <stdio.h>
#include <stdlib.h>

#include <string>
#include <vector>

#include "check.hpp"

using namespace shrinkage::columns;
using namespace shrinkage::check;

namespace {

// Bytes in a buffer of exactly their size, so that one step too far is seen.
struct Packed {
    std::vector<uint8_t> data;
    std::vector<int64_t> offsets{0};

    explicit Packed(const std::vector<std::string> &texts) {
        for (const auto &text : texts) {
            data.insert(data.end(), text.begin(), text.end());
            offsets.push_back(int64_t(data.size()));
        }
        data.shrink_to_fit();
    }
    Cells cells() const { return {data.data(), offsets.data(), nullptr, int64_t(offsets.size()) - 1}; }
};

std::vector<std::string> soup(size_t count) {
    static const char *const pieces[] = {"0", "1", "9", "12", "123", "000", ".", ",", " ", "'", "-", "+", "e", "E5",
                                         "/", ":", "T", "Z", "2020", "-12", "-31", "inf", "nan", "N/A", "\xC2\xA0",
                                         "\xE2\x80\xAF", "\xE2\x80\x99", "\xE2", "\xC2", "\xFF", "", "true", "\t"};
    std::vector<std::string> texts(count);
    uint64_t state = 1;
    for (auto &text : texts)
        for (uint64_t length = (state = mix(state)) % 12; length; --length)
            text += pieces[(state = mix(state)) % (sizeof pieces / sizeof *pieces)];
    return texts;
}

void numbers_agree_with_strtod() {
    for (int k = 0; k < 20000; ++k) {
        char text[64];
        const uint64_t a = mix(uint64_t(k)), b = mix(a);
        snprintf(text, sizeof text, "%llu%0*llue%d", (unsigned long long)(a >> (b % 64)), int(b % 20),
                 (unsigned long long)(b % 1000), int(b >> 32) % 700 - 360);
        const auto *begin = reinterpret_cast<const uint8_t *>(text);
        const Scan scan = scan_number({begin, begin + strlen(text)});
        const double ours = value_of(scan, 0), theirs = strtod(text, nullptr);
        expect(memcmp(&ours, &theirs, sizeof ours) == 0, text);
    }
    const std::string long_one = "0." + std::string(400, '0') + std::string(2000, '9');
    const auto *begin = reinterpret_cast<const uint8_t *>(long_one.data());
    expect(value_of(scan_number({begin, begin + long_one.size()}), 0) == strtod(long_one.c_str(), nullptr), "long");
}

void soups_stay_in_bounds() {
    const Packed packed(soup(20000));
    const Cells cells = packed.cells();
    std::vector<double> values(size_t(cells.rows));
    std::vector<uint8_t> status(size_t(cells.rows)), orders(size_t(cells.rows));
    std::vector<uint64_t> hashes(size_t(cells.rows));
    for (int format = 0; format < kFormats; ++format) parse_numbers(cells, format, values.data(), status.data());
    for (int order = kIso; order <= kMonthFirst; ++order) parse_times(cells, order, values.data(), status.data());
    classify(cells, status.data(), orders.data());
    join_texts(cells, 7, hashes.data());
    Summary summary{};
    summarise(values.data(), nullptr, status.data(), nullptr, cells.rows, summary);
    expect(summary.count + summary.missing + summary.infinite <= double(cells.rows), "a row counts once");
}

void tables_fill_and_grow() {
    const Packed packed(soup(5000));
    const Cells cells = packed.cells();
    std::vector<uint64_t> keys(16);
    std::vector<int64_t> counts(16), rows(16);
    std::vector<int32_t> slots(32);
    fill_slots(keys.data(), 0, slots.data(), 32);
    const std::vector<int64_t> times(size_t(cells.rows), 3);
    int64_t row = 0, used = 0, total = 0, missing = 0;
    while (row < cells.rows) {
        Table table{slots.data(), int64_t(slots.size()), keys.data(), counts.data(), rows.data(),
                    int64_t(keys.size()), used};
        const Counted counted = count_texts(cells, nullptr, times.data(), row, false, table);
        expect(counted.row > row || counted.used > used || counted.row == row, "it goes on");
        row = counted.row, used = counted.used, missing += counted.missing;
        if (row == cells.rows) break;
        keys.resize(2 * keys.size()), counts.resize(keys.size()), rows.resize(keys.size());
        slots.resize(2 * keys.size());
        fill_slots(keys.data(), used, slots.data(), int64_t(slots.size()));
    }
    for (int64_t k = 0; k < used; ++k) total += counts[size_t(k)];
    expect(total + missing == 3 * cells.rows, "every cell is counted as often as its row");

    std::vector<int32_t> codes_of(size_t(used), 3), codes(size_t(cells.rows));
    const Table table{slots.data(), int64_t(slots.size()), keys.data(), nullptr, nullptr, used, used};
    expect(look_up(cells, table, codes_of.data(), -1, -2, codes.data()) == 0, "every text is found again");
}

}  // namespace

int main() {
    numbers_agree_with_strtod();
    soups_stay_in_bounds();
    tables_fill_and_grow();
    return verdict();
}
