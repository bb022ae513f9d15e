package io.roomwise.agent.demo;

import io.moquette.BrokerConstants;
import io.moquette.broker.Server;
import io.moquette.broker.config.IConfig;
import io.moquette.broker.config.MemoryConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Properties;

/** An MQTT broker inside the process, on loopback, that forgets everything when it stops. */
final class DemoBroker implements AutoCloseable {
    static final String HOST = "127.0.0.1";
    /** Where MQTT clients look first. */
    static final int USUAL_PORT = 1883;

    private final Server server = new Server();
    private final int port;

    /** @param port 0 picks a free one */
    DemoBroker(int port) throws IOException {
        this.port = free(port);
    }

    /** Whether nobody listens there. */
    static boolean isFree(int port) {
        try {
            return free(port) == port;
        } catch (IOException e) {
            return false;
        }
    }

    private static int free(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IOException("MQTT broker: port " + port + " is taken", e);
        }
    }

    void start() throws IOException {
        Properties properties = new Properties();
        properties.setProperty(IConfig.HOST_PROPERTY_NAME, HOST);
        properties.setProperty(IConfig.PORT_PROPERTY_NAME, Integer.toString(port));
        properties.setProperty(IConfig.ALLOW_ANONYMOUS_PROPERTY_NAME, "true");
        properties.setProperty(BrokerConstants.ALLOW_ZERO_BYTE_CLIENT_ID_PROPERTY_NAME, "true");
        properties.setProperty(IConfig.ENABLE_TELEMETRY_NAME, "false");
        properties.setProperty(IConfig.PERSISTENCE_ENABLED_PROPERTY_NAME, "false");
        properties.setProperty(IConfig.BUFFER_FLUSH_MS_PROPERTY_NAME, "0");
        // a device with all its entities is larger than Moquette's usual 8 KB
        properties.setProperty(IConfig.NETTY_MAX_BYTES_PROPERTY_NAME, "1000000");
        server.startServer(new MemoryConfig(properties));
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        server.stopServer();
    }
}
