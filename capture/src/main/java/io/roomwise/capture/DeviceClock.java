package io.roomwise.capture;

import org.jspecify.annotations.Nullable;

/** Capture times of a local device, whose driver stamps with the system's UTC less the delay of its buffer. */
final class DeviceClock implements StreamClock {
    /** Of a driver that reckons with the delay of its buffer. */
    private static final long DRIVER_NANOS = 1_000_000L;

    private final MediaTime unit;
    private final long correctionNanos;

    DeviceClock(MediaTime unit, long correctionNanos) {
        this.unit = unit;
        this.correctionNanos = correctionNanos;
    }

    @Override
    public @Nullable FrameTime timeOf(PacketTimes packet) {
        return packet.pts() == PacketTimes.NONE
                ? null
                : new FrameTime(
                        unit.nanos(packet.pts()) + correctionNanos,
                        DRIVER_NANOS,
                        ClockSource.SENDER_REPORT,
                        packet.arrivalUtcNanos());
    }
}
