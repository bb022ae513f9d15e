package io.roomwise.capture.virtual;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What one client asked for (RTSP 1.0, RFC 2326), and how its packets travel. Camera's thread only. */
final class RtspSession implements AutoCloseable {
    private static final Pattern TRACK = Pattern.compile("(.*)/track([01])");
    private static final Pattern INTERLEAVED = Pattern.compile("interleaved=(\\d{1,3})");
    private static final Pattern CLIENT_PORT = Pattern.compile("client_port=(\\d{1,5})");

    private final String path;
    private final String description;
    private final Optional<DigestAuthentication> authentication;
    private final RtspConnection connection;
    private final CameraFaults faults;
    private final String id;
    private final @Nullable Route[] routes;
    private boolean playing;
    private boolean over;
    private boolean hasKeyFrame;

    /** @param description the SDP of all tracks */
    RtspSession(
            String path,
            String description,
            int tracks,
            Optional<DigestAuthentication> authentication,
            RtspConnection connection,
            CameraFaults faults,
            RandomGenerator random) {
        this.path = path;
        this.faults = faults;
        this.description = description;
        this.authentication = authentication;
        this.connection = connection;
        this.id = HexFormat.of().toHexDigits(random.nextInt());
        this.routes = new Route[tracks];
    }

    boolean isPlaying() {
        return playing;
    }

    /** After TEARDOWN: to be closed as soon as the answer is out. */
    boolean isOver() {
        return over;
    }

    /** A picture can be decoded only after a key frame: the first one must be. */
    boolean waitsForKeyFrame() {
        return playing && !hasKeyFrame;
    }

    void keyFrameSent() {
        hasKeyFrame |= playing;
    }

    void sendRtp(int track, byte[] packet) throws IOException {
        var route = routes[track];
        if (playing && route != null) {
            route.sendRtp(packet);
        }
    }

    /** Whether what is sent arrives, and in order: it does over TCP. */
    boolean isReliable(int track) {
        return !(routes[track] instanceof Datagrams);
    }

    void sendRtcp(int track, byte[] packet) throws IOException {
        var route = routes[track];
        if (playing && route != null) {
            route.sendRtcp(packet);
        }
    }

    String answer(RtspRequest request) throws IOException {
        var refusal = faults.refusal(request.method());
        if (refusal.isPresent()) {
            return reply(request, refusal.get(), "", "");
        }
        if (request.method().equals("OPTIONS")) {
            return reply(request, "200 OK", "Public: OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN\r\n", "");
        }
        var track = TRACK.matcher(request.path());
        var asked = track.matches() ? track.group(1) : request.path();
        if (!asked.replaceAll("(\\?.*|/)$", "").equals(path)) {
            return reply(request, "404 Not Found", "", "");
        }
        if (authentication.isPresent() && !authentication.get().accepts(request)) {
            return reply(
                    request,
                    "401 Unauthorized",
                    "WWW-Authenticate: " + authentication.get().challenge() + "\r\n",
                    "");
        }
        return switch (request.method()) {
            case "DESCRIBE" ->
                reply(
                        request,
                        "200 OK",
                        "Content-Base: " + request.uri() + "/\r\nContent-Type: application/sdp\r\n",
                        description);
            case "SETUP" -> setUp(request, track.matches() ? Integer.parseInt(track.group(2)) : 0);
            case "PLAY" -> play(request);
            case "GET_PARAMETER", "SET_PARAMETER" -> reply(request, "200 OK", session(), "");
            case "TEARDOWN" -> tearDown(request);
            default -> reply(request, "405 Method Not Allowed", "", "");
        };
    }

    private String setUp(RtspRequest request, int track) throws IOException {
        var transport = request.header("Transport");
        var interleaved = INTERLEAVED.matcher(transport);
        var clientPort = CLIENT_PORT.matcher(transport);
        if (track >= routes.length) {
            return reply(request, "404 Not Found", "", "");
        }
        if (transport.contains("RTP/AVP/TCP")) {
            var channel = interleaved.find() ? Integer.parseInt(interleaved.group(1)) : 2 * track;
            replace(track, new Interleaved(connection, channel));
            var answer = "RTP/AVP/TCP;unicast;interleaved=" + channel + "-" + (channel + 1);
            return reply(request, "200 OK", "Transport: " + answer + "\r\n" + session(), "");
        }
        if (transport.contains("multicast") || !clientPort.find()) {
            return reply(request, "461 Unsupported Transport", "", "");
        }
        var port = Integer.parseInt(clientPort.group(1));
        var datagrams = Datagrams.between(connection.localAddress(), connection.clientAddress(), port);
        replace(track, datagrams);
        var server = datagrams.pair().rtpPort();
        var answer = "RTP/AVP/UDP;unicast;client_port=" + port + "-" + (port + 1) + ";server_port=" + server + "-"
                + (server + 1);
        return reply(request, "200 OK", "Transport: " + answer + "\r\n" + session(), "");
    }

    private void replace(int track, Route route) throws IOException {
        var old = routes[track];
        if (old != null) {
            old.close();
        }
        routes[track] = route;
    }

    private String play(RtspRequest request) {
        if (Arrays.stream(routes).allMatch(route -> route == null)) {
            return reply(request, "455 Method Not Valid in This State", "", "");
        }
        playing = true;
        return reply(request, "200 OK", session(), "");
    }

    private String tearDown(RtspRequest request) {
        playing = false;
        over = true;
        return reply(request, "200 OK", session(), "");
    }

    private String session() {
        return "Session: " + id + ";timeout=60\r\n";
    }

    private static String reply(RtspRequest request, String status, String headers, String body) {
        var length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
        return "RTSP/1.0 " + status + "\r\nCSeq: " + request.header("CSeq") + "\r\n" + headers + length + "\r\n" + body;
    }

    @Override
    public void close() throws IOException {
        playing = false;
        for (var route : routes) {
            if (route != null) {
                route.close();
            }
        }
    }

    /** How the packets of one track travel. */
    private sealed interface Route {
        void sendRtp(byte[] packet) throws IOException;

        void sendRtcp(byte[] packet) throws IOException;

        void close() throws IOException;
    }

    private record Interleaved(RtspConnection connection, int channel) implements Route {
        @Override
        public void sendRtp(byte[] packet) throws IOException {
            connection.sendInterleaved(channel, packet);
        }

        @Override
        public void sendRtcp(byte[] packet) throws IOException {
            connection.sendInterleaved(channel + 1, packet);
        }

        @Override
        public void close() {
            // the connection outlives its routes
        }
    }

    private record Datagrams(DatagramPair pair, InetSocketAddress rtp, InetSocketAddress rtcp) implements Route {
        static Datagrams between(InetAddress camera, InetAddress client, int rtpPort) throws IOException {
            return new Datagrams(
                    DatagramPair.open(camera),
                    new InetSocketAddress(client, rtpPort),
                    new InetSocketAddress(client, rtpPort + 1));
        }

        @Override
        public void sendRtp(byte[] packet) throws IOException {
            pair.sendRtp(packet, rtp);
        }

        @Override
        public void sendRtcp(byte[] packet) throws IOException {
            pair.sendRtcp(packet, rtcp);
        }

        @Override
        public void close() throws IOException {
            pair.close();
        }
    }
}
