package io.roomwise.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/**
 * Publishes anything to a broker over a bare socket: no client library stands between us and what is sent. Speaks just
 * enough of MQTT 3.1.1, with QoS 0.
 */
final class HostilePublisher implements AutoCloseable {
    private static final int CONNECT = 0x10;
    private static final int PUBLISH = 0x30;
    private static final int RETAIN = 1;
    private static final int USER_PASSWORD_CLEAN = 0xc2;

    private final Socket socket;
    private final OutputStream out;

    HostilePublisher(int port, String user, String password) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        out = socket.getOutputStream();
        var connect = new ByteArrayOutputStream();
        try (var data = new DataOutputStream(connect)) {
            data.writeUTF("MQTT");
            data.write(4);
            data.write(USER_PASSWORD_CLEAN);
            data.writeShort(0);
            data.writeUTF("hostile");
            data.writeUTF(user);
            data.writeUTF(password);
        }
        send(CONNECT, connect.toByteArray());
        InputStream in = socket.getInputStream();
        byte[] connack = in.readNBytes(4);
        if (connack.length < 4 || connack[3] != 0) {
            throw new IOException("the broker refuses us");
        }
    }

    void publish(String topic, byte[] payload, boolean retained) throws IOException {
        var body = new ByteArrayOutputStream();
        body.write(topic.length() >> 8);
        body.write(topic.length() & 0xff);
        body.writeBytes(topic.getBytes(UTF_8));
        body.writeBytes(payload);
        send(retained ? PUBLISH | RETAIN : PUBLISH, body.toByteArray());
    }

    private void send(int type, byte[] body) throws IOException {
        var packet = new ByteArrayOutputStream();
        packet.write(type);
        int left = body.length;
        do {
            packet.write((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
            left >>= 7;
        } while (left > 0);
        packet.writeBytes(body);
        out.write(packet.toByteArray());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
