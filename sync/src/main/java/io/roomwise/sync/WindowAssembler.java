package io.roomwise.sync;

import io.roomwise.capture.StreamId;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only place that decides which frames of a room belong together. Runs on thread sync only.
 *
 * <p>A slot leaves as soon as every live stream has brought what the slot needs of it, at the latest
 * {@code max_wait_ms} after that was due, and never before its instant. Slots leave in order, each once, whatever
 * happens to the clock of the host; frames that come after their slot are counted and lost.
 */
final class WindowAssembler {
    private static final Logger LOG = LoggerFactory.getLogger(WindowAssembler.class);

    /**
     * A capture time further ahead than this is wrong: hosts and cameras with NTP agree within milliseconds. Each
     * 0.4 s more would cost every view the memory of one picture.
     */
    private static final long MAX_AHEAD_NANOS = 1_000_000_000L;

    /** A capture time further back is wrong, not late: encoders and networks delay by less than a second. */
    private static final long MAX_AGE_NANOS = 5_000_000_000L;

    /** A room without any frame still gets empty windows for so long, more than the 28 s that a model looks back. */
    private static final long QUIET_NANOS = 30_000_000_000L;

    /** Further behind than this only after the whole process stood still; what was missed then is not made up. */
    private static final long MAX_BEHIND_NANOS = 2_000_000_000L;

    private final RoomLayout layout;
    private final Grid grid;
    private final boolean sound;
    private final long toleranceNanos;
    private final long waitNanos;
    private final WindowExchange exchange;
    private final Runnable newWindow;
    private final RoomCounters counters;
    private final List<ViewTrack> views = new ArrayList<>();
    private final List<MicrophoneTrack> microphones = new ArrayList<>();
    private final List<StreamTrack> tracks = new ArrayList<>();

    /** When each slot that is due and has not left came due, on the monotonic clock. */
    private final long[] dueNanoTimes;

    private boolean running;
    /** The next slot to leave; all before it have left. */
    private long next = StreamTrack.NEVER;
    /** The next slot to come due; at or after {@link #next}. */
    private long nextDue;

    private long lastFrameNanoTime;
    private long lastLookNanoTime;
    /** {@link GridClock#shiftNanos} by which the pictures that wait are timed. */
    private long shiftNanos;

    /**
     * @param exchange takes finished windows
     * @param newWindow told that a window waits which inference does not know of yet
     * @param streams by stream index
     */
    WindowAssembler(
            SyncConfig config,
            RoomLayout layout,
            WindowExchange exchange,
            Runnable newWindow,
            RoomCounters counters,
            List<StreamCounters> streams) {
        this.layout = layout;
        this.exchange = exchange;
        this.newWindow = newWindow;
        this.counters = counters;
        grid = Grid.at(config.framesPerSecond());
        sound = hears(config, layout);
        toleranceNanos = config.toleranceMillis() * 1_000_000L;
        waitNanos = waitNanos(config, layout);
        int pendingSlots = pendingSlots(config, layout);
        dueNanoTimes = new long[(int) ((waitNanos + MAX_BEHIND_NANOS) / grid.periodNanos()) + 2];
        layout.views().forEach(view -> views.add(new ViewTrack(config, grid, pendingSlots, streams.get(view.index()))));
        tracks.addAll(views);
        if (sound) {
            layout.microphones()
                    .forEach(microphone ->
                            microphones.add(new MicrophoneTrack(grid, pendingSlots, streams.get(microphone.index()))));
            tracks.addAll(microphones);
        }
    }

    private static boolean hears(SyncConfig config, RoomLayout layout) {
        return config.sound() && !layout.microphones().isEmpty();
    }

    private static long waitNanos(SyncConfig config, RoomLayout layout) {
        long slot = Grid.at(config.framesPerSecond()).periodNanos();
        return config.maxWaitMillis() * 1_000_000L + (hears(config, layout) ? slot : 0);
    }

    /** Between the oldest slot that can still wait and the newest frame that is accepted. */
    static int pendingSlots(SyncConfig config, RoomLayout layout) {
        long slot = Grid.at(config.framesPerSecond()).periodNanos();
        return (int) ((waitNanos(config, layout) + MAX_AHEAD_NANOS) / slot) + 2;
    }

    void onPicture(int view, FrameSlot frame, GridClock clock) {
        ViewTrack track = views.get(view);
        if (accept(layout.views().get(view), track, frame, 0, clock)) {
            track.place(frame, clock.ofUtc(frame.time().captureUtcNanos()), next);
            advance(clock);
        }
    }

