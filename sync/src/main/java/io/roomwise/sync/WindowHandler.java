package io.roomwise.sync;

/** Consumes windows. Called on thread {@code inference} only. */
@FunctionalInterface
public interface WindowHandler {
    /** @param window valid only during the call */
    void onWindow(RoomWindow window);
}
