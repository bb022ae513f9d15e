package io.roomwise.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A port that takes connections, or does not, and never becomes a camera. */
final class StubbornPeers implements AutoCloseable {
    private static final List<String> REFUSALS =
            List.of("401 Unauthorized", "404 Not Found", "453 Not Enough Bandwidth", "503 Service Unavailable");

    private final Closeable socket;
    private final int port;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger refusals = new AtomicInteger();

    private StubbornPeers(Closeable socket, int port) {
        this.socket = socket;
        this.port = port;
    }

    /** Connections are refused: the port is taken, but nobody listens. */
    static StubbornPeers dead() throws IOException {
        Socket taken = new Socket();
        taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return new StubbornPeers(taken, taken.getLocalPort());
    }

    /** Each description is refused, with another status in turn. */
    static StubbornPeers refusing() throws IOException {
        return listening(true);
    }

    /** Connections are taken, and nothing is said. */
    static StubbornPeers silent() throws IOException {
        return listening(false);
    }

    private static StubbornPeers listening(boolean answers) throws IOException {
        ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        StubbornPeers peers = new StubbornPeers(server, server.getLocalPort());
        peers.threads.execute(() -> peers.acceptAll(server, answers));
        return peers;
    }

    String url() {
        return "rtsp://127.0.0.1:" + port + "/camera";
    }

    private void acceptAll(ServerSocket server, boolean answers) {
        try {
            while (true) {
                Socket client = server.accept();
                threads.execute(() -> serve(client, answers));
            }
        } catch (IOException closed) {
            threads.shutdown();
        }
    }

    private void serve(Socket client, boolean answers) {
        try (client) {
            BufferedReader requests = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
            String status = "200 OK";
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                if (line.startsWith("DESCRIBE")) {
                    status = REFUSALS.get(refusals.getAndIncrement() % REFUSALS.size());
                }
                if (answers && line.startsWith("CSeq")) {
                    client.getOutputStream()
                            .write(("RTSP/1.0 " + status + "\r\n" + line + "\r\n\r\n").getBytes(US_ASCII));
                }
            }
        } catch (IOException left) {
            // the reader has given up
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
