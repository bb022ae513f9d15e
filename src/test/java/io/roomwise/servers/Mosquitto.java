package io.roomwise.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mosquitto on a port and in a folder of its own, killed and started again as a test likes. */
public final class Mosquitto implements AutoCloseable {
    /**
     * Connections begin at 127.0.0.1. While the broker is away its port is free, and a client that tries to reach it there would
     * sooner or later be given this very port and talk to itself.
     */
    public static final String HOST = "127.0.0.2";

    private static final String PROGRAM = "/usr/sbin/mosquitto";

    private static final int PATIENCE_SECONDS = 20;

    private final int port;
    private final Path configuration;
    private @Nullable LocalProcess process;

    /** @param persistent whether it writes all that it keeps every second */
    public Mosquitto(Path folder, boolean persistent) throws IOException {
        RealServers.require("mosquitto", "mosquitto");
        Files.createDirectories(folder);
        port = freePort();
        configuration = folder.resolve("mosquitto.conf");
        // A subscriber's window would have the broker acknowledge what it has not passed on, and a kill would lose it.
        Files.writeString(
                configuration,
                """
                listener %d %s
                allow_anonymous true
                max_inflight_messages 0
                persistence %b
                persistence_location %s/
                autosave_interval 1
                user %s
                """
                        .formatted(port, HOST, persistent, folder, System.getProperty("user.name")));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        }
    }

    public static String version() throws IOException {
        try (var output = new ProcessBuilder(PROGRAM, "-h").start().inputReader()) {
            return String.valueOf(output.readLine());
        }
    }

    public int port() {
        return port;
    }

    /** Returns when it takes connections. */
    public void start() throws IOException, InterruptedException {
        LocalProcess started = LocalProcess.start("mosquitto", List.of(PROGRAM, "-v", "-c", configuration.toString()));
        process = started;
        started.await(0, PATIENCE_SECONDS, line -> line.contains("running"));
    }

    /** Waits until it has logged this. */
    void await(String logged) throws InterruptedException {
        if (process != null) {
            process.await(0, PATIENCE_SECONDS, line -> line.contains(logged));
        }
    }

    public void kill() throws InterruptedException {
        if (process != null) {
            process.kill();
        }
    }

    /** Asks it to end, upon which a persistent one writes all that it keeps. */
    void terminate() throws InterruptedException {
        if (process != null) {
            process.stop(10);
        }
    }

    /** STOP halts it where it stands, its connections included; CONT lets it go on. */
    public void signal(String signal) throws IOException, InterruptedException {
        if (process != null) {
            process.signal(signal);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
