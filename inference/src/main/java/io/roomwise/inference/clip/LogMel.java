package io.roomwise.inference.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Sound to what an audio encoder takes: logarithms of the energy in mel bands.
 *
 * <pre>
 *  [n, samples] ─ frames of 25 ms every 10 ms ─ less their mean ─ pre-emphasis ─ Hann ─ spectrum ─ mel bands ─ ln
 * </pre>
 *
 * No dither, no liftering; what does not fill a frame at the end is left out. Owned by one thread.
 */
public final class LogMel implements AutoCloseable {
    public static final int SAMPLE_RATE_HZ = 16_000;
    /** Of {@link Spectrum#KALDI}. */
    public static final int BANDS = 128;

    private static final int FRAME = 400;
    private static final int HOP = 160;
    private static final int FFT = 512;
    private static final int BINS = FFT / 2 + 1;

    private static final double MEAN = -4.2677393;
    private static final double DEVIATION = 4.5689974;

    /**
     * Which energies.
     *
     * @param bands their number
     * @param lowestHz where the first begins
     * @param highestHz where the last ends, up to 8000
     * @param emphasis share of each sample's predecessor that is taken off, after each frame's mean; 0 for neither
     * @param symmetric whether the window ends as it begins, or a sample earlier as one period of a cosine does
     * @param squared whether power is summed, or magnitude
     * @param floor the smallest that an energy is taken to be
     * @param offset added to the energies before the logarithm
     */
    public record Spectrum(
            int bands,
            double lowestHz,
            double highestHz,
            double emphasis,
            boolean symmetric,
            boolean squared,
            double floor,
            double offset) {
        /**
         * Kaldi's fbank, as the Audio Spectrogram Transformer was trained with (Gong et al., Interspeech 2021). Silence is
         * float32's distance from 1 to the next number.
         */
        public static final Spectrum KALDI =
                new Spectrum(LogMel.BANDS, 20, SAMPLE_RATE_HZ / 2.0, 0.97, true, true, Math.ulp(1f), 0);

        public Spectrum {
            require(bands >= 1 && bands <= 256, "bands must be 1..256, was " + bands);
            require(lowestHz >= 0 && lowestHz < highestHz, "lowest_hz must be 0..highest_hz, was " + lowestHz);
            require(highestHz <= SAMPLE_RATE_HZ / 2.0, "highest_hz must be at most 8000, was " + highestHz);
            require(floor + offset > 0, "offset must be above 0, was " + offset);
        }

        private static void require(boolean holds, String message) {
            if (!holds) {
                throw new IllegalArgumentException(message);
            }
        }

        /** As VGGish and YAMNet take it: magnitudes, of a periodic window, and an offset (0.01 and 0.001). */
        public static Spectrum ofMagnitudes(int bands, double lowestHz, double highestHz, double offset) {
            return new Spectrum(bands, lowestHz, highestHz, 0, false, false, 0, offset);
        }
    }

    private final Spectrum spectrum;
    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray emphasis;
    private final NDArray window;
    private final NDArray bands;

    /** @param type FLOAT32 or FLOAT64, of the samples and of the results */
    public LogMel(Spectrum spectrum, DataType type) {
        this.spectrum = spectrum;
        emphasis = manager.create(spectrum.emphasis()).toType(type, false);
        window = manager.create(hann(spectrum.symmetric() ? FRAME - 1 : FRAME)).toType(type, false);
        bands = manager.create(filters(spectrum), new Shape(BINS, spectrum.bands()))
                .toType(type, false);
    }

    /** Samples that so many frames need. */
    public static int samples(int frames) {
        return (frames - 1) * HOP + FRAME;
    }

    /**
     * @param samples [n, k] at {@link #SAMPLE_RATE_HZ}, -1..1, k at least a frame's 400
     * @return [n, 1 + (k - 400) / 160, bands]
     */
    public NDArray of(NDArray samples) {
        NDManager scope = samples.getManager();
        long count = samples.getShape().get(0);
        int frames = 1 + (Math.toIntExact(samples.getShape().get(1)) - FRAME) / HOP;
        NDArray cut = samples.get(new NDIndex(":, {}", scope.create(positions(frames))))
                .reshape(count, frames, FRAME);
        NDArray power = (spectrum.emphasis() > 0 ? emphasized(cut) : cut)
                .mul(window)
                .rfft(FFT, 2)
                .real()
                .square()
                .sum(new int[] {3});
        return (spectrum.squared() ? power : power.sqrt())
                .matMul(bands)
                .maximum(spectrum.floor())
                .add(spectrum.offset())
                .log();
    }

    private NDArray emphasized(NDArray cut) {
        NDArray centred = cut.sub(cut.mean(new int[] {2}, true));
        NDArray before = centred.get(":, :, 0:1").concat(centred.get(":, :, :" + (FRAME - 1)), 2);
        return centred.sub(before.mul(emphasis));
    }

    /**
     * Scaled as the Audio Spectrogram Transformer's input is.
     *
     * @param logMel of {@link Spectrum#KALDI}, [n, frames, 128]
     * @param rows that many; rows beyond the last frame are 0 before they are scaled
     * @return [n, rows, 128]
     */
    public static NDArray normalize(NDArray logMel, int rows) {
        Shape shape = logMel.getShape();
        NDArray kept = logMel.get(":, :" + Math.min(rows, shape.get(1)));
        NDArray missing = logMel.getManager()
                .zeros(new Shape(shape.get(0), rows - kept.getShape().get(1), BANDS), logMel.getDataType());
        NDArray scale = logMel.getManager().create(1 / (2 * DEVIATION)).toType(logMel.getDataType(), false);
        return kept.concat(missing, 1).sub(MEAN).mul(scale);
    }

    private static long[] positions(int frames) {
        long[] positions = new long[frames * FRAME];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = (long) (i / FRAME) * HOP + i % FRAME;
        }
        return positions;
    }

    private static double[] hann(int period) {
        double[] window = new double[FRAME];
        for (int i = 0; i < FRAME; i++) {
            window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / period);
        }
        return window;
    }

    /** Triangles whose corners are equally far apart in mel, and whose sides are straight in mel. */
    private static double[] filters(Spectrum spectrum) {
        double lowest = mel(spectrum.lowestHz());
        double step = (mel(spectrum.highestHz()) - lowest) / (spectrum.bands() + 1);
        double[] filters = new double[BINS * spectrum.bands()];
        for (int bin = 0; bin < BINS; bin++) {
            double at = (mel((double) bin * SAMPLE_RATE_HZ / FFT) - lowest) / step;
            for (int band = 0; band < spectrum.bands(); band++) {
                filters[bin * spectrum.bands() + band] = Math.max(0, 1 - Math.abs(at - band - 1));
            }
        }
        return filters;
    }

    private static double mel(double hz) {
        return 1127 * Math.log1p(hz / 700);
    }

    @Override
    public void close() {
        manager.close();
    }
}
