package io.roomwise.capture;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one stream for as long as it lives: opens, decodes, stamps, offers, and opens again when it broke. Owns thread
 * {@code capture-<sensor>-<index>}; a stream that is away or slow never delays another one.
 */
public final class StreamReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamReader.class);

    /** Looking up a host name is the one thing that cannot be interrupted; then the thread ends by itself, later. */
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private static final long NEWS_NANOS = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final StreamId id;
    private final StreamConfig config;
    private final StreamListener listener;
    private final Clocks clocks;
    private final Backoff backoff;
    private final StreamCounters counters = new StreamCounters();
    private final Deadline deadline;
    private final Delivery delivery;
    private final Thread thread;
    private volatile StreamState state = StreamState.CONNECTING;
    private String told = "";
    private long goodSince;
    private HardwareDecoding hardware;

    /** Starts nothing. */
    public StreamReader(
            StreamId id,
            StreamConfig config,
            FrameSink sink,
            StreamListener listener,
            Clocks clocks,
            RandomGenerator random) {
        this.id = id;
        this.config = config;
        this.listener = listener;
        this.clocks = clocks;
        hardware = config.capture().hardwareDecoding();
        backoff = new Backoff(config.capture().retryInterval(), random);
        deadline = new Deadline(clocks.nanoTime());
        delivery = new Delivery(id, sink, counters, clocks, deadline, config.playback() == Playback.FAST);
        thread = new Thread(this::run, "capture-" + id.sensor() + "-" + id.index());
        thread.setDaemon(true);
    }

    /** Starts the thread; once. */
    public void start() {
        thread.start();
    }

    private void run() {
        tell(StreamState.CONNECTING, "connecting to " + config.path());
        var playback = new FilePlayback(clocks);
        var end = "closed";
        try (deadline) {
            while (!deadline.isCancelled()) {
                var retry = attempt(playback);
                if (retry.isPresent()) {
                    if (!deadline.pause(backoff.pauseAfter(retry.get()))) {
                        counters.reconnects.incrementAndGet();
                        playback = new FilePlayback(clocks);
                    }
                } else if (config.playback() != Playback.LOOP) {
                    end = deadline.isCancelled() ? end : "end of " + config.path();
                    break;
                }
            }
        } finally {
            counters.finalCpuNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            tell(StreamState.CLOSED, end);
        }
    }

    /**
     * Opens and reads until the stream breaks.
     *
     * @return how soon to try again; empty if the input has come to its end
     */
    private Optional<StreamException.Retry> attempt(FilePlayback playback) {
        goodSince = Long.MAX_VALUE;
        try (var session = new StreamSession(config, hardware, playback, counters, delivery, clocks, deadline)) {
            readOn(session);
            return session.hasFrames() || deadline.isCancelled()
                    ? Optional.empty()
                    : offline(new StreamException("nothing to play in " + config.path()));
        } catch (StreamException e) {
            return offline(e);
        } catch (RuntimeException | LinkageError e) {
            // a sink that throws, a native library that is not for this machine
            LOG.error("stream {} failed", id, e);
            return offline(new StreamException("internal error: " + e));
        } finally {
            if (goodSince != Long.MAX_VALUE) {
                backoff.onStreamed(Duration.ofNanos(clocks.nanoTime().getAsLong() - goodSince));
            }
        }
    }

    /** Until the stream ends; what it is like is told when that changes. */
    private void readOn(StreamSession session) throws StreamException {
        var toldAt = Long.MIN_VALUE;
        try {
            while (!deadline.isCancelled() && session.step()) {
                var now = clocks.nanoTime().getAsLong();
                if (session.hasFrames() && (toldAt == Long.MIN_VALUE || now - toldAt > NEWS_NANOS)) {
                    tell(StreamState.STREAMING, session.description());
                    toldAt = now;
                    goodSince = Math.min(goodSince, now);
                }
            }
        } finally {
            if (session.isBlindHardware()) {
                hardware = HardwareDecoding.NONE;
            }
        }
    }

    private Optional<StreamException.Retry> offline(StreamException failure) {
        if (deadline.isCancelled()) {
            return Optional.empty();
        }
        if (failure.isStall()) {
            counters.stalls.incrementAndGet();
        }
        tell(StreamState.OFFLINE, failure.reason());
        return Optional.of(failure.retry());
    }

    /** Each state and reason once: a camera that stays away is not told of with every attempt. */
    private void tell(StreamState newState, String reason) {
        if (newState != state || !reason.equals(told)) {
            state = newState;
            told = reason;
            try {
                listener.onStreamState(id, newState, reason);
            } catch (RuntimeException e) {
                LOG.error("stream {}: listener failed at '{}'", id, reason, e);
            }
        }
    }

    /** From any thread. */
    public StreamStats stats() {
        var cpuNanos = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
        var age = clocks.nanoTime().getAsLong() - counters.lastFrameNanoTime;
        return new StreamStats(
                id,
                state,
                counters.pictures.get(),
                counters.undecoded.get(),
                counters.sounds.get(),
                counters.dropped.get(),
                counters.decodeErrors.get(),
                counters.reconnects.get(),
                counters.stalls.get(),
                counters.soundStalls.get(),
                counters.bytes.get(),
                counters.senderReports.get(),
                counters.anyFrame ? age / NANOS_PER_MILLI : -1,
                counters.clockSource,
                counters.clockOffsetNanos / (double) NANOS_PER_MILLI,
                counters.decoder,
                counters.nativeContexts,
                Math.max(cpuNanos, counters.finalCpuNanos));
    }

    /** Ends a native call in progress and returns at once, so that many can end together before each is closed. */
    public void cancel() {
        deadline.cancel();
    }

    /** Ends a native call in progress and returns when the thread has ended; may be called often and from any thread. */
    @Override
    public void close() {
        deadline.cancel();
        if (thread.getState() == Thread.State.NEW) {
            deadline.close();
        } else if (thread != Thread.currentThread()) {
            try {
                thread.join(CLOSING.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (thread.isAlive()) {
                LOG.warn("stream {}: the lookup of its host name does not end, its thread is left behind", id);
            }
        }
    }

    /** {@code home/room/sensor}. */
    @Override
    public String toString() {
        return id.toString();
    }
}
