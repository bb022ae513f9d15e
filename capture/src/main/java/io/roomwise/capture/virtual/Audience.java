package io.roomwise.capture.virtual;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clients of one camera. One that fails is let go, the others do not notice. Camera's thread only. */
final class Audience {
    private static final Logger LOG = LoggerFactory.getLogger(Audience.class);

    private final String camera;
    private final SenderReports reports;
    private final CameraFaults faults;
    private final LongSupplier now;
    private final RandomGenerator random;
    private final Network network;
    private final List<Client> clients = new ArrayList<>();
    private boolean stalled;

    /** @param now true time on the camera's own clock */
    Audience(String camera, SenderReports reports, CameraFaults faults, RandomGenerator random, LongSupplier now) {
        this.camera = camera;
        this.reports = reports;
        this.faults = faults;
        this.now = now;
        this.random = random;
        network = new Network(faults, random);
    }

    /** Lets arrive what the network has held up. */
    void advance() {
        network.advance(now.getAsLong());
        clients.removeIf(client -> client.gone);
    }

    /** When something arrives next. */
    long dueUtcNanos() {
        return network.dueUtcNanos();
    }

    int size() {
        return clients.size();
    }

    /** The client is found again as the attachment of its key. */
    void join(SelectionKey key, RtspConnection connection, RtspSession session) {
        var client = new Client(connection, session);
        key.attach(client);
        clients.add(client);
        connection.obey(stalled);
    }

    /** Reads, answers, writes: whatever a client's key is ready for. */
    void serve(SelectionKey key) {
        var client = (Client) key.attachment();
        attempt(client, () -> {
            if (key.isReadable()) {
                client.connection.onReadable(client.session);
            }
            if (key.isValid() && key.isWritable()) {
                client.connection.onWritable();
            }
            if (client.session.isOver()) {
                throw new IOException("client said good-bye");
            }
        });
        clients.removeIf(each -> each.gone);
    }

    /** Whether somebody cannot see anything before the next key frame. */
    boolean waitsForKeyFrame() {
        return clients.stream().anyMatch(client -> client.session.waitsForKeyFrame());
    }

    void sendPicture(List<byte[]> packets, boolean isKeyFrame) {
        toEach(client -> {
            if (isKeyFrame) {
                client.session.keyFrameSent();
            }
            if (!client.session.waitsForKeyFrame()) {
                for (var packet : packets) {
                    send(client, SceneBroadcast.VIDEO, packet);
                }
            }
        });
    }

    void sendSound(byte[] packet) {
        toEach(client -> send(client, SceneBroadcast.AUDIO, packet));
    }

    private void send(Client client, int track, byte[] packet) {
        if (random.nextDouble() < faults.garbageShare()) {
            var noise = new byte[packet.length];
            random.nextBytes(noise);
            attempt(client, () -> client.connection.sendNoise(noise));
        }
        network.send(
                now.getAsLong(),
                client.session.isReliable(track),
                () -> attempt(client, () -> client.session.sendRtp(track, packet)));
    }

    /**
     * Sends the sender reports that are due.
     *
     * @param report makes the one of a track
     */
    void sendReports(long nowUtcNanos, int tracks, IntFunction<byte[]> report) {
        if (reports.interval().isZero() || faults.reportsHeld()) {
            return;
        }
        toEach(client -> {
            if (client.session.isPlaying() && client.nextReport == Long.MIN_VALUE) {
                client.nextReport = nowUtcNanos + reports.first().toNanos();
            }
            if (client.session.isPlaying() && client.nextReport <= nowUtcNanos) {
                client.nextReport = nowUtcNanos + reports.interval().toNanos();
                for (var i = 0; i < tracks; i++) {
                    var track = i;
                    var packet = report.apply(track);
                    network.send(
                            nowUtcNanos, true, () -> attempt(client, () -> client.session.sendRtcp(track, packet)));
                }
            }
        });
    }

    /** @param stall whether all clients are to be ignored from now on */
    void obey(boolean stall) {
        if (stall != stalled) {
            stalled = stall;
            clients.forEach(client -> client.connection.obey(stall));
        }
    }

    /** @param reset without a good-bye */
    void dismissAll(boolean reset) {
        clients.forEach(client -> client.leave(reset));
        clients.clear();
    }

    private void toEach(Action action) {
        if (stalled) {
            return;
        }
        network.begin();
        for (var client : clients) {
            attempt(client, () -> action.on(client));
        }
        clients.removeIf(client -> client.gone);
    }

    private void attempt(Client client, Step step) {
        if (client.gone) {
            return;
        }
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            LOG.debug("virtual camera {}: client left: {}", camera, e.toString());
            client.leave(false);
        }
    }

    private interface Action {
        void on(Client client) throws IOException;
    }

    private interface Step {
        void run() throws IOException;
    }

    private static final class Client {
        private final RtspConnection connection;
        private final RtspSession session;
        private long nextReport = Long.MIN_VALUE;
        private boolean gone;

        Client(RtspConnection connection, RtspSession session) {
            this.connection = connection;
            this.session = session;
        }

        void leave(boolean reset) {
            gone = true;
            try {
                session.close();
                connection.close(reset);
            } catch (IOException e) {
                LOG.debug("virtual camera: closing a client", e);
            }
        }
    }
}
