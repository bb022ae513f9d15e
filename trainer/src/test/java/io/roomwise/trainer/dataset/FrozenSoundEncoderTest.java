package io.roomwise.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import io.roomwise.inference.clip.LogMel.Spectrum;
import io.roomwise.inference.model.ModelFileException;
import io.roomwise.inference.model.PerceptionSpec.Hearing;
import io.roomwise.trainer.onnx.OnnxGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrozenSoundEncoderTest {
    private static final int PIECE = 400;
    private static final int SLOTS = 5;

    private final Path file;

    FrozenSoundEncoderTest(@TempDir Path folder) {
        file = folder.resolve("sound.onnx");
    }

    @BeforeAll
    static void loadTheNativeLibrary() {
        Engine.getInstance();
    }

    private FrozenSoundEncoder.Declaration same(Optional<Spectrum> spectrum, Object... shape) throws IOException {
        OnnxGraph graph = new OnnxGraph();
        graph.input("x", shape);
        graph.node("Flatten", List.of("x"), List.of("same"));
        graph.output("same", "n", "values");
        graph.write(file, Map.of());
        return new FrozenSoundEncoder.Declaration(file, Optional.empty(), spectrum);
    }

    /** Sample i is i + 1. */
    private static float[] counting() {
        float[] sound = new float[SLOTS * PIECE];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = i + 1;
        }
        return sound;
    }

    @Test
    void hearsAroundTheMiddleOfASlotAndSilenceBeyondTheEnds() throws IOException {
        int samples = 1000;
        try (SoundEncoder encoder = new FrozenSoundEncoder(same(Optional.empty(), 1, samples))) {
            assertThat(encoder.hearing()).isEqualTo(Hearing.EMBEDDING);
            assertThat(encoder.width()).isEqualTo(samples);
            float[] heard = encoder.encode(counting(), PIECE, 0, SLOTS);
            for (int slot = 0; slot < SLOTS; slot++) {
                int first = slot * PIECE + PIECE / 2 - samples / 2;
                for (int i : new int[] {0, 299, 300, 500, 699, 700, 999}) {
                    int sample = first + i;
                    boolean beyond = sample < 0 || sample >= SLOTS * PIECE;
                    assertThat(heard[slot * samples + i]).isEqualTo(beyond ? 0 : sample + 1);
                }
            }
            assertThat(encoder.encode(counting(), PIECE, 3, 1))
                    .containsExactly(Arrays.copyOfRange(heard, 3 * samples, 4 * samples));
        }
    }

    @Test
    void seesSilenceAsTheLogarithmOfTheOffset() throws IOException {
        Optional<Spectrum> spectrum = Optional.of(Spectrum.ofMagnitudes(64, 125, 7500, 0.001));
        try (SoundEncoder encoder = new FrozenSoundEncoder(same(spectrum, "n", 12, 64))) {
            float[] heard = encoder.encode(new float[SLOTS * PIECE], PIECE, 0, SLOTS);
            assertThat(heard).hasSize(SLOTS * 12 * 64).containsOnly((float) Math.log(0.001));
        }
    }

    @Test
    void filesThatTakeSomethingElseAreRefused() throws IOException {
        FrozenSoundEncoder.Declaration pictures = same(Optional.empty(), 1, 3, 16, 16);
        assertThatThrownBy(() -> new FrozenSoundEncoder(pictures))
                .isInstanceOf(ModelFileException.class)
                .hasMessage(file + " takes [1, 3, 16, 16], not [n, samples]");
        FrozenSoundEncoder.Declaration bands =
                same(Optional.of(Spectrum.ofMagnitudes(64, 125, 7500, 0.001)), 1, 96, 40);
        assertThatThrownBy(() -> new FrozenSoundEncoder(bands)).hasMessageEndingWith("not [n, frames, 64]");
    }
}
