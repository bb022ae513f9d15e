package io.roomwise.capture.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RtpTrackTest {
    private static final long ORIGIN = 1_790_000_000_123_456_789L;
    private static final long SECOND = 1_000_000_000L;

    private final RtpTrack track = new RtpTrack(96, 90_000, ORIGIN, new SplittableRandom(3));

    private static int timestamp(byte[] packet) {
        return ByteBuffer.wrap(packet).getInt(4);
    }

    @Test
    void packetsAreNumberedAndStampedInClockTicks() {
        var first = track.packet(track.ticksAt(ORIGIN), false, new byte[] {1});
        var second = track.packet(track.ticksAt(ORIGIN + SECOND / 10), true, new byte[] {2});
        assertThat(timestamp(second) - timestamp(first)).isEqualTo(9000);
        assertThat((short) (ByteBuffer.wrap(second).getShort(2)
                        - ByteBuffer.wrap(first).getShort(2)))
                .isEqualTo((short) 1);
        assertThat(first).startsWith((byte) 0x80, (byte) 96).endsWith((byte) 1);
        assertThat(second[1]).isEqualTo((byte) (0x80 | 96));
    }

    @Test
    void senderReportNamesTheTimeOfItsTimestamp() {
        var zero = timestamp(track.packet(0, false, new byte[10]));
        var report = ByteBuffer.wrap(track.senderReport(ORIGIN + 2 * SECOND, 5 * SECOND));
        assertThat(report.get(1)).isEqualTo((byte) 200);
        assertThat(report.getInt(16) - zero).isEqualTo(180_000);
        assertThat(report.getInt(20)).as("packets").isEqualTo(1);
        assertThat(report.getInt(24)).as("bytes").isEqualTo(10);
        var seconds = (report.getInt(8) & 0xffff_ffffL) - 2_208_988_800L;
        var nanos = ((report.getInt(12) & 0xffff_ffffL) * SECOND) >>> 32;
        assertThat(seconds * SECOND + nanos).isBetween(ORIGIN + 7 * SECOND - 2, ORIGIN + 7 * SECOND);
    }
}
