package io.roomwise.inference;

import io.roomwise.capture.RoomId;
import io.roomwise.inference.ActionEvent.Score;
import io.roomwise.inference.ActionGate.Decision;
import io.roomwise.sync.WindowClock;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One room: from the scores of its windows to what is told about it. Thread inference only.
 *
 * <p>A slot is decided when the newest one is {@code decisionDelay} slots later. Where windows were given up, the slots
 * that were received before are decided together at the next window; those that were not received never are.
 */
final class RoomRecognizer {
    /** How many of the strongest classes are told. */
    private static final int TOP = 3;

    private final RoomId room;
    private final ActionClasses classes;
    private final ActionGate gate;
    private final int decisionDelay;
    private final int frames;
    private final double stepNanos;
    private final Deque<Slot> undecided = new ArrayDeque<>();
    /** Scores of the slot that was decided last. */
    private float[] latest;

    /** What is told with a decision about a slot. */
    record Slot(
            long index,
            long utcNanos,
            double skewMillis,
            WindowClock clock,
            Map<String, Integer> personsBySensor,
            List<String> viewsUsed,
            List<String> viewsMissing) {}

    RoomRecognizer(RoomId room, StudentManifest manifest, List<GateRule> rules) {
        this.room = room;
        classes = manifest.classes();
        gate = new ActionGate(rules);
        decisionDelay = manifest.decisionDelay();
        frames = manifest.input().frames();
        stepNanos = 1e9 / manifest.input().framesPerSecond();
        latest = new float[classes.size()];
    }

    /** Lets other rules hold from the next decision on. */
    void use(List<GateRule> rules) {
        gate.use(rules);
    }

    /** Remembers a slot whose features are known. */
    void add(Slot slot) {
        if (!undecided.isEmpty() && slot.index() <= undecided.getLast().index()) {
            undecided.clear(); // the clock was set back
        }
        if (undecided.size() == frames) {
            undecided.remove(); // no window covers it any more
        }
        undecided.add(slot);
    }

    /** Decides what can be decided and tells it, with the state of the slot that was added last. */
    void onScores(StudentScores scores, long decidedUtcNanos, ActionListener listener) {
        Slot newest = undecided.getLast();
        while (!undecided.isEmpty() && undecided.element().index() <= newest.index() - decisionDelay) {
            Slot slot = undecided.remove();
            if (scores.covers(slot.index())) {
                latest = scores.at(slot.index());
                for (Decision decision : gate.onScores(slot.index(), latest)) {
                    listener.onAction(event(decision, slot, decidedUtcNanos));
                }
            }
        }
        listener.onRoomState(state(newest, decidedUtcNanos));
    }

    private ActionEvent event(Decision decision, Slot slot, long decidedUtcNanos) {
        return new ActionEvent(
                room,
                decision.kind(),
                classes.names().get(decision.action()),
                decision.score(),
                decision.threshold(),
                slot.utcNanos() - Math.round((slot.index() - decision.slot()) * stepNanos),
                decidedUtcNanos,
                slot.skewMillis(),
                slot.clock(),
                slot.viewsUsed(),
                slot.viewsMissing(),
                strongest(TOP, false));
    }

    private RoomState state(Slot newest, long decidedUtcNanos) {
        return new RoomState(
                room,
                strongest(classes.size(), true),
                newest.personsBySensor(),
                strongest(TOP, false),
                newest.utcNanos(),
                decidedUtcNanos,
                newest.skewMillis(),
                newest.clock(),
                newest.viewsUsed(),
                newest.viewsMissing());
    }

    /** Of the slot that was decided last, best first. */
    private List<Score> strongest(int most, boolean activeOnly) {
        return IntStream.range(0, latest.length)
                .filter(action -> !activeOnly || gate.active(action))
                .mapToObj(action -> new Score(classes.names().get(action), latest[action]))
                .sorted(Comparator.comparingDouble(Score::score).reversed())
                .limit(most)
                .toList();
    }
}
