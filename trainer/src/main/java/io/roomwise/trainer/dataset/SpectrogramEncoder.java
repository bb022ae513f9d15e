package io.roomwise.trainer.dataset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.roomwise.inference.clip.LogMel;
import io.roomwise.inference.clip.LogMel.Spectrum;
import io.roomwise.inference.model.PerceptionSpec.Hearing;
import java.util.Arrays;

/** The sound of each slot by itself as the Audio Spectrogram Transformer takes it, for an encoder that learns. */
public final class SpectrogramEncoder implements SoundEncoder {
    /** Frames of the spectrogram in 0.4 s. */
    private static final int ROWS = 38;

    private final LogMel logMel = new LogMel(Spectrum.KALDI, DataType.FLOAT32);

    @Override
    public Hearing hearing() {
        return Hearing.SPECTROGRAM;
    }

    @Override
    public int width() {
        return ROWS * LogMel.BANDS;
    }

    @Override
    public float[] encode(float[] sound, int piece, int first, int count) {
        try (NDManager scope = NDManager.newBaseManager()) {
            NDArray slots = scope.create(
                    Arrays.copyOfRange(sound, first * piece, (first + count) * piece), new Shape(count, piece));
            return LogMel.normalize(logMel.of(slots), ROWS).toFloatArray();
        }
    }

    @Override
    public void close() {
        logMel.close();
    }
}
