package io.roomwise.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.roomwise.capture.Picture;
import io.roomwise.inference.DetectConfig.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures are twice as wide as high; inputs are 64x64, so that the picture lies in rows 16 to 48, or 0 to 32. */
class PersonDetectorTest {
    /** Of 64x64: 8x8, 4x4 and 2x2. */
    private static final int CELLS = 84;

    private static final Picture PICTURE = LetterboxTest.picture(128, 64, 90, 90, 90);

    private final Path folder;

    PersonDetectorTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsYolov10() throws IOException {
        float[] boxes = new float[300 * 6];
        put(boxes, 0, 16, 24, 32, 48, 0.9f, 0);
        put(boxes, 6, 0, 16, 64, 48, 0.8f, 2); // not a person
        put(boxes, 12, 0, 16, 8, 24, 0.3f, 0); // too weak
        put(boxes, 18, 48, 10, 60, 60, 0.7f, 0); // beyond the picture

        try (var detector =
                open(new OnnxGraph().input("images", 1, 3, 64, 64).output("output0", shape(1, 300, 6), boxes))) {
            assertThat(detector.layout()).isEqualTo(DetectorLayout.YOLOV10);
            assertThat(detector.detect(PICTURE).persons())
                    .containsExactly(
                            new PersonBox(0.25f, 0.25f, 0.5f, 1, 0.9f), new PersonBox(0.75f, 0, 0.9375f, 1, 0.7f));
        }
    }

    @Test
    void readsYoloxAndRemovesDuplicates() throws IOException {
        int columns = 5 + 3;
        float[] boxes = new float[CELLS * columns];
        // stride 8, cell (2, 1): centre (2.5, 1.5) * 8 = (20, 12), size e^1.0986 * 8 = 24 by 8
        put(boxes, (8 + 2) * columns, 0.5f, 0.5f, (float) Math.log(3), 0, 0.9f, 1, 0, 0);
        put(boxes, (8 + 3) * columns, -0.5f, 0.5f, (float) Math.log(3), 0, 0.9f, 0.9f, 0, 0);
        // stride 32, cell (1, 0): centre (48, 16), size 32 by 32
        put(boxes, (64 + 16 + 1) * columns, 0.5f, 0.5f, 0, 0, 0.8f, 0.75f, 0, 0.9f);

        try (var detector =
                open(new OnnxGraph().input("images", 1, 3, 64, 64).output("output", shape(1, CELLS, columns), boxes))) {
            assertThat(detector.layout()).isEqualTo(DetectorLayout.YOLOX);
            List<PersonBox> persons = detector.detect(PICTURE).persons();
            assertThat(persons).hasSize(2);
            assertBox(persons.get(0), 0.125f, 0.25f, 0.5f, 0.5f, 0.9f);
            assertBox(persons.get(1), 0.5f, 0, 1, 1, 0.6f);
        }
    }

    @Test
    void readsYolov8AndRemovesDuplicates() throws IOException {
        float[] boxes = new float[6 * CELLS];
        putColumn(boxes, 3, 32, 32, 16, 16, 0.8f, 0.1f);
        putColumn(boxes, 4, 33, 32, 16, 16, 0.9f, 0);
        putColumn(boxes, 50, 8, 24, 16, 16, 0.5f, 0.9f);
        putColumn(boxes, 51, 56, 40, 16, 16, 0.1f, 0.9f);

        try (var detector =
                open(new OnnxGraph().input("images", 1, 3, 64, 64).output("output0", shape(1, 6, CELLS), boxes))) {
            assertThat(detector.layout()).isEqualTo(DetectorLayout.YOLOV8);
            List<PersonBox> persons = detector.detect(PICTURE).persons();
            assertThat(persons).hasSize(2);
            assertBox(persons.get(0), 25 / 64f, 0.25f, 41 / 64f, 0.75f, 0.9f);
            assertBox(persons.get(1), 0, 0, 0.25f, 0.5f, 0.5f);
        }
    }

    @Test
    void modelsOfOneClassAreReadAsPersons() throws IOException {
        float[] yolox = new float[CELLS * 6];
        put(yolox, 0, 0.5f, 0.5f, 0, 0, 0.9f, 1);
        float[] yolov8 = new float[5 * CELLS];
        putColumn(yolov8, 0, 32, 32, 16, 16, 0.9f);
        try (var x = open(new OnnxGraph().input("images", 1, 3, 64, 64).output("o", shape(1, CELLS, 6), yolox));
                var v8 = open(new OnnxGraph().input("images", 1, 3, 64, 64).output("o", shape(1, 5, CELLS), yolov8))) {
            assertThat(x.layout()).isEqualTo(DetectorLayout.YOLOX);
            assertThat(x.detect(PICTURE).persons()).hasSize(1);
            assertThat(v8.layout()).isEqualTo(DetectorLayout.YOLOV8);
            assertThat(v8.detect(PICTURE).persons()).hasSize(1);
        }
    }

