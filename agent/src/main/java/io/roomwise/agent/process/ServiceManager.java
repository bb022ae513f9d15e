package io.roomwise.agent.process;

import io.roomwise.capture.UnixDatagram;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the service does, after {@code sd_notify(3)}; says nothing where nobody listens. One for the life of
 * the process, over all its restarts from within. Thread health, and whoever starts and ends the process.
 */
public final class ServiceManager {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

    /** Carries one message. */
    @FunctionalInterface
    interface Channel {
        void send(String message) throws IOException;
    }

    private final @Nullable Channel channel;
    private boolean failed;
    private boolean ready;
    private String status = "";

    ServiceManager(@Nullable Channel channel) {
        this.channel = channel;
    }

    /** The one that started this process, if any. */
    public static ServiceManager of(Map<String, String> environment) {
        String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (socket.startsWith("@")) {
            LOG.warn("NOTIFY_SOCKET is an abstract socket, which is not supported: the service manager hears nothing");
        }
        return new ServiceManager(socket.startsWith("/") ? new UnixDatagram(socket)::send : null);
    }

    /** Start-up is over; once. */
    void ready() {
        if (!ready) {
            ready = true;
            send("READY=1");
        }
    }

    /** All is well for now; also said when the process begins anew, as the watchdog runs on meanwhile. */
    public void alive() {
        send("WATCHDOG=1");
    }

    /** One line for people, sent where it changed. */
    void status(String line) {
        if (!line.equals(status)) {
            status = line;
            send("STATUS=" + line);
        }
    }

    /** The process ends. Never before a restart from within: systemd would wait for the end, and enforce it in time. */
    public void stopping() {
        send("STOPPING=1");
    }

    private void send(String message) {
        if (channel == null) {
            return;
        }
        try {
            channel.send(message);
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                failed = true;
                LOG.warn("the service manager is not told: {}", e.getMessage());
            }
        }
    }
}
