package io.roomwise.capture.virtual;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Two neighbouring UDP ports, even for RTP and odd for RTCP (RFC 3550, section 11). Only sends. */
final class DatagramPair implements AutoCloseable {
    private static final int ATTEMPTS = 50;

    private final DatagramChannel rtp;
    private final DatagramChannel rtcp;

    private DatagramPair(DatagramChannel rtp, DatagramChannel rtcp) {
        this.rtp = rtp;
        this.rtcp = rtcp;
    }

    static DatagramPair open(InetAddress host) throws IOException {
        for (var i = 0; i < ATTEMPTS; i++) {
            var rtp = bind(host, 0);
            var port = ((InetSocketAddress) rtp.getLocalAddress()).getPort();
            if (port % 2 == 0) {
                try {
                    return new DatagramPair(rtp, bind(host, port + 1));
                } catch (IOException taken) {
                    // the neighbour belongs to somebody else: another pair
                }
            }
            rtp.close();
        }
        throw new IOException("no pair of free UDP ports on " + host.getHostAddress());
    }

    private static DatagramChannel bind(InetAddress host, int port) throws IOException {
        var channel = DatagramChannel.open();
        try {
            channel.bind(new InetSocketAddress(host, port)).configureBlocking(false);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    int rtpPort() throws IOException {
        return ((InetSocketAddress) rtp.getLocalAddress()).getPort();
    }

    void sendRtp(byte[] packet, InetSocketAddress client) throws IOException {
        rtp.send(ByteBuffer.wrap(packet), client);
    }

    void sendRtcp(byte[] packet, InetSocketAddress client) throws IOException {
        rtcp.send(ByteBuffer.wrap(packet), client);
    }

    @Override
    public void close() throws IOException {
        try (rtcp) {
            rtp.close();
        }
    }
}
