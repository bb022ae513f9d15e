package io.roomwise.inference;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import io.roomwise.capture.RoomId;
import io.roomwise.inference.InferenceStats.Stage;
import io.roomwise.inference.RoomRecognizer.Slot;
import io.roomwise.inference.clip.ClipEncoder;
import io.roomwise.sync.RoomLayout;
import io.roomwise.sync.RoomWindow;
import io.roomwise.sync.WindowHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Windows of all rooms to actions, with one detector and one student. {@link #onWindow} runs on thread inference only,
 * {@link #stats} on any; {@link #close} after that thread has ended.
 *
 * <pre>
 *  RoomWindow ─ PersonDetector ─ StudentStream (ClipEncoder, Student) ─ RoomRecognizer (ActionGate) ─ ActionListener
 *               each present view      one for each room                          one for each room
 * </pre>
 */
public final class ActionRecognizer implements WindowHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ActionRecognizer.class);
    /** So many good windows after a failure are a recovery; 10 s of one room. */
    private static final int RECOVERED = 25;

    private final ModelBundle bundle;
    private final PersonDetector detector;
    private final boolean encodeEmptyViews;
    private final List<GateRule> rules;
    private final ActionListener listener;
    private final LongSupplier utcNanos;
    private final ClipEncoder clips;
    private final InferenceMeter meter = new InferenceMeter();
    private final Map<RoomLayout, Room> rooms = new HashMap<>();
    /** Of rooms in which somebody changed a threshold. */
    private final Map<RoomId, List<GateRule>> changedRules = new ConcurrentHashMap<>();

    /** A room's state and how many good windows are missing until a failure counts as overcome. */
    private static final class Room {
        private final StudentStream stream;
        private final RoomRecognizer recognizer;
        private List<GateRule> rules;
        private int ailing;

        Room(StudentStream stream, RoomRecognizer recognizer, List<GateRule> rules) {
            this.stream = stream;
            this.recognizer = recognizer;
            this.rules = rules;
        }
    }

    /**
     * @param bundle closed with this
     * @param detector closed with this
     * @param utcNanos the clock of the capture times
     */
    public ActionRecognizer(
            ModelBundle bundle,
            PersonDetector detector,
            InferenceConfig config,
            ActionListener listener,
            LongSupplier utcNanos) {
        this.bundle = bundle;
        this.detector = detector;
        this.listener = listener;
        this.utcNanos = utcNanos;
        encodeEmptyViews = config.encodeEmptyViews();
        rules = config.rules(bundle.manifest().classes(), bundle.manifest().gate());
        clips = new ClipEncoder(bundle.manifest().input());
    }

    /** Loads both models. @throws BundleException if one cannot be used, with the reason */
    public static ActionRecognizer open(InferenceConfig config, ActionListener listener, LongSupplier utcNanos) {
        Engine.getInstance();
        JniUtils.setNumThreads(config.threads());
        ModelBundle bundle = ModelBundle.open(config.model());
        try {
            config.rules(bundle.manifest().classes(), bundle.manifest().gate()); // before the detector is loaded
            PersonDetector detector = PersonDetector.open(config.detect(), config.threads());
            return new ActionRecognizer(bundle, detector, config, listener, utcNanos);
        } catch (RuntimeException e) {
            bundle.close();
            throw e;
        }
    }

    /** What was loaded; input and classes are needed by others. */
    public StudentManifest student() {
        return bundle.manifest();
    }

    public PersonDetector detector() {
        return detector;
    }

    /** Score above which each class begins in a room where nobody changed it: the bundle's with the configuration's. */
    public Map<String, Float> thresholds() {
        Map<String, Float> starts = new LinkedHashMap<>();
        for (int action = 0; action < rules.size(); action++) {
            starts.put(
                    student().classes().names().get(action), rules.get(action).start());
        }
        return starts;
    }

    /**
     * Changes from the next window on above which score an action begins in a room; any thread.
     *
     * @throws IllegalArgumentException if there is no such class, or {@code start} is not between 0 and 1
     */
    public void setThreshold(RoomId room, String action, float start) {
        int index = student().classes().indexOf(action);
        if (index < 0) {
            throw new IllegalArgumentException("the model has no class " + action);
        }
        GateRule changed = rules.get(index).withStart(start);
        changedRules.compute(room, (id, before) -> {
            List<GateRule> after = new ArrayList<>(before == null ? rules : before);
            after.set(index, changed);
            return List.copyOf(after);
        });
    }

    public InferenceStats stats() {
        return meter.snapshot();
    }

    @Override
    public void onWindow(RoomWindow window) {
        JniUtils.setGradMode(false); // a property of the thread
        meter.windows.increment();
        long hop = System.nanoTime();
        Room room = rooms.computeIfAbsent(window.layout(), this::room);
        room.ailing = Math.max(0, room.ailing - 1);
        List<GateRule> wanted = changedRules.getOrDefault(window.layout().room(), rules);
        if (wanted != room.rules) {
            room.recognizer.use(wanted);
            room.rules = wanted;
        }
        List<Optional<PersonMask>> masks = detect(window, room);
        Stage stage = Stage.ENCODE;
        try {
            encode(window, masks, room.stream);
            room.recognizer.add(slot(window, masks));
            stage = Stage.RECOGNIZE;
            long begin = System.nanoTime();
            StudentScores scores = room.stream.recognize();
            long end = System.nanoTime();
            meter.recognize.add(end - begin);
            meter.hop.add(end - hop);
            stage = Stage.LISTENER;
            long decided = utcNanos.getAsLong();
            oldestCapture(window).ifPresent(captured -> meter.captureToDecision.add(decided - captured));
            room.recognizer.onScores(scores, decided, listener);
        } catch (RuntimeException e) {
            failed(window, room, stage, e);
        }
        if (room.ailing == 1) {
            LOG.info("{}: recognition has recovered", window.layout().room());
        }
    }

    private Room room(RoomLayout layout) {
        StudentManifest manifest = bundle.manifest();
        return new Room(
                new StudentStream(
                        bundle.network(),
                        manifest.input(),
                        clips,
                        layout.views().size(),
                        encodeEmptyViews),
                new RoomRecognizer(layout.room(), manifest, rules),
                rules);
    }

    /** For each view; empty where it is absent or its picture could not be searched. */
    private List<Optional<PersonMask>> detect(RoomWindow window, Room room) {
        List<Optional<PersonMask>> masks = new ArrayList<>();
        for (int view = 0; view < window.layout().views().size(); view++) {
            Optional<PersonMask> mask = Optional.empty();
            if (window.present(view)) {
                long begin = System.nanoTime();
                try {
                    mask = Optional.of(detector.detect(window.picture(view)));
                    meter.detect.add(System.nanoTime() - begin);
                } catch (RuntimeException e) {
                    failed(window, room, Stage.DETECT, e);
                }
            }
            masks.add(mask);
        }
        return masks;
    }

    private void encode(RoomWindow window, List<Optional<PersonMask>> masks, StudentStream stream) {
        long begin = System.nanoTime();
        int encoded = 0;
        int skipped = 0;
        stream.advance(window.slotIndex());
        for (int view = 0; view < masks.size(); view++) {
            Optional<PersonMask> mask = masks.get(view);
            if (mask.isPresent()) {
                boolean taken = stream.see(view, window.picture(view), mask.get());
                encoded += taken ? 1 : 0;
                skipped += taken ? 0 : 1;
            }
        }
        stream.encode();
        meter.framesEncoded.add(encoded);
        meter.framesSkipped.add(skipped);
        meter.encode.add(System.nanoTime() - begin);
    }

    private static Slot slot(RoomWindow window, List<Optional<PersonMask>> masks) {
        Map<String, Integer> persons = new HashMap<>();
        List<String> used = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (int view = 0; view < masks.size(); view++) {
            String sensor = window.layout().views().get(view).sensor();
            Optional<PersonMask> mask = masks.get(view);
            (mask.isPresent() ? used : missing).add(sensor);
            mask.ifPresent(found -> persons.merge(sensor, found.persons().size(), Math::max));
        }
        return new Slot(
                window.slotIndex(), window.slotUtcNanos(), window.skewMillis(), window.clock(), persons, used, missing);
    }

    private static OptionalLong oldestCapture(RoomWindow window) {
        return IntStream.range(0, window.layout().views().size())
                .filter(window::present)
                .mapToLong(view -> window.time(view).captureUtcNanos())
                .min();
    }

    private void failed(RoomWindow window, Room room, Stage stage, RuntimeException e) {
        meter.failed(stage);
        if (room.ailing == 0) {
            LOG.warn("{}: recognition fails at stage {}", window.layout().room(), stage, e);
        }
        room.ailing = RECOVERED;
    }

    @Override
    public void close() {
        rooms.values().forEach(room -> room.stream.close());
        rooms.clear();
        detector.close();
        bundle.close();
    }
}
