package io.roomwise.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ai.djl.pytorch.jni.JniUtils;
import io.roomwise.capture.Picture;
import io.roomwise.inference.ActionEvent.Kind;
import io.roomwise.inference.DetectConfig.Device;
import io.roomwise.inference.InferenceConfig.GateOverride;
import io.roomwise.inference.InferenceStats.Stage;
import io.roomwise.sync.RoomLayout;
import io.roomwise.sync.WindowClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A detector that sees one person in every picture, a random student, and thresholds that make it act. */
class ActionRecognizerTest {
    private static final RoomLayout KITCHEN = FakeWindow.room("kitchen", "north", "south");
    private static final RoomLayout HALL = FakeWindow.room("hall", "door");
    private static final Picture PICTURE = LetterboxTest.picture(64, 64, 90, 60, 30);
    private static final long NOW = 5_000_000_000_000L;

    private final Path folder;
    private final Recorder recorder = new Recorder();

    ActionRecognizerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Remembers; fails when told to. */
    private static final class Recorder implements ActionListener {
        private final List<ActionEvent> events = new ArrayList<>();
        private final List<RoomState> states = new ArrayList<>();
        private boolean fails;

        @Override
        public void onAction(ActionEvent event) {
            events.add(event);
        }

        @Override
        public void onRoomState(RoomState state) {
            if (fails) {
                throw new IllegalStateException("broker is angry");
            }
            states.add(state);
        }
    }

    @BeforeEach
    void writeModels() throws IOException {
        TinyStudent.write(folder.resolve("student"), 1);
        writeDetector(16, 16, 48, 64, 0.9f);
    }

    private void writeDetector(float... leftTopRightBottomScore) throws IOException {
        float[] boxes = new float[300 * 6];
        System.arraycopy(leftTopRightBottomScore, 0, boxes, 0, leftTopRightBottomScore.length);
        var graph = new OnnxGraph().input("images", 1, 3, 64, 64).output("boxes", new long[] {1, 300, 6}, boxes);
        Files.write(folder.resolve("person.onnx"), graph.bytes());
    }

    @Test
    void tellsActionsOfTheSlotThatIsTheDecisionDelayBehind() {
        try (var recognizer = open(always("sit_down"))) {
            recognizer.onWindow(window(KITCHEN, 100, 0, 1));
            recognizer.onWindow(window(KITCHEN, 101, 0));
            assertThat(recorder.events).isEmpty();
            recognizer.onWindow(window(KITCHEN, 102, 0, 1));
        }
        assertThat(recorder.events).singleElement().satisfies(event -> {
            assertThat(event.room()).isEqualTo(KITCHEN.room());
            assertThat(event.kind()).isEqualTo(Kind.STARTED);
            assertThat(event.action()).isEqualTo("sit_down");
            assertThat(event.score()).isGreaterThan(event.threshold());
            assertThat(event.capturedUtcNanos()).isEqualTo(100 * FakeWindow.SLOT_NANOS);
            assertThat(event.decidedUtcNanos()).isEqualTo(NOW);
            assertThat(event.skewMillis()).isZero();
            assertThat(event.clock()).isEqualTo(WindowClock.RTCP);
            assertThat(event.viewsUsed()).containsExactly("north", "south");
            assertThat(event.viewsMissing()).isEmpty();
            assertThat(event.top()).hasSize(2);
            assertThat(event.top().get(0).score())
                    .isGreaterThanOrEqualTo(event.top().get(1).score());
        });
    }

