package io.roomwise.sync;

import io.roomwise.capture.ClockSource;
import io.roomwise.capture.FrameTime;
import io.roomwise.capture.StreamId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Moves what is stamped by arrival to where the sound of the room says it belongs: pictures and sound of a sensor by the
 * same. Frames with a sender's clock are never moved. Runs on thread sync only.
 *
 * <p>For how long a camera's encoders hold back pictures and sound differs, and nobody can tell by how much. Between cameras
 * of one kind, none of which has a clock, the difference cancels out; beside sender's clocks, which know of no encoder, it
 * stays.
 */
final class SoundClock {
    /** Standard deviation of that difference between cameras, of which people would notice 45 ms (ITU-R BT.1359). */
    private static final double LIP_SYNC_MILLIS = 20;
    /** The same where it does not cancel out: AAC at 16 kHz alone is held back by 128 ms. */
    private static final double HELD_BACK_MILLIS = 60;

    /** By which one estimate differs from the next. */
    private static final double SLACK_MILLIS = 25;

    private static final double NANOS_PER_MILLI = 1e6;
    /** For how long a stream that was opened anew, or whose sound has ceased, is taken to be as late as before: 5 minutes. */
    private static final long TRUST_NANOS = 300_000_000_000L;

    private static final int NONE = -1;
    private static final long PROVEN = Long.MAX_VALUE;

    private final double reachMillis;
    private final int[] microphoneOfView;
    private final List<GradualShift> views = new ArrayList<>();
    private final List<GradualShift> microphones = new ArrayList<>();
    private final boolean[] known;
    private final boolean[] current;
    private final boolean[] beyond;
    private final double[] offsetMillis;
    private final double[] errorMillis;
    private final double[] lipSyncMillis;
    /** When the sound of a microphone came last. */
    private final long[] heardUtcNanos;
    /** Since when it must prove itself again; {@link #PROVEN}: it has. */
    private final long[] doubtedUtcNanos;

    SoundClock(SyncConfig config, RoomLayout layout) {
        reachMillis = Math.max(0, config.maxWaitMillis() - config.toleranceMillis());
        microphoneOfView = layout.views().stream()
                .mapToInt(view -> microphoneOf(view, layout.microphones()))
                .toArray();
        layout.views().forEach(view -> views.add(new GradualShift()));
        layout.microphones().forEach(microphone -> microphones.add(new GradualShift()));
        known = new boolean[microphones.size()];
        current = new boolean[microphones.size()];
        beyond = new boolean[microphones.size()];
        offsetMillis = new double[microphones.size()];
        errorMillis = new double[microphones.size()];
        lipSyncMillis = new double[microphones.size()];
        heardUtcNanos = new long[microphones.size()];
        doubtedUtcNanos = new long[microphones.size()];
        Arrays.fill(doubtedUtcNanos, PROVEN);
    }

    /** That of the same stream, or else one of the same sensor. */
    static int microphoneOf(StreamId view, List<StreamId> microphones) {
        int same = microphones.indexOf(view);
        for (int i = 0; i < microphones.size() && same == NONE; i++) {
            same = microphones.get(i).sensor().equals(view.sensor()) ? i : NONE;
        }
        return same;
    }

    /** Takes what is known of the microphones that are stamped by arrival; of others, what was known is kept. */
    void learn(SoundOffsets offsets, boolean[] byArrival) {
        for (int microphone = 0; microphone < known.length; microphone++) {
            current[microphone] = byArrival[microphone] && offsets.isKnown(microphone);
            if (current[microphone]) {
                doubtedUtcNanos[microphone] = PROVEN;
                double offset = offsets.offsetMillis(microphone);
                double doubtful = known[microphone] ? SLACK_MILLIS : 0;
                beyond[microphone] = offset > reachMillis + (beyond[microphone] ? -doubtful : doubtful);
                offsetMillis[microphone] = beyond[microphone] ? 0 : offset;
                errorMillis[microphone] = beyond[microphone] ? Math.abs(offset) : offsets.errorMillis(microphone);
                known[microphone] = true;
                lipSyncMillis[microphone] = offsets.isAnchored(microphone) ? HELD_BACK_MILLIS : LIP_SYNC_MILLIS;
            }
        }
    }

    /** Whether it is too late for windows to wait for what is moved by so much: its frames are left where they are. */
    boolean isBeyondReach(int microphone) {
        return beyond[microphone];
    }

    double reachMillis() {
        return reachMillis;
    }

    /** The microphone's stream was opened anew, or its clock is another one. */
    void doubt(int microphone, long utcNanos) {
        doubtedUtcNanos[microphone] = Math.min(doubtedUtcNanos[microphone], utcNanos);
    }

    void correctPicture(int view, FrameSlot frame) {
        int microphone = microphoneOfView[view];
        if (microphone != NONE) {
            double error = Math.hypot(errorMillis[microphone], lipSyncMillis[microphone]);
            correct(frame, views.get(view), microphone, 0, error);
        }
    }

    /** @param latenessNanos see {@link PieceLateness} */
    void correctSound(int microphone, FrameSlot piece, long latenessNanos) {
        heardUtcNanos[microphone] = piece.time().captureUtcNanos();
        correct(piece, microphones.get(microphone), microphone, latenessNanos, errorMillis[microphone]);
    }

    private void correct(FrameSlot frame, GradualShift shift, int microphone, long latenessNanos, double error) {
        FrameTime time = frame.time();
        if (time.source() == ClockSource.ARRIVAL && known[microphone]) {
            long offset = Math.round(offsetMillis[microphone] * NANOS_PER_MILLI);
            long trusted = isStale(microphone, time.captureUtcNanos()) ? 0 : offset;
            long doubt = doubtedUtcNanos[microphone] == PROVEN ? 0 : Math.abs(offset);
            long errorNanos = Math.round(error * NANOS_PER_MILLI) + doubt;
            long declared = current[microphone] ? errorNanos : Math.max(errorNanos, time.errorNanos());
            frame.restamp(shift.move(time, -trusted - latenessNanos, declared));
        }
    }

    private boolean isStale(int microphone, long utcNanos) {
        return utcNanos - Math.min(doubtedUtcNanos[microphone], heardUtcNanos[microphone]) > TRUST_NANOS;
    }

    /** What its frames are still moved by while no sound tells of it. */
    SyncStats.SoundOffset remembered(int microphone, StreamId stream) {
        return new SyncStats.SoundOffset(
                stream, offsetMillis[microphone], errorMillis[microphone], 0, 0, shiftMillis(microphone));
    }

    /** By how much pictures of the microphone's sensor are moved now, its sound where there are none. */
    double shiftMillis(int microphone) {
        int view = Arrays.stream(microphoneOfView).boxed().toList().indexOf(microphone);
        GradualShift shift = view == NONE ? microphones.get(microphone) : views.get(view);
        return shift.nanos() / NANOS_PER_MILLI;
    }
}
