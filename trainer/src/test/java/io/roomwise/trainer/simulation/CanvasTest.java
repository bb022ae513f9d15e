package io.roomwise.trainer.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CanvasTest {
    private static final Rgb RED = new Rgb(1, 0, 0);
    private static final Camera.Optics OPTICS = new Camera.Optics(1, new Rgb(1, 1, 1), 0, 1);

    private final Camera camera = Camera.lookingAt(new Vec3(0, 0, 1), new Vec3(5, 0, 1), 90, OPTICS);
    private final Canvas.Light light = new Canvas.Light(
            camera.turn(Vec3.UP), 1, camera.turn(new Vec3(-1, 0, 0)), 0, camera.turn(Vec3.UP), new ToneCurve(OPTICS));
    private final Canvas canvas = new Canvas(camera, light);

    @Test
    void whatStandsBehindAWallIsTouchedButNotOwned() {
        for (int pixel = 0; pixel < canvas.depth.length; pixel++) {
            canvas.depth[pixel] = pixel % Canvas.WIDTH < Canvas.WIDTH / 2 ? 1 : 100;
        }
        canvas.begin(1, light);
        canvas.roundCone(new Vec3(4, 0, 0.5), 0.3, new Vec3(4, 0, 1.5), 0.3, RED, RED, 0);

        assertThat(owned(1)).isCloseTo(canvas.silhouette() / 2, within(4));
        assertThat(owned(1)).isPositive();
    }

    @Test
    void aBallIsAsLargeAsItsAngleSays() {
        Arrays.fill(canvas.depth, 100);
        canvas.begin(1, light);
        canvas.roundCone(new Vec3(4, 0, 1), 0.4, new Vec3(4, 0, 1), 0.4, RED, RED, 0);

        double radius = camera.focal() * Math.tan(Math.asin(0.1));
        assertThat((double) canvas.silhouette()).isCloseTo(Math.PI * radius * radius, within(20.0));
    }

    @Test
    void theNearerOfTwoIsSeen() {
        Arrays.fill(canvas.depth, 100);
        Vec3[] halves = {new Vec3(0.1, 0, 0), new Vec3(0, 0.5, 0), new Vec3(0, 0, 0.5)};
        canvas.begin(1, light);
        canvas.block(new Vec3(3, 0, 1), halves, RED);
        canvas.begin(2, light);
        canvas.block(new Vec3(5, 0, 1), halves, RED);

        assertThat(canvas.silhouette()).isPositive();
        assertThat(owned(2)).isZero();
        assertThat(canvas.owner[Canvas.WIDTH * Canvas.HEIGHT / 2 + Canvas.WIDTH / 2])
                .isEqualTo((byte) 1);
    }

    private int owned(int id) {
        int count = 0;
        for (byte owner : canvas.owner) {
            count += owner == id ? 1 : 0;
        }
        return count;
    }
}
