package io.roomwise.capture.virtual;

import io.roomwise.capture.Clocks;
import io.roomwise.capture.FfmpegLog;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The camera's thread: waits until something is due or a client wants something, and does it. */
final class CameraLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(CameraLoop.class);
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final VirtualCameraConfig config;
    private final Clocks clocks;
    private final RandomGenerator random;
    private final CameraFaults faults;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final Audience audience;
    private final SceneBroadcast broadcast;
    private final long startUtcNanos;
    private final long startNanoTime;
    private volatile VirtualCameraStats stats = new VirtualCameraStats(0, 0, 0, 0);
    private volatile boolean ended;

    /** @param server bound; closed by {@link #run} */
    CameraLoop(
            VirtualCameraConfig config,
            Scene scene,
            Clocks clocks,
            RandomGenerator random,
            CameraFaults faults,
            ServerSocketChannel server)
            throws IOException {
        this.config = config;
        this.clocks = clocks;
        this.random = random;
        this.faults = faults;
        this.server = server;
        startUtcNanos = clocks.utcNanos().getAsLong();
        startNanoTime = clocks.nanoTime().getAsLong();
        FfmpegLog.install();
        audience = new Audience(config.path(), config.senderReports(), faults, random, this::now);
        broadcast = new SceneBroadcast(scene, config.soundCodec(), faults, startUtcNanos, random);
        selector = Selector.open();
        server.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
    }

    /** From any thread; {@link #run} returns soon. */
    void end() {
        ended = true;
        selector.wakeup();
    }

    VirtualCameraStats stats(long cpuNanos) {
        var latest = stats;
        return new VirtualCameraStats(latest.clients(), latest.frames(), latest.skippedFrames(), cpuNanos);
    }

    @Override
    public void run() {
        try (server;
                selector;
                broadcast) {
            while (!ended) {
                turn();
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("virtual camera {} stopped", config.path(), e);
        } finally {
            audience.dismissAll(true);
        }
    }

    /** True time on the camera's own clock, which does not follow steps of the system's. */
    private long now() {
        return startUtcNanos + clocks.nanoTime().getAsLong() - startNanoTime;
    }

    private void turn() throws IOException {
        if (faults.takeCut()) {
            audience.dismissAll(true);
        }
        audience.obey(faults.stalled());
        var now = now();
        faults.takeRenewal().ifPresent(wrapAfter -> broadcast.renew(now, wrapAfter));
        audience.sendReports(now, broadcast.tracks(), track -> broadcast.senderReport(track, now));
        broadcast.advance(now, audience);
        audience.advance();
        stats = new VirtualCameraStats(audience.size(), broadcast.frames(), broadcast.skippedFrames(), 0);

        var untilDue = Math.min(broadcast.dueUtcNanos(), audience.dueUtcNanos()) - now();
        if (untilDue > 0) {
            selector.select((untilDue + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
        } else {
            selector.selectNow();
        }
        for (var key : selector.selectedKeys()) {
            if (key.isAcceptable()) {
                accept();
            } else {
                audience.serve(key);
            }
        }
        selector.selectedKeys().clear();
    }

    private void accept() throws IOException {
        var channel = server.accept();
        if (channel == null) {
            return;
        }
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        var key = channel.register(selector, SelectionKey.OP_READ);
        var connection = new RtspConnection(channel, key);
        var authentication = config.credentials().map(credentials -> new DigestAuthentication(credentials, random));
        var session = new RtspSession(
                config.path(), broadcast.description(), broadcast.tracks(), authentication, connection, faults, random);
        audience.join(key, connection, session);
    }
}
