package io.roomwise.mqtt;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The socket of one attempt, plain or encrypted; Paho takes it for a plain one.
 *
 * <p>Why not Paho's own: (1) it leaves a thread behind, for ever, each time the peer closes before CONNECT was sent, as
 * proxies do whose broker is down (its issue 850); here the reader learns of the end only after we have spoken. (2) An
 * attempt that was given up while a name was being looked up must not connect later, as a second client of our id; once
 * closed, this one never connects. (3) Its URIs cannot name a host such as {@code my_broker}.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // to close must not wait for whoever connects
final class BrokerSocket extends Socket {
    /** Paho speaks some 0.3 s after it began to listen. */
    private static final long LONGEST_HOLD_SECONDS = 10;

    private final String host;
    private final int port;
    private final @Nullable SSLSocketFactory tls;
    private final boolean anyName;
    private final Socket plain = new Socket();
    private final CountDownLatch spoken = new CountDownLatch(1);
    private volatile Socket talking = plain;

    /**
     * @param tls makes the encrypted layer; null: none
     * @param anyName whether the broker's certificate may be for another host
     */
    BrokerSocket(String host, int port, @Nullable SSLSocketFactory tls, boolean anyName) {
        this.host = host;
        this.port = port;
        this.tls = tls;
        this.anyName = anyName;
    }

    /** @param ignored Paho's idea of the address */
    @Override
    public void connect(SocketAddress ignored, int timeoutMillis) throws IOException {
        plain.connect(new InetSocketAddress(host, port), timeoutMillis);
        plain.setTcpNoDelay(true);
        if (tls != null) {
            plain.setSoTimeout(timeoutMillis);
            var encrypted = (SSLSocket) tls.createSocket(plain, host, port, true);
            if (!anyName) {
                SSLParameters parameters = encrypted.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm(
                        "HTTPS"); // RFC 2818: names and addresses of the certificate
                encrypted.setSSLParameters(parameters);
            }
            encrypted.startHandshake();
            talking = encrypted;
        }
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        talking.setSoTimeout(millis);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(new BoundedPackets(talking.getInputStream())) {
            /** Paho asks before it reads; let it hear of a failure when it does. */
            @Override
            public int available() {
                try {
                    return super.available();
                } catch (IOException e) {
                    return 0;
                }
            }

            @Override
            public int read() throws IOException {
                try {
                    return held(super.read());
                } catch (SocketTimeoutException e) {
                    throw e;
                } catch (IOException e) {
                    throw held(e);
                }
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                try {
                    return held(super.read(bytes, offset, length));
                } catch (SocketTimeoutException e) {
                    throw e;
                } catch (IOException e) {
                    throw held(e);
                }
            }
        };
    }

    private int held(int read) throws InterruptedIOException {
        if (read < 0) {
            awaitSpoken();
        }
        return read;
    }

    private IOException held(IOException failure) throws InterruptedIOException {
        awaitSpoken();
        return failure;
    }

    private void awaitSpoken() throws InterruptedIOException {
        try {
            boolean unused = spoken.await(LONGEST_HOLD_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(talking.getOutputStream()) {
            @Override
            public void write(int b) throws IOException {
                spoken.countDown();
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                spoken.countDown();
                out.write(bytes, offset, length);
            }
        };
    }

    /** At once, in any state; what was written before is still delivered. */
    @Override
    public void close() throws IOException {
        plain.close();
        super.close();
    }
}
