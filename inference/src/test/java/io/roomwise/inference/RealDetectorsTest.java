package io.roomwise.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.roomwise.capture.Picture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two detectors that others trained, of different layouts, on photographs. */
class RealDetectorsTest {
    private static Path data = Path.of("");

    @BeforeAll
    static void findData() {
        String named = System.getProperty("roomwise.test.data", System.getenv("ROOMWISE_TEST_DATA"));
        data = named != null ? Path.of(named) : upwards(Path.of("").toAbsolutePath());
        assumeTrue(
                Files.exists(data.resolve("detector_apache/yolox_nano.onnx")),
                "real detectors are not tested: none in " + data);
    }

    private static Path upwards(Path from) {
        for (Path folder = from; folder != null; folder = folder.getParent()) {
            Path data = folder.resolve("../shared/data").normalize();
            if (Files.isDirectory(data)) {
                return data;
            }
        }
        return from;
    }

    @Test
    void findTheFourPeopleBeforeTheBus() throws IOException {
        Picture bus = picture("bus.jpg");
        try (var yolov10 = yolov10();
                var yolox = yolox()) {
            List<PersonBox> persons = yolov10.detect(bus).persons();
            assertAt(persons, 50, 400, 245, 905, bus);
            assertAt(persons, 222, 405, 345, 860, bus);
            assertAt(persons, 670, 390, 810, 880, bus);
            assertAgree(persons, yolox.detect(bus).persons(), 3);
        }
    }

    @Test
    void findTheTwoMen() throws IOException {
        Picture zidane = picture("zidane.jpg");
        try (var yolov10 = yolov10();
                var yolox = yolox()) {
            List<PersonBox> persons = yolov10.detect(zidane).persons();
            assertThat(persons).hasSize(2);
            assertAt(persons, 745, 40, 1150, 715, zidane);
            assertAt(persons, 120, 195, 1110, 715, zidane);
            assertAgree(persons, yolox.detect(zidane).persons(), 2);
        }
    }

    private static PersonDetector yolov10() {
        var detector = PersonDetector.open(DetectConfig.of(data.resolve("agpl-3.0_yolov10n/yolov10n_w8.onnx")), 1);
        assertThat(detector.layout()).isEqualTo(DetectorLayout.YOLOV10);
        return detector;
    }

    private static PersonDetector yolox() {
        var detector = PersonDetector.open(DetectConfig.of(data.resolve("detector_apache/yolox_nano.onnx")), 1);
        assertThat(detector.layout()).isEqualTo(DetectorLayout.YOLOX);
        return detector;
    }

    private static void assertAt(List<PersonBox> persons, int left, int top, int right, int bottom, Picture picture) {
        float width = picture.width();
        float height = picture.height();
        var expected = new PersonBox(left / width, top / height, right / width, bottom / height, 1);
        assertThat(persons).anySatisfy(person -> assertThat(BoxDecoder.overlap(person, expected))
                .as("%s and %s", person, expected)
                .isGreaterThan(0.8f));
    }

    private static void assertAgree(List<PersonBox> some, List<PersonBox> others, int pairs) {
        assertThat(some.stream()
                        .filter(one -> others.stream().anyMatch(other -> BoxDecoder.overlap(one, other) > 0.5f)))
                .as("%s and %s", some, others)
                .hasSizeGreaterThanOrEqualTo(pairs);
    }

    private static Picture picture(String name) throws IOException {
        BufferedImage image =
                ImageIO.read(data.resolve("agpl-3.0_yolov10n").resolve(name).toFile());
        ByteBuffer rgb = ByteBuffer.allocateDirect(image.getWidth() * image.getHeight() * 3);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int pixel = image.getRGB(x, y);
                rgb.put((byte) (pixel >> 16)).put((byte) (pixel >> 8)).put((byte) pixel);
            }
        }
        return new Picture(image.getWidth(), image.getHeight(), rgb.flip());
    }
}
