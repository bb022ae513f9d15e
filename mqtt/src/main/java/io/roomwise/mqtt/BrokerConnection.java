package io.roomwise.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, from the attempt to its end; never used again. The only class that knows Paho, and with it the protocol
 * version. Its methods belong to thread {@code mqtt-out} and wait for nothing, {@link #close} excepted.
 *
 * <p>Why so little of Paho is used: its automatic reconnect does not retry the first connection, its offline buffer throws
 * when full and loses what was in flight, whatever waits inside a callback can lock it up for good, and a callback that
 * throws ends the connection. Hence the asynchronous client, a fresh one for each attempt, callbacks that only hand over,
 * and redelivery by the {@link Outbox}.
 */
final class BrokerConnection implements MqttCallback {
    /** Above what the outbox ever has in flight: its events plus one publication for each value. */
    static final int MAX_IN_FLIGHT = 1000;

    private static final Logger log = LoggerFactory.getLogger(BrokerConnection.class);
    private static final byte[] OFFLINE = "offline".getBytes(UTF_8);
    /** QoS in a SUBACK that stands for a refusal (MQTT 3.1.1, 3.9.3). */
    private static final int REFUSED = 0x80;

    /** Paho wants an address; the socket knows the real one. */
    private static final String NOWHERE = "tcp://127.0.0.1";

    private static final String LOST = "connection lost";
    private static final long DISCONNECT_MILLIS = 500;

    private final MqttConfig config;
    private final String clientId;
    private final MqttConnectOptions options;
    private final BrokerSocket socket;
    private final Listener listener;
    private @Nullable MqttAsyncClient client;

    /** Called on Paho's threads; must only hand over. */
    interface Listener {
        void connected(BrokerConnection connection);

        /** Called once or more: the attempt failed or the connection broke. */
        void ended(BrokerConnection connection, String reason);

        /** @param tag what was given to {@link #publish} */
        void acknowledged(BrokerConnection connection, Object tag);

        void received(String topic, byte[] payload, boolean retained);
    }

    /**
     * @param tls makes encrypted sockets; null for plain ones
     * @param willTopic gets a retained {@code offline} from the broker when the connection breaks; null: none does
     * @param timeout for the socket
     */
    BrokerConnection(
            MqttConfig config,
            @Nullable SSLSocketFactory tls,
            String clientId,
            @Nullable String willTopic,
            Duration timeout,
            Listener listener) {
        this.config = config;
        this.clientId = clientId;
        this.listener = listener;
        options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setCleanSession(true);
        options.setAutomaticReconnect(false);
        options.setMaxInflight(MAX_IN_FLIGHT);
        options.setKeepAliveInterval(config.keepaliveSeconds());
        options.setConnectionTimeout((int) Math.max(1, timeout.toSeconds()));
        if (willTopic != null) {
            options.setWill(willTopic, OFFLINE, 1, true);
        }
        if (config.login() != null) {
            options.setUserName(config.login().user());
            options.setPassword(config.login().password().reveal().toCharArray());
        }
        boolean anyName = config.tls() != null && config.tls().insecure();
        socket = new BrokerSocket(config.host(), config.port(), tls, anyName);
        options.setSocketFactory(new OneSocket(socket));
    }

    /** Begins the attempt; the listener hears how it went. */
    void connect() {
        try {
            client = new MqttAsyncClient(NOWHERE, clientId, new MemoryPersistence());
            client.setCallback(this);
            client.connect(options, null, new IMqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    listener.connected(BrokerConnection.this);
                }

                @Override
                public void onFailure(IMqttToken token, @Nullable Throwable failure) {
                    listener.ended(BrokerConnection.this, reason(failure));
                }
            });
        } catch (MqttException e) {
            listener.ended(this, reason(e));
        }
    }

    /** Without waiting for the answer; a refusal is logged, as nothing else can be done about it. */
    void subscribe(String topic) {
        try {
            connected().subscribe(topic, 1, null, new IMqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    if (token.getGrantedQos().length > 0 && token.getGrantedQos()[0] == REFUSED) {
                        log.warn("mqtt: the broker refuses the subscription to {}", topic);
                    }
                }

                @Override
                public void onFailure(IMqttToken token, @Nullable Throwable failure) {
                    // the connection broke, which connectionLost tells
                }
            });
        } catch (MqttException e) {
            listener.ended(this, reason(e));
        }
    }

    /**
     * Hands a message over to be sent.
     *
     * @param tag given to the listener with the acknowledgement; for QoS 0 when it was sent
     * @return false if it was not taken: too many are in flight, or the connection broke, which the listener hears
     */
    boolean publish(String topic, String payload, int qos, boolean retained, Object tag) {
        try {
            connected().publish(topic, payload.getBytes(UTF_8), qos, retained, tag, new IMqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    listener.acknowledged(BrokerConnection.this, token.getUserContext());
                }

                @Override
                public void onFailure(IMqttToken token, @Nullable Throwable failure) {
                    // the connection broke, which connectionLost tells; the outbox still has the message
                }
            });
            return true;
        } catch (MqttException e) {
            if (e.getReasonCode() != MqttException.REASON_CODE_MAX_INFLIGHT) {
                listener.ended(this, reason(e));
            }
            return false;
        }
    }

    /** Says {@code offline}; acknowledged with this connection as tag. */
    boolean publishOffline() {
        return publish(options.getWillDestination(), new String(OFFLINE, UTF_8), 1, true, this);
    }

    /**
     * Ends the connection, in whatever state it is. The end of an attempt, or of a connection whose peer is gone, is left
     * to Paho's own threads, which a closed socket ends: to interfere with them while they start leaves some behind.
     *
     * @param clean after a DISCONNECT, upon which the broker forgets the Will; only while connected
     */
    void close(boolean clean) {
        try {
            if (clean) {
                connected().disconnectForcibly(0, DISCONNECT_MILLIS, true);
            }
        } catch (MqttException e) {
            log.debug("mqtt: disconnect: {}", e.getMessage());
        }
        client = null;
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("mqtt: close: {}", e.getMessage());
        }
    }

    private MqttAsyncClient connected() throws MqttException {
        if (client == null) {
            throw new MqttException(MqttException.REASON_CODE_CLIENT_NOT_CONNECTED);
        }
        return client;
    }

    @Override
    public void connectionLost(@Nullable Throwable cause) {
        listener.ended(this, reason(cause));
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        listener.received(topic, message.getPayload(), message.isRetained());
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
        // told to each publication's own listener
    }

    private String reason(@Nullable Throwable failure) {
        if (failure == null) {
            return LOST;
        }
        if (failure instanceof MqttException mqtt) {
            String refused = FailureReason.ofConnack(mqtt.getReasonCode());
            if (refused != null) {
                return refused;
            }
            if (mqtt.getReasonCode() == MqttException.REASON_CODE_CLIENT_TIMEOUT) {
                return FailureReason.NO_ANSWER;
            }
            if (mqtt.getReasonCode() == MqttException.REASON_CODE_CLIENT_NOT_CONNECTED) {
                return LOST;
            }
        }
        return FailureReason.of(failure, config.host());
    }

    /** Hands out the one socket. */
    private static final class OneSocket extends SocketFactory {
        private final Socket socket;

        OneSocket(Socket socket) {
            this.socket = socket;
        }

        @Override
        public Socket createSocket() {
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            throw new UnsupportedOperationException();
        }
    }
}
