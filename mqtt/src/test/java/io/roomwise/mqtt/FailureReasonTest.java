package io.roomwise.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class FailureReasonTest {
    @Test
    void saysInOneLineWhatIsWrong() {
        assertReason(new UnknownHostException("x"), "unknown host broker");
        assertReason(new ConnectException("Connection refused"), "connection refused");
        assertReason(new NoRouteToHostException("No route to host"), "no route to broker");
        assertReason(new SocketTimeoutException("Connect timed out"), "no answer in time");
        assertReason(new SocketException("Connection reset"), "connection broke: Connection reset");
        assertReason(new EOFException(), "connection closed by the broker");
        assertReason(new IllegalStateException("first\nsecond"), "first");
        assertReason(new IllegalStateException(), "IllegalStateException");
    }

    @Test
    void findsTheReasonBehindATlsFailure() {
        var pkix = new SSLHandshakeException("PKIX path building failed");
        pkix.initCause(
                new CertificateException(new CertPathBuilderException("unable to find valid certification path")));
        assertReason(pkix, "certificate of the broker is not trusted (PKIX): unable to find valid certification path");
        var name = new SSLHandshakeException("No name matching broker found");
        name.initCause(new CertificateException("No name matching broker found"));
        assertReason(name, "TLS: No name matching broker found");
    }

    @Test
    void readsTheBrokersRefusal() {
        assertThat(FailureReason.ofConnack(5)).contains("not authorized");
        assertThat(FailureReason.ofConnack(0)).isNull();
    }

    private static void assertReason(Throwable cause, String reason) {
        assertThat(FailureReason.of(new RuntimeException("outer", cause), "broker"))
                .isEqualTo(cause instanceof IllegalStateException ? "outer" : reason);
        assertThat(FailureReason.of(cause, "broker")).isEqualTo(reason);
    }
}
