package io.roomwise.trainer.dataset;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.roomwise.inference.clip.LogMel;
import io.roomwise.inference.clip.LogMel.Spectrum;
import io.roomwise.inference.model.FrozenNetwork;
import io.roomwise.inference.model.ModelFileException;
import io.roomwise.inference.model.PerceptionSpec.Hearing;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A pretrained encoder of sound from an ONNX file. It hears around the middle of each slot for as long as it is used to, with
 * silence before the first and after the last.
 */
public final class FrozenSoundEncoder implements SoundEncoder {
    private final FrozenNetwork network;
    private final Optional<LogMel> spectrum;
    private final int samples;

    /**
     * What is told about a file.
     *
     * @param output where there are several
     * @param spectrum what it takes, [n, frames, bands]; empty for samples at 16 kHz, -1..1, [n, samples]
     */
    public record Declaration(Path file, Optional<String> output, Optional<Spectrum> spectrum) {}

    /** @throws ModelFileException if it is no such encoder */
    public FrozenSoundEncoder(Declaration told) {
        List<Long> shape = FrozenNetwork.inputShape(told.file());
        int bands = told.spectrum().map(Spectrum::bands).orElse(0);
        boolean fits = bands > 0 ? shape.size() == 3 && shape.get(2) == bands : shape.size() == 2;
        if (!fits || shape.get(1) <= 0) {
            throw new ModelFileException(
                    told.file(),
                    "takes " + shape + ", not " + (bands > 0 ? "[n, frames, " + bands + "]" : "[n, samples]"));
        }
        network = FrozenNetwork.open(
                told.file(),
                told.output(),
                shape.stream().skip(1).mapToLong(Long::longValue).toArray());
        spectrum = told.spectrum().map(wanted -> new LogMel(wanted, DataType.FLOAT32));
        samples = bands > 0
                ? LogMel.samples(shape.get(1).intValue())
                : shape.get(1).intValue();
    }

    @Override
    public Hearing hearing() {
        return Hearing.EMBEDDING;
    }

    @Override
    public int width() {
        return network.width();
    }

    @Override
    public float[] encode(float[] sound, int piece, int first, int count) {
        float[] heard = new float[count * samples];
        for (int i = 0; i < count; i++) {
            int begin = (int) ((first + i + 0.5) * piece) - samples / 2;
            int from = Math.max(0, begin);
            int length = Math.min(sound.length, begin + samples) - from;
            System.arraycopy(sound, from, heard, i * samples + from - begin, Math.max(0, length));
        }
        if (spectrum.isEmpty()) {
            return network.run(FloatBuffer.wrap(heard));
        }
        try (NDManager scope = NDManager.newBaseManager()) {
            float[] energies = spectrum.get()
                    .of(scope.create(heard, new Shape(count, samples)))
                    .toFloatArray();
            return network.run(FloatBuffer.wrap(energies));
        }
    }

    @Override
    public void close() {
        spectrum.ifPresent(LogMel::close);
        network.close();
    }
}
