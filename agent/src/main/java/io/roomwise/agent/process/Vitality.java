package io.roomwise.agent.process;

/**
 * Whether the process does its job, judged at each tick of thread health: windows are recognized, or none can be expected
 * because every camera is known to send no pictures. What only looks alive (threads that wait for each other) is not.
 */
final class Vitality {
    private long windows;

    /**
     * @param recognized windows that inference has finished since the start, in all rooms
     * @param allOffline whether every stream with pictures is known to deliver nothing
     */
    boolean alive(long recognized, boolean allOffline) {
        boolean advanced = recognized > windows;
        windows = recognized;
        return advanced || allOffline;
    }
}
