package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrozenPictureTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int WIDTH = 30;
    private static final int HEIGHT = 20;

    private final FrozenPicture frozen = new FrozenPicture();
    private final AVFrame frame = av_frame_alloc();

    FrozenPictureTest() {
        frame.format(AV_PIX_FMT_GRAY8).width(WIDTH).height(HEIGHT);
        av_frame_get_buffer(frame, 0);
        frame.data(0).fill(90);
    }

    @AfterEach
    void free() {
        av_frame_free(frame);
    }

    private void pixel(int x, int y, int value) {
        frame.data(0).put((long) y * frame.linesize(0) + x, (byte) value);
    }

    @Test
    void samePictureForAMinuteIsFrozen() {
        for (var second = 0L; second < 60; second++) {
            frozen.onPicture(frame, second * SECOND);
            assertThat(frozen.fault()).isEmpty();
        }
        frozen.onPicture(frame, 60 * SECOND);
        assertThat(frozen.fault()).contains("picture has not changed for 60 s");
    }

    @Test
    void oneOtherPixelInAMinuteIsLife() {
        for (var second = 0L; second < 200; second++) {
            if (second % 50 == 0) {
                pixel(WIDTH - 1, HEIGHT - 1, (int) second);
            }
            frozen.onPicture(frame, second * SECOND);
            assertThat(frozen.fault()).isEmpty();
        }
    }

    @Test
    void pictureThatThawsIsNotFrozenAnyMore() {
        frozen.onPicture(frame, 0);
        frozen.onPicture(frame, 61 * SECOND);
        assertThat(frozen.fault()).isPresent();
        pixel(3, 2, 91);
        frozen.onPicture(frame, 62 * SECOND);
        assertThat(frozen.fault()).isEmpty();
    }

    @Test
    void whatLiesBetweenTheRowsIsNoPicture() {
        assertThat(frame.linesize(0)).isGreaterThan(WIDTH);
        for (var second = 0L; second <= 60; second++) {
            pixel(WIDTH, 5, (int) second);
            frozen.onPicture(frame, second * SECOND);
        }
        assertThat(frozen.fault()).isPresent();
    }
}
