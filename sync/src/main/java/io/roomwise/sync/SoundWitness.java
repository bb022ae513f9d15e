package io.roomwise.sync;

import io.roomwise.capture.ClockSource;
import io.roomwise.capture.FrameSink;
import io.roomwise.capture.StreamId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the same events by all microphones of a room and tells from that how well their time stamps fit. Runs on thread
 * sync only.
 *
 * <pre>
 *  onSound ─> SoundHistory ─2 s─> EnergeticSound ─> GccPhat ─lag─> LagWitnesses ─> SoundOffsets ─> RoomCounters, log
 *             a microphone        what stands out   a pair          a pair          the room        SoundClock (option)
 * </pre>
 */
final class SoundWitness {
    private static final Logger LOG = LoggerFactory.getLogger(SoundWitness.class);

    /** How long after it was heard a stretch is looked at: by then its pieces have come. */
    private static final int DELAY_SAMPLES = 5 * FrameSink.SAMPLE_RATE_HZ / 2;
    /** Sound that stops or whose clock jumps by more comes from a stream that was opened anew. */
    private static final int NEW_STREAM_SAMPLES = FrameSink.SAMPLE_RATE_HZ;
    /** Of the best lag over the next best: below it, echo and chance win too often. */
    static final double MIN_LEAD = 1.2;
    /** What is told again: more than one estimate differs from the next, enough to move a picture to another slot. */
    private static final double NEWS_MILLIS = 25;

    private final RoomLayout layout;
    private final Grid grid;
    private final GccPhat gccPhat;
    private final EnergeticSound energetic;
    private final RoomCounters counters;
    private final boolean corrects;
    private final SoundClock clock;
    private final SoundZero zero;
    private final int microphones;
    private final List<SoundHistory> histories = new ArrayList<>();
    private final List<PieceLateness> lateness = new ArrayList<>();
    private final List<MicrophonePair> pairs = new ArrayList<>();
    private final float[][] spectra;
    /** Whether its part of the stretch is good for a comparison. */
    private final boolean[] telling;

    private final boolean[] byArrival;
    private final double[] toldMillis;
    private final boolean[] toldBeyond;
    private long stretchEnd = Long.MIN_VALUE;
    /** The next of the transforms of a stretch: microphones, then pairs; all are done when there is none left. */
    private int turn;

    /** @param gccPhat shared by all rooms */
    SoundWitness(SyncConfig config, RoomLayout layout, GccPhat gccPhat, RoomCounters counters) {
        this.layout = layout;
        this.gccPhat = gccPhat;
        this.counters = counters;
        grid = Grid.at(config.framesPerSecond());
        energetic = new EnergeticSound(GccPhat.STRETCH);
        clock = new SoundClock(config, layout);
        zero = new SoundZero(layout.microphones().size());
        int all = layout.microphones().size();
        microphones = all > 1 ? all : 0;
        corrects = config.soundClock() && microphones > 0;
        for (int second = 0; second < microphones; second++) {
            histories.add(new SoundHistory());
            lateness.add(new PieceLateness());
            for (int first = 0; first < second; first++) {
                pairs.add(new MicrophonePair(first, second, new LagWitnesses()));
            }
        }
        spectra = new float[microphones][GccPhat.PADDED];
        telling = new boolean[microphones];
        byArrival = new boolean[all];
        toldMillis = new double[microphones];
        toldBeyond = new boolean[microphones];
        Arrays.fill(toldMillis, Double.NaN);
        turn = turns();
    }

    /** One a room. */
    static List<SoundWitness> ofAll(SyncConfig config, List<RoomLayout> layouts, List<RoomCounters> counters) {
        GccPhat gccPhat = new GccPhat();
        return IntStream.range(0, layouts.size())
                .mapToObj(room -> new SoundWitness(config, layouts.get(room), gccPhat, counters.get(room)))
                .toList();
    }

    private int turns() {
        return microphones + pairs.size();
    }

    /** Gives the picture the time at which its sensor's sound says that it was captured, if that is wanted. */
    void onPicture(int view, FrameSlot frame) {
        if (corrects) {
            clock.correctPicture(view, frame);
        }
    }

