package io.roomwise.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Mosquitto, the way to it and one who hears all events, with whatever may befall them. After each trouble the way is open only
 * when the events are heard again: what a broker takes and then has nobody to pass on to is no loss of ours.
 */
public final class TroubledBroker implements AutoCloseable {
    private final Mosquitto broker;
    private final BrokerWire wire;
    private final NumberedEvents events;

    private TroubledBroker(Mosquitto broker) throws IOException {
        this.broker = broker;
        wire = new BrokerWire(broker.port());
        events = new NumberedEvents(broker.port()); // gives up at once where no broker is
    }

    /** Returns when somebody hears events. */
    public static TroubledBroker start(Path folder) throws IOException, InterruptedException {
        var broker = new Mosquitto(folder, false);
        broker.start();
        var troubled = new TroubledBroker(broker);
        troubled.open();
        return troubled;
    }

    private void open() throws IOException, InterruptedException {
        broker.await("Sending SUBACK to " + NumberedEvents.NAME);
        wire.admit();
    }

    /** Where the troubles are felt. */
    public int port() {
        return wire.port();
    }

    /** SIGKILL, then another broker that knows nothing. */
    public void kill() throws IOException, InterruptedException {
        broker.kill();
        wire.refuse();
        broker.start();
        open();
        events.awaitLater();
    }

    /** SIGSTOP: connections are taken and held by the kernel, and nobody answers. */
    public void halt(int seconds) throws IOException, InterruptedException {
        broker.signal("STOP");
        TimeUnit.SECONDS.sleep(seconds);
        broker.signal("CONT");
        events.awaitLater();
    }

    /** Nothing is read from connections any more: TCP's window closes. */
    public void freeze(int seconds) throws InterruptedException {
        wire.freeze(true);
        TimeUnit.SECONDS.sleep(seconds);
        wire.freeze(false);
        events.awaitLater();
    }

    /** The connection breaks, and the port refuses others. */
    public void refuse(int seconds) throws IOException, InterruptedException {
        wire.refuse();
        TimeUnit.SECONDS.sleep(seconds);
        wire.admit();
        events.awaitLater();
    }

    public EventTally tally() {
        return events.tally();
    }

    /** By topic, what the broker keeps. */
    public Map<String, String> retained() throws InterruptedException {
        return LastingClient.retained(broker.port());
    }

    @Override
    public void close() throws IOException {
        wire.close();
        events.close();
        broker.close();
    }
}
