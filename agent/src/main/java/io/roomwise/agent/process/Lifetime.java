package io.roomwise.agent.process;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/**
 * From start to SIGTERM, SIGINT, a failure or the end of the given time; then {@link #STOP_SECONDS} at most for closing.
 */
public final class Lifetime implements AutoCloseable {
    /** systemd and people wait that long without wondering. */
    static final long STOP_SECONDS = 5;

    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private volatile CompletableFuture<Integer> awaited = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final IntConsumer halt;
    private final Thread hook = new Thread(this::onSignal, "stop");

    /** @param halt ends the process without further ado, {@code Runtime::halt} */
    public Lifetime(IntConsumer halt) {
        this.halt = halt;
    }

    /** Listens to signals from now on. */
    public void start() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Asks for the end; the first code counts. */
    public void end(int code) {
        end.complete(code);
        awaited.complete(code);
    }

    /** Asks for the end later, however often there is a new beginning until then. */
    public void endAfter(Duration time) {
        CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS).execute(() -> end(FailurePolicy.OK));
    }

    /** Asks for a new beginning: {@link #await} returns {@link FailurePolicy#RESTART}, unless the end was asked for. */
    public void restart() {
        awaited.complete(FailurePolicy.RESTART);
    }

    /** Waits anew after a restart, and at once no more if the end has been asked for since. */
    public void begin() {
        awaited = new CompletableFuture<>();
        var unused = end.thenAccept(awaited::complete);
    }

    /** Whether the end has been asked for. */
    public boolean isEnding() {
        return end.isDone();
    }

    /**
     * Waits for the end.
     *
     * @param limit zero: as long as it takes
     * @return the exit code; empty if the limit was reached first
     */
    public OptionalInt await(Duration limit) {
        try {
            return OptionalInt.of(limit.isZero() ? awaited.get() : awaited.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.of(FailurePolicy.OK);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Limits the time that closing may take from now on; after it the process is halted with a code. */
    public void closeWithin(int code) {
        Thread guard = new Thread(() -> guard(code), "stop-guard");
        guard.setDaemon(true);
        guard.start();
    }

    private void guard(int code) {
        if (!closedInTime()) {
            halt.accept(code);
        }
    }

    private void onSignal() {
        end(FailurePolicy.OK);
        // the JVM halts as soon as its hooks have returned: closing has to be over by then
        closedInTime();
    }

    private boolean closedInTime() {
        try {
            return closed.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Everything is closed: the process may go. */
    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the signal was what ended us: the hook is running
            return;
        }
    }
}