    @Test
    void tellsTheStateAfterEveryWindow() {
        try (var recognizer = open(always("sit_down"))) {
            recognizer.onWindow(window(KITCHEN, 100, 0, 1));
            recognizer.onWindow(window(KITCHEN, 101, 0, 1));
            recognizer.onWindow(window(KITCHEN, 102, 1));
        }
        assertThat(recorder.states).hasSize(3);
        assertThat(recorder.states.get(0).active()).isEmpty();
        RoomState last = recorder.states.get(2);
        assertThat(last.active()).extracting(ActionEvent.Score::action).containsExactly("sit_down");
        assertThat(last.personsBySensor()).isEqualTo(Map.of("south", 1));
        assertThat(last.viewsUsed()).containsExactly("south");
        assertThat(last.viewsMissing()).containsExactly("north");
        assertThat(last.slotUtcNanos()).isEqualTo(102 * FakeWindow.SLOT_NANOS);
        assertThat(last.decidedUtcNanos()).isEqualTo(NOW);
        assertThat(last.skewMillis()).isEqualTo(2);
    }

    @Test
    void slotsBeforeAGapAreDecidedTogetherAndMissingOnesEndWhatHeld() {
        Map<String, GateOverride> rules = always("sit_down");
        try (var recognizer = open(rules)) {
            recognizer.onWindow(window(KITCHEN, 100, 0));
            recognizer.onWindow(window(KITCHEN, 101, 0));
            recognizer.onWindow(window(KITCHEN, 104, 0)); // decides 100 and 101
            assertThat(recorder.events).hasSize(1);
            recognizer.onWindow(window(KITCHEN, 106, 0)); // decides 104; 102 and 103 never came
        }
        assertThat(recorder.events)
                .extracting(ActionEvent::kind, ActionEvent::capturedUtcNanos)
                .containsExactly(
                        tuple(Kind.STARTED, 100 * FakeWindow.SLOT_NANOS),
                        tuple(Kind.ENDED, 102 * FakeWindow.SLOT_NANOS),
                        tuple(Kind.STARTED, 104 * FakeWindow.SLOT_NANOS));
    }

    @Test
    void roomsShareTheModelsAndNothingElse() {
        try (var recognizer = open(always("sit_down"))) {
            for (int slot = 0; slot < 4; slot++) {
                recognizer.onWindow(window(KITCHEN, slot, 0));
                recognizer.onWindow(window(HALL, 1000 + slot, 0));
            }
        }
        assertThat(recorder.events).extracting(ActionEvent::room).containsExactly(KITCHEN.room(), HALL.room());
    }

    @Test
    void viewsInWhichNobodyIsVisibleAreNotEncoded() throws IOException {
        writeDetector();
        try (var recognizer = open(Map.of())) {
            recognizer.onWindow(window(KITCHEN, 0, 0, 1));
            recognizer.onWindow(window(KITCHEN, 1, 0));
            InferenceStats stats = recognizer.stats();
            assertThat(stats.framesEncoded()).isZero();
            assertThat(stats.framesSkipped()).isEqualTo(3);
            assertThat(recorder.states.get(1).personsBySensor()).isEqualTo(Map.of("north", 0));
        }
    }

    @Test
    void countsWindowsFramesAndTimes() {
        try (var recognizer = open(Map.of())) {
            recognizer.onWindow(window(KITCHEN, 0, 0, 1));
            recognizer.onWindow(window(KITCHEN, 1, 0));
            recognizer.onWindow(window(KITCHEN, 2));
            InferenceStats stats = recognizer.stats();
            assertThat(stats.windows()).isEqualTo(3);
            assertThat(stats.framesEncoded()).isEqualTo(3);
            assertThat(stats.detect().count()).isEqualTo(3);
            assertThat(stats.encode().count()).isEqualTo(3);
            assertThat(stats.recognize().count()).isEqualTo(3);
            assertThat(stats.hop().count()).isEqualTo(3);
            assertThat(stats.captureToDecision().count()).isEqualTo(2);
            assertThat(stats.captureToDecision().maxMillis()).isEqualTo((NOW - 1_000_000) / 1e6);
            assertThat(stats.failures()).containsOnlyKeys(Stage.values()).allSatisfy((stage, count) -> assertThat(count)
                    .isZero());
        }
    }

