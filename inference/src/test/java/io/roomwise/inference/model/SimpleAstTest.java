package io.roomwise.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.roomwise.inference.clip.LogMel;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SimpleAstTest {
    private static final int ALL_ROWS = 20;
    private static final int ROWS = 5;
    private static final int UNITS = 8;

    @Test
    void theFirstLayerOfSoundAloneIsThatOfPaddedSound() {
        int all = ALL_ROWS * LogMel.BANDS;
        Safetensors.Tensor weight = tensor("layer.weight", UNITS, all);
        Safetensors.Tensor bias = tensor("layer.bias", UNITS);
        Safetensors.Tensor[] folded = SimpleAst.fold(weight, bias, ROWS);
        float[] padded = new float[all];
        Arrays.fill(padded, (float) SimpleAst.PADDING);
        float[] sound =
                Formulas.values("sound", 1, new Shape(ROWS * LogMel.BANDS)).array();
        System.arraycopy(sound, 0, padded, 0, sound.length);
        double[] expected = apply(weight, bias, padded);
        double[] actual = apply(folded[0], folded[1], sound);
        for (int unit = 0; unit < UNITS; unit++) {
            assertThat(actual[unit]).isCloseTo(expected[unit], within(1e-4));
        }
    }

    @Test
    void encodesEachPieceOfSound() {
        try (NDManager scope = NDManager.newBaseManager();
                Weights weights = new Weights(1)) {
            SimpleAst encoder = new SimpleAst(weights, "audio", 38, 24);
            // of 131,072 inputs it would have 67.1 million more
            assertThat(weights.count())
                    .isEqualTo(512L * 4864 + 512 + 512 * 256 + 256 + 256 * 128 + 128 + 128 * 24 + 24);
            NDArray features = encoder.forward(Formulas.of(scope, "spectrogram", 1, 3, 38, LogMel.BANDS));
            assertThat(features.getShape()).isEqualTo(new Shape(3, 24));
        }
    }

    private static double[] apply(Safetensors.Tensor weight, Safetensors.Tensor bias, float[] x) {
        double[] y = new double[UNITS];
        for (int unit = 0; unit < UNITS; unit++) {
            y[unit] = bias.values().get(unit);
            for (int i = 0; i < x.length; i++) {
                y[unit] += (double) weight.values().get(unit * x.length + i) * x[i];
            }
        }
        return y;
    }

    private static Safetensors.Tensor tensor(String name, long... shape) {
        FloatBuffer values = Formulas.values(name, Formulas.OF_WEIGHTS, new Shape(shape));
        return new Safetensors.Tensor(new Shape(shape), values);
    }
}
