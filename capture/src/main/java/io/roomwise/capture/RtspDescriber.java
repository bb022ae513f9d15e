package io.roomwise.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Asks an RTSP server to DESCRIBE a stream (RFC 2326, 10.2), on a connection of its own. FFmpeg asks, too, but keeps header and
 * SDP to itself. Any thread.
 */
final class RtspDescriber {
    private static final int MOST_BYTES = 65_536;
    private static final int STANDARD_PORT = 554;

    private static final Pattern LENGTH = header("Content-Length", "(\\d{1,5})");
    private static final Pattern SERVER = header("Server", "([^\\r\\n]*)");
    private static final Pattern DIGEST = header("WWW-Authenticate", "Digest ([^\\r\\n]*)");
    private static final Pattern BASIC = header("WWW-Authenticate", "Basic ");
    private static final Pattern STATUS = Pattern.compile("RTSP/1\\.\\d (\\d{3})[ \\r\\n]");

    private final StreamUrl url;
    private final Socket socket;
    private final LongSupplier nanoTime;
    private final long endNanoTime;

    /** @param header lines of the answer, with the first one */
    private record Answer(String header, String body) {
        boolean hasStatus(String code) {
            var status = STATUS.matcher(header);
            return status.lookingAt() && status.group(1).equals(code);
        }
    }

    private RtspDescriber(StreamUrl url, Socket socket, LongSupplier nanoTime, long endNanoTime) {
        this.url = url;
        this.socket = socket;
        this.nanoTime = nanoTime;
        this.endNanoTime = endNanoTime;
    }

    /**
     * Asks once, and again with user and password where these are wanted.
     *
     * @return empty if it takes longer than allowed, if the answer is not 200 OK, and over TLS
     */
    static Optional<RtspDescription> ask(StreamUrl url, Duration timeout, LongSupplier nanoTime) {
        if (!url.reveal().regionMatches(true, 0, "rtsp://", 0, 7)) {
            return Optional.empty();
        }
        var end = nanoTime.getAsLong() + timeout.toNanos();
        try (var socket = new Socket()) {
            var port = url.port().orElse(STANDARD_PORT);
            socket.connect(new InetSocketAddress(url.hostName(), port), (int) timeout.toMillis());
            return new RtspDescriber(url, socket, nanoTime, end).describe();
        } catch (IOException | IllegalArgumentException e) {
            // what is wrong with the stream, the stream itself has told better
            return Optional.empty();
        }
    }

    private Optional<RtspDescription> describe() throws IOException {
        var answer = request(1, "");
        if (answer.hasStatus("401") && url.hasUser()) {
            answer = request(2, authorization(answer.header));
        }
        if (!answer.hasStatus("200")) {
            return Optional.empty();
        }
        var server = SERVER.matcher(answer.header);
        return Optional.of(RtspDescription.of(server.find() ? server.group(1) : "", answer.body));
    }

    private Answer request(int number, String authorization) throws IOException {
        var request = "DESCRIBE " + url.withoutUser() + " RTSP/1.0\r\nCSeq: " + number
                + "\r\nUser-Agent: Roomwise\r\nAccept: application/sdp\r\n" + authorization + "\r\n";
        socket.getOutputStream().write(request.getBytes(UTF_8));
        var received = new ByteArrayOutputStream();
        var end = receive(received, 0);
        var header = received.toString(ISO_8859_1).substring(0, end);
        var length = LENGTH.matcher(header);
        var size = length.find() ? Integer.parseInt(length.group(1)) : 0;
        receive(received, end + size);
        return new Answer(header, new String(received.toByteArray(), end, size, UTF_8));
    }

    /**
     * Reads on.
     *
     * @param size of what is wanted; 0: the header
     * @return size of the header
     */
    private int receive(ByteArrayOutputStream received, int size) throws IOException {
        var buffer = new byte[4096];
        while (true) {
            var end = received.toString(ISO_8859_1).indexOf("\r\n\r\n") + 4;
            if (end >= 4 && received.size() >= size) {
                return end;
            }
            var left = (endNanoTime - nanoTime.getAsLong()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException("no description in time");
            }
            socket.setSoTimeout((int) left);
            var count = socket.getInputStream().read(buffer);
            if (count < 0 || received.size() + count > MOST_BYTES) {
                throw new EOFException("no description");
            }
            received.write(buffer, 0, count);
        }
    }

    /** Digest without qop (RFC 2617, 3.2.2), as FFmpeg and most cameras have it, or Basic. */
    private String authorization(String header) {
        var login = url.user() + ":" + url.password().reveal();
        var challenge = DIGEST.matcher(header);
        if (!challenge.find()) {
            return BASIC.matcher(header).find()
                    ? "Authorization: Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)) + "\r\n"
                    : "";
        }
        var realm = field(challenge.group(1), "realm");
        var nonce = field(challenge.group(1), "nonce");
        var uri = url.withoutUser();
        var secret = md5(url.user() + ":" + realm + ":" + url.password().reveal());
        var response = md5(secret + ":" + nonce + ":" + md5("DESCRIBE:" + uri));
        return "Authorization: Digest username=\"" + url.user() + "\", realm=\"" + realm + "\", nonce=\"" + nonce
                + "\", uri=\"" + uri + "\", response=\"" + response + "\"\r\n";
    }

    private static String field(String challenge, String name) {
        var field = Pattern.compile("(?i)\\b" + name + "=\"([^\"]*)\"").matcher(challenge);
        return field.find() ? field.group(1) : "";
    }

    private static Pattern header(String name, String value) {
        return Pattern.compile("(?im)^" + name + ":[ \\t]*" + value);
    }

    private static String md5(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
