package io.godwit.unit;

import java.math.BigInteger;

/// Products and quotients of `long` that neither overflow in between nor lose a remainder in silence. Cost: one
/// multiplication and one division when the product fits 63 bits, twice that when the second factor's product with the
/// divisor does, big integers otherwise.
public final class Exact {

    private Exact() {}

    /// `⌊a·b / divisor⌋` for non-negative factors and a positive divisor.
    ///
    /// @throws ArithmeticException if the result does not fit a `long`
    public static long floorMulDiv(long a, long b, long divisor) {
        requireNatural(a, b, divisor);
        if (fits(a, b)) {
            return a * b / divisor;
        }
        long rest = a % divisor;
        if (fits(rest, b)) {
            return Math.addExact(Math.multiplyExact(a / divisor, b), rest * b / divisor);
        }
        return big(a, b).divide(BigInteger.valueOf(divisor)).longValueExact();
    }

    /// `⌈a·b / divisor⌉` for non-negative factors and a positive divisor.
    ///
    /// @throws ArithmeticException if the result does not fit a `long`
    public static long ceilMulDiv(long a, long b, long divisor) {
        requireNatural(a, b, divisor);
        if (fits(a, b)) {
            return Math.ceilDiv(a * b, divisor);
        }
        long rest = a % divisor;
        if (fits(rest, b)) {
            return Math.addExact(Math.multiplyExact(a / divisor, b), Math.ceilDiv(rest * b, divisor));
        }
        BigInteger[] parts = big(a, b).divideAndRemainder(BigInteger.valueOf(divisor));
        return Math.addExact(parts[0].longValueExact(), parts[1].signum());
    }

    private static boolean fits(long a, long b) {
        return Math.multiplyHigh(a, b) == 0 && a * b >= 0;
    }

    private static BigInteger big(long a, long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }

    private static void requireNatural(long a, long b, long divisor) {
        if ((a | b) < 0 || divisor <= 0) {
            throw new IllegalArgumentException("negative factor or divisor: " + a + ", " + b + ", " + divisor);
        }
    }
}
