package io.roomwise.sync;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Hands the windows of one room from thread sync to thread inference: one is being filled, the newest finished one
 * waits, one is in work. Whoever exchanges gets the waiting window for the own one, in a single atomic step; so neither
 * thread waits, and a window that nobody took is overwritten only after it came back to sync.
 */
final class WindowExchange {
    /** A window on its way and whether inference has yet to see it. */
    private record Parcel(AssembledWindow window, boolean unread) {}

    private final AtomicReference<Parcel> waiting;
    private AssembledWindow filling;
    private AssembledWindow working;

    WindowExchange(RoomLayout layout, SyncConfig config) {
        filling = new AssembledWindow(layout, config);
        waiting = new AtomicReference<>(new Parcel(new AssembledWindow(layout, config), false));
        working = new AssembledWindow(layout, config);
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
    boolean put() {
        Parcel replaced = waiting.getAndSet(new Parcel(filling, true));
        filling = replaced.window();
        return !replaced.unread();
    }

    /** Thread inference: the newest window; it stays untouched until the next call. */
    AssembledWindow take() {
        working = waiting.getAndSet(new Parcel(working, false)).window();
        return working;
    }
}
