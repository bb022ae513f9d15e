package io.roomwise.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class NearestNameTest {
    private static final Set<String> KEYS = Set.of("host", "port", "password", "keepalive", "tls_ca_certs");

    @Test
    void findsWhatWasMeant() {
        assertThat(NearestName.of("prot", KEYS)).contains("port");
        assertThat(NearestName.of("passwd", KEYS)).contains("password");
        assertThat(NearestName.of("keep-alive", KEYS)).contains("keepalive");
        assertThat(NearestName.of("TLS-CA-CERT", KEYS)).contains("tls_ca_certs");
    }

    @Test
    void suggestsNothingThatIsFarAway() {
        assertThat(NearestName.of("colour", KEYS)).isEmpty();
        assertThat(NearestName.of("x", KEYS)).isEmpty();
    }

    @Test
    void countsASwapOfNeighboursAsOne() {
        assertThat(NearestName.distance("prot", "port")).isEqualTo(1);
        assertThat(NearestName.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(NearestName.distance("", "abc")).isEqualTo(3);
    }
}
