package io.roomwise.sync;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Calls the handler with the newest window of each room, on thread inference. What goes round is only the number of a
 * room in which a window waits, see the package's "Why".
 */
final class WindowRing implements AutoCloseable {
    /** Ring event. */
    private static final class WaitingRoom {
        private int room;
    }

    private final List<WindowExchange> rooms;
    private final RingThread thread;
    private final LoopFailures<WaitingRoom> failures;
    private final Disruptor<WaitingRoom> disruptor;
    private final RingBuffer<WaitingRoom> ring;

    /**
     * @param rooms where the windows wait
     * @param handled told, on thread inference, the number of the room whose window was handled
     */
    WindowRing(
            List<WindowExchange> rooms,
            WindowHandler handler,
            IntConsumer handled,
            ThreadFactory threads,
            Consumer<Throwable> fatal) {
        this.rooms = List.copyOf(rooms);
        thread = new RingThread("inference", threads);
        failures = new LoopFailures<>("a window", fatal);
        disruptor = new Disruptor<>(
                WaitingRoom::new, slotsFor(rooms.size()), thread, ProducerType.SINGLE, new BlockingWaitStrategy());
        disruptor.setDefaultExceptionHandler(failures);
        disruptor.handleEventsWith((event, sequence, endOfBatch) -> {
            handler.onWindow(this.rooms.get(event.room).take());
            handled.accept(event.room);
        });
        ring = disruptor.getRingBuffer();
    }

    /**
     * Four a room: slots are free again at the end of a batch, in which a room has at most two, and at most two wait. So the
     * ring is never full.
     */
    private static int slotsFor(int rooms) {
        return Integer.highestOneBit(4 * rooms - 1) << 1;
    }

    void start() {
        disruptor.start();
    }

    /** Thread sync: a window waits in a room of which inference does not know yet. Never waits. */
    void announce(int room) {
        ring.publishEvent((event, sequence) -> event.room = room);
    }

    long failures() {
        return failures.count();
    }

    /** What is in work is finished first. */
    @Override
    public void close() {
        disruptor.halt();
        thread.join();
    }
}
