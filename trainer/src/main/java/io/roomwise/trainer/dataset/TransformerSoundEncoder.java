package io.roomwise.trainer.dataset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.roomwise.inference.clip.LogMel;
import io.roomwise.inference.clip.LogMel.Spectrum;
import io.roomwise.inference.model.PerceptionSpec.Hearing;
import io.roomwise.inference.model.SpectrogramTransformer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The published Audio Spectrogram Transformer on each slot by itself, silence after it. It is made for 10 s: a slot costs as
 * much as they do.
 */
public final class TransformerSoundEncoder implements SoundEncoder {
    private final SpectrogramTransformer transformer;
    private final LogMel logMel = new LogMel(Spectrum.KALDI, DataType.FLOAT32);

    public TransformerSoundEncoder(Path safetensors) {
        transformer = new SpectrogramTransformer(safetensors);
    }

    @Override
    public Hearing hearing() {
        return Hearing.EMBEDDING;
    }

    @Override
    public int width() {
        return SpectrogramTransformer.width();
    }

    @Override
    public float[] encode(float[] sound, int piece, int first, int count) {
        float[] rows = new float[count * width()];
        for (int i = 0; i < count; i++) { // one by one: the attention of a slot takes 70 MB
            try (NDManager scope = NDManager.newBaseManager()) {
                float[] slot = Arrays.copyOfRange(sound, (first + i) * piece, (first + i + 1) * piece);
                NDArray energies = logMel.of(scope.create(slot, new Shape(1, piece)));
                float[] row = transformer
                        .forward(LogMel.normalize(energies, SpectrogramTransformer.ROWS))
                        .toFloatArray();
                System.arraycopy(row, 0, rows, i * width(), width());
            }
        }
        return rows;
    }

    @Override
    public void close() {
        logMel.close();
        transformer.close();
    }
}
