package io.roomwise.mqtt;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Keys and certificates made for one test run by the JDK's keytool; each certificate is its own authority. */
final class TestKeys {
    static final String PASSWORD = "changeit";

    private final Path folder;

    /** @param names for which the broker's certificate holds, "dns:localhost" */
    TestKeys(Path folder, String names) throws Exception {
        this.folder = folder;
        KeyStore broker = generate("broker", "-ext", "san=" + names);
        KeyStore client = generate("client");
        broker.setCertificateEntry("client", client.getCertificate("client"));
        try (OutputStream out = Files.newOutputStream(brokerStore())) {
            broker.store(out, PASSWORD.toCharArray());
        }
        write(pem("broker"), "CERTIFICATE", broker.getCertificate("broker").getEncoded());
        write(pem("client"), "CERTIFICATE", client.getCertificate("client").getEncoded());
        write(
                clientKey(),
                "PRIVATE KEY",
                client.getKey("client", PASSWORD.toCharArray()).getEncoded());
    }

    Path brokerStore() {
        return folder.resolve("broker.p12");
    }

    Path pem(String alias) {
        return folder.resolve(alias + ".crt");
    }

    Path clientKey() {
        return folder.resolve("client.key");
    }

    private KeyStore generate(String alias, String... more) throws Exception {
        Path store = folder.resolve(alias + ".p12");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + alias,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("keytool: " + output);
        }
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    private static void write(Path file, String what, byte[] encoded) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        Files.writeString(file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
    }
}
