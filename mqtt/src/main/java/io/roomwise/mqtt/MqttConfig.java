package io.roomwise.mqtt;

import io.roomwise.capture.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the broker and under which names to publish. The YAML keys are {@code node} and those below {@code mqtt}
 * and {@code homeassistant}.
 *
 * @param node {@code node}: slug of this box; goes into the client id and the hub's topics
 * @param login {@code mqtt.user} and {@code mqtt.password}; absent where the broker lets everybody in
 * @param tls {@code mqtt.tls} and {@code mqtt.tls_*}; absent for a plain connection
 * @param clientId {@code mqtt.client_id}; {@value #AUTO} makes {@code roomwise-<node>-<4 hex>}
 * @param topicPrefix {@code mqtt.topic_prefix}
 * @param keepaliveSeconds {@code mqtt.keepalive}
 * @param statsSeconds {@code mqtt.stats_interval}: between two reports of each stream's counters; 0: none
 * @param logging {@code mqtt.logging}: whether warnings of the log are published, too
 * @param discoveryTopic {@code homeassistant.discovery_topic}
 * @param statusTopic {@code homeassistant.status_topic}: where Home Assistant says that it has started
 */
public record MqttConfig(
        String node,
        String host,
        int port,
        @Nullable Login login,
        @Nullable Tls tls,
        String clientId,
        String topicPrefix,
        int keepaliveSeconds,
        int statsSeconds,
        boolean logging,
        String discoveryTopic,
        String statusTopic) {

    public static final String AUTO = "auto";

    /** Who we are to the broker. */
    public record Login(String user, Secret password) {
        public Login {
            require(!user.isEmpty(), "mqtt.user must not be empty");
        }
    }

    /**
     * An encrypted connection.
     *
     * @param caCerts {@code mqtt.tls_ca_certs}: PEM file of the authorities to trust; absent: those of the Java platform
     * @param clientCert {@code mqtt.tls_client_cert}: PEM file of our own certificate and its chain
     * @param clientKey {@code mqtt.tls_client_key}: PEM file of its key, PKCS #8, not encrypted
     * @param insecure {@code mqtt.tls_insecure}: do not compare the host with the names in the broker's certificate; its
     *     chain is checked all the same
     */
    public record Tls(@Nullable Path caCerts, @Nullable Path clientCert, @Nullable Path clientKey, boolean insecure) {
        public Tls {
            require(
                    (clientCert == null) == (clientKey == null),
                    "mqtt.tls_client_cert and mqtt.tls_client_key belong together: give both or none");
        }
    }

    public MqttConfig {
        require(node.matches("[a-zA-Z0-9_-]+"), "node must be of letters, digits, '_' and '-', was '" + node + "'");
        require(host.matches("[A-Za-z0-9._:-]+"), "mqtt.host must be a host name or an address, was '" + host + "'");
        require(port >= 1 && port <= 65_535, "mqtt.port must be 1..65535, was " + port);
        require(
                clientId.matches("[a-zA-Z0-9_-]{1,64}"),
                "mqtt.client_id must be 1..64 letters, digits, '_' and '-', was '" + clientId + "'");
        requireTopic("mqtt.topic_prefix", topicPrefix);
        require(
                keepaliveSeconds >= 5 && keepaliveSeconds <= 600,
                "mqtt.keepalive must be 5..600 s, was " + keepaliveSeconds);
        require(
                statsSeconds == 0 || (statsSeconds >= 5 && statsSeconds <= 86_400),
                "mqtt.stats_interval must be 0 or 5..86400 s, was " + statsSeconds);
        requireTopic("homeassistant.discovery_topic", discoveryTopic);
        requireTopic("homeassistant.status_topic", statusTopic);
    }

    /** A plain connection without a login; all else by default. */
    public static MqttConfig of(String node, String host, int port) {
        return new MqttConfig(
                node, host, port, null, null, AUTO, "roomwise", 30, 60, false, "homeassistant", "homeassistant/status");
    }

    public MqttConfig withLogin(@Nullable Login other) {
        return new MqttConfig(
                node,
                host,
                port,
                other,
                tls,
                clientId,
                topicPrefix,
                keepaliveSeconds,
                statsSeconds,
                logging,
                discoveryTopic,
                statusTopic);
    }

    public MqttConfig withTls(@Nullable Tls other) {
        return new MqttConfig(
                node,
                host,
                port,
                login,
                other,
                clientId,
                topicPrefix,
                keepaliveSeconds,
                statsSeconds,
                logging,
                discoveryTopic,
                statusTopic);
    }

    public MqttConfig withClientId(String other) {
        return new MqttConfig(
                node,
                host,
                port,
                login,
                tls,
                other,
                topicPrefix,
                keepaliveSeconds,
                statsSeconds,
                logging,
                discoveryTopic,
                statusTopic);
    }

    public MqttConfig withNode(String other) {
        return new MqttConfig(
                other,
                host,
                port,
                login,
                tls,
                clientId,
                topicPrefix,
                keepaliveSeconds,
                statsSeconds,
                logging,
                discoveryTopic,
                statusTopic);
    }

    /** {@code host:port}, an IPv6 address in brackets. */
    String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static void requireTopic(String key, String topic) {
        require(
                topic.matches("[a-zA-Z0-9_-]+(/[a-zA-Z0-9_-]+)*"),
                key + " must be of letters, digits, '_' and '-', levels joined by '/', was '" + topic + "'");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
