package io.roomwise.mqtt;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemFilesTest {
    private final Path folder;

    PemFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void namesTheFileThatIsMissing() {
        refused(new MqttConfig.Tls(folder.resolve("none.crt"), null, null, false), "mqtt.tls_ca_certs: cannot read");
    }

    @Test
    void namesTheFileThatHoldsNoCertificate() throws IOException {
        refused(new MqttConfig.Tls(file("empty.crt", ""), null, null, false), "mqtt.tls_ca_certs: no certificate in");
        refused(
                new MqttConfig.Tls(
                        file("ca.crt", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
                        null,
                        null,
                        false),
                "mqtt.tls_ca_certs:");
    }

    @Test
    void tellsHowToConvertAKeyOfAnotherFormat() throws Exception {
        Path certificate = file("some.crt", pem(somePublicAuthority()));
        Path old = file("old.key", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        refused(new MqttConfig.Tls(null, certificate, old, false), "openssl pkcs8");
        Path broken = file("broken.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        refused(new MqttConfig.Tls(null, certificate, broken, false), "neither RSA nor EC nor Ed25519");
    }

    private static X509Certificate somePublicAuthority() throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers()[0];
    }

    private static String pem(X509Certificate certificate) throws GeneralSecurityException {
        String body = Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static void refused(MqttConfig.Tls tls, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PemFiles.socketFactory(tls))
                .withMessageContaining(message);
    }
}