    @Test
    void choosesTheInputOfAModelOfAnySizeByThePicture() throws IOException {
        float[] boxes = new float[300 * 6];
        put(boxes, 0, 0, 12, 320, 192 + 12, 0.9f, 0);
        Path file = write(new OnnxGraph().input("images", "n", 3, "h", "w").output("o", shape(1, 300, 6), boxes));
        try (var detector = PersonDetector.open(new DetectConfig(file, null, Device.CPU, null, 640), 1)) {
            // 1280x720 becomes 640x360 in 640x384, with 12 rows of grey above
            assertBox(
                    detector.detect(LetterboxTest.picture(1280, 720, 0, 0, 0))
                            .persons()
                            .get(0),
                    0,
                    0,
                    0.5f,
                    192 / 360f,
                    0.9f);
            // 360x720 becomes 320x640 without grey
            assertBox(
                    detector.detect(LetterboxTest.picture(360, 720, 0, 0, 0))
                            .persons()
                            .get(0),
                    0,
                    12 / 640f,
                    1,
                    204 / 640f,
                    0.9f);
        }
    }

    @Test
    void keepsTheStrongestSixteen() throws IOException {
        float[] boxes = new float[300 * 6];
        for (int i = 0; i < 300; i++) {
            put(boxes, i * 6, 0, 16, 1 + i / 10f, 48, 0.5f + i / 1000f, 0);
        }
        try (var detector = open(new OnnxGraph().input("images", 1, 3, 64, 64).output("o", shape(1, 300, 6), boxes))) {
            List<PersonBox> persons = detector.detect(PICTURE).persons();
            assertThat(persons).hasSize(16);
            assertThat(persons.get(0).confidence()).isEqualTo(0.799f);
            assertThat(persons.get(15).confidence()).isCloseTo(0.784f, within(1e-6f));
        }
    }

    @Test
    void leavesOutBoxesThatAreNotNumbersOrHaveNoArea() throws IOException {
        float[] boxes = new float[300 * 6];
        put(boxes, 0, Float.NaN, 16, 32, 48, 0.9f, 0);
        put(boxes, 6, 16, 16, 32, 48, Float.NaN, 0);
        put(boxes, 12, 32, 16, 16, 48, 0.9f, 0);
        put(boxes, 18, 0, 0, 64, 16, 0.9f, 0); // in the grey
        try (var detector = open(new OnnxGraph().input("images", 1, 3, 64, 64).output("o", shape(1, 300, 6), boxes))) {
            assertThat(detector.detect(PICTURE)).isEqualTo(PersonMask.NOBODY);
        }
    }

    @Test
    void takesTheOutputThatHoldsBoxesAmongSeveral() throws IOException {
        float[] boxes = new float[300 * 6];
        put(boxes, 0, 0, 16, 64, 48, 0.9f, 0);
        try (var detector = open(new OnnxGraph()
                .input("images", 1, 3, 64, 64)
                .output("masks", shape(1, 32), new float[32])
                .output("boxes", shape(1, 300, 6), boxes))) {
            assertThat(detector.detect(PICTURE).persons()).containsExactly(new PersonBox(0, 0, 1, 1, 0.9f));
        }
    }

    @Test
    void refusesOutputsOfNoKnownLayoutAndTellsWhatWasSeen() throws IOException {
        Path file = write(
                new OnnxGraph().input("images", 1, 3, 64, 64).output("out", shape(1, 252, 85), new float[252 * 85]));
        assertThatThrownBy(() -> PersonDetector.open(DetectConfig.of(file), 1))
                .isInstanceOf(BundleException.class)
                .hasMessage(file + ": an input of 64x64 gives [out FLOAT[1, 252, 85]], which is of no known layout;"
                        + " set detect.layout to yolov10, yolox or yolov8");
    }

    @Test
    void refusesALayoutThatTheOutputsCannotHave() throws IOException {
        Path file =
                write(new OnnxGraph().input("images", 1, 3, 64, 64).output("out", shape(1, 300, 6), new float[1800]));
        assertThatThrownBy(() ->
                        PersonDetector.open(new DetectConfig(file, DetectorLayout.YOLOV8, Device.CPU, null, null), 1))
                .hasMessage(
                        file + ": an input of 64x64 gives [out FLOAT[1, 300, 6]], which is not of the layout yolov8;"
                                + " correct detect.layout");
    }

    @Test
    void refusesAnInputThatIsNotAPicture() throws IOException {
        Path sound = write(new OnnxGraph().input("sound", 1, 16000).output("out", shape(1, 300, 6), new float[1800]));
        assertThatThrownBy(() -> PersonDetector.open(DetectConfig.of(sound), 1))
                .hasMessageStartingWith(sound + ": input must be float32 [1, 3, height, width], is ");
        Path batch =
                write(new OnnxGraph().input("images", 4, 3, 64, 64).output("out", shape(1, 300, 6), new float[1800]));
        assertThatThrownBy(() -> PersonDetector.open(DetectConfig.of(batch), 1))
                .hasMessageStartingWith(batch + ": input must be float32 [1, 3, height, width], is ");
    }

