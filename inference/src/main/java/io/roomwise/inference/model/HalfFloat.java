package io.roomwise.inference.model;

/** IEEE 754 binary16, which Java 17 does not know: eleven bits of precision, up to 65,504. */
public final class HalfFloat {
    private static final int LARGEST = 0x477fe000; // the bits of 65,504 as a float

    private HalfFloat() {}

    public static float toFloat(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 31 ? 0xff : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }

    /** The nearest one, of two equally near ones the even one; beyond the largest it is the largest. */
    public static short of(float value) {
        int bits = Float.floatToIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = Math.min(bits & 0x7fffffff, LARGEST);
        if (magnitude < 0x38800000) { // below 2^-14 all are multiples of 2^-24
            return (short) (sign | (int) Math.rint(Float.intBitsToFloat(magnitude) * 0x1p24f));
        }
        int even = magnitude >>> 13 & 1;
        return (short) (sign | (magnitude - 0x38000000 + 0xfff + even) >>> 13);
    }
}
