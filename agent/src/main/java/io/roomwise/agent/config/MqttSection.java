package io.roomwise.agent.config;

import io.roomwise.capture.Secret;
import io.roomwise.mqtt.MqttConfig;
import io.roomwise.mqtt.MqttConfig.Login;
import io.roomwise.mqtt.MqttConfig.Tls;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code node}, {@code mqtt} and {@code homeassistant}. */
final class MqttSection {
    private static final MqttConfig STANDARD = MqttConfig.of("box", "localhost", 1883);

    private final Section root;
    private final Section mqtt;
    private final Section homeAssistant;

    MqttSection(Section root) {
        this.root = root;
        this.mqtt = root.section("mqtt");
        this.homeAssistant = root.section("homeassistant");
    }

    /** Empty where it is switched off, or wrong and noted. */
    Optional<MqttConfig> read() {
        boolean enabled = mqtt.flag("enabled", true);
        Optional<MqttConfig> config = mqtt.make(() -> new MqttConfig(
                root.text("node", STANDARD.node()),
                mqtt.text("host", STANDARD.host()),
                mqtt.integer("port", STANDARD.port()),
                login(),
                tls(),
                mqtt.text("client_id", STANDARD.clientId()),
                mqtt.text("topic_prefix", STANDARD.topicPrefix()),
                mqtt.integer("keepalive", STANDARD.keepaliveSeconds()),
                mqtt.integer("stats_interval", STANDARD.statsSeconds()),
                mqtt.flag("logging", STANDARD.logging()),
                homeAssistant.text("discovery_topic", STANDARD.discoveryTopic()),
                homeAssistant.text("status_topic", STANDARD.statusTopic())));
        return enabled ? config : Optional.empty();
    }

    private @Nullable Login login() {
        String user = mqtt.text("user", "");
        String password = mqtt.text("password", "");
        if (user.isEmpty() && !password.isEmpty()) {
            mqtt.problem("password", "needs mqtt.user beside it");
        }
        return user.isEmpty() ? null : new Login(user, new Secret(password));
    }

    private @Nullable Tls tls() {
        Path caCerts = path("tls_ca_certs");
        Path clientCert = path("tls_client_cert");
        Path clientKey = path("tls_client_key");
        boolean insecure = mqtt.flag("tls_insecure", false);
        boolean tls = mqtt.flag("tls", false);
        if (!tls && (caCerts != null || clientCert != null || clientKey != null || insecure)) {
            mqtt.problem("tls", "must be true where other tls_ keys are given");
        }
        return tls ? new Tls(caCerts, clientCert, clientKey, insecure) : null;
    }

    private @Nullable Path path(String key) {
        String path = mqtt.text(key, "");
        return path.isEmpty() ? null : Path.of(path);
    }
}
