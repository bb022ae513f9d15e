package io.roomwise.mqtt;

import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamState;
import java.util.List;

/**
 * How the process and its pipeline do.
 *
 * @param healthy what the process would tell its watchdog
 * @param windows windows recognized since the start, in all rooms
 * @param windowsDegraded those of them in which a view was missing
 * @param windowsDropped given up because inference was busy
 * @param ringFill share of the ring between capture and windows that is in use, 0..1
 * @param lastWindowAgeMillis since the newest window was recognized; -1 before the first
 */
public record HubHealth(
        boolean healthy,
        Usage process,
        Host host,
        long windows,
        long windowsDegraded,
        long windowsDropped,
        double ringFill,
        long lastWindowAgeMillis,
        List<Sensor> sensors) {
    public HubHealth {
        sensors = List.copyOf(sensors);
    }

    /** What this process uses; sizes in MiB. */
    public record Usage(long uptimeSeconds, long rssMib, long heapMib, long directMib, int threads, long files) {}

    /**
     * The machine.
     *
     * @param loadAverage over one minute; negative where the system does not tell
     * @param memoryPercent in use
     */
    public record Host(double loadAverage, double memoryPercent) {}

    /**
     * One stream.
     *
     * @param late frames that came after their window had left
     * @param lastFrameAgeMillis since its newest frame; -1 before the first
     */
    public record Sensor(StreamId stream, StreamState state, long reconnects, long late, long lastFrameAgeMillis) {}
}
