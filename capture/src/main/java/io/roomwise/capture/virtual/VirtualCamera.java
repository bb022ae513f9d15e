package io.roomwise.capture.virtual;

import io.roomwise.capture.Clocks;
import io.roomwise.capture.StreamUrl;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URLEncoder;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Serves one scene as an RTSP stream. Owns thread {@code virtual-camera-<path>}, which paints, encodes, sends and answers:
 * clients share its work and cannot hold it up.
 */
public final class VirtualCamera implements AutoCloseable {
    private final VirtualCameraConfig config;
    private final Scene scene;
    private final Clocks clocks;
    private final RandomGenerator random;
    private final CameraFaults faults = new CameraFaults();
    private @Nullable CameraLoop loop;
    private @Nullable Thread thread;
    private int port;

    /** Starts nothing. */
    public VirtualCamera(VirtualCameraConfig config, Scene scene, Clocks clocks, RandomGenerator random) {
        if (scene.width() % 2 != 0 || scene.height() % 2 != 0 || scene.width() < 16 || scene.height() < 16) {
            throw new IllegalArgumentException("virtual camera " + config.path()
                    + ": pictures must be even and at least 16x16, were " + scene.width() + "x" + scene.height());
        }
        if (!(scene.framesPerSecond() > 0 && scene.framesPerSecond() <= 120)) {
            throw new IllegalArgumentException("virtual camera " + config.path()
                    + ": frames per second must be above 0 and at most 120, were " + scene.framesPerSecond());
        }
        this.config = config;
        this.scene = scene;
        this.clocks = clocks;
        this.random = random;
    }

    /**
     * Binds the port and starts the thread; once.
     *
     * @throws IOException if the port is taken, with a message that names camera and port
     */
    public void start() throws IOException {
        if (thread != null) {
            throw new IllegalStateException("virtual camera " + config.path() + " was started before");
        }
        var server = bind();
        port = ((InetSocketAddress) server.getLocalAddress()).getPort();
        try {
            loop = new CameraLoop(config, scene, clocks, random, faults, server);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        thread = new Thread(loop, "virtual-camera-" + config.path());
        thread.setDaemon(true);
        thread.start();
    }

    private ServerSocketChannel bind() throws IOException {
        var server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return server.bind(new InetSocketAddress(config.host(), config.port()));
        } catch (BindException e) {
            server.close();
            throw new IOException(
                    "virtual camera " + config.path() + ": cannot serve on " + config.host() + ":" + config.port()
                            + " (" + e.getMessage() + ")",
                    e);
        }
    }

    /** Where to connect, with user and password; after {@link #start}. */
    public StreamUrl url() {
        var login = config.credentials()
                .map(credentials -> encode(credentials.user()) + ":"
                        + encode(credentials.password().reveal()) + "@")
                .orElse("");
        return new StreamUrl("rtsp://" + login + config.host() + ":" + port + "/" + config.path());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What goes wrong from now on. */
    public CameraFaults faults() {
        return faults;
    }

    public VirtualCameraStats stats() {
        var camera = loop;
        var owner = thread;
        if (camera == null || owner == null) {
            return new VirtualCameraStats(0, 0, 0, 0);
        }
        var cpuNanos = ManagementFactory.getThreadMXBean().getThreadCpuTime(owner.getId());
        return camera.stats(Math.max(0, cpuNanos));
    }

    /** Cuts the clients and returns when the thread has ended and the port is free. */
    @Override
    public void close() {
        var owner = thread;
        if (loop == null || owner == null) {
            return;
        }
        loop.end();
        try {
            owner.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
