package io.roomwise.mqtt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the broker: values, of which only the newest counts, and events, each of which counts.
 *
 * <p>{@link Value#touch} and {@link #offer} may be called by any thread and return at once; the rest belongs to thread
 * {@code mqtt-out}. A value is rendered when its turn comes, never when it changes, so nothing old can overtake something
 * new and a slow broker costs the callers nothing. What the broker has not acknowledged when the connection breaks is sent
 * again over the next one.
 */
final class Outbox {
    /** Several minutes of a lively home; an alarm older than the newest 256 helps nobody. */
    static final int EVENT_CAPACITY = 256;

    private static final int ANSWER_CAPACITY = 32;

    static final long EVENT_LIFE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final List<Value> values = new ArrayList<>();
    private final ArrayBlockingQueue<Event> events = new ArrayBlockingQueue<>(EVENT_CAPACITY);
    private final ArrayBlockingQueue<Event> answers = new ArrayBlockingQueue<>(ANSWER_CAPACITY);
    private final LongSupplier utcNanos;
    private final LongSupplier nanoTime;

    private final Deque<Event> again = new ArrayDeque<>();
    private final Set<Message> inFlight = new LinkedHashSet<>();
    private int eventsInFlight;

    private final LongAdder coalesced = new LongAdder();
    private final LongAdder droppedFull = new LongAdder();
    private final LongAdder droppedExpired = new LongAdder();
    private final AcknowledgementTimes times = new AcknowledgementTimes();
    private volatile int returned;
    private volatile Runnable wake = () -> {};

    /**
     * @param utcNanos the clock of capture times
     * @param nanoTime a clock that nobody sets, for ages
     */
    Outbox(LongSupplier utcNanos, LongSupplier nanoTime) {
        this.utcNanos = utcNanos;
        this.nanoTime = nanoTime;
    }

    /** A topic whose newest value counts. */
    final class Value {
        private final String topic;
        private final boolean retained;
        private final Supplier<@Nullable String> current;
        private final AtomicBoolean waiting = new AtomicBoolean();
        private final AtomicBoolean forced = new AtomicBoolean();
        private volatile Runnable onAcknowledged = () -> {};
        private boolean inFlight;
        private @Nullable String sent;

        private Value(String topic, boolean retained, Supplier<@Nullable String> current) {
            this.topic = topic;
            this.retained = retained;
            this.current = current;
        }

        /** Has the current value published, unless the broker knows it already. */
        void touch() {
            if (waiting.compareAndSet(false, true)) {
                wake.run();
            } else {
                coalesced.increment();
            }
        }

        /** Has the current value published, even if the broker should know it. */
        void repeat() {
            forced.set(true);
            touch();
        }

        /** @param task called on thread {@code mqtt-out} each time the broker has acknowledged this value */
        void whenAcknowledged(Runnable task) {
            onAcknowledged = task;
        }
    }

    /** @param payload text for the instant, UTC nanoseconds, at which it is published */
    private record Event(
            String topic, LongFunction<String> payload, OptionalLong capturedUtcNanos, long offeredNanos) {}

    /** One publication, compared by identity. */
    static final class Message {
        private final @Nullable Value value;
        private final @Nullable Event event;
        private final String topic;
        private final String payload;
        private final long sentNanos;

        private Message(@Nullable Value value, @Nullable Event event, String topic, String payload, long sentNanos) {
            this.value = value;
            this.event = event;
            this.topic = topic;
            this.payload = payload;
            this.sentNanos = sentNanos;
        }

        String topic() {
            return topic;
        }

        String payload() {
            return payload;
        }

        boolean retained() {
            return value != null && value.retained;
        }

        /** Everything of which a loss would be noticed is acknowledged; a report that the next one replaces is not. */
        int qos() {
            return value == null || value.retained ? 1 : 0;
        }
    }

    /**
     * Adds a value; before the first touch. Values are published in the order in which they were added.
     *
     * @param retained whether the broker keeps it; then it is also sent anew over every new connection
     * @param current renders it on thread {@code mqtt-out}; null: nothing to say yet
     */
    Value value(String topic, boolean retained, Supplier<@Nullable String> current) {
        var value = new Value(topic, retained, current);
        values.add(value);
        return value;
    }

    /** Has all retained values published, even those that the broker should know. */
    void touchAll() {
        for (Value value : values) {
            if (value.retained) {
                value.sent = null;
                value.waiting.set(true);
            }
        }
        wake.run();
    }

    /** The clock of capture times, for any thread. */
    long utcNanos() {
        return utcNanos.getAsLong();
    }

    /** Appends an event; when too many wait, the oldest one gives way. */
    void offer(String topic, long capturedUtcNanos, LongFunction<String> payload) {
        var event = new Event(topic, payload, OptionalLong.of(capturedUtcNanos), nanoTime.getAsLong());
        while (!events.offer(event)) {
            if (events.poll() != null) {
                droppedFull.increment();
            }
        }
        wake.run();
    }

    /** Appends an answer to somebody; whoever asks too much gets none, and takes no room from events. */
    void answer(String topic, String payload) {
        if (answers.offer(new Event(topic, at -> payload, OptionalLong.empty(), nanoTime.getAsLong()))) {
            wake.run();
        } else {
            droppedFull.increment();
        }
    }

    /** @param task called by any thread when something new waits; must not block */
    void onWork(Runnable task) {
        wake = task;
    }

    /**
     * The next publication, which is in flight from now on. Values come before events, so that discovery precedes what
     * it describes; each topic of a value has one publication in flight at most, so that values cannot pile up at a slow
     * broker.
     */
    @Nullable
    Message next() {
        for (Value value : values) {
            if (!value.inFlight && value.waiting.compareAndSet(true, false)) {
                String payload = value.current.get();
                boolean forced = value.forced.getAndSet(false);
                if (payload != null && (forced || !payload.equals(value.sent))) {
                    value.sent = payload;
                    value.inFlight = true;
                    return send(new Message(value, null, value.topic, payload, nanoTime.getAsLong()));
                }
            }
        }
        if (eventsInFlight >= EVENT_CAPACITY) {
            return null;
        }
        Event event = nextEvent();
        if (event == null) {
            return null;
        }
        eventsInFlight++;
        String payload = event.payload.apply(utcNanos.getAsLong());
        return send(new Message(null, event, event.topic, payload, nanoTime.getAsLong()));
    }

    private Message send(Message message) {
        inFlight.add(message);
        return message;
    }

    private @Nullable Event nextEvent() {
        while (true) {
            Event event = again.poll();
            if (event == null) {
                event = events.poll();
            }
            if (event == null) {
                event = answers.poll();
            }
            returned = again.size();
            if (event == null || nanoTime.getAsLong() - event.offeredNanos <= EVENT_LIFE_NANOS) {
                return event;
            }
            droppedExpired.increment();
        }
    }

    /** @return whether the message was in flight */
    boolean acknowledged(Message message, long atUtcNanos) {
        if (!inFlight.remove(message)) {
            return false;
        }
        if (message.value != null) {
            message.value.inFlight = false;
            message.value.onAcknowledged.run();
        }
        if (message.event != null) {
            eventsInFlight--;
            message.event.capturedUtcNanos.ifPresent(captured -> times.add(atUtcNanos - captured));
        }
        return true;
    }

    /** Takes one message back that could not be handed over; it is next again. */
    void takeBack(Message message) {
        if (!inFlight.remove(message)) {
            return;
        }
        if (message.value != null) {
            message.value.inFlight = false;
            message.value.sent = null;
            message.value.waiting.set(true);
        }
        if (message.event != null) {
            eventsInFlight--;
            again.addFirst(message.event);
            returned = again.size();
        }
    }

    /** Takes everything back that is in flight, in its order. */
    void takeAllBack() {
        var lost = new ArrayDeque<>(inFlight);
        for (Iterator<Message> newestFirst = lost.descendingIterator(); newestFirst.hasNext(); ) {
            takeBack(newestFirst.next());
        }
    }

    /** What every retained topic would be told now, in the order of publication; from any thread before the start. */
    Map<String, String> retained() {
        Map<String, String> rendered = new LinkedHashMap<>();
        for (Value value : values) {
            String payload = value.current.get();
            if (value.retained && payload != null) {
                rendered.put(value.topic, payload);
            }
        }
        return rendered;
    }

    boolean nothingInFlight() {
        return inFlight.isEmpty();
    }

    /** For how long the oldest publication has been unacknowledged; 0 if there is none. */
    long oldestInFlightNanos() {
        return inFlight.isEmpty()
                ? 0
                : nanoTime.getAsLong() - inFlight.iterator().next().sentNanos;
    }

    /** How many events and values wait, from any thread. */
    int queued() {
        long waiting = values.stream().filter(value -> value.waiting.get()).count();
        return events.size() + answers.size() + returned + (int) waiting;
    }

    long coalesced() {
        return coalesced.sum();
    }

    long droppedFull() {
        return droppedFull.sum();
    }

    long droppedExpired() {
        return droppedExpired.sum();
    }

    MqttStats.Latency captureToPublish() {
        return times.latency();
    }
}
