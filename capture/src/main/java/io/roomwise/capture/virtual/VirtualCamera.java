package io.roomwise.capture.virtual;

import io.roomwise.capture.Clocks;
import io.roomwise.capture.StreamUrl;
import java.io.IOException;
import java.util.random.RandomGenerator;

/** Serves one scene as an RTSP stream. Owns thread {@code virtual-camera-<path>}, which paints, encodes and sends. */
public final class VirtualCamera implements AutoCloseable {
    private final VirtualCameraConfig config;
    private final CameraFaults faults = new CameraFaults();

    /** Starts nothing. */
    public VirtualCamera(VirtualCameraConfig config, Scene scene, Clocks clocks, RandomGenerator random) {
        this.config = config;
    }

    /** @throws IOException if the port is taken, with a message that names camera and port */
    public void start() throws IOException {}

    /** Where to connect, with user and password; after {@link #start}. */
    public StreamUrl url() {
        return new StreamUrl("rtsp://" + config.host() + ":" + config.port() + "/" + config.path());
    }

    public CameraFaults faults() {
        return faults;
    }

    public VirtualCameraStats stats() {
        return new VirtualCameraStats(0, 0, 0, 0);
    }

    /** Cuts the clients and returns when the thread has ended and the port is free. */
    @Override
    public void close() {}
}
