package io.roomwise.capture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RtspDescriberTest {
    private static final String SDP = "v=0\r\ns=x\r\nm=audio 0 RTP/AVP 0\r\n";
    private static final String OK =
            "RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: go2rtc/1.9\r\nContent-Length: " + SDP.length() + "\r\n\r\n" + SDP;
    private static final String WHO = "RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\n";

    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private Optional<RtspDescription> ask(String user, String... answers) {
        var serving = new Thread(() -> serve(List.of(answers)));
        serving.setDaemon(true);
        serving.start();
        var url = new StreamUrl("rtsp://" + user + "127.0.0.1:" + server.getLocalPort() + "/x?a=b");
        return RtspDescriber.ask(url, Duration.ofSeconds(1), System::nanoTime);
    }

    /** One connection, one answer to each request; then silence. */
    private void serve(List<String> answers) {
        try (var client = server.accept()) {
            var lines = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
            var left = answers.iterator();
            var request = new StringBuilder();
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                request.append(line).append('\n');
                if (line.isEmpty()) {
                    requests.add(request.toString());
                    request.setLength(0);
                    if (left.hasNext()) {
                        client.getOutputStream().write(left.next().getBytes(UTF_8));
                    }
                }
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    @Test
    void describedStreamHasServerAndTracks() {
        var description = ask("", OK).orElseThrow();
        assertThat(description.server()).isEqualTo("go2rtc/1.9");
        assertThat(description.tracks())
                .extracting(RtspDescription.Track::encoding)
                .containsExactly("PCMU/8000");
        assertThat(requests.remove())
                .startsWith("DESCRIBE rtsp://127.0.0.1:" + server.getLocalPort() + "/x?a=b RTSP/1.0\n");
    }

    @Test
    void digestIsAnsweredWithoutThePassword() {
        var challenge = WHO + "WWW-Authenticate: Basic realm=\"x\"\r\nWWW-Authenticate: Digest"
                + " realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"\r\n\r\n";
        assertThat(ask("Mufasa:Circle%20Of%20Life@", challenge, OK)).isPresent();
        assertThat(requests.remove()).doesNotContain("Authorization");
        assertThat(requests.remove())
                .contains("Authorization: Digest username=\"Mufasa\", realm=\"testrealm@host.com\", nonce=\"dcd98b71")
                .doesNotContain("Circle");
    }

    @Test
    void basicIsAnsweredWhereNothingElseIsOffered() {
        assertThat(ask("Aladdin:open%20sesame@", WHO + "WWW-Authenticate: Basic realm=\"x\"\r\n\r\n", OK))
                .isPresent();
        requests.remove();
        assertThat(requests.remove()).contains("Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\n");
    }

    @Test
    void serverThatRefusesBabblesOrSaysNothingHasNoDescription() throws IOException {
        assertThat(ask("", "RTSP/1.0 404 Not Found\r\nCSeq: 1\r\n\r\n")).isEmpty();
        assertThat(ask("", "HTTP/1.1 200 OK\r\n\r\n")).isEmpty();
        assertThat(ask("", "x".repeat(100_000))).isEmpty();
        assertThat(ask("", "RTSP/1.0 200 OK\r\nContent-Length: 50\r\n\r\nm=vid"))
                .isEmpty();
        assertThat(ask("")).isEmpty();
        server.close();
        assertThat(ask("")).isEmpty();
    }
}
