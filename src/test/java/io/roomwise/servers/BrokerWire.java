package io.roomwise.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The way to a broker: refuses connections, passes on what comes, or reads no more until the sender may send no more. */
public final class BrokerWire implements AutoCloseable {
    /** So small that little is under way when nothing is read. */
    private static final int WINDOW_BYTES = 2048;

    private final int port;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private @Nullable ServerSocket listener;
    private boolean frozen;

    /** Refuses connections at first. */
    public BrokerWire(int target) throws IOException {
        this.target = target;
        port = Mosquitto.freePort();
    }

    public int port() {
        return port;
    }

    /** Takes connections from now on. */
    public synchronized void admit() throws IOException {
        if (listener == null) {
            ServerSocket fresh = new ServerSocket();
            fresh.setReuseAddress(true);
            fresh.setReceiveBufferSize(WINDOW_BYTES);
            fresh.bind(new InetSocketAddress(InetAddress.getByName(Mosquitto.HOST), port));
            listener = fresh;
            threads.execute(() -> acceptAll(fresh));
        }
    }

    /** Ends all connections and takes none. */
    public synchronized void refuse() throws IOException {
        if (listener != null) {
            listener.close();
            listener = null;
        }
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** Stops or goes on reading; connections stay, and new ones are taken by the kernel alone. */
    public synchronized void freeze(boolean on) {
        frozen = on;
        notifyAll();
    }

    private synchronized void awaitThaw() throws IOException {
        while (frozen) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IOException("closed", e);
            }
        }
    }

    private void acceptAll(ServerSocket from) {
        try {
            while (true) {
                Socket client = from.accept();
                awaitThaw();
                sockets.add(client);
                threads.execute(() -> connect(client));
            }
        } catch (IOException closed) {
            // refused from now on
        }
    }

    private void connect(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getByName(Mosquitto.HOST), target)) {
            sockets.add(server);
            threads.execute(() -> pump(server, client));
            pump(client, server);
        } catch (IOException brokerAway) {
            sockets.remove(client);
        }
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            byte[] buffer = new byte[WINDOW_BYTES];
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                awaitThaw();
                output.write(buffer, 0, count);
                awaitThaw();
            }
        } catch (IOException cut) {
            // either end has closed: so is the other one now
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    @Override
    public void close() throws IOException {
        refuse();
        freeze(false);
        threads.shutdownNow();
    }
}