    @Test
    void aPictureThatCannotBeSearchedMakesItsViewMissing() {
        Picture broken = new Picture(64, 64, PICTURE.rgb().duplicate().limit(100));
        try (var recognizer = open(Map.of())) {
            recognizer.onWindow(new FakeWindow(KITCHEN, 0, Map.of(0, broken, 1, PICTURE)));
            assertThat(recognizer.stats().failures()).containsEntry(Stage.DETECT, 1L);
            assertThat(recorder.states.get(0).viewsMissing()).containsExactly("north");
            recognizer.onWindow(window(KITCHEN, 1, 0, 1));
            assertThat(recorder.states.get(1).viewsMissing()).isEmpty();
        }
    }

    @Test
    void aListenerThatThrowsIsCountedAndStopsNothing() {
        try (var recognizer = open(Map.of())) {
            recorder.fails = true;
            recognizer.onWindow(window(KITCHEN, 0, 0));
            recorder.fails = false;
            recognizer.onWindow(window(KITCHEN, 1, 0));
            assertThat(recognizer.stats().failures()).containsEntry(Stage.LISTENER, 1L);
        }
        assertThat(recorder.states).hasSize(1);
    }

    @Test
    void aClockSetBackBeginsAnew() {
        try (var recognizer = open(always("sit_down"))) {
            for (int slot = 100; slot < 103; slot++) {
                recognizer.onWindow(window(KITCHEN, slot, 0));
            }
            for (int slot = 50; slot < 53; slot++) {
                recognizer.onWindow(window(KITCHEN, slot, 0));
            }
        }
        assertThat(recorder.events)
                .extracting(ActionEvent::kind)
                .containsExactly(Kind.STARTED, Kind.ENDED, Kind.STARTED);
    }

    @Test
    void refusesRulesForClassesThatTheModelLacksBeforeItRuns() {
        assertThatThrownBy(() -> open(always("dance")))
                .hasMessage("actions.dance: the model has no such class, it has sit_down, fall");
    }

    @Test
    @Timeout(60)
    void theInferenceThreadKeepsToTheCoresItMayUse() throws Exception {
        var threads = new AtomicInteger();
        try (var recognizer = open(Map.of())) {
            var inference = new Thread(() -> {
                recognizer.onWindow(window(KITCHEN, 0, 0));
                threads.set(JniUtils.getNumThreads());
            });
            inference.start();
            inference.join();
        }
        assertThat(threads).hasValue(1);
    }

    @Test
    void tellsWhatItServesWith() {
        try (var recognizer = open(Map.of())) {
            assertThat(recognizer.student()).isEqualTo(TinyStudent.MANIFEST);
            assertThat(recognizer.detector().manifest()).isEmpty();
        }
    }

    @Test
    void closingTwiceIsHarmless() {
        var recognizer = open(Map.of());
        recognizer.onWindow(window(KITCHEN, 0, 0));
        recognizer.close();
        assertThatNoException().isThrownBy(recognizer::close);
    }

    /** Starts at once and holds as long as slots come. */
    private static Map<String, GateOverride> always(String action) {
        Map<String, GateOverride> rules = new HashMap<>();
        rules.put("fall", new GateOverride(0.99f, 0.99f, null, null, null));
        rules.put("sit_down", new GateOverride(0.99f, 0.99f, null, null, null));
        rules.put(action, new GateOverride(1e-4f, 1e-4f, 1, 0, 0));
        return rules;
    }

    private ActionRecognizer open(Map<String, GateOverride> actions) {
        var detect = new DetectConfig(folder.resolve("person.onnx"), null, Device.CPU, null, null);
        var config = new InferenceConfig(folder.resolve("student"), 1, false, detect, actions);
        return ActionRecognizer.open(config, recorder, () -> NOW);
    }

    /** The given views are present. */
    private static FakeWindow window(RoomLayout layout, long slot, int... views) {
        Map<Integer, Picture> pictures = new HashMap<>();
        for (int view : views) {
            pictures.put(view, PICTURE);
        }
        return new FakeWindow(layout, slot, pictures);
    }
}
