package io.roomwise.capture.virtual;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** One client's TCP connection: requests in, responses and interleaved packets out. Never blocks; camera's thread only. */
final class RtspConnection {
    private static final int MAX_REQUEST_BYTES = 16_384;

    /** A client that lets this much pile up does not read any more. */
    private static final int MAX_QUEUED_BYTES = 4 << 20;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer input = ByteBuffer.allocate(MAX_REQUEST_BYTES);
    private final Deque<ByteBuffer> output = new ArrayDeque<>();
    private int queuedBytes;

    RtspConnection(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    InetAddress localAddress() throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getAddress();
    }

    InetAddress clientAddress() throws IOException {
        return ((InetSocketAddress) channel.getRemoteAddress()).getAddress();
    }

    /** Reads what has come and lets every complete request be answered. */
    void onReadable(RtspSession session) throws IOException {
        if (channel.read(input) < 0) {
            throw new EOFException("client left");
        }
        input.flip();
        for (var request = RtspRequest.take(input); request.isPresent(); request = RtspRequest.take(input)) {
            send(ByteBuffer.wrap(session.answer(request.get()).getBytes(StandardCharsets.ISO_8859_1)));
        }
        input.compact();
        if (!input.hasRemaining()) {
            throw new IOException("request longer than " + MAX_REQUEST_BYTES + " bytes");
        }
    }

    void onWritable() throws IOException {
        while (!output.isEmpty()) {
            queuedBytes -= channel.write(output.element());
            if (output.element().hasRemaining()) {
                break;
            }
            output.remove();
        }
        obey(false);
    }

    /** Sends RTP or RTCP framed as of RFC 2326, 10.12. */
    void sendInterleaved(int number, byte[] packet) throws IOException {
        var frame = ByteBuffer.allocate(4 + packet.length)
                .put((byte) '$')
                .put((byte) number)
                .putShort((short) packet.length)
                .put(packet);
        send(frame.flip());
    }

    /** Sends bytes that are neither an answer nor a frame. */
    void sendNoise(byte[] noise) throws IOException {
        send(ByteBuffer.wrap(noise));
    }

    private void send(ByteBuffer bytes) throws IOException {
        if (output.isEmpty()) {
            channel.write(bytes);
        }
        if (bytes.hasRemaining()) {
            output.add(bytes);
            queuedBytes += bytes.remaining();
            obey(false);
        }
        if (queuedBytes > MAX_QUEUED_BYTES) {
            throw new IOException("client is too slow");
        }
    }

    /** @param stalled whether the camera is to look at this connection at all */
    void obey(boolean stalled) {
        key.interestOps(stalled ? 0 : SelectionKey.OP_READ | (output.isEmpty() ? 0 : SelectionKey.OP_WRITE));
    }

    /** @param reset without a good-bye (RST) instead of an orderly end */
    void close(boolean reset) throws IOException {
        try (channel) {
            if (reset) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        }
    }
}
