package io.roomwise.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted connections to a broker that shows a certificate. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsConnectionTest {
    private final TestKeys here;
    private final TestKeys elsewhere;

    TlsConnectionTest(@TempDir Path here, @TempDir Path elsewhere) throws Exception {
        this.here = new TestKeys(here, "dns:localhost,ip:127.0.0.1");
        this.elsewhere = new TestKeys(elsewhere, "dns:elsewhere");
    }

    private static ActionPublisher start(TestBroker broker, MqttConfig.Tls tls) {
        var started = new ActionPublisher(
                MqttConfig.of("box", "127.0.0.1", broker.port()).withTls(tls),
                Home.HUB,
                List.of(Home.living(Home.CLASSES)),
                Optional.empty(),
                Home.OBEDIENT,
                () -> Home.START_UTC_NANOS,
                new Random(1),
                Home.fast());
        started.start();
        return started;
    }

    @Test
    void showsItsCertificateToABrokerThatAsksForOne() {
        try (var broker = new TestBroker(false).withTls(here, true).start();
                var publisher = start(
                        broker, new MqttConfig.Tls(here.pem("broker"), here.pem("client"), here.clientKey(), false))) {
            Await.until("published", () -> publisher.stats().acknowledged() > 0);
        }
    }

    @Test
    void isTurnedAwayWithoutTheCertificateThatABrokerAsksFor() {
        try (var log = new LogLines();
                var broker = new TestBroker(false).withTls(here, true).start();
                var publisher = start(broker, new MqttConfig.Tls(here.pem("broker"), null, null, false))) {
            Await.until("told why", () -> log.any("mqtt: cannot connect"));
            assertThat(publisher.stats().connected()).isFalse();
        }
    }

    @Test
    void refusesABrokerWhoseAuthorityItDoesNotKnow() {
        try (var log = new LogLines();
                var broker = new TestBroker(false).withTls(here, false).start();
                var publisher = start(broker, new MqttConfig.Tls(here.pem("client"), null, null, false))) {
            Await.until("told why", () -> log.any("certificate of the broker is not trusted (PKIX)"));
            assertThat(publisher.stats().connected()).isFalse();
        }
    }

    @Test
    void refusesABrokerWhoseCertificateIsForAnotherHost() {
        try (var log = new LogLines();
                var broker = new TestBroker(false).withTls(elsewhere, false).start();
                var publisher = start(broker, new MqttConfig.Tls(elsewhere.pem("broker"), null, null, false))) {
            Await.until("told why", () -> log.any("TLS: No subject alternative names"));
            assertThat(publisher.stats().connected()).isFalse();
        }
    }

    @Test
    void takesTheCertificateOfAnotherHostWhenToldTo() {
        try (var broker = new TestBroker(false).withTls(elsewhere, false).start();
                var publisher = start(broker, new MqttConfig.Tls(elsewhere.pem("broker"), null, null, true))) {
            Await.until("connected", () -> publisher.stats().connected());
        }
    }
}
