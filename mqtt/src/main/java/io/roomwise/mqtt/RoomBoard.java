package io.roomwise.mqtt;

import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamState;
import io.roomwise.inference.ActionEvent;
import io.roomwise.inference.RoomState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is shown of one room. {@link #onState} belongs to thread {@code inference}, {@link #onStream} to capture threads;
 * anybody may read.
 */
final class RoomBoard {
    /** Value of {@code action} where nobody is visible. */
    static final String NO_PERSON = "no_person";

    /** Value of {@code action} where somebody is visible and none of the model's actions is confirmed. */
    static final String OTHER = "other";

    /** Without a change, numbers alone are published at this interval. */
    private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** A person must be out of sight for so long: detectors miss single frames, and each miss would be a change. */
    private static final long PERSON_HOLD_NANOS = TimeUnit.SECONDS.toNanos(4);

    /** Without a window for so long, the room's recognition is not running. */
    private static final long FLOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final RoomDevice device;
    private final LongSupplier nanoTime;
    private final Map<StreamId, StreamState> streams = new ConcurrentHashMap<>();
    private volatile @Nullable Shown shown;
    private volatile RoomSettings settings;

    private long touchedNanos;
    private long personsSeenUtcNanos;

    RoomBoard(RoomDevice device, LongSupplier nanoTime) {
        this.device = device;
        this.nanoTime = nanoTime;
        settings = device.settings();
    }

    RoomSettings settings() {
        return settings;
    }

    /** A command's effect holds. A room that is not watched any more says nothing about whoever is in it. */
    synchronized void onCommand(Command command) {
        settings = settings.after(command);
        if (!settings.recognition()) {
            shown = null;
        }
    }

    /**
     * What holds since the newest window.
     *
     * @param confidence of {@code action}; null where it is none of the model's
     * @param persons people seen within the last seconds
     * @param sinceUtcNanos when {@code action} took its value
     * @param atNanos when the window came
     */
    record Shown(
            RoomState state,
            String action,
            @Nullable Float confidence,
            int persons,
            long sinceUtcNanos,
            long atNanos) {}

    RoomDevice device() {
        return device;
    }

    /** Null before the first window. */
    @Nullable
    Shown shown() {
        return shown;
    }

    /** @return whether to publish: something changed, or the last time is long ago */
    synchronized boolean onState(RoomState state) {
        if (!settings.recognition()) {
            return false; // a window that was under way when its cameras were closed
        }
        if (state.viewsUsed().isEmpty()) {
            return false; // nobody looked: that is not an empty room
        }
        long now = nanoTime.getAsLong();
        Shown before = shown;
        int persons = persons(state, before);
        List<ActionEvent.Score> active = state.active();
        String idle = persons > 0 ? OTHER : NO_PERSON;
        String action = active.isEmpty() ? idle : active.get(0).action();
        Float confidence = active.isEmpty() ? null : active.get(0).score();
        long since = before != null && before.action.equals(action) ? before.sinceUtcNanos : state.slotUtcNanos();
        var after = new Shown(state, action, confidence, persons, since, now);
        shown = after;
        if (before != null && same(before, after) && now - touchedNanos < REFRESH_NANOS) {
            return false;
        }
        touchedNanos = now;
        return true;
    }

    private int persons(RoomState state, @Nullable Shown before) {
        int persons = state.persons();
        if (before == null || persons >= before.persons) {
            personsSeenUtcNanos = state.slotUtcNanos();
            return persons;
        }
        if (state.slotUtcNanos() - personsSeenUtcNanos < PERSON_HOLD_NANOS) {
            return before.persons;
        }
        personsSeenUtcNanos = state.slotUtcNanos();
        return persons;
    }

    /** Scores, skew and latency differ from window to window and are no change. */
    private static boolean same(Shown a, Shown b) {
        return a.action.equals(b.action)
                && a.persons == b.persons
                && a.state.clock() == b.state.clock()
                && a.state.viewsMissing().equals(b.state.viewsMissing())
                && names(a.state.active()).equals(names(b.state.active()));
    }

    private static List<String> names(List<ActionEvent.Score> scores) {
        return scores.stream().map(ActionEvent.Score::action).sorted().toList();
    }

    void onStream(StreamId stream, StreamState state) {
        streams.put(stream, state);
    }

    /** Whether any of a sensor's streams among {@code all} delivers frames. */
    boolean streaming(List<StreamId> all, String sensor) {
        return all.stream().anyMatch(stream -> stream.sensor().equals(sensor) && streaming(stream));
    }

    private boolean streaming(StreamId stream) {
        return streams.get(stream) == StreamState.STREAMING;
    }

    /** Enough views stream, and windows of them are recognized. */
    boolean available() {
        Shown newest = shown;
        List<StreamId> views = device.layout().views();
        long live = views.stream().filter(this::streaming).count();
        return live >= Math.min(device.minViews(), views.size())
                && newest != null
                && nanoTime.getAsLong() - newest.atNanos < FLOW_NANOS;
    }
}
