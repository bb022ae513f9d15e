package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ShortBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of a picture that the sink does not want it is told the time alone. */
@Timeout(60)
class UnwantedPicturesTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<Long> offered = new CopyOnWriteArrayList<>();
    private final List<Long> skipped = new CopyOnWriteArrayList<>();
    private final CountDownLatch all = new CountDownLatch(25);

    /** Wants what was captured in the first half of each second. */
    private final class Picky implements FrameSink {
        @Override
        public boolean wantsPicture(StreamId stream, FrameTime time) {
            return isWanted(time.captureUtcNanos());
        }

        @Override
        public boolean skipPicture(StreamId stream, FrameTime time) {
            skipped.add(time.captureUtcNanos());
            all.countDown();
            return true;
        }

        @Override
        public boolean offerPicture(StreamId stream, FrameTime time, Picture picture) {
            offered.add(time.captureUtcNanos());
            all.countDown();
            return true;
        }

        @Override
        public boolean offerSound(StreamId stream, FrameTime time, ShortBuffer samples) {
            return true;
        }
    }

    private static boolean isWanted(long utcNanos) {
        return Math.floorMod(utcNanos, SECOND) < SECOND / 2;
    }

    @Test
    void picturesAreOfferedOrSkippedAndCountEitherWay() throws InterruptedException {
        var listener = new RecordingListener();
        try (var camera = Streams.started(Streams.camera(BarcodeScene.silent()))) {
            var reader = Streams.reader(camera.url(), Streams.VIDEO, new Picky(), listener);
            try (reader) {
                reader.start();
                assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(offered).isNotEmpty().allMatch(UnwantedPicturesTest::isWanted);
            assertThat(skipped).isNotEmpty().noneMatch(UnwantedPicturesTest::isWanted);
            assertThat(reader.stats().pictures()).isEqualTo(offered.size() + skipped.size());
        }
        assertThat(listener.await(StreamState.STREAMING).reason()).isEqualTo("streaming 320x240 h264");
    }
}
