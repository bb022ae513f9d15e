package io.roomwise.servers;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A host of its own for a camera: a network namespace at the other end of a virtual cable, which can be pulled. Then nothing
 * is answered and nothing refused, as when a switch loses its power. Needs root and Debian's iproute2.
 */
final class CameraHost implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CameraHost.class.getName());
    private static final String NAMESPACE = "roomwise-camera";
    private static final String OUR_END = "rw-agent";
    private static final String ITS_END = "rw-camera";

    /** Of a network that is nobody's (RFC 5737). */
    private static final String OUR_ADDRESS = "198.51.100.1/30";

    private static final String ADDRESS = "198.51.100.2";

    private CameraHost() {}

    /** Empty, with a message, where the kernel or a lack of rights forbids it. */
    static Optional<CameraHost> create() throws IOException {
        CameraHost host = new CameraHost();
        try {
            host.close();
            ip("netns", "add", NAMESPACE);
            ip("link", "add", OUR_END, "type", "veth", "peer", "name", ITS_END, "netns", NAMESPACE);
            ip("address", "add", OUR_ADDRESS, "dev", OUR_END);
            ip("-n", NAMESPACE, "address", "add", ADDRESS + "/30", "dev", ITS_END);
            ip("-n", NAMESPACE, "link", "set", ITS_END, "up");
            ip("-n", NAMESPACE, "link", "set", "lo", "up");
            ip("link", "set", OUR_END, "up");
            if (!ip("route", "get", ADDRESS).contains(OUR_END)) {
                throw new IOException(ADDRESS + " is somebody else's here");
            }
            return Optional.of(host);
        } catch (IOException e) {
            host.close();
            LOG.log(WARNING, "no network namespace on this machine, a camera is killed instead: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    private static String ip(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
        return said;
    }

    String address() {
        return ADDRESS;
    }

    /** What starts a command on this host. */
    static List<String> prefix() {
        return List.of("ip", "netns", "exec", NAMESPACE);
    }

    void pullTheCable() throws IOException {
        ip("link", "set", OUR_END, "down");
    }

    void plugItIn() throws IOException {
        ip("link", "set", OUR_END, "up");
    }

    /** Takes the cable away with it. */
    @Override
    public void close() {
        try {
            ip("netns", "delete", NAMESPACE);
        } catch (IOException absent) {
            LOG.log(DEBUG, "{0}", absent.getMessage());
        }
    }
}
