package io.roomwise.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.roomwise.capture.virtual.Credentials;
import io.roomwise.capture.virtual.VirtualCameraConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong while connecting has one clear reason, bounded time, and stays with its stream. */
@Timeout(60)
class FailureTest {
    private static final String H264 = "H264/90000";

    private final RecordingSink sink = new RecordingSink();
    private final RecordingListener listener = new RecordingListener();

    private String reasonFor(String url, Set<MediaRole> roles) {
        try (var reader = Streams.reader(new StreamUrl(url), roles, sink, listener)) {
            reader.start();
            return listener.await(StreamState.OFFLINE).reason();
        }
    }

    @Test
    void refusedConnectionIsSaid() throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(reasonFor("rtsp://127.0.0.1:" + port + "/x", Streams.VIDEO))
                .isEqualTo("connection refused by 127.0.0.1:" + port);
    }

    @Test
    void unknownHostIsSaid() {
        assertThat(reasonFor("rtsp://user:secret@camera.invalid/x", Streams.VIDEO))
                .isEqualTo("no such host: camera.invalid");
    }

    @Test
    void serverThatSaysNothingTimesOut() throws IOException {
        try (var mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var url = "rtsp://127.0.0.1:" + mute.getLocalPort() + "/x";
            assertThat(reasonFor(url, Streams.VIDEO))
                    .isEqualTo("no answer from 127.0.0.1:" + mute.getLocalPort() + " within 1 s");
        }
    }

    @Test
    void webServerIsNotTakenForACamera() throws Exception {
        try (var web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var answering = new Thread(() -> answerHttp(web));
            answering.start();
            var url = "rtsp://127.0.0.1:" + web.getLocalPort() + "/x";
            assertThat(reasonFor(url, Streams.VIDEO))
                    .startsWith("127.0.0.1:" + web.getLocalPort() + " does not speak RTSP");
        }
    }

    private static void answerHttp(ServerSocket web) {
        while (true) {
            try (var client = web.accept()) {
                client.getInputStream().read();
                client.getOutputStream()
                        .write("HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nno\n".getBytes(US_ASCII));
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Test
    void wrongPasswordIsSaidWithoutIt() {
        var config = VirtualCameraConfig.of("north").withCredentials(new Credentials("viewer", new Secret("right")));
        try (var camera = Streams.started(Streams.camera(config, BarcodeScene.silent()))) {
            var url = camera.url().reveal().replace("right", "wr0ng");
            assertThat(reasonFor(url, Streams.VIDEO))
                    .isEqualTo("401 Unauthorized: " + url.replace("wr0ng", "***") + " has a wrong user or password");
        }
    }

    @Test
    void missingPasswordIsSaid() {
        var config = VirtualCameraConfig.of("north").withCredentials(new Credentials("viewer", new Secret("right")));
        try (var camera = Streams.started(Streams.camera(config, BarcodeScene.silent()))) {
            var url = camera.url().reveal().replace("viewer:right@", "");
            assertThat(reasonFor(url, Streams.VIDEO))
                    .isEqualTo("401 Unauthorized: " + url + " needs a user and a password");
        }
    }

    @Test
    void codecThatIsNotKnownIsSaid() throws IOException {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            new Thread(() -> serveUnknownCodec(server)).start();
            assertThat(reasonFor("rtsp://127.0.0.1:" + server.getLocalPort() + "/x", Streams.VIDEO))
                    .isEqualTo("no decoder for the video's unknown codec");
        }
    }

    private static void serveUnknownCodec(ServerSocket server) {
        try (var client = server.accept()) {
            answer(client, "TEARDOWN", "DREAM/90000");
        } catch (IOException closed) {
            // the reader has left
        }
    }

    /** Answers every request until this one. */
    private static void answer(Socket client, String last, String codec) throws IOException {
        var description =
                """
                v=0
                o=- 0 0 IN IP4 127.0.0.1
                s=x
                c=IN IP4 0.0.0.0
                t=0 0
                m=video 0 RTP/AVP 96
                a=rtpmap:96 %s
                a=control:track0
                """
                        .formatted(codec);
        var requests = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
        var method = "";
        for (var line = requests.readLine(); line != null; line = requests.readLine()) {
            method = line.contains("RTSP/1.0") ? line.substring(0, line.indexOf(' ')) : method;
            if (method.equals(last)) {
                return;
            }
            if (line.startsWith("CSeq")) {
                var body = method.equals("DESCRIBE") ? description : "";
                var answer = "RTSP/1.0 200 OK\r\n" + line + "\r\nSession: 1\r\nContent-Type: application/sdp\r\n"
                        + "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body;
                client.getOutputStream().write(answer.getBytes(US_ASCII));
            }
        }
    }

    @Test
    void unknownPathIsSaid() {
        try (var camera = Streams.started(Streams.camera(BarcodeScene.silent()))) {
            var url = camera.url().reveal().replace("/north", "/south");
            assertThat(reasonFor(url, Streams.VIDEO)).isEqualTo("404 Not Found: " + url);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    DESCRIBE | 503 Service Unavailable | is not ready
                    SETUP | 453 Not Enough Bandwidth | has no room for another viewer
                    SETUP | 461 Unsupported Transport | does not send this way, try the other capture.rtsp_transport
                    PLAY | 455 Method Not Valid in This State | refuses
                    DESCRIBE | 500 Internal Server Error | refuses
                    DESCRIBE | 400 Bad Request | refuses
                    SETUP | 429 Too Many Requests | is asked too often
                    """)
    void refusalIsSaidWithItsReasonAndTriedAgain(String method, String status, String meaning) {
        try (var camera = Streams.started(Streams.camera(BarcodeScene.silent()));
                var reader = Streams.reader(camera.url(), Streams.VIDEO, sink, listener)) {
            camera.faults().refuse(Map.of(method, status));
            reader.start();
            assertThat(listener.await(StreamState.OFFLINE).reason())
                    .isEqualTo(status + ": " + camera.url() + " " + meaning);
            camera.faults().refuse(Map.of());
            sink.awaitPictures(1);
        }
    }

    /** A device with no session free, or one that starts: it speaks RTSP as far as it goes. */
    @ParameterizedTest
    @ValueSource(strings = {"", "OPTIONS", "DESCRIBE", "SETUP", "PLAY"})
    void cameraThatClosesTheConnectionIsNotTakenForSomethingElse(String method) throws IOException {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            new Thread(() -> serveUntil(method, server)).start();
            assertThat(reasonFor("rtsp://127.0.0.1:" + server.getLocalPort() + "/x", Streams.VIDEO))
                    .contains("closed the connection");
        }
    }

    private static void serveUntil(String last, ServerSocket server) {
        while (true) {
            try (var client = server.accept()) {
                if (!last.isEmpty()) {
                    answer(client, last, H264);
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Test
    void cameraWithoutSoundIsNoMicrophone() {
        try (var camera = Streams.started(Streams.camera(BarcodeScene.silent()))) {
            var url = camera.url();
            assertThat(reasonFor(url.reveal(), Streams.AUDIO)).isEqualTo("no audio stream in " + url);
        }
    }

    @Test
    void missingSoundIsToldOnceAndPicturesAreDelivered() {
        try (var camera = Streams.started(Streams.camera(BarcodeScene.silent()));
                var reader = Streams.reader(camera.url(), Streams.BOTH, sink, listener)) {
            reader.start();
            sink.awaitPictures(15);
            assertThat(listener.reasons())
                    .filteredOn(reason -> reason.contains("no audio stream"))
                    .containsExactly("streaming 320x240 h264; no audio stream in " + camera.url());
        }
    }

    @Test
    void deadServerDoesNotDelayAnotherStream() throws IOException {
        try (var mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var camera = Streams.started(Streams.camera(BarcodeScene.silent()));
                var waiting = deadReader(mute, 1, CaptureConfig.defaults());
                var good = Streams.reader(camera.url(), Streams.VIDEO, sink, listener)) {
            waiting.start();
            listener.await(told -> told.stream().index() == 1);
            good.start();
            sink.awaitPictures(1);
            assertThat(waiting.stats().state()).isEqualTo(StreamState.CONNECTING);
        }
    }

    /** More streams than JavaCPP has entry points for one class of callbacks. */
    @Test
    void fifteenDeadServersTimeOut() throws IOException {
        var readers = new ArrayList<StreamReader>();
        try (var mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            for (var i = 0; i < 15; i++) {
                readers.add(deadReader(mute, i, Streams.hurried(RtspTransport.TCP)));
            }
            readers.forEach(StreamReader::start);
            for (var i = 0; i < 15; i++) {
                var index = i;
                listener.await(told -> told.stream().index() == index && told.state() == StreamState.OFFLINE);
            }
        } finally {
            readers.forEach(StreamReader::close);
        }
    }

    private StreamReader deadReader(ServerSocket mute, int index, CaptureConfig config) {
        var url = new StreamUrl("rtsp://127.0.0.1:" + mute.getLocalPort() + "/x");
        return Streams.reader(index, StreamConfig.of(url, Streams.VIDEO, config), sink, listener);
    }

    @Test
    void closingDuringConnectReturnsAtOnce() throws IOException {
        try (var mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var defaults = StreamConfig.of(
                    new StreamUrl("rtsp://127.0.0.1:" + mute.getLocalPort() + "/x"),
                    Streams.VIDEO,
                    CaptureConfig.defaults());
            var reader = Streams.reader(0, defaults, sink, listener);
            reader.start();
            mute.accept().getInputStream().read();
            var start = System.nanoTime();
            reader.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            assertThat(listener.all())
                    .last()
                    .extracting(RecordingListener.Told::state)
                    .isEqualTo(StreamState.CLOSED);
            assertThat(reader.stats().nativeContexts()).isZero();
        }
    }
}
