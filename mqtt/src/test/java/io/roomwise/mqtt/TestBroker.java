package io.roomwise.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.moquette.BrokerConstants;
import io.moquette.broker.ClientDescriptor;
import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A real broker in the process, which forgets everything when it stops. */
final class TestBroker implements AutoCloseable {
    static final String USER = "roomwise";
    static final String PASSWORD = "open-sesame-4711";

    private final int port;
    private final Properties properties = new Properties();
    private final boolean login;
    private volatile @Nullable Server server;

    /** @param login whether {@link #USER} and {@link #PASSWORD} are asked for */
    TestBroker(boolean login) {
        this.login = login;
        port = freePort();
        properties.setProperty(IConfig.HOST_PROPERTY_NAME, "127.0.0.1");
        properties.setProperty(IConfig.PORT_PROPERTY_NAME, Integer.toString(port));
        properties.setProperty(IConfig.ALLOW_ANONYMOUS_PROPERTY_NAME, Boolean.toString(!login));
        properties.setProperty(BrokerConstants.ALLOW_ZERO_BYTE_CLIENT_ID_PROPERTY_NAME, "true");
        properties.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
        properties.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
        properties.setProperty(IConfig.NETTY_MAX_BYTES_PROPERTY_NAME, "1000000");
        properties.setProperty(IConfig.BUFFER_FLUSH_MS_PROPERTY_NAME, "0");
    }

    /** Serves TLS on its port instead, with the key store of {@link TestKeys}. */
    TestBroker withTls(TestKeys keys, boolean clientCertificates) {
        properties.setProperty(IConfig.PORT_PROPERTY_NAME, BrokerConstants.DISABLED_PORT_BIND);
        properties.setProperty(IConfig.SSL_PORT_PROPERTY_NAME, Integer.toString(port));
        properties.setProperty(
                IConfig.JKS_PATH_PROPERTY_NAME, keys.brokerStore().toString());
        properties.setProperty(IConfig.KEY_STORE_TYPE, "pkcs12");
        properties.setProperty(IConfig.KEY_STORE_PASSWORD_PROPERTY_NAME, TestKeys.PASSWORD);
        properties.setProperty(IConfig.KEY_MANAGER_PASSWORD_PROPERTY_NAME, TestKeys.PASSWORD);
        properties.setProperty(BrokerConstants.NEED_CLIENT_AUTH, Boolean.toString(clientCertificates));
        return this;
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestBroker start() {
        var fresh = new Server();
        try {
            fresh.startServer(
                    new MemoryConfig(properties),
                    null,
                    null,
                    login
                            ? (client, user, password) -> USER.equals(user)
                                    && password != null
                                    && Arrays.equals(password, PASSWORD.getBytes(UTF_8))
                            : null,
                    null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = fresh;
        return this;
    }

    void stop() {
        Server running = server;
        server = null;
        if (running != null) {
            running.stopServer();
        }
    }

    /** Ids of those who are connected. */
    List<String> clients() {
        Server running = server;
        return running == null
                ? List.of()
                : running.listConnectedClients().stream()
                        .map(ClientDescriptor::getClientID)
                        .toList();
    }

    int port() {
        return port;
    }

    /** Without waiting for the 2 s that the broker takes to stop. */
    @Override
    public void close() {
        new Thread(this::stop, "broker-stop").start();
    }
}
