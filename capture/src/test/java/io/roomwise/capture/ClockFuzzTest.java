package io.roomwise.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Capture times stay times, whatever senders claim. */
class ClockFuzzTest {
    private static final int STREAMS = 2_000;
    private static final int PACKETS = 100;
    private static final long SECOND = 1_000_000_000L;
    private static final long FRAME = SECOND / 25;
    private static final long UTC = 1_790_000_000L * SECOND;
    private static final Duration MAX_OFFSET = Duration.ofSeconds(5);

    private final Random random = new Random(4);

    @Test
    void anyNtpTimeIsATimeBetween1968And2104() {
        for (var i = 0; i < 100_000; i++) {
            var report = SenderReport.ofNtp(random.nextLong(), random.nextInt());
            assertThat(report.utcNanos()).isBetween(-61_505_152L * SECOND, 4_233_462_144L * SECOND);
        }
    }

    @Test
    void noStampIsFurtherAheadThanIsBelievedAndErrorsAreErrors() {
        for (var stream = 0; stream < STREAMS; stream++) {
            var clock = new RtpClock(unit(), random.nextBoolean(), MAX_OFFSET, 0, 0);
            for (var i = 0; i < PACKETS; i++) {
                var packet = wildPacket(i);
                var time = clock.timeOf(packet);
                assertThat(time == null).isEqualTo(packet.pts() == PacketTimes.NONE);
                if (time != null) {
                    assertThat(time.errorNanos()).isNotNegative();
                    assertThat(time.captureUtcNanos() - time.arrivalUtcNanos())
                            .as("stream %d, packet %d", stream, i)
                            .isLessThanOrEqualTo(MAX_OFFSET.toNanos());
                }
            }
        }
    }

    /** The RTP clock goes on evenly; everything that is said about it is wild. */
    @Test
    void betweenReportsStampsGoOnAsTheRtpClockDoes() {
        for (var stream = 0; stream < STREAMS; stream++) {
            var clock = new RtpClock(new MediaTime(1, 90_000), false, MAX_OFFSET, 0, 0);
            var pts = random.nextInt();
            var report = new SenderReport(UTC + random.nextInt(), random.nextInt());
            var before = Long.MIN_VALUE;
            for (var i = 0; i < PACKETS; i++) {
                var told = i == 0 ? report : null;
                var reference = (report.utcNanos() + i * FRAME) / 1000;
                var arrival = UTC + i * FRAME;
                var packet = new PacketTimes(pts + i * 3600L, reference, told, FRAME, arrival, arrival - UTC);
                var time = Objects.requireNonNull(clock.timeOf(packet));
                assertThat(time.captureUtcNanos())
                        .as("stream %d, packet %d", stream, i)
                        .isGreaterThan(before);
                before = time.captureUtcNanos();
            }
        }
    }

    /** As in session descriptions: rates of clocks, also senseless ones. */
    private MediaTime unit() {
        var rates = new int[] {1, 8_000, 16_000, 44_100, 90_000, Integer.MAX_VALUE};
        return new MediaTime(1, rates[random.nextInt(rates.length)]);
    }

    private PacketTimes wildPacket(int number) {
        var arrival = UTC + number * FRAME + random.nextInt((int) FRAME);
        return new PacketTimes(
                random.nextInt(20) == 0 ? PacketTimes.NONE : wild(number * 3600L, 3600),
                random.nextInt(3) == 0 ? PacketTimes.NONE : wild(arrival / 1000, 1_000_000),
                wildReport(arrival),
                wild(FRAME, 1),
                arrival,
                arrival - UTC);
    }

    private @Nullable SenderReport wildReport(long arrival) {
        return switch (random.nextInt(4)) {
            case 0 -> SenderReport.ofNtp(random.nextLong(), random.nextInt());
            case 1 -> new SenderReport(arrival + random.nextInt(), random.nextInt());
            default -> null;
        };
    }

    /** Mostly near what is right. */
    private long wild(long right, int away) {
        return switch (random.nextInt(12)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextInt();
            case 2 -> Long.MAX_VALUE - random.nextInt(3);
            case 3 -> Long.MIN_VALUE + 1 + random.nextInt(3);
            default -> right + random.nextInt(2 * away + 1) - away;
        };
    }
}
