package io.roomwise.inference.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.roomwise.capture.Picture;
import io.roomwise.inference.PersonBox;
import io.roomwise.inference.PersonMask;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class ClipEncoderTest {
    private static final int SIZE = 16;
    private static final InputSpec SPEC = new InputSpec(2.5, 70, 3, SIZE, ClipEncoder.VERSION);

    private final ByteBuffer crop = ByteBuffer.allocate(3 * SIZE * SIZE);
    private final FloatBuffer geometry = FloatBuffer.allocate(ClipEncoder.GEOMETRY);

    @Test
    void aRegionInTheMiddleFillsFiveSeventhsOfTheCrop() {
        // 112 x 112 source pixels around a region of 80 x 60: columns 84..196, rows 74..186
        Picture picture = picture(300, 260, (x, y) -> x >= 100 && x < 180 ? 200 : 0);
        encode(picture, region(100, 100, 180, 160, picture));

        for (int x = 0; x < SIZE; x++) {
            double from = 84 + x * 7.0;
            double covered = Math.max(0, Math.min(180, from + 7) - Math.max(100, from)) / 7;
            assertThat(level(0, x, 8)).isCloseTo((int) Math.round(200 * covered), within(1));
        }
    }

    @Test
    void whatLiesOutsideThePictureIsBlack() {
        Picture picture = picture(64, 64, (x, y) -> 255);
        encode(picture, region(0, 0, 32, 32, picture));
        assertThat(level(0, 0, 8)).isZero();
        assertThat(level(0, 8, 8)).isEqualTo(255);
        assertThat(level(0, SIZE - 1, SIZE - 1)).isEqualTo(255);
    }

    @Test
    void aSmallRegionIsInterpolated() {
        Picture picture = picture(100, 100, (x, y) -> 2 * x);
        encode(picture, region(40, 40, 50, 50, picture)); // 14 source pixels on 16
        for (int x = 1; x < SIZE; x++) {
            assertThat(level(1, x, 8) - level(1, x - 1, 8)).isBetween(1, 2);
        }
    }

    @Test
    void aFlatPictureStaysFlatAtAnyScale() {
        for (int side : new int[] {8, 60, 129, 700, 2000}) {
            Picture picture = picture(2400, 2400, (x, y) -> 77);
            crop.clear();
            geometry.clear();
            encode(picture, region(100, 100, 100 + side, 100 + side, picture));
            assertThat(level(2, 8, 8)).isCloseTo(77, within(1));
        }
    }

    @Test
    void withoutPeopleTheWholePictureIsSeenAndTheGeometryIsZero() {
        Picture picture = picture(320, 240, (x, y) -> 100);
        encode(picture, PersonRegion.NOBODY);
        assertThat(level(0, 8, 8)).isEqualTo(100);
        assertThat(level(0, 0, 1)).isZero(); // rows 0..1 of 16 are above the picture: 320 x 320 around 320 x 240
        assertThat(level(0, 0, 2)).isEqualTo(100);
        assertThat(geometry.array()).containsOnly(0);
    }

    @Test
    void theGeometrySaysWhereAndHowMany() {
        Picture picture = picture(320, 240, (x, y) -> 51);
        PersonMask mask = new PersonMask(
                List.of(new PersonBox(0.1f, 0.2f, 0.3f, 0.6f, 0.9f), new PersonBox(0.5f, 0.4f, 0.7f, 0.8f, 0.5f)));
        encode(picture, mask.regions().get(1));
        float[] expected = {0.6f, 0.6f, 0.2f, 0.4f, 0.5f, 0.5f, 2f / 3, 0.2f};
        assertThat(geometry.array()).usingComparatorWithPrecision(1e-6f).containsExactly(expected);
    }

    @Test
    void boxesWithoutAnAreaAreNobody() {
        PersonMask mask = new PersonMask(List.of(new PersonBox(1.2f, 0, 1.5f, 1, 0.9f)));
        assertThat(mask.regions()).isEmpty();
    }

    @Test
    void aStoredFrameEqualsALiveOneToTheLastBit() {
        Picture picture = picture(320, 240, (x, y) -> (x * 7 + y * 13) % 256);
        PersonRegion region = region(50, 30, 120, 200, picture);
        FloatBuffer live = FloatBuffer.allocate(3 * SIZE * SIZE);
        new ClipEncoder(SPEC).encode(picture, region, live, FloatBuffer.allocate(ClipEncoder.GEOMETRY));

        encode(picture, region);
        FloatBuffer stored = FloatBuffer.allocate(3 * SIZE * SIZE);
        ClipEncoder.normalize(crop.flip(), stored);

        assertThat(stored.array()).containsExactly(live.array());
    }

    @Test
    void theSpecSurvivesItsMapAndRefusesAnotherEncoder() {
        assertThat(InputSpec.fromMap(SPEC.toMap())).isEqualTo(SPEC);
        assertThatThrownBy(() -> new InputSpec(2.5, 70, 3, 64, 1))
                .hasMessage("input.encoder_version is 1, this program encodes version 2");
    }

    private void encode(Picture picture, PersonRegion region) {
        new ClipEncoder(SPEC).crop(picture, region, crop, geometry);
    }

    private int level(int channel, int x, int y) {
        return crop.get((channel * SIZE + y) * SIZE + x) & 0xff;
    }

    private static PersonRegion region(float left, float top, float right, float bottom, Picture p) {
        return new PersonRegion(left / p.width(), top / p.height(), right / p.width(), bottom / p.height(), 1, 0.5f);
    }

    private static Picture picture(int width, int height, IntBinaryOperator level) {
        ByteBuffer rgb = ByteBuffer.allocateDirect(width * height * 3);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                byte value = (byte) level.applyAsInt(x, y);
                rgb.put(value).put(value).put(value);
            }
        }
        return new Picture(width, height, rgb.clear());
    }
}
