package io.roomwise.mqtt;

import io.roomwise.capture.RoomId;
import io.roomwise.capture.StreamId;
import io.roomwise.inference.ActionClasses;
import io.roomwise.inference.ActionEvent;
import io.roomwise.inference.ActionEvent.Score;
import io.roomwise.inference.RoomState;
import io.roomwise.sync.RoomLayout;
import io.roomwise.sync.WindowClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.event.Level;

/** A small home to publish. */
final class Home {
    /** 2026-11-21T06:44:00Z. */
    static final long START_UTC_NANOS = 1_795_243_440_000_000_000L;

    static final RoomId LIVING = new RoomId("home", "living-room");
    static final StreamId NORTH = new StreamId(0, LIVING, "north");
    static final StreamId SOUTH = new StreamId(1, LIVING, "South");
    static final StreamId TABLE = new StreamId(2, LIVING, "table");
    static final ActionClasses CLASSES =
            new ActionClasses(List.of("enter", "exit", "sit_down", "stand_up", "drink", "vacuum", "fall"));
    static final HubDevice HUB = new HubDevice(
            "0.1.0",
            "amd64",
            Instant.ofEpochSecond(0, START_UTC_NANOS),
            "1a2b3c4d",
            Level.INFO,
            new ModelUpdate("simulated-1", "simulated-2", "Learned more", true, false));
    /** Does nothing, and that holds at once. */
    static final CommandHandler OBEDIENT = command -> CompletableFuture.completedFuture(null);

    private Home() {}

    /** Two cameras, the first with a microphone, and one more microphone. */
    static RoomDevice living(ActionClasses classes) {
        return living(classes, 1);
    }

    static RoomDevice living(ActionClasses classes, int minViews) {
        return new RoomDevice(
                new RoomLayout(LIVING, List.of(NORTH, SOUTH), List.of(NORTH, TABLE)),
                "Living room",
                "Living room",
                Map.of("north", "Camera north"),
                minViews,
                classes,
                "simulated-1",
                classes.names().contains("fall") ? Set.of("fall") : Set.of(),
                settings(classes));
    }

    /** All is on, every threshold is 0.5. */
    static RoomSettings settings(ActionClasses classes) {
        return new RoomSettings(
                true, true, classes.names().stream().collect(Collectors.toMap(name -> name, name -> 0.5f)));
    }

    static RoomState state(long slotUtcNanos, int persons, Score... active) {
        return new RoomState(
                LIVING,
                List.of(active),
                Map.of("north", persons, "South", 0),
                List.of(new Score("drink", 0.912345f), new Score("sit_down", 0.05f)),
                slotUtcNanos,
                slotUtcNanos + 780_000_000L,
                23.4,
                WindowClock.RTCP,
                List.of("north"),
                List.of("South"));
    }

    /** A window without a picture. */
    static RoomState unseen(long slotUtcNanos) {
        return new RoomState(
                LIVING,
                List.of(),
                Map.of(),
                List.of(),
                slotUtcNanos,
                slotUtcNanos + 780_000_000L,
                0,
                WindowClock.RTCP,
                List.of(),
                List.of("north", "South"));
    }

    static ActionEvent started(String action, long capturedUtcNanos) {
        return event(ActionEvent.Kind.STARTED, action, capturedUtcNanos);
    }

    static ActionEvent event(ActionEvent.Kind kind, String action, long capturedUtcNanos) {
        return new ActionEvent(
                LIVING,
                kind,
                action,
                0.94f,
                0.71f,
                capturedUtcNanos,
                capturedUtcNanos + 500_000_000L,
                23.4,
                WindowClock.MIXED,
                List.of("north", "South"),
                List.of(),
                List.of(new Score(action, 0.94f)));
    }

    /** The live order of things at a pace for tests. */
    static Timing fast() {
        return new Timing(
                System::nanoTime,
                Duration.ofSeconds(2),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofSeconds(2),
                Duration.ofMillis(20),
                Duration.ofMillis(60),
                Duration.ofMillis(500),
                Duration.ofSeconds(2));
    }
}
