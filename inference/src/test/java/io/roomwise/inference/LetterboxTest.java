package io.roomwise.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.roomwise.capture.Picture;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class LetterboxTest {
    private static final float GREY = 114 * (1 / 255f);

    @Test
    void centresAWidePictureBetweenGreyBars() {
        FloatBuffer input = letterbox(picture(64, 32, 255, 0, 255), 32, 32, DetectorLayout.YOLOV10);
        assertThat(pixel(input, 32, 32, 5, 7)).containsExactly(GREY, GREY, GREY);
        assertThat(pixel(input, 32, 32, 5, 8)).containsExactly(1, 0, 1);
        assertThat(pixel(input, 32, 32, 5, 23)).containsExactly(1, 0, 1);
        assertThat(pixel(input, 32, 32, 5, 24)).containsExactly(GREY, GREY, GREY);
    }

    @Test
    void putsThePictureTopLeftWithBlueFirstAndUnscaledForYolox() {
        FloatBuffer input = letterbox(picture(32, 64, 200, 100, 50), 32, 32, DetectorLayout.YOLOX);
        assertThat(pixel(input, 32, 32, 0, 0)).containsExactly(50, 100, 200);
        assertThat(pixel(input, 32, 32, 15, 31)).containsExactly(50, 100, 200);
        assertThat(pixel(input, 32, 32, 16, 0)).containsExactly(114, 114, 114);
    }

    @Test
    void copiesAPictureOfTheInputsSizeExactly() {
        Picture picture = picture(32, 32, 0, 0, 0);
        for (int i = 0; i < 32 * 32 * 3; i++) {
            picture.rgb().put(i, (byte) (i * 31));
        }
        FloatBuffer input = letterbox(picture, 32, 32, DetectorLayout.YOLOX);
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                int at = (y * 32 + x) * 3;
                assertThat(pixel(input, 32, 32, x, y))
                        .containsExactly(value(picture, at + 2), value(picture, at + 1), value(picture, at));
            }
        }
    }

    @Test
    void halvingTakesTheMeanOfFourNeighbours() {
        Picture picture = picture(64, 64, 0, 0, 0);
        picture.rgb().put((10 * 64 + 20) * 3, (byte) 100).put((11 * 64 + 21) * 3, (byte) 200);
        FloatBuffer input = letterbox(picture, 32, 32, DetectorLayout.YOLOX);
        assertThat(pixel(input, 32, 32, 10, 5)[2]).isEqualTo(75);
    }

    @Test
    void doublingInterpolatesBetweenPixelCentresAndRepeatsTheEdge() {
        Picture picture = picture(32, 32, 0, 0, 0);
        picture.rgb().put(0, (byte) 100);
        FloatBuffer input = letterbox(picture, 64, 64, DetectorLayout.YOLOX);
        assertThat(pixel(input, 64, 64, 0, 0)[2]).isEqualTo(100);
        assertThat(pixel(input, 64, 64, 1, 0)[2]).isEqualTo(75);
        assertThat(pixel(input, 64, 64, 2, 0)[2]).isEqualTo(25);
        assertThat(pixel(input, 64, 64, 1, 1)[2]).isEqualTo(56.25f);
    }

    @Test
    void fillingAgainLeavesNothingOfThePictureBefore() {
        var letterbox = new Letterbox(48, 32, 64, 64, DetectorLayout.YOLOV8);
        FloatBuffer used = FloatBuffer.allocate(3 * 64 * 64);
        letterbox.fillBorder(used);
        letterbox.fill(picture(48, 32, 1, 2, 3), used);
        letterbox.fill(picture(48, 32, 7, 8, 9), used);
        assertThat(used).isEqualTo(letterbox(picture(48, 32, 7, 8, 9), 64, 64, DetectorLayout.YOLOV8));
    }

    @Test
    void inputCoordinatesComeBackAsFractionsOfThePicture() {
        var letterbox = new Letterbox(1280, 720, 640, 384, DetectorLayout.YOLOV10);
        assertThat(letterbox.pictureX(320)).isEqualTo(0.5f);
        assertThat(letterbox.pictureY(12)).isZero();
        assertThat(letterbox.pictureY(12 + 90)).isCloseTo(0.25f, within(1e-6f));
        assertThat(letterbox.pictureY(384)).isEqualTo(1);
        assertThat(letterbox.pictureX(-5)).isZero();
    }

    private static FloatBuffer letterbox(Picture picture, int width, int height, DetectorLayout layout) {
        var letterbox = new Letterbox(picture.width(), picture.height(), width, height, layout);
        FloatBuffer input = FloatBuffer.allocate(3 * width * height);
        letterbox.fillBorder(input);
        letterbox.fill(picture, input);
        return input;
    }

    private static float[] pixel(FloatBuffer input, int width, int height, int x, int y) {
        int plane = width * height;
        int at = y * width + x;
        return new float[] {input.get(at), input.get(plane + at), input.get(2 * plane + at)};
    }

    private static float value(Picture picture, int at) {
        return picture.rgb().get(at) & 0xff;
    }

    static Picture picture(int width, int height, int red, int green, int blue) {
        ByteBuffer rgb = ByteBuffer.allocateDirect(width * height * 3);
        while (rgb.hasRemaining()) {
            rgb.put((byte) red).put((byte) green).put((byte) blue);
        }
        return new Picture(width, height, rgb.flip());
    }
}
