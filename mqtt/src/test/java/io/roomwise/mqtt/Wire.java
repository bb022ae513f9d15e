package io.roomwise.mqtt;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A network between a client and a server on loopback that can be cut, or swallow everything in silence. */
final class Wire implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean frozen;

    Wire(int target) {
        this(0, target);
    }

    /** @param port to listen on; 0: any */
    Wire(int port, int target) {
        this.target = target;
        try {
            server = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** From now on nothing passes, and nobody is told. */
    void freeze() {
        frozen = true;
    }

    /** New connections pass again; those that froze stay dead. */
    void thaw() {
        sockets.clear();
        frozen = false;
    }

    /** Ends all connections without a word of MQTT. */
    void cut() {
        sockets.forEach(Wire::shut);
        sockets.clear();
    }

    private void accept() {
        while (true) {
            try {
                Socket near = server.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(near);
                sockets.add(far);
                daemon(() -> copy(near, far));
                daemon(() -> copy(far, near));
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }

    private void copy(Socket from, Socket to) {
        var buffer = new byte[8192];
        boolean dead = false;
        try {
            for (int n = from.getInputStream().read(buffer);
                    n >= 0;
                    n = from.getInputStream().read(buffer)) {
                dead |= frozen;
                if (!dead) {
                    to.getOutputStream().write(buffer, 0, n);
                }
            }
        } catch (IOException e) {
            // a cut
        } finally {
            shut(from);
            if (!dead) {
                shut(to);
            }
        }
    }

    private static void shut(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "wire");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        shut(server);
        cut();
    }
}
