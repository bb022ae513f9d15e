package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class FilePlaybackTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long UTC = 1_790_000_000L * SECOND;

    private final FilePlayback playback = new FilePlayback(new Clocks(() -> UTC, () -> 0));
    private final StreamClock clock = playback.clock(new MediaTime(1, 1000), 0);

    /** A packet that is read in its time. */
    private long captured(long second, long hostStep) {
        var packet = new PacketTimes(
                second * 1000, PacketTimes.NONE, null, SECOND, UTC + second * SECOND + hostStep, second * SECOND);
        return Objects.requireNonNull(clock.timeOf(packet)).captureUtcNanos() - UTC;
    }

    @Test
    void framesFollowAStepOfOurClock() {
        playback.beginPass(0);
        assertThat(captured(1, 0)).isEqualTo(SECOND);
        assertThat(captured(2, 3600 * SECOND)).isEqualTo(3602 * SECOND);
        assertThat(captured(3, 3600 * SECOND)).isEqualTo(3603 * SECOND);
        assertThat(captured(4, -SECOND)).isEqualTo(3 * SECOND);
    }

    @Test
    void aClockThatIsSteeredMovesNoFrame() {
        playback.beginPass(0);
        assertThat(captured(1, SECOND / 3)).isEqualTo(SECOND);
        assertThat(captured(2, -SECOND / 3)).isEqualTo(2 * SECOND);
    }
}
