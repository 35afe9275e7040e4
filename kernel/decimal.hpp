// Decimal digits and a power of ten to the nearest double, exactly: rounded once, ties to even, as IEEE 754 asks.
//
// Fast path Clinger (1990): digits below 2⁵³ and powers to ±22 are one exact multiplication or division.
// Middle    up to 19 digits and powers to ±27: 5^27 < 2⁶⁴, so that product and quotient are exact in 128 bits.
// Slow path big integers, for more digits and farther powers; no table of powers is needed anywhere.
#pragma once
#include <math.h>
#include <stdint.h>
#include <string.h>

namespace shrinkage::columns {

struct Wide {  // an unsigned 128-bit number
    uint64_t high, low;
};

inline Wide multiply(uint64_t a, uint64_t b) {
    const uint64_t a0 = a & 0xffffffffu, a1 = a >> 32, b0 = b & 0xffffffffu, b1 = b >> 32;
    const uint64_t low = a0 * b0, middle = a1 * b0 + (low >> 32), cross = a0 * b1 + (middle & 0xffffffffu);
    return {a1 * b1 + (middle >> 32) + (cross >> 32), (cross << 32) | (low & 0xffffffffu)};
}

// Quotient of (high·2⁶⁴ + low) by a divisor whose top bit is set and which exceeds high (Knuth 1997, 4.3.1 D).
inline uint64_t divide(uint64_t high, uint64_t low, uint64_t divisor, uint64_t *remainder) {
    const uint64_t d1 = divisor >> 32, d0 = divisor & 0xffffffffu;
    uint64_t part[2] = {low >> 32, low & 0xffffffffu}, quotient = 0, rest = high;
    for (int k = 0; k < 2; ++k) {
        uint64_t digit = rest / d1, over = rest % d1;
        while (digit >> 32 || digit * d0 > ((over << 32) | part[k])) {
            --digit;
            over += d1;
            if (over >> 32) break;
        }
        rest = ((rest << 32) | part[k]) - digit * divisor;  // modulo 2⁶⁴, and the true value fits
        quotient = (quotient << 32) | digit;
    }
    *remainder = rest;
    return quotient;
}

inline int leading_zeros(uint64_t x) {
    int zeros = 0;
    for (int step = 32; step; step >>= 1)
        if (!(x >> (64 - step))) zeros += step, x <<= step;
    return zeros;
}

// top·2^exponent with the top bit of `top` set, plus something smaller if `sticky`: round to nearest, ties to even.
inline double assemble(uint64_t top, int exponent, bool sticky) {
    const int binade = exponent + 63;
    if (binade > 1023) return double(INFINITY);
    const int drop = binade < -1022 ? 11 - 1022 - binade : 11;  // a subnormal keeps fewer bits
    if (drop > 64) return 0.0;
    uint64_t kept = drop == 64 ? 0 : top >> drop;
    const uint64_t half = uint64_t(1) << (drop - 1), rest = drop == 64 ? top : top & ((half << 1) - 1);
    kept += rest > half || (rest == half && (sticky || (kept & 1)));
    // Where rounding carries into the next binade, the exponent field takes the carry.
    const uint64_t bits = binade < -1022 ? kept : (uint64_t(binade + 1022) << 52) + kept;
    double value;
    memcpy(&value, &bits, 8);
    return value;
}

constexpr uint64_t five_to(int power) { return power ? 5 * five_to(power - 1) : 1; }

struct Fives {
    uint64_t at[28] = {};
    constexpr Fives() {
        for (int k = 0; k < 28; ++k) at[k] = five_to(k);
    }
};
inline constexpr Fives kFives{};

// A natural number of up to 6,144 bits, enough for 800 digits and for 5^1150; little limbs first.
struct Big {
    static constexpr int kLimbs = 96;
    uint64_t limb[kLimbs] = {};
    int size = 0;

