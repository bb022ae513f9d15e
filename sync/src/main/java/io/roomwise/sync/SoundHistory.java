package io.roomwise.sync;

import java.util.Arrays;

/**
 * The last eight seconds of one microphone, each sample at its number since 1970. Holes are silent. Runs on thread sync
 * only.
 *
 * <p>Sound has no seams, its time stamps are not exact: each piece begins at most one sample away from the end of the
 * last one, on the side of its stamp. So the samples follow the median of the stamps, by 3 ms a second, and a jitter of
 * stamps makes no holes.
 */
final class SoundHistory {
    /** Samples; 8.2 s. */
    static final int KEPT = 1 << 17;

    private static final int SEAMLESS_SAMPLES = 160;
    private static final long NEVER = Long.MIN_VALUE;

    private final short[] samples = new short[KEPT];
    /** The sample after the newest one. */
    private long end = NEVER;

    /**
     * Takes a piece, of fewer samples than are kept.
     *
     * @param stamped number of its first sample by its time stamp
     */
    void add(long stamped, short[] piece, int count) {
        long shift = end == NEVER ? KEPT : stamped - end;
        boolean seamless = Math.abs(shift) <= SEAMLESS_SAMPLES;
        long first = seamless ? end + Long.signum(shift) : stamped;
        if (seamless && shift > 0) {
            samples[Math.floorMod(end, KEPT)] = piece[0];
        } else if (shift > 0) {
            silence(first, (int) Math.min(KEPT, shift));
        } else if (shift < -KEPT) {
            Arrays.fill(samples, (short) 0);
        }
        int place = Math.floorMod(first, KEPT);
        int untilWrap = Math.min(count, KEPT - place);
        System.arraycopy(piece, 0, samples, place, untilWrap);
        System.arraycopy(piece, untilWrap, samples, 0, count - untilWrap);
        end = first + count;
    }

    /** Between the end and where the next piece wants to begin, in samples; 0 before the first one. */
    long distance(long stamped) {
        return end == NEVER ? 0 : Math.abs(stamped - end);
    }

    private void silence(long until, int count) {
        int place = Math.floorMod(until - count, KEPT);
        int untilWrap = Math.min(count, KEPT - place);
        Arrays.fill(samples, place, place + untilWrap, (short) 0);
        Arrays.fill(samples, 0, count - untilWrap, (short) 0);
    }

    /** Whether so many samples before this one have come and none of them is forgotten. */
    boolean covers(long until, int count) {
        return end != NEVER && until <= end && until - count >= end - KEPT;
    }

    /** Copies so many samples before this one to the beginning of the target. */
    void copyTo(float[] target, int count, long until) {
        long first = until - count;
        for (int i = 0; i < count; i++) {
            target[i] = samples[Math.floorMod(first + i, KEPT)];
        }
    }
}
