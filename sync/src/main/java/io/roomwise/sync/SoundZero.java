package io.roomwise.sync;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * To what the offsets of a room's microphones refer, from one estimate to the next. Lags tell differences only. While all
 * are heard that were heard when zero was found, it is found anew each time; while one of them is silent, the others keep
 * what was known of them: with a zero of their own they would be moved away from it. Runs on thread sync only.
 */
final class SoundZero {
    private static final int NONE = -1;

    /** NaN where nothing is known of the stream as it is now. */
    private final double[] offsets;

    private final boolean[] anchored;
    /** Those have the same number for which zero was found together. */
    private final int[] found;

    private int newest = NONE;

    SoundZero(int microphones) {
        offsets = new double[microphones];
        anchored = new boolean[microphones];
        found = new int[microphones];
        Arrays.fill(offsets, Double.NaN);
        Arrays.fill(found, NONE);
    }

    /** The microphone's stream was opened anew; the others still refer to where it was. */
    void forget(int microphone) {
        offsets[microphone] = Double.NaN;
    }

    /**
     * Where zero is among microphones of which one is silent that it was found with; empty if none is.
     *
     * @param now offsets to any other zero
     */
    OptionalDouble kept(int[] members, double[] now) {
        double[] moved = known(members)
                .filter(member -> lacksOne(members, found[member]))
                .mapToDouble(member -> now[member] - offsets[member])
                .sorted()
                .toArray();
        return moved.length > 0
                ? OptionalDouble.of((moved[(moved.length - 1) / 2] + moved[moved.length / 2]) / 2)
                : OptionalDouble.empty();
    }

    /** Whether the zero of these was a sender's clock. */
    boolean isAnchored(int[] members) {
        return known(members).anyMatch(member -> anchored[member]);
    }

    private IntStream known(int[] members) {
        return Arrays.stream(members).filter(member -> !Double.isNaN(offsets[member]));
    }

    private boolean lacksOne(int[] members, int together) {
        return IntStream.range(0, found.length)
                .filter(other -> found[other] == together)
                .anyMatch(other -> Arrays.stream(members).noneMatch(member -> member == other));
    }

    /** Zero was found for these, together. */
    void find(int[] members, double[] now, boolean bySender) {
        newest++;
        Arrays.stream(members).forEach(member -> set(member, now[member], bySender, newest));
    }

    /** Zero was kept for these; those that are new to it refer to it from now on. */
    void keep(int[] members, double[] now) {
        int elder = known(members).findFirst().orElseThrow();
        Arrays.stream(members)
                .filter(member -> Double.isNaN(offsets[member]))
                .forEach(member -> set(member, now[member], anchored[elder], found[elder]));
    }

    private void set(int member, double offset, boolean bySender, int together) {
        offsets[member] = offset;
        anchored[member] = bySender;
        found[member] = together;
    }
}