    @Test
    void refusesFilesThatAreNotOnnxOrCutOffOrMissing() throws IOException {
        Path text = Files.writeString(folder.resolve("text.onnx"), "these are not the weights you are looking for");
        byte[] whole = new OnnxGraph()
                .input("images", 1, 3, 64, 64)
                .output("out", shape(1, 300, 6), new float[1800])
                .bytes();
        Path half = Files.write(folder.resolve("half.onnx"), Arrays.copyOf(whole, whole.length / 2));
        Path empty = Files.write(folder.resolve("empty.onnx"), new byte[0]);
        for (Path file : List.of(text, half, empty)) {
            assertThatThrownBy(() -> PersonDetector.open(DetectConfig.of(file), 1))
                    .isInstanceOf(BundleException.class)
                    .hasMessageStartingWith(file + ": is not an ONNX model that can be run: ");
        }
        assertThatThrownBy(() -> PersonDetector.open(DetectConfig.of(folder.resolve("none.onnx")), 1))
                .hasMessage(folder.resolve("none.onnx") + ": does not exist");
    }

    @Test
    void tellsThatThereIsNoCudaInThisRuntime() throws IOException {
        Path file =
                write(new OnnxGraph().input("images", 1, 3, 64, 64).output("out", shape(1, 300, 6), new float[1800]));
        assertThatThrownBy(() -> PersonDetector.open(new DetectConfig(file, null, Device.CUDA, null, null), 1))
                .hasMessage(file + ": detect.device is cuda, but this ONNX Runtime is built without CUDA");
    }

    @Test
    void aFolderBringsItsOwnLayoutScoreAndOrigin() throws IOException {
        float[] boxes = new float[300 * 6];
        put(boxes, 0, 16, 24, 32, 48, 0.9f, 0);
        put(boxes, 6, 32, 24, 48, 48, 0.5f, 0);
        byte[] onnx = new OnnxGraph()
                .input("images", 1, 3, 64, 64)
                .output("out", shape(1, 300, 6), boxes)
                .bytes();
        Path bundle = folder.resolve("person");
        var manifest = new DetectorManifest(
                "person",
                "1",
                DetectorLayout.YOLOV10,
                DetectorManifest.SIMULATED_HOMES,
                0.6f,
                320,
                Map.of("average_precision", 0.9),
                new Provenance("agent trainer --detector", 7, "1000 pictures", Map.of("djl", "0.35.1")));
        DetectorBundle.write(bundle, manifest, onnx);

        try (var detector = PersonDetector.open(DetectConfig.of(bundle), 1)) {
            assertThat(detector.manifest()).contains(manifest);
            assertThat(detector.detect(PICTURE).persons()).hasSize(1);
        }
        try (var detector = PersonDetector.open(new DetectConfig(bundle, null, Device.CPU, 0.2f, null), 1)) {
            assertThat(detector.detect(PICTURE).persons()).hasSize(2);
        }
        Files.write(bundle.resolve("person-detector.onnx"), Arrays.copyOf(onnx, onnx.length - 1));
        assertThatThrownBy(() -> PersonDetector.open(DetectConfig.of(bundle), 1))
                .hasMessageStartingWith(bundle + ": person-detector.onnx: was changed or cut off");
    }

    @Test
    void closingTwiceIsHarmless() throws IOException {
        var detector =
                open(new OnnxGraph().input("images", 1, 3, 64, 64).output("out", shape(1, 300, 6), new float[1800]));
        detector.detect(PICTURE);
        detector.close();
        assertThatNoException().isThrownBy(detector::close);
    }

    private PersonDetector open(OnnxGraph graph) throws IOException {
        return PersonDetector.open(DetectConfig.of(write(graph)), 1);
    }

    private Path write(OnnxGraph graph) throws IOException {
        return Files.write(Files.createTempFile(folder, "model", ".onnx"), graph.bytes());
    }

    private static long[] shape(long... sides) {
        return sides;
    }

    private static void put(float[] target, int at, float... values) {
        System.arraycopy(values, 0, target, at, values.length);
    }

    private static void putColumn(float[] target, int column, float... values) {
        for (int row = 0; row < values.length; row++) {
            target[row * CELLS + column] = values[row];
        }
    }

    private static void assertBox(PersonBox box, float left, float top, float right, float bottom, float confidence) {
        assertThat(new float[] {box.left(), box.top(), box.right(), box.bottom(), box.confidence()})
                .containsExactly(new float[] {left, top, right, bottom, confidence}, within(1e-5f));
    }
}
