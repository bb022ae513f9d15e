package io.roomwise.servers;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds and starts the servers and files that are not part of the project. */
final class RealServers {
    static final String USER = "viewer";
    static final String PASSWORD = "geheim";

    private RealServers() {}

    /** The folder of footage and models; ends the test where there is none. */
    static Path data() {
        Optional<String> told = Optional.ofNullable(System.getenv("ROOMWISE_TEST_DATA"));
        Path here = Path.of("").toAbsolutePath();
        return told.map(Path::of)
                .or(() -> Stream.iterate(here, folder -> folder != null, Path::getParent)
                        .map(folder -> folder.resolveSibling("shared").resolve("data"))
                        .filter(Files::isDirectory)
                        .findFirst())
                .orElseGet(() -> missing("test data (set ROOMWISE_TEST_DATA to their folder)"));
    }

    /** Ends the test where a program is not installed. */
    static void require(String program, String debianPackage) {
        boolean found = Stream.of("/usr/bin/", "/usr/sbin/")
                .map(folder -> Path.of(folder + program))
                .anyMatch(Files::isExecutable);
        if (!found) {
            missing(program + " (Debian package " + debianPackage + ")");
        }
    }

    private static Path missing(String what) {
        String message = "not on this machine: " + what;
        if (System.getenv("CI") != null) {
            return fail(message);
        }
        return abort(message);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static Path resource(String name) throws URISyntaxException {
        return Path.of(RealServers.class.getResource("/" + name).toURI());
    }

    /** A camera of GStreamer's RTSP server that plays a film in a loop, locked to the wall clock. */
    static LocalProcess camera(String name, int port, Path film) throws Exception {
        return ready(name, gstreamer(port, film));
    }

    /** The same on a host of its own. */
    static LocalProcess camera(String name, int port, Path film, CameraHost host) throws Exception {
        List<String> command = new ArrayList<>(CameraHost.prefix());
        command.addAll(gstreamer(port, film));
        command.add(host.address());
        return ready(name, command);
    }

    /**
     * The server of another make that {@code ROOMWISE_TEST_RTSP_SERVER} names, for measurements: a command that takes port
     * and film, prints "ready" and plays the film at {@code /film}. Without it, GStreamer's.
     */
    static LocalProcess anyOtherCamera(String name, int port, Path film) throws Exception {
        String other = System.getenv("ROOMWISE_TEST_RTSP_SERVER");
        return other == null
                ? camera(name, port, film)
                : ready(name, List.of(other, Integer.toString(port), film.toString()));
    }

    private static List<String> gstreamer(int port, Path film) throws URISyntaxException {
        require("python3", "python3-gi");
        return List.of(
                "/usr/bin/python3",
                resource("footage_server.py").toString(),
                Integer.toString(port),
                film.toString(),
                USER + ":" + PASSWORD);
    }

    private static LocalProcess ready(String name, List<String> command) throws Exception {
        LocalProcess camera = LocalProcess.start(name, command);
        camera.await(0, 60, line -> line.startsWith("ready"));
        return camera;
    }

    static String cameraUrl(int port) {
        return cameraUrl("127.0.0.1", port);
    }

    static String cameraUrl(String host, int port) {
        return "rtsp://" + USER + ":" + PASSWORD + "@" + host + ":" + port + "/film";
    }

    /** Mosquitto with a password, as users run it. */
    static LocalProcess broker(Path folder, int port) throws Exception {
        require("mosquitto", "mosquitto");
        require("mosquitto_passwd", "mosquitto");
        Path passwords = folder.resolve("passwords");
        if (Files.notExists(passwords)) {
            LocalProcess.start(
                            "mosquitto_passwd",
                            List.of("mosquitto_passwd", "-b", "-c", passwords.toString(), USER, PASSWORD))
                    .awaitSuccess(10);
        }
        Path configuration = folder.resolve("mosquitto.conf");
        Files.writeString(
                configuration,
                """
                listener %d 127.0.0.1
                password_file %s
                allow_anonymous false
                user %s
                """
                        .formatted(port, passwords, System.getProperty("user.name")));
        LocalProcess broker =
                LocalProcess.start("mosquitto", List.of("/usr/sbin/mosquitto", "-v", "-c", configuration.toString()));
        broker.await(0, 10, line -> line.contains("running"));
        return broker;
    }

    /** {@code mosquitto_sub} on everything: a line is retained flag, topic and payload. */
    static LocalProcess subscriber(int port) throws IOException {
        require("mosquitto_sub", "mosquitto-clients");
        return LocalProcess.start(
                "mosquitto_sub",
                List.of(
                        "mosquitto_sub",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-u",
                        USER,
                        "-P",
                        PASSWORD,
                        "-q",
                        "1",
                        "-t",
                        "#",
                        "-F",
                        "%r %t %p"));
    }
}
