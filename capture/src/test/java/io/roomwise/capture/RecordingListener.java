package io.roomwise.capture;

import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Remembers what was told, and lets a test wait for it. */
final class RecordingListener implements StreamListener {
    private static final long PATIENCE_MILLIS = 20_000;

    record Told(StreamId stream, StreamState state, String reason) {}

    private final List<Told> all = new ArrayList<>();

    @Override
    public synchronized void onStreamState(StreamId stream, StreamState state, String reason) {
        all.add(new Told(stream, state, reason));
        notifyAll();
    }

    synchronized List<Told> all() {
        return List.copyOf(all);
    }

    List<String> reasons() {
        return all().stream().map(Told::reason).toList();
    }

    /** Waits for the first message that is so, and returns it. */
    synchronized Told await(Predicate<Told> condition) {
        var end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (all.stream().noneMatch(condition)) {
            var left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                fail("waited in vain, was told " + all);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return all.stream().filter(condition).findFirst().orElseThrow();
    }

    Told await(StreamState state) {
        return await(told -> told.state() == state);
    }
}
