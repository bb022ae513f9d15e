package io.roomwise.servers;

import io.roomwise.mqtt.ActionPublisher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The publishing half of an agent, as a process that can be killed. Ends in order upon SIGTERM. */
final class RestartableAgent {
    private RestartableAgent() {}

    static LocalProcess start(int brokerPort, int keepaliveSeconds, Path ledger) throws IOException {
        return LocalProcess.start(
                "agent",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RestartableAgent.class.getName(),
                        "" + brokerPort,
                        "" + keepaliveSeconds,
                        ledger.toString()));
    }

    /** @param args port of the broker, keep-alive in seconds, file of the ledger */
    public static void main(String[] args) throws InterruptedException {
        var home = new SmallHome(1);
        ActionPublisher publisher = home.publisher(
                SmallHome.config(Integer.parseInt(args[0]), Integer.parseInt(args[1])), Optional.of(Path.of(args[2])));
        Runtime.getRuntime().addShutdownHook(new Thread(publisher::close, "shutdown"));
        publisher.start();
        while (true) {
            home.awaken(publisher);
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }
}