    /** Hears the piece; then the same for sound. */
    void onSound(int microphone, FrameSlot piece) {
        if (microphones == 0) {
            return;
        }
        boolean arrival = piece.time().source() == ClockSource.ARRIVAL;
        long stamp = piece.time().captureUtcNanos();
        SoundHistory history = histories.get(microphone);
        PieceLateness late = lateness.get(microphone);
        if (arrival != byArrival[microphone] || history.distance(grid.sample(stamp)) > NEW_STREAM_SAMPLES) {
            byArrival[microphone] = arrival;
            late.forget();
            clock.doubt(microphone, stamp);
            zero.forget(microphone);
            pairs.stream().filter(pair -> pair.has(microphone)).forEach(pair -> pair.lags()
                    .forget());
        }
        late.onPiece(piece.time(), grid.nanosOfSamples(piece.sampleCount()));
        history.add(grid.sample(stamp - late.nanos()), piece.samples(), piece.sampleCount());
        if (corrects) {
            clock.correctSound(microphone, piece, late.nanos());
        }
    }

    /** Does at most one transform, of 2 ms; to be called at least every few milliseconds. */
    void advance(long nowUtcNanos) {
        if (turn < turns()) {
            work();
        } else if (microphones > 0) {
            long end = grid.sample(nowUtcNanos) - DELAY_SAMPLES;
            if (end >= stretchEnd + GccPhat.STRETCH || end < stretchEnd - DELAY_SAMPLES) {
                stretchEnd = end;
                turn = 0;
            }
        }
    }

    private void work() {
        boolean worked = false;
        while (!worked && turn < turns()) {
            worked = turn < microphones ? hear(turn) : compare(pairs.get(turn - microphones));
            turn++;
        }
        if (turn == turns()) {
            judge();
        }
    }

    private boolean hear(int microphone) {
        SoundHistory history = histories.get(microphone);
        telling[microphone] = false;
        if (!history.covers(stretchEnd, GccPhat.STRETCH)) {
            return false;
        }
        float[] stretch = spectra[microphone];
        Arrays.fill(stretch, GccPhat.STRETCH, GccPhat.PADDED, 0);
        history.copyTo(stretch, GccPhat.STRETCH, stretchEnd);
        telling[microphone] = energetic.keep(stretch);
        if (telling[microphone]) {
            gccPhat.transform(stretch);
            telling[microphone] = !gccPhat.repeatsItself(stretch);
        }
        return true;
    }

    private boolean compare(MicrophonePair pair) {
        pair.lags().passTo(stretchEnd);
        if (!telling[pair.first()] || !telling[pair.second()]) {
            return false;
        }
        gccPhat.correlate(spectra[pair.first()], spectra[pair.second()]);
        if (gccPhat.lead() >= MIN_LEAD) {
            pair.lags().add(gccPhat.lagMillis(), stretchEnd);
        }
        return true;
    }

    private void judge() {
        SoundOffsets offsets = new SoundOffsets(pairs, byArrival, zero);
        clock.learn(offsets, byArrival);
        List<SyncStats.SoundOffset> known = new ArrayList<>();
        for (int microphone = 0; microphone < microphones; microphone++) {
            if (offsets.isKnown(microphone)) {
                StreamId stream = layout.microphones().get(microphone);
                LagWitnesses witnesses = offsets.witnesses(microphone);
                SyncStats.SoundOffset offset = new SyncStats.SoundOffset(
                        stream,
                        offsets.offsetMillis(microphone),
                        offsets.errorMillis(microphone),
                        witnesses.agreeing(),
                        witnesses.heard(),
                        corrects ? clock.shiftMillis(microphone) : 0);
                known.add(offset);
                tell(microphone, offset);
                tellReach(microphone);
            } else if (corrects && byArrival[microphone] && clock.shiftMillis(microphone) != 0) {
                known.add(clock.remembered(microphone, layout.microphones().get(microphone)));
            }
        }
        counters.heard(known);
    }

    private void tell(int microphone, SyncStats.SoundOffset offset) {
        if (Math.abs(offset.offsetMillis() - toldMillis[microphone]) <= NEWS_MILLIS) {
            return;
        }
        toldMillis[microphone] = offset.offsetMillis();
        LOG.info(
                "stream {}: by the sound of the room it is {} ms late by {} ({} of {} sounds say so, error {} ms)",
                offset.microphone(),
                wholeMillis(offset.offsetMillis()),
                byArrival[microphone] ? "arrival" : "its sender's clock",
                offset.witnesses(),
                offset.heard(),
                wholeMillis(offset.errorMillis()));
    }

    private void tellReach(int microphone) {
        boolean beyond = corrects && byArrival[microphone] && clock.isBeyondReach(microphone);
        if (beyond && !toldBeyond[microphone]) {
            LOG.warn(
                    "stream {}: too late to be moved by windows.sound_clock: with this windows.max_wait_ms {} ms is the most",
                    layout.microphones().get(microphone),
                    wholeMillis(clock.reachMillis()));
        }
        toldBeyond[microphone] = beyond;
    }

    private static String wholeMillis(double millis) {
        return String.format(Locale.ROOT, "%.0f", millis);
    }
}
