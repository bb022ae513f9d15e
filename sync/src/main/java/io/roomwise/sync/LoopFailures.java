package io.roomwise.sync;

import com.lmax.disruptor.ExceptionHandler;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts a failed event and lets the loop go on; the Disruptor's default ends the thread at the first one, silently.
 * Runs on the ring's thread only, except {@link #count}.
 */
final class LoopFailures<T> implements ExceptionHandler<T> {
    private static final Logger LOG = LoggerFactory.getLogger(LoopFailures.class);

    private final String work;
    private final Consumer<Throwable> fatal;
    private final LongAdder count = new LongAdder();
    private long lastSequence = Long.MIN_VALUE / 2;

    /** @param work what failed, for the log */
    LoopFailures(String work, Consumer<Throwable> fatal) {
        this.work = work;
        this.fatal = fatal;
    }

    long count() {
        return count.sum();
    }

    @Override
    public void handleEventException(Throwable failure, long sequence, T event) {
        count.increment();
        // A time-out repeats the sequence of the last event.
        if (sequence - lastSequence > 1) {
            LOG.error("{} failed, going on with the next; failures in a row are only counted", work, failure);
        }
        lastSequence = sequence;
        if (failure instanceof Error) {
            fatal.accept(failure);
        }
    }

    @Override
    public void handleOnStartException(Throwable failure) {
        fatal.accept(failure);
    }

    @Override
    public void handleOnShutdownException(Throwable failure) {
        fatal.accept(failure);
    }
}
