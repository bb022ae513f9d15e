package io.roomwise.capture.virtual;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;

/** Between a camera and its clients: takes its time, keeps the order but for what is overtaken, loses some. Camera's thread only. */
final class Network {
    private final CameraFaults faults;
    private final RandomGenerator random;
    private final Deque<Sending> underway = new ArrayDeque<>();
    private long delay;

    private record Sending(long dueUtcNanos, Runnable arrival) {}

    Network(CameraFaults faults, RandomGenerator random) {
        this.faults = faults;
        this.random = random;
    }

    /** What is sent from now on is one burst, whose packets take equally long. */
    void begin() {
        var most = faults.networkDelayNanos();
        delay = most == 0 ? 0 : random.nextLong(most + 1);
    }

    /** @param reliable whether nothing may be lost or overtaken */
    void send(long nowUtcNanos, boolean reliable, Runnable arrival) {
        if (!reliable && random.nextDouble() < faults.lostShare()) {
            return;
        }
        if (delay == 0 && underway.isEmpty() && faults.overtakenShare() == 0) {
            arrival.run();
            return;
        }
        var due = nowUtcNanos + delay;
        var before = underway.peekLast();
        if (before != null && !reliable && random.nextDouble() < faults.overtakenShare()) {
            underway.removeLast();
            underway.add(new Sending(Math.max(due, before.dueUtcNanos), arrival));
            underway.add(new Sending(Math.max(due, before.dueUtcNanos), before.arrival));
        } else {
            underway.add(new Sending(before == null ? due : Math.max(due, before.dueUtcNanos), arrival));
        }
    }

    /** Delivers what is due. */
    void advance(long nowUtcNanos) {
        while (dueUtcNanos() <= nowUtcNanos) {
            underway.remove().arrival.run();
        }
    }

    /** Of the next delivery; far away if there is none. */
    long dueUtcNanos() {
        var next = underway.peek();
        return next == null ? Long.MAX_VALUE : next.dueUtcNanos;
    }
}
