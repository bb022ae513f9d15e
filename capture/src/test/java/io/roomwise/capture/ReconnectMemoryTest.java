package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * A camera that is lost over and over leaves nothing behind: no native memory, no file, no thread. For figures run it alone
 * with {@code -Droomwise.reconnects=150}.
 */
class ReconnectMemoryTest {
    private static final int RECONNECTS = Integer.getInteger("roomwise.reconnects", 15);
    private static final int WARM_UP = 5;
    private static final int REPORT_EVERY = 25;

    private final RecordingSink sink = new RecordingSink();

    @Test
    @Timeout(600)
    void nothingIsLeftBehind() throws IOException {
        assumeTrue(Footprint.canBeTold(), "needs /proc");
        try (var camera = Streams.started(Streams.camera(BarcodeScene.withSound(16_000)));
                var reader = Streams.reader(camera.url(), Streams.BOTH, sink, new RecordingListener())) {
            reader.start();
            var before = new Footprint(0, 0, 0, 0);
            for (var i = 1; i <= RECONNECTS; i++) {
                sink.awaitPictures(2);
                if (i == WARM_UP) {
                    before = Footprint.now();
                } else if (i % REPORT_EVERY == 0) {
                    report(i, Footprint.now());
                }
                var lost = reader.stats().reconnects();
                camera.faults().cutAll();
                sink.await("a reconnect", s -> reader.stats().reconnects() > lost);
                sink.clear();
            }
            sink.awaitPictures(1);
            var after = Footprint.now();
            assertThat(reader.stats().nativeContexts()).isEqualTo(1);
            assertThat(after.nativeBytes() - before.nativeBytes()).isLessThan(100_000);
            assertThat(after.files()).isLessThanOrEqualTo(before.files() + 4);
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 4);
            assertThat(after.residentKib() - before.residentKib()).isLessThan(20 * 1024);
        }
    }

    private static void report(int reconnects, Footprint footprint) {
        LoggerFactory.getLogger(ReconnectMemoryTest.class)
                .warn(String.format(Locale.ROOT, "%d reconnects: %s", reconnects, footprint));
    }
}
