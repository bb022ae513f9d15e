package io.roomwise.sync;

/**
 * Fast Fourier transform of real signals whose length is a power of two, in place (Cooley and Tukey 1965; a real signal
 * as a complex one of half the length). A spectrum of {@code length} floats holds bin {@code k} as real part at
 * {@code 2k} and imaginary part at {@code 2k + 1}; place 1, which the mean would leave empty, has the real part of the
 * highest bin. Immutable.
 */
final class RealFft {
    private final int half;
    /** Of {@code 2 pi k / length}, for {@code k} up to half the length. */
    private final float[] cosine;

    private final float[] sine;

    /** @param length of the signals, a power of two and at least 4 */
    RealFft(int length) {
        if (length < 4 || Integer.bitCount(length) != 1) {
            throw new IllegalArgumentException("length must be a power of two from 4 on, was " + length);
        }
        half = length / 2;
        cosine = new float[half];
        sine = new float[half];
        for (int k = 0; k < half; k++) {
            cosine[k] = (float) Math.cos(Math.PI * k / half);
            sine[k] = (float) Math.sin(Math.PI * k / half);
        }
    }

    int length() {
        return 2 * half;
    }

    /** Replaces a signal by its spectrum, {@code X[k] = sum of x[n] exp(-2 pi i k n / length)}. */
    void forward(float[] data) {
        transform(data, 1);
        float mean = data[0];
        data[0] = mean + data[1];
        data[1] = mean - data[1];
        separate(data, 1);
    }

    /** Replaces a spectrum by its signal; what {@link #forward} made becomes again what it was. */
    void inverse(float[] data) {
        float mean = data[0];
        data[0] = (mean + data[1]) / 2;
        data[1] = (mean - data[1]) / 2;
        separate(data, -1);
        transform(data, -1);
        for (int i = 0; i < data.length; i++) {
            data[i] /= half;
        }
    }

    /** Between the transform of the even samples plus i times the odd ones and that of the whole signal. */
    private void separate(float[] data, int sign) {
        for (int k = 1; k <= half / 2; k++) {
            int low = 2 * k;
            int high = 2 * (half - k);
            float evenRe = (data[low] + data[high]) / 2;
            float evenIm = (data[low + 1] - data[high + 1]) / 2;
            float oddRe = (data[low + 1] + data[high + 1]) / 2;
            float oddIm = (data[high] - data[low]) / 2;
            // Backwards the two halves have changed places and the rotation goes the other way.
            float re = sign * (oddRe * cosine[k] + oddIm * sign * sine[k]);
            float im = sign * (oddIm * cosine[k] - oddRe * sign * sine[k]);
            data[low] = evenRe + re;
            data[low + 1] = evenIm + im;
            data[high] = evenRe - re;
            data[high + 1] = im - evenIm;
        }
    }

    private void transform(float[] data, int sign) {
        reorder(data);
        for (int size = 2; size <= half; size *= 2) {
            int step = 2 * half / size;
            for (int start = 0; start < half; start += size) {
                for (int k = 0; k < size / 2; k++) {
                    float cos = cosine[k * step];
                    float sin = sign * sine[k * step];
                    int low = 2 * (start + k);
                    int high = low + size;
                    float re = data[high] * cos + data[high + 1] * sin;
                    float im = data[high + 1] * cos - data[high] * sin;
                    data[high] = data[low] - re;
                    data[high + 1] = data[low + 1] - im;
                    data[low] += re;
                    data[low + 1] += im;
                }
            }
        }
    }

    /** To the order of reversed bits. */
    private void reorder(float[] data) {
        int shift = Integer.numberOfLeadingZeros(half) + 1;
        for (int i = 0; i < half; i++) {
            int j = Integer.reverse(i) >>> shift;
            if (i < j) {
                float re = data[2 * i];
                float im = data[2 * i + 1];
                data[2 * i] = data[2 * j];
                data[2 * i + 1] = data[2 * j + 1];
                data[2 * j] = re;
                data[2 * j + 1] = im;
            }
        }
    }
}
