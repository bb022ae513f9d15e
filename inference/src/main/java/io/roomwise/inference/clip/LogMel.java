package io.roomwise.inference.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Sound to what an audio encoder takes: the log-mel filter bank energies of Kaldi's fbank, as the Audio Spectrogram
 * Transformer was trained with (Gong et al., Interspeech 2021).
 *
 * <pre>
 *  [n, samples] ─ frames of 25 ms every 10 ms ─ less their mean ─ pre-emphasis 0.97 ─ Hann ─ power spectrum ─ 128 mel bands ─ ln
 * </pre>
 *
 * No dither, no liftering; what does not fill a frame at the end is left out. Owned by one thread.
 */
public final class LogMel implements AutoCloseable {
    public static final int SAMPLE_RATE_HZ = 16_000;
    public static final int BANDS = 128;

    private static final int FRAME = 400;
    private static final int HOP = 160;
    private static final int FFT = 512;
    private static final int BINS = FFT / 2 + 1;
    private static final double LOWEST_HZ = 20;
    private static final double EMPHASIS = 0.97;
    /** float32's distance from 1 to the next number: what silence is taken to be. */
    private static final double FLOOR = Math.ulp(1f);

    private static final double MEAN = -4.2677393;
    private static final double DEVIATION = 4.5689974;

    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray emphasis;
    private final NDArray window;
    private final NDArray bands;

    /** @param type FLOAT32 or FLOAT64, of the samples and of the results */
    public LogMel(DataType type) {
        emphasis = manager.create(EMPHASIS).toType(type, false);
        window = manager.create(hann()).toType(type, false);
        bands = manager.create(filters(), new Shape(BINS, BANDS)).toType(type, false);
    }

    /**
     * @param samples [n, k] at {@link #SAMPLE_RATE_HZ}, -1..1, k at least a frame's 400
     * @return [n, 1 + (k - 400) / 160, 128]
     */
    public NDArray of(NDArray samples) {
        NDManager scope = samples.getManager();
        long count = samples.getShape().get(0);
        int frames = 1 + (Math.toIntExact(samples.getShape().get(1)) - FRAME) / HOP;
        NDArray cut = samples.get(new NDIndex(":, {}", scope.create(positions(frames))))
                .reshape(count, frames, FRAME);
        NDArray centred = cut.sub(cut.mean(new int[] {2}, true));
        NDArray before = centred.get(":, :, 0:1").concat(centred.get(":, :, :" + (FRAME - 1)), 2);
        NDArray emphasized = centred.sub(before.mul(emphasis));
        NDArray spectrum = emphasized.mul(window).rfft(FFT, 2).real();
        NDArray power = spectrum.square().sum(new int[] {3});
        return power.matMul(bands).maximum(FLOOR).log();
    }

    /**
     * Scaled as the transformer's input is.
     *
     * @param logMel [n, frames, 128]
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

    /** Symmetric. */
    private static double[] hann() {
        double[] window = new double[FRAME];
        for (int i = 0; i < FRAME; i++) {
            window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / (FRAME - 1));
        }
        return window;
    }

    /** Triangles whose corners are equally far apart in mel, and whose sides are straight in mel. */
    private static double[] filters() {
        double lowest = mel(LOWEST_HZ);
        double step = (mel(SAMPLE_RATE_HZ / 2.0) - lowest) / (BANDS + 1);
        double[] filters = new double[BINS * BANDS];
        for (int bin = 0; bin < BINS; bin++) {
            double at = (mel((double) bin * SAMPLE_RATE_HZ / FFT) - lowest) / step;
            for (int band = 0; band < BANDS; band++) {
                filters[bin * BANDS + band] = Math.max(0, 1 - Math.abs(at - band - 1));
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
