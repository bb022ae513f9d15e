package io.roomwise.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The certificates and the key of a TLS connection, from the PEM files that brokers and Home Assistant use. */
final class PemFiles {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "Ed25519");
    private static final char[] NO_PASSWORD = {};

    private PemFiles() {}

    /** @throws IllegalArgumentException naming the key whose file is missing or wrong */
    static SSLSocketFactory socketFactory(MqttConfig.Tls tls) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keyManagers(tls), trustManagers(tls.caCerts()), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("mqtt.tls: " + e.getMessage(), e);
        }
    }

    /** Null, which stands for the platform's authorities, without a file. */
    private static TrustManager @Nullable [] trustManagers(@Nullable Path caCerts) throws GeneralSecurityException {
        if (caCerts == null) {
            return null;
        }
        KeyStore store = emptyStore();
        int n = 0;
        for (Certificate authority : certificates("mqtt.tls_ca_certs", caCerts)) {
            store.setCertificateEntry("ca-" + n++, authority);
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager @Nullable [] keyManagers(MqttConfig.Tls tls) throws GeneralSecurityException {
        if (tls.clientCert() == null || tls.clientKey() == null) {
            return null;
        }
        KeyStore store = emptyStore();
        var chain = certificates("mqtt.tls_client_cert", tls.clientCert()).toArray(Certificate[]::new);
        store.setKeyEntry("client", privateKey(tls.clientKey()), NO_PASSWORD, chain);
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static List<Certificate> certificates(String key, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            var found = List.<Certificate>copyOf(
                    CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (found.isEmpty()) {
                throw new IllegalArgumentException(key + ": no certificate in " + file);
            }
            return found;
        } catch (IOException e) {
            throw new IllegalArgumentException(key + ": cannot read " + file, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(key + ": " + file + " is not a PEM file of certificates", e);
        }
    }

    private static PrivateKey privateKey(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("mqtt.tls_client_key: cannot read " + file, e);
        }
        Matcher pem = KEY.matcher(text);
        if (!pem.find()) {
            throw new IllegalArgumentException("mqtt.tls_client_key: no unencrypted PKCS #8 key in " + file
                    + "; convert it with openssl pkcs8 -topk8 -nocrypt");
        }
        var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException e) {
                // a key of another algorithm: the encoding names one, but KeyFactory has to be asked for each
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("mqtt.tls_client_key: " + e.getMessage(), e);
            }
        }
        throw new IllegalArgumentException(
                "mqtt.tls_client_key: the key in " + file + " is neither RSA nor EC nor Ed25519");
    }
}