    void multiply_add(uint64_t factor, uint64_t carry) {
        for (int k = 0; k < size; ++k) {
            const Wide product = multiply(limb[k], factor);
            limb[k] = product.low + carry;
            carry = product.high + (limb[k] < carry);
        }
        if (carry) limb[size++] = carry;
    }
    void multiply_by_five_to(int power) {
        for (; power > 27; power -= 27) multiply_add(kFives.at[27], 0);
        multiply_add(kFives.at[power], 0);
    }
    int bits() const { return size ? 64 * size - leading_zeros(limb[size - 1]) : 0; }
    uint64_t top() const {  // the highest 64 bits, the first of them set
        if (!size) return 0;
        const int part = bits() % 64;
        uint64_t high = limb[size - 1] << (part ? 64 - part : 0);
        if (size > 1 && part) high |= limb[size - 2] >> part;
        return high;
    }
    void shift(int by) {
        const int whole = by / 64, part = by % 64;
        for (int k = size - 1; k >= 0; --k) {
            const uint64_t here = limb[k];
            limb[k] = 0;
            if (part) limb[k + whole + 1] |= here >> (64 - part);
            limb[k + whole] = here << part;
        }
        size += whole + (part ? 1 : 0);
        while (size && !limb[size - 1]) --size;
        for (int k = 0; k < whole; ++k) limb[k] = 0;
    }
    bool at_least(const Big &other) const {
        if (size != other.size) return size > other.size;
        for (int k = size - 1; k >= 0; --k)
            if (limb[k] != other.limb[k]) return limb[k] > other.limb[k];
        return true;
    }
    void subtract(const Big &other) {  // needs at_least(other)
        uint64_t borrow = 0;
        for (int k = 0; k < size; ++k) {
            const uint64_t taken = k < other.size ? other.limb[k] : 0, here = limb[k];
            limb[k] = here - taken - borrow;
            borrow = here < taken || (here == taken && borrow);
        }
        while (size && !limb[size - 1]) --size;
    }
};

// digits·10^power exactly, by big integers: for more than 19 digits and for far exponents.
inline double convert_big(Big digits, int power, bool sticky) {
    if (!digits.size) return 0.0;
    if (power >= 0) {
        digits.multiply_by_five_to(power);
        const int bits = digits.bits(), extra = bits - 64;
        const uint64_t top = digits.top();
        for (int k = 0; 64 * k < extra; ++k) {
            const int left = extra - 64 * k;
            sticky |= (left >= 64 ? digits.limb[k] : digits.limb[k] & ((uint64_t(1) << left) - 1)) != 0;
        }
        return assemble(top, extra + power, sticky);
    }
    Big divisor;
    divisor.limb[0] = divisor.size = 1;
    divisor.multiply_by_five_to(-power);
    int gap = divisor.bits() - digits.bits();  // align, then divide bit by bit
    if (gap > 0) digits.shift(gap);
    if (gap < 0) divisor.shift(-gap);
    if (!digits.at_least(divisor)) digits.shift(1), ++gap;
    uint64_t quotient = 0;
    for (int k = 0; k < 64; ++k) {
        quotient <<= 1;
        if (digits.at_least(divisor)) digits.subtract(divisor), quotient |= 1;
        digits.shift(1);
    }
    return assemble(quotient, power - gap - 63, sticky || digits.size);
}

inline double convert(uint64_t digits, int power) {
    if (!digits) return 0.0;
    constexpr double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                               1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (digits >> 53 == 0 && power >= -22 && power <= 22)
        return power < 0 ? double(digits) / tens[-power] : double(digits) * tens[power];
    const int zeros = leading_zeros(digits);
    if (power >= 0 && power <= 27) {
        Wide product = multiply(digits, kFives.at[power]);
        if (!product.high) {
            const int up = leading_zeros(product.low);
            return assemble(product.low << up, power - up, false);
        }
        const int up = leading_zeros(product.high);
        const uint64_t top = up ? (product.high << up) | (product.low >> (64 - up)) : product.high;
        return assemble(top, 64 - up + power, (product.low << up) != 0);
    }
    if (power < 0 && power >= -27) {
        const int up = leading_zeros(kFives.at[-power]);
        const uint64_t divisor = kFives.at[-power] << up, numerator = digits << zeros;
        uint64_t remainder;  // the numerator is halved so that it stays below the divisor: 2^63 more, then divided
        const uint64_t quotient = divide(numerator >> 1, numerator << 63, divisor, &remainder);
        const int more = leading_zeros(quotient);  // 0 or 1
        uint64_t top = quotient << more;
        if (more) {  // one more bit of the quotient, exactly
            const bool bit = remainder >= divisor - remainder;
            top |= bit;
            remainder = bit ? remainder - (divisor - remainder) : remainder << 1;
        }
        return assemble(top, -zeros - 63 + up + power - more, remainder != 0);
    }
    Big big;
    big.limb[0] = digits;
    big.size = 1;
    return convert_big(big, power, false);
}

}  // namespace shrinkage::columns