    /** Sound that no window is to contain is not looked at. */
    void onSound(int microphone, FrameSlot piece, GridClock clock) {
        if (!sound) {
            return;
        }
        MicrophoneTrack track = microphones.get(microphone);
        long lengthNanos = grid.nanosOfSamples(piece.sampleCount());
        if (accept(layout.microphones().get(microphone), track, piece, lengthNanos, clock)) {
            track.place(piece, clock.ofUtc(piece.time().captureUtcNanos()), next);
            advance(clock);
        }
    }

    private boolean accept(StreamId stream, StreamTrack track, FrameSlot frame, long lengthNanos, GridClock clock) {
        long captured = frame.time().captureUtcNanos();
        long now = clock.utcNanos();
        if (captured < now - MAX_AGE_NANOS || captured > now + MAX_AHEAD_NANOS - lengthNanos) {
            if (track.counters().refused()) {
                LOG.warn(
                        "stream {}: refused: {} s off the clock of this host; from now on only counted",
                        stream,
                        (captured - now) / 1e9);
            }
            return false;
        }
        advance(clock);
        lastFrameNanoTime = clock.nanoTime();
        if (now - captured <= waitNanos + toleranceNanos) {
            track.seen(clock.nanoTime());
        }
        if (!running) {
            start(clock.ofUtc(captured), clock);
        }
        return true;
    }

    private void start(long captured, GridClock clock) {
        long now = clock.gridNanos();
        long oldest = Math.max(Math.min(captured, now) - toleranceNanos, now - waitNanos);
        // Never again a slot that left before the pause.
        next = Math.max(next, grid.firstAtOrAfter(oldest));
        nextDue = next;
        lastLookNanoTime = clock.nanoTime() - waitNanos;
        running = true;
        LOG.info("room {}: windows begin", layout.room());
    }

    /** Lets all slots leave that are ready. To be called at least every few milliseconds. */
    void advance(GridClock clock) {
        followShift(clock);
        if (!running) {
            return;
        }
        if (clock.nanoTime() - lastFrameNanoTime > QUIET_NANOS) {
            running = false;
            LOG.warn("room {}: no frame for {} s, windows pause", layout.room(), QUIET_NANOS / 1_000_000_000L);
            return;
        }
        skipWhatWasMissed(clock.gridNanos());
        noteWhatCameDue(clock);
        while (isReady(next, clock.nanoTime())) {
            emit(clock);
        }
    }

    private void followShift(GridClock clock) {
        long set = shiftNanos - clock.shiftNanos();
        if (set != 0) {
            shiftNanos = clock.shiftNanos();
            views.forEach(view -> view.restamp(set));
        }
    }

    private void skipWhatWasMissed(long now) {
        if (now - grid.instant(next) > waitNanos + MAX_BEHIND_NANOS) {
            long resumed = grid.firstAtOrAfter(now - waitNanos);
            LOG.warn("room {}: {} slots skipped, the process stood still", layout.room(), resumed - next);
            counters.skipped(resumed - next);
            next = resumed;
            nextDue = Math.max(next, nextDue);
        }
    }

    /** Slots that a step of the clock leapt over came due with the step, not before. */
    private void noteWhatCameDue(GridClock clock) {
        for (; grid.instant(nextDue) <= clock.gridNanos(); nextDue++) {
            long byGrid = clock.nanoTime() - (clock.gridNanos() - grid.instant(nextDue));
            dueNanoTimes[Math.floorMod(nextDue, dueNanoTimes.length)] = Math.max(byGrid, lastLookNanoTime);
        }
        lastLookNanoTime = clock.nanoTime();
    }

    private boolean isReady(long slot, long nanoTime) {
        // Never ahead of time: a camera whose clock is fast would take the slot from all others.
        if (slot == nextDue) {
            return false;
        }
        if (nanoTime - dueNanoTimes[Math.floorMod(slot, dueNanoTimes.length)] >= waitNanos) {
            return true;
        }
        boolean anyLive = false;
        for (StreamTrack track : tracks) {
            if (track.isLive(nanoTime)) {
                if (!track.hasPassed(slot)) {
                    return false;
                }
                anyLive = true;
            }
        }
        return anyLive;
    }

    private void emit(GridClock clock) {
        AssembledWindow window = exchange.filling();
        window.begin(next, grid.instant(next) - clock.shiftNanos(), clock.utcNanos());
        for (int view = 0; view < views.size(); view++) {
            views.get(view).moveTo(window, view, next);
        }
        for (int microphone = 0; microphone < microphones.size(); microphone++) {
            microphones.get(microphone).moveTo(window, microphone, next);
        }
        next++;
        counters.assembled(window, window.viewsPresent() == views.size() && (!sound || window.allHeard()));
        if (exchange.put(clock.nanoTime())) {
            newWindow.run();
        } else {
            counters.givenUp();
        }
    }
}
