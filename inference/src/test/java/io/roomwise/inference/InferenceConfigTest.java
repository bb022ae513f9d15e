package io.roomwise.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomwise.inference.DetectConfig.Device;
import io.roomwise.inference.InferenceConfig.GateOverride;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InferenceConfigTest {
    private static final ActionClasses CLASSES = new ActionClasses(List.of("sit_down", "fall"));
    private static final GateRule RULE = new GateRule(0.6f, 0.4f, 2, 1, 3);

    @Test
    void whatTheUserSetsStandsInPlaceOfTheBundlesValue() {
        var config = config(1, Map.of("fall", new GateOverride(0.5f, null, null, 4, null)));
        assertThat(config.rules(CLASSES, List.of(RULE, RULE))).containsExactly(RULE, new GateRule(0.5f, 0.4f, 2, 4, 3));
    }

    @Test
    void refusesAClassThatTheModelLacks() {
        var config = config(1, Map.of("dance", new GateOverride(0.5f, null, null, null, null)));
        assertThatThrownBy(() -> config.rules(CLASSES, List.of(RULE, RULE)))
                .hasMessage("actions.dance: the model has no such class, it has sit_down, fall");
    }

    @Test
    void refusesThresholdsThatDoNotFitTheBundles() {
        var config = config(1, Map.of("fall", new GateOverride(0.3f, null, null, null, null)));
        assertThatThrownBy(() -> config.rules(CLASSES, List.of(RULE, RULE)))
                .hasMessage("actions.fall.end must be above 0 and at most start (0.3), was 0.4");
    }

    @Test
    void refusesValuesOutOfRangeWithTheirKey() {
        assertThatThrownBy(() -> config(0, Map.of())).hasMessage("model.threads must be 1..64, was 0");
        Path path = Path.of("x.onnx");
        assertThatThrownBy(() -> new DetectConfig(path, null, Device.AUTO, 1.5f, null))
                .hasMessage("detect.min_score must be between 0 and 1, was 1.5");
        assertThatThrownBy(() -> new DetectConfig(path, null, Device.AUTO, null, 600))
                .hasMessage("detect.long_side must be a multiple of 32 from 64 to 4096, was 600");
        assertThatThrownBy(() -> Device.of("tpu")).hasMessage("detect.device must be auto, cpu or cuda, was 'tpu'");
        assertThatThrownBy(() -> DetectorLayout.of("yolov5"))
                .hasMessage("layout must be yolov10, yolox or yolov8, was 'yolov5'");
    }

    private static InferenceConfig config(int threads, Map<String, GateOverride> actions) {
        return new InferenceConfig(Path.of("model"), threads, false, DetectConfig.of(Path.of("person")), actions);
    }
}
