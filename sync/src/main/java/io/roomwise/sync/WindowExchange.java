package io.roomwise.sync;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Hands the windows of one room from thread sync to thread inference: one is being filled, the newest finished one waits, one
 * is in work. Each hand-over is a single atomic step; neither thread waits, and a window that nobody took is overwritten only
 * after it came back to sync.
 *
 * <p>A newer window replaces the one that waits: queue length is latency. But after a late camera was waited for two slots
 * leave at once, and inference, idle, has not had the time to take the first. So a window that has hardly begun to wait is
 * followed, not replaced.
 */
final class WindowExchange {
    /** Windows of a room: filled, waiting (two), in work. */
    static final int WINDOWS = 4;

    /** Until an idle thread has got a core on a busy machine; a fourth of a slot. */
    private static final long HARDLY_NANOS = 100_000_000L;

    /** A finished window, or one that is free because inference has seen it. */
    private record Place(AssembledWindow window, boolean unread, long sinceNanoTime) {}

    /** The older is free, or both are unread. */
    private record Places(Place older, Place newer) {}

    private final AtomicReference<Places> waiting;
    private AssembledWindow filling;
    private AssembledWindow working;

    WindowExchange(RoomLayout layout, SyncConfig config) {
        filling = new AssembledWindow(layout, config);
        waiting = new AtomicReference<>(
                new Places(free(new AssembledWindow(layout, config)), free(new AssembledWindow(layout, config))));
        working = new AssembledWindow(layout, config);
    }

    private static Place free(AssembledWindow window) {
        return new Place(window, false, 0);
    }

    /** Thread sync: the window to fill; its content is old. */
    AssembledWindow filling() {
        return filling;
    }

    /**
     * Thread sync: lets the filled window wait for inference.
     *
     * @return false if it replaced one that inference had not taken yet
     */
    boolean put(long nanoTime) {
        Place filled = new Place(filling, true, nanoTime);
        Places replaced = waiting.getAndUpdate(
                now -> follows(now, nanoTime) ? new Places(now.newer, filled) : new Places(now.older, filled));
        Place free = follows(replaced, nanoTime) ? replaced.older : replaced.newer;
        filling = free.window;
        return !free.unread;
    }

    private static boolean follows(Places now, long nanoTime) {
        return now.newer.unread && !now.older.unread && nanoTime - now.newer.sinceNanoTime < HARDLY_NANOS;
    }

    /** Thread inference: the window that waits, the older of two; it stays untouched until the next call. */
    AssembledWindow take() {
        Place seen = free(working);
        Places before = waiting.getAndUpdate(
                now -> now.older.unread ? new Places(seen, now.newer) : new Places(now.older, seen));
        working = before.older.unread ? before.older.window : before.newer.window;
        return working;
    }
}
