package io.roomwise.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Counts the packets of one medium along the sender's own time, so that bursts and delays of the network change nothing. */
final class PacketMeter {
    /** A longer step is none of the pictures: the sender's clock began anew. */
    private static final long LONGEST_STEP_NANOS = 10_000_000_000L;

    private long position;
    private final List<Long> steps = new ArrayList<>();
    private long spanNanos;
    private long bytes;
    private final List<Long> keyFrames = new ArrayList<>();
    private boolean any;

    /**
     * A packet came.
     *
     * @param positionNanos on the sender's clock
     * @param continues whether that can be compared with the position before
     */
    void onPacket(long positionNanos, boolean continues, int size, boolean isKeyFrame) {
        var step = positionNanos - position;
        if (any && continues && Math.abs(step) < LONGEST_STEP_NANOS) {
            steps.add(step);
            spanNanos += step;
            bytes += size;
        }
        any = true;
        position = positionNanos;
        if (isKeyFrame) {
            keyFrames.add(spanNanos);
        }
    }

    /** FFmpeg does not know the time of every stream's first packet. */
    void onKeyFrameWithoutTime() {
        keyFrames.add(spanNanos);
    }

    boolean hasKeyFrame() {
        return !keyFrames.isEmpty();
    }

    /** Packets in a second of the sender's time: pictures, for all codecs that cameras have. */
    double perSecond() {
        return spanNanos > 0 ? steps.size() * 1e9 / spanNanos : 0;
    }

    /** Packets that did not come, as the time stamps of those around tell: lost, or left out by the sender. */
    long missing() {
        var usual = steps.isEmpty() ? 0 : RobustLine.median(toArray(steps));
        var isReordered = steps.stream().anyMatch(step -> step < 0);
        return usual <= 0 || isReordered
                ? 0
                : steps.stream()
                        .mapToLong(step -> Math.round(step / usual) - 1)
                        .filter(count -> count > 0)
                        .sum();
    }

    private static double[] toArray(List<Long> values) {
        return values.stream().mapToDouble(Long::doubleValue).toArray();
    }

    double kilobitsPerSecond() {
        return spanNanos > 0 ? bytes * 8e6 / spanNanos : 0;
    }

    /** From one key frame to the next, the median; empty where there were less than two. */
    OptionalDouble keyFrameSeconds() {
        if (keyFrames.size() < 2) {
            return OptionalDouble.empty();
        }
        var gaps = new double[keyFrames.size() - 1];
        for (var i = 0; i < gaps.length; i++) {
            gaps[i] = (keyFrames.get(i + 1) - keyFrames.get(i)) / 1e9;
        }
        return OptionalDouble.of(RobustLine.median(gaps));
    }

    /** The longest time without a key frame, the one at the end included: what is seen of an interval is a lower bound. */
    double longestWithoutKeyFrameSeconds() {
        var last = 0L;
        var longest = 0L;
        for (var keyFrame : keyFrames) {
            longest = Math.max(longest, keyFrame - last);
            last = keyFrame;
        }
        return Math.max(longest, spanNanos - last) / 1e9;
    }
}
