package io.roomwise.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongFunction;

/** Plays a conversation of its own to each client that comes, as fast as it reads, and hangs up. */
final class ReplayServer implements AutoCloseable {
    /** How long a client may think; it may as well wait for what will never come. */
    private static final int PATIENCE_MILLIS = 50;

    private final LongFunction<RecordedConversation> conversations;
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ConcurrentHashMap<String, Long> latest = new ConcurrentHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private long served;

    /** @param conversations by number, counted from 0 in the order in which clients come */
    ReplayServer(LongFunction<RecordedConversation> conversations) throws IOException {
        this.conversations = conversations;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::acceptAll);
    }

    /** @param client what is told of in {@link #latest} */
    StreamUrl url(String client) {
        return new StreamUrl("rtsp://127.0.0.1:" + server.getLocalPort() + "/" + client);
    }

    private void acceptAll() {
        try {
            for (var number = 0L; ; number++) {
                var client = server.accept();
                var own = number;
                threads.execute(() -> serve(client, own));
            }
        } catch (IOException closed) {
            // no more clients
        }
    }

    private void serve(Socket client, long number) {
        try (client) {
            client.setSoTimeout(PATIENCE_MILLIS);
            converse(client, number, conversations.apply(number));
        } catch (IOException left) {
            // the client has had enough, or waits for what does not come
        } catch (RuntimeException e) {
            synchronized (this) {
                failures.add(number + ": " + e);
            }
        }
        synchronized (this) {
            served++;
            notifyAll();
        }
    }

    private void converse(Socket client, long number, RecordedConversation conversation) throws IOException {
        var requests = new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
        var method = "";
        var url = "";
        for (var line = requests.readLine(); line != null; line = requests.readLine()) {
            if (line.endsWith("RTSP/1.0")) {
                method = line.substring(0, line.indexOf(' '));
                url = line.split(" ", -1)[1];
                latest.put(url.replaceFirst(".*:\\d+/(\\d+).*", "$1"), number);
            } else if (line.startsWith("CSeq:")) {
                var track = url.substring(url.length() - 1);
                var answer = conversation.answers().get(method.equals("SETUP") ? "SETUP" + track : method);
                var told = answer == null ? "RTSP/1.0 404 Not Found\r\nCSeq: 1\r\n\r\n" : answer;
                client.getOutputStream()
                        .write(told.replaceFirst("CSeq: 1\r\n", line + "\r\n").getBytes(ISO_8859_1));
                if (method.equals("PLAY")) {
                    play(client, conversation.frames());
                    return;
                }
            }
        }
    }

    private static void play(Socket client, List<byte[]> frames) throws IOException {
        for (var frame : frames) {
            client.getOutputStream().write(frame);
        }
        client.shutdownOutput();
        try {
            // what is not read would become a reset, which takes the frames with it
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketTimeoutException e) {
            // it stays
        }
    }

    /** Number of the conversation that a client had last, -1 for none. */
    long latest(String client) {
        return latest.getOrDefault(client, -1L);
    }

    /** Waits until so many have been served, as long as another one is within {@code seconds}. */
    synchronized boolean await(long count, int seconds) throws InterruptedException {
        var before = -1L;
        while (served < count && served > before) {
            before = served;
            var end = System.nanoTime() + seconds * 1_000_000_000L;
            while (served == before && System.nanoTime() < end) {
                wait(100);
            }
        }
        return served >= count;
    }

    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
