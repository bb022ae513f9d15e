package io.roomwise.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.capture.Picture;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two detectors that others trained, of different layouts, on photographs. */
class RealDetectorsTest {
    @Test
    void findTheFourPeopleBeforeTheBus() throws IOException {
        Picture bus = RealModels.picture("agpl-3.0_yolov10n/bus.jpg");
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
        Picture zidane = RealModels.picture("agpl-3.0_yolov10n/zidane.jpg");
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
        var detector = PersonDetector.open(DetectConfig.of(RealModels.file("agpl-3.0_yolov10n/yolov10n_w8.onnx")), 1);
        assertThat(detector.layout()).isEqualTo(DetectorLayout.YOLOV10);
        return detector;
    }

    private static PersonDetector yolox() {
        var detector = PersonDetector.open(DetectConfig.of(RealModels.file("detector_apache/yolox_nano.onnx")), 1);
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
}
