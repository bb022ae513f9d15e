package io.roomwise.sync;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * From lags of pairs to one offset of each microphone, by least squares in which each witness counts the same. Lags tell
 * differences only. Zero is where the median of the microphones with sender's clocks is; without any it is the earliest
 * microphone, because arrival can be late but not early. {@link SoundZero} remembers it.
 */
final class SoundOffsets {
    /** Sources are mostly within 2.7 m nearer to the one or the other microphone; sound takes 3 ms for a metre. */
    static final double PATH_MILLIS = 8;

    /** Gauss and Seidel's steps; the error of a chain of eight microphones falls to a thousandth. */
    private static final int STEPS = 200;

    private final List<MicrophonePair> pairs;
    private final boolean[] byArrival;
    private final SoundZero zero;
    private final double[] offsets;
    private final int[] groups;
    private final boolean[] anchored;

    /**
     * @param byArrival which microphones have no sender's clock
     * @param zero of the estimates before; is told of this one
     */
    SoundOffsets(List<MicrophonePair> pairs, boolean[] byArrival, SoundZero zero) {
        this.pairs = pairs.stream().filter(pair -> pair.lags().agree()).toList();
        this.byArrival = byArrival.clone();
        this.zero = zero;
        offsets = new double[byArrival.length];
        groups = new int[byArrival.length];
        anchored = new boolean[byArrival.length];
        group();
        for (int step = 0; step < STEPS; step++) {
            relax();
        }
        Arrays.stream(groups).distinct().forEach(this::refer);
    }

    /** Microphones that are connected by pairs get one number. */
    private void group() {
        Arrays.setAll(groups, microphone -> microphone);
        for (MicrophonePair pair : pairs) {
            int from = groups[pair.second()];
            int to = groups[pair.first()];
            Arrays.setAll(groups, microphone -> groups[microphone] == from ? to : groups[microphone]);
        }
    }

    /** Puts each microphone to the mean of what its pairs say. */
    private void relax() {
        for (int microphone = 0; microphone < offsets.length; microphone++) {
            double sum = 0;
            double weight = 0;
            for (MicrophonePair pair : pairs) {
                if (pair.has(microphone)) {
                    int witnesses = pair.lags().agreeing();
                    sum += witnesses * (offsets[pair.other(microphone)] + pair.lagMillis(microphone));
                    weight += witnesses;
                }
            }
            offsets[microphone] = weight > 0 ? sum / weight : 0;
        }
    }

    private void refer(int group) {
        int[] members = IntStream.range(0, offsets.length)
                .filter(microphone -> groups[microphone] == group)
                .toArray();
        if (members.length < 2) {
            return;
        }
        double[] senders = Arrays.stream(members)
                .filter(microphone -> !byArrival[microphone])
                .mapToDouble(microphone -> offsets[microphone])
                .sorted()
                .toArray();
        boolean bySender = senders.length > 0;
        OptionalDouble kept = bySender ? OptionalDouble.empty() : zero.kept(members, offsets);
        double origin = kept.orElseGet(() -> bySender
                ? (senders[(senders.length - 1) / 2] + senders[senders.length / 2]) / 2
                : Arrays.stream(members)
                        .mapToDouble(microphone -> offsets[microphone])
                        .min()
                        .orElseThrow());
        boolean anchor = kept.isPresent() ? zero.isAnchored(members) : bySender;
        for (int microphone : members) {
            offsets[microphone] -= origin;
            anchored[microphone] = anchor;
        }
        if (kept.isPresent()) {
            zero.keep(members, offsets);
        } else {
            zero.find(members, offsets, bySender);
        }
    }

    /** Whether any pair tells of it. */
    boolean isKnown(int microphone) {
        return pairs.stream().anyMatch(pair -> pair.has(microphone));
    }

    /** Whether zero is a sender's clock. */
    boolean isAnchored(int microphone) {
        return anchored[microphone];
    }

    /** How late its time stamps are. */
    double offsetMillis(int microphone) {
        return offsets[microphone];
    }

    /** Standard error: the way of the sound, how far the witnesses of its pairs differ, and the pairs from each other. */
    double errorMillis(int microphone) {
        double variance = pairs.stream()
                .filter(pair -> pair.has(microphone))
                .mapToDouble(pair -> pair.lags().variance() + square(contradiction(pair)))
                .average()
                .orElse(0);
        return Math.sqrt(square(PATH_MILLIS) + variance);
    }

    private double contradiction(MicrophonePair pair) {
        return offsets[pair.first()] - offsets[pair.second()] - pair.lagMillis(pair.first());
    }

    private static double square(double value) {
        return value * value;
    }

    /** The pair of this microphone with the most witnesses, of a known one. */
    LagWitnesses witnesses(int microphone) {
        return pairs.stream()
                .filter(pair -> pair.has(microphone))
                .map(MicrophonePair::lags)
                .max((a, b) -> Integer.compare(a.agreeing(), b.agreeing()))
                .orElseThrow();
    }
}
